// The life of the connections.
#include "integrations/slack/sockets.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::slack {

using nlohmann::json;

struct Sockets::Line {
    int slot{};
    std::shared_ptr<net::WebLine> wire;
    bool up{}, gone{};
    Ptr before; // whose place it takes once it is up
    Instant alive_at{}, up_at{}, refresh_at{};
};

Sockets::Sockets(int count, Doors doors) : count_{std::clamp(count, 1, 10)}, doors_{std::move(doors)} {
    status_.wanted = count_;
}
Sockets::~Sockets() = default;

void Sockets::start() {
    for (int slot = 0; slot < count_; ++slot) open(slot);
    beat();
}

int Sockets::up() const {
    return static_cast<int>(
        std::ranges::count_if(lines_, [](const auto& entry) { return entry.second && entry.second->up; }));
}

Sockets::Status Sockets::status() const {
    Status s = status_;
    s.up = up();
    return s;
}

void Sockets::tell() {
    const bool hears =
        up() > 0 || std::ranges::any_of(leaving_, [](const auto& entry) { return entry.second->up; });
    if (hears == told_) return;
    told_ = hears;
    doors_.hears(hears);
}

void Sockets::open(int slot) {
    if (stopping_ || status_.stopped_for_good || opening_[slot]) return;
    opening_[slot] = true;
    doors_.api.open_connection([this, slot, alive = std::weak_ptr{alive_}](const ApiResult& r) {
        if (alive.expired()) return;
        opening_[slot] = false;
        if (stopping_) return;
        if (r.ok)
            if (const auto url = r.body.find("url"); url != r.body.end() && url->is_string())
                return dial(slot, url->get<std::string>());
        if (r.fate == Fate::stop || r.fate == Fate::person) {
            status_.stopped_for_good = true;
            doors_.problem("Slack refuses the connection: " + r.problem);
            return;
        }
        retry(slot, r.retry_after);
    });
}

void Sockets::dial(int slot, const std::string& url) {
    auto line = std::make_shared<Line>();
    line->slot = slot;
    line->alive_at = doors_.now();
    if (const auto it = lines_.find(slot); it != lines_.end() && it->second && !it->second->gone)
        line->before = it->second;
    const std::weak_ptr<Line> weak = line;
    const std::weak_ptr<bool> alive = alive_;
    net::LineEvents events;
    events.on_text = [this, alive, weak](const std::string& t) {
        if (const auto l = weak.lock(); l && !alive.expired()) text(l, t);
    };
    events.on_alive = [this, alive, weak] {
        const auto l = weak.lock();
        if (!l || alive.expired()) return;
        l->alive_at = status_.last_frame = doors_.now();
    };
    events.on_closed = [this, alive, weak](const std::string& why) {
        if (const auto l = weak.lock(); l && !alive.expired()) closed(l, why);
    };
    line->wire = doors_.web.connect(url, std::move(events));
    if (line->before)
        leaving_[line.get()] = line; // not the one that counts, before it is up
    else
        lines_[slot] = line;
    doors_.scheduler.after(hello_within, [this, alive, weak] {
        const auto l = weak.lock();
        if (l && !alive.expired() && !l->up && !l->gone) closed(l, "Slack said no hello.");
    });
}

void Sockets::opened(const Ptr& line, const Hello& hello) {
    const bool first = !line->up;
    line->up = true;
    line->up_at = doors_.now();
    status_.reported = hello.connections;
    // Well before Slack ends it; two connections never at the same moment.
    if (hello.lives_seconds > 60)
        line->refresh_at =
            line->up_at + Duration{static_cast<std::int64_t>(static_cast<double>(hello.lives_seconds) * 1000 *
                                                             (0.7 + 0.1 * doors_.jitter()))};
    look_for_strangers();
    if (!first) return;
    if (const Ptr old = std::exchange(line->before, nullptr)) {
        leaving_.erase(line.get());
        lines_[line->slot] = line;
        leaving_[old.get()] = old; // still read and acknowledged for a while
        doors_.scheduler.after(old_lives, [this, old, alive = std::weak_ptr{alive_}] {
            if (!alive.expired()) close(old);
        });
    }
    tell();
}

void Sockets::text(const Ptr& line, const std::string& t) {
    ++status_.frames;
    auto frame = frame_from(t);
    if (!frame) {
        ++status_.unknown;
        return;
    }
    if (const auto* hello = std::get_if<Hello>(&frame->payload)) return opened(line, *hello);
    if (const auto* end = std::get_if<Disconnect>(&frame->payload)) {
        const bool off = end->reason == "link_disabled", crowded = end->reason == "too_many_websockets";
        if ((off || crowded) && !std::exchange(crowded_told_, true))
            doors_.problem(
                off ? "Socket Mode is switched off in the app's settings (link_disabled): switch it on under "
                      "Settings, Socket Mode."
                    : "Slack has too many connections of this app (at most 10): does another Tocsin run with "
                      "the "
                      "same token?");
        return replace(line, off || crowded ? crowded_rest : Duration{});
    }
    if (frame->envelope_id.empty()) {
        ++status_.unknown;
        return;
    }
    if (frame->retry_attempt > 0) ++status_.retried;
    const std::weak_ptr<Line> weak = line;
    auto ack = [weak, id = frame->envelope_id,
                accepts = frame->accepts_payload](const std::optional<json>& payload) {
        const auto l = weak.lock();
        if (!l || l->gone || !l->wire) return;
        json out = {{"envelope_id", id}};
        if (accepts && payload) out["payload"] = *payload;
        l->wire->send(out.dump(-1, ' ', false, json::error_handler_t::replace));
    };
    if (!stopping_) doors_.take(std::move(*frame), std::move(ack));
}

// A new one first; this one goes on until that is up.
void Sockets::replace(const Ptr& line, Duration rest) {
    const auto it = lines_.find(line->slot);
    if (it == lines_.end() || it->second != line || stopping_) return;
    line->refresh_at = {};
    if (rest == Duration{}) return open(line->slot);
    close(line);
    lines_[line->slot] = nullptr;
    tell();
    retry(line->slot, rest);
}

void Sockets::close(const Ptr& line) {
    if (line->gone || !line->wire) return;
    line->wire->close(1000);
}

void Sockets::closed(const Ptr& line, const std::string&) {
    if (std::exchange(line->gone, true)) return;
    const bool was_up = std::exchange(line->up, false);
    line->wire.reset();
    leaving_.erase(line.get());
    const auto it = lines_.find(line->slot);
    const bool counts = it != lines_.end() && it->second == line;
    const bool would_replace = line->before != nullptr; // the old one goes on; try again
    line->before.reset();
    if (counts) it->second = nullptr;
    tell();
    if (stopping_) {
        if (leaving_.empty() && up() == 0 && stopped_) std::exchange(stopped_, nullptr)();
        return;
    }
    if (!counts && !would_replace) return;
    ++status_.reconnects;
    if (was_up && doors_.now() - line->up_at >= good_after) failures_[line->slot] = 0;
    retry(line->slot, {});
}

void Sockets::retry(int slot, Duration at_least) {
    const std::uint32_t failed = failures_[slot]++;
    Duration wait{};
    if (failed > 0) {
        Duration bound = retry_first;
        for (std::uint32_t n = 1; n < failed && bound < retry_max; ++n) bound *= 2;
        wait = Duration{static_cast<std::int64_t>(static_cast<double>(std::min(bound, retry_max).count()) *
                                                  (0.5 + doors_.jitter() / 2))};
    }
    doors_.scheduler.after(std::max(wait, at_least), [this, slot, alive = std::weak_ptr{alive_}] {
        if (alive.expired()) return;
        crowded_told_ = false;
        open(slot);
    });
}

// Pings, dead connections, and those that are about to end of age.
void Sockets::beat() {
    if (stopping_) return;
    const Instant now = doors_.now();
    std::vector<Ptr> dead, aged;
    for (const auto& [slot, line] : lines_) {
        if (!line || line->gone || !line->wire) continue;
        if (line->alive_at > now) line->alive_at = now; // the clock was set back
        if (line->up && now - line->alive_at >= dead_after)
            dead.push_back(line);
        else if (line->up)
            line->wire->ping("tocsin");
        if (line->up && line->refresh_at != Instant{} && now >= line->refresh_at) aged.push_back(line);
    }
    for (const Ptr& line : dead) closed(line, "Nothing was heard for 30 s.");
    for (const Ptr& line : aged) replace(line, {});
    look_for_strangers();
    doors_.scheduler.after(ping_each, [this, alive = std::weak_ptr{alive_}] {
        if (!alive.expired()) beat();
    });
}

// Somebody else gets part of what is meant for us, without a trace here.
void Sockets::look_for_strangers() {
    const int ours = up() + static_cast<int>(leaving_.size());
    const Instant now = doors_.now();
    if (status_.reported <= std::max(ours, count_)) {
        strangers_since_ = {};
        strangers_told_ = false;
        return;
    }
    if (strangers_since_ == Instant{}) strangers_since_ = now;
    if (strangers_told_ || now - strangers_since_ < strangers_for) return;
    strangers_told_ = true;
    doors_.problem(fmt::format(
        "Slack counts {} connections of this app, {} are mine: commands may go to another process. "
        "Does a second Tocsin run with the same token? Old connections can linger for hours.",
        status_.reported, ours));
}

void Sockets::renew() {
    std::vector<Ptr> all;
    for (const auto& [slot, line] : lines_)
        if (line && line->up) all.push_back(line);
    for (const Ptr& line : all) replace(line, {});
}

void Sockets::stop(std::function<void()> done) {
    stopping_ = true;
    stopped_ = std::move(done);
    std::vector<Ptr> all;
    for (const auto& [slot, line] : lines_)
        if (line && !line->gone) all.push_back(line);
    for (const auto& [raw, line] : leaving_)
        if (!line->gone) all.push_back(line);
    for (const Ptr& line : all) close(line);
    if (all.empty() && stopped_) std::exchange(stopped_, nullptr)();
}

} // namespace tocsin::slack
