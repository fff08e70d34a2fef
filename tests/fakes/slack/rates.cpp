// Windows of a minute for methods, a leaking bucket for each channel.
#include "tests/fakes/slack/rates.hpp"

#include <algorithm>
#include <cmath>

namespace tocsin::fakes {

std::int64_t Rates::take(Window& window, int a_minute, Instant now) {
    if (a_minute <= 0) return 0;
    if (now >= window.begun + minutes{1}) window = {now, 0};
    if (window.count >= a_minute) {
        const auto left = window.begun + minutes{1} - now;
        return std::max<std::int64_t>(1, std::chrono::ceil<seconds>(left).count());
    }
    ++window.count;
    return 0;
}

std::int64_t Rates::call(const std::string& method, int a_minute, Instant now) {
    return take(windows_[method], a_minute, now);
}

std::int64_t Rates::post(const std::string& channel, Instant now) {
    auto& bucket = buckets_[channel];
    const auto passed = std::chrono::duration<double>(now - std::min(bucket.filled, now)).count();
    if (bucket.filled != Instant{}) bucket.level = std::min(post_burst, bucket.level + passed);
    bucket.filled = now;
    if (bucket.level < 1) return std::max<std::int64_t>(1, std::llround(std::ceil(1 - bucket.level)));
    if (const auto wait = take(workspace_, workspace_posts_a_minute, now)) return wait;
    bucket.level -= 1;
    return 0;
}

} // namespace tocsin::fakes
