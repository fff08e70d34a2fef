// The tables, as numbered steps. A step that has shipped is never changed; the next one is added below it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tocsin::storage {

// "Tcsn": marks the file as ours (PRAGMA application_id).
inline constexpr std::int32_t application_id = 0x5463736e;

// Step n brings a file from user_version n to n + 1.
std::span<const std::string_view> migrations();

} // namespace tocsin::storage
