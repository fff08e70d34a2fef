// The loop on its thread.
#include "tests/support/loop_thread.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <optional>
#include <thread>

namespace tocsin::test {

struct LoopThread::Impl {
    boost::asio::io_context loop{1};
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work{
        loop.get_executor()};
    std::promise<void> ended;
    std::future<void> end{ended.get_future()};
    std::thread thread{[this] {
        loop.run();
        ended.set_value();
    }};
};

LoopThread::LoopThread() : impl_{std::make_unique<Impl>()} {}

LoopThread::~LoopThread() {
    impl_->loop.stop();
    impl_->thread.join();
}

boost::asio::io_context& LoopThread::loop() { return impl_->loop; }

void LoopThread::run(const std::function<void()>& what) {
    if (impl_->end.wait_for(std::chrono::seconds{0}) == std::future_status::ready)
        return what(); // nobody else is there
    std::promise<void> done;
    boost::asio::post(impl_->loop, [&] {
        what();
        done.set_value();
    });
    done.get_future().wait();
}

bool LoopThread::runs_out() {
    impl_->work.reset();
    return impl_->end.wait_for(std::chrono::seconds{10}) == std::future_status::ready;
}

} // namespace tocsin::test
