// The sliding window.
#include "integrations/net/rate.hpp"

namespace tocsin::net {

bool Rate::take(std::string_view key, Instant now) {
    if (taken_.size() >= keys_max)
        std::erase_if(taken_, [&](const auto& entry) { return entry.second.back() <= now - within_; });
    auto found = taken_.find(key);
    if (found == taken_.end())
        found = taken_.try_emplace(taken_.size() < keys_max ? std::string{key} : std::string{}).first;
    auto& times = found->second;
    while (!times.empty() && times.front() <= now - within_) times.pop_front();
    if (times.size() >= count_) return false;
    times.push_back(now);
    return true;
}

void Rate::give_back(std::string_view key) {
    auto found = taken_.find(key);
    if (found == taken_.end()) found = taken_.find(std::string_view{});
    if (found == taken_.end()) return;
    found->second.pop_back();
    if (found->second.empty()) taken_.erase(found);
}

} // namespace tocsin::net
