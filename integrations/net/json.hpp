// JSON from outside, read behind one door: size, depth and number of values are bounded before a value is
// built.
#pragma once

#include "commands/core/error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::net {

inline constexpr std::size_t json_bytes_max = 1 << 20;
inline constexpr std::size_t json_depth_max = 32;
inline constexpr std::size_t json_values_max = 10'000;

// The detail of an error is a sentence to show.
Result<nlohmann::json> parse_untrusted(std::string_view text, std::size_t bytes_max = json_bytes_max,
                                       std::size_t values_max = json_values_max);

// Members of an object; nullopt: absent, or of another kind.
std::optional<std::string> text_in(const nlohmann::json& object, std::string_view name);
std::optional<std::int64_t> number_in(const nlohmann::json& object, std::string_view name);

} // namespace tocsin::net
