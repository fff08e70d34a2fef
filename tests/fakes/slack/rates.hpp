// Rate limits (SLACK.md 3): so many calls of a method in a minute, about one post a second and channel.
#pragma once

#include "commands/core/time.hpp"

#include <map>
#include <string>

namespace tocsin::fakes {

class Rates {
public:
    static constexpr double post_burst = 5;              // "short bursts"
    static constexpr int workspace_posts_a_minute = 300; // "several hundred"

    // Whole seconds to wait; 0: it may go on, and is counted. `a_minute`: 0 is no limit.
    std::int64_t call(const std::string& method, int a_minute, Instant now);
    std::int64_t post(const std::string& channel, Instant now);

private:
    struct Window {
        Instant begun{};
        int count{};
    };
    struct Bucket {
        double level{post_burst};
        Instant filled{};
    };
    std::int64_t take(Window&, int a_minute, Instant now);
    std::map<std::string, Window> windows_;
    std::map<std::string, Bucket> buckets_;
    Window workspace_;
};

} // namespace tocsin::fakes
