// Secrets that a stranger may guess at: made from random bytes, kept only as hashes, compared in constant
// time.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace tocsin::net {

inline constexpr std::size_t secret_bytes = 32;

std::string
make_secret(const std::function<void(std::span<std::byte>)>& random);     // 43 characters, safe in a URL
std::string hash_of(std::string_view secret);                             // SHA-256 as hex
std::string signature_of(std::string_view secret, std::string_view text); // HMAC-SHA256 as hex
bool same_hash(std::string_view a, std::string_view b);
bool same_secret(std::string_view a, std::string_view b); // in a time that depends on neither

} // namespace tocsin::net
