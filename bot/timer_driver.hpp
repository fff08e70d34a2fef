// The real clocks, and the one real timer that drives the timer map.
#pragma once

#include "integrations/runtime/scheduler.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace tocsin::bot {

inline Instant wall_clock() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }
inline Duration steady_clock() {
    return std::chrono::floor<Duration>(std::chrono::steady_clock::now().time_since_epoch());
}

class TimerDriver {
public:
    static constexpr seconds looks_every{1}; // the wall clock may jump: it never sleeps longer than this

    TimerDriver(boost::asio::io_context& loop, runtime::Scheduler& scheduler) : timer_{loop}, scheduler_{scheduler} {
        scheduler_.on_earlier = [this] { set(); };
    }
    void start() {
        running_ = true;
        set();
    }
    void stop() {
        running_ = false;
        timer_.cancel();
    }

private:
    void set() {
        if (!running_) return;
        Duration wait = looks_every;
        const Instant now = wall_clock();
        if (const auto next = scheduler_.next(now))
            wait = std::clamp<Duration>(*next - now, Duration{0}, wait);
        timer_.expires_after(wait);
        timer_.async_wait([this](boost::system::error_code ec) {
            if (ec || !running_) return;
            scheduler_.run_due(wall_clock());
            set();
        });
    }
    boost::asio::steady_timer timer_;
    runtime::Scheduler& scheduler_;
    bool running_{};
};

} // namespace tocsin::bot
