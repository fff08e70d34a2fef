// A real event loop on a thread of its own, for tests that speak to it over a socket.
#pragma once

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace tocsin::test {

class LoopThread {
public:
    LoopThread();
    ~LoopThread(); // stops the loop by force if it has not run out of work
    boost::asio::io_context& loop();
    void run(const std::function<void()>&); // on the loop; returns when it has run
    bool runs_out();                        // lets the loop end once it has no work; false: not within 10 s

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tocsin::test
