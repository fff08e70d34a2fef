// The page's files, embedded in the binary by embed.cmake.
#pragma once

#include <span>
#include <string_view>

namespace tocsin::room {

struct Asset {
    std::string_view name, bytes; // "room.js"
};
std::span<const Asset> assets();

} // namespace tocsin::room
