// What people and rooms of the own platform may be called.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tocsin::room {

inline constexpr std::size_t handle_clusters_max = 40;
inline constexpr std::size_t room_name_max = 80;

// `problem` empty: fine, and `value` is the name in normal form. Else a sentence that says what to type
// instead.
struct Named {
    std::string value, problem;
};
Named handle(std::string_view typed);
Named room_name(std::string_view typed); // "#ops"

} // namespace tocsin::room
