// The real way out and a listener beside it on one loop, which the test runs by hand.
#pragma once

#include "integrations/net/web_client.hpp"
#include "tests/fakes/listener.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace tocsin::test {

struct WebBench {
    boost::asio::io_context loop{1};
    std::unique_ptr<net::Web> web;
    std::vector<HttpRequest> heard{}; // by a handler that keeps them

    explicit WebBench(net::WebSettings settings = {}) : web{net::make_web(loop, std::move(settings))} {}

    // Runs the loop until it is so; false: not within 20 s.
    bool until(const std::function<bool()>& so) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (!so()) {
            if (loop.stopped()) loop.restart();
            loop.run_one_until(end);
            if (std::chrono::steady_clock::now() >= end) return so();
        }
        return true;
    }
    // Whatever can happen without waiting for anybody.
    void settle() {
        if (loop.stopped()) loop.restart();
        while (loop.run_one_for(std::chrono::milliseconds{50}) > 0) {
        }
    }
    net::WebResult call(net::WebCall what) {
        std::optional<net::WebResult> result;
        web->call(std::move(what), [&](net::WebResult r) { result = std::move(r); });
        if (!until([&] { return result.has_value(); })) return {.problem = "the call never ended"};
        return *result;
    }
    // A handler that answers everything with 200 and the body that came.
    std::function<void(const HttpRequest&, Respond)> echo() {
        return [this](const HttpRequest& request, const Respond& respond) {
            heard.push_back(request);
            respond({.body = request.body});
        };
    }
};

} // namespace tocsin::test
