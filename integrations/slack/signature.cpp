// The signature of a request in HTTP mode, through libcrypto.
#include "integrations/slack/decode.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>

namespace tocsin::slack {
namespace {

constexpr std::int64_t apart_seconds_max = 300; // SLACK.md 2: an older request is a replay
constexpr std::size_t secret_max = 1024;

bool is_recent(std::string_view timestamp, std::int64_t now_seconds) {
    std::int64_t then{};
    const auto* end = timestamp.data() + timestamp.size();
    const auto [rest, error] = std::from_chars(timestamp.data(), end, then);
    if (error != std::errc{} || rest != end || then < 0) return false;
    return then >= now_seconds - apart_seconds_max && then <= now_seconds + apart_seconds_max;
}

std::string expected(std::string_view secret, std::string_view timestamp, std::string_view body) {
    std::string base{"v0:"};
    base.reserve(base.size() + timestamp.size() + 1 + body.size());
    base.append(timestamp).append(":").append(body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size{};
    if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(base.data()), base.size(), digest.data(),
             &size) == nullptr)
        return {};
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex{"v0="};
    for (unsigned i = 0; i < size; ++i) {
        hex += digits[digest.at(i) >> 4U];
        hex += digits[digest.at(i) & 15U];
    }
    return hex;
}

} // namespace

bool signed_by(std::string_view secret, std::string_view timestamp, std::string_view signature,
               std::string_view body, std::int64_t now_seconds) {
    // Without a secret everybody could sign.
    if (secret.empty() || secret.size() > secret_max || !is_recent(timestamp, now_seconds)) return false;
    const std::string right = expected(secret, timestamp, body);
    return !right.empty() && right.size() == signature.size() &&
           CRYPTO_memcmp(right.data(), signature.data(), right.size()) == 0;
}

} // namespace tocsin::slack
