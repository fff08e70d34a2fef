// Secrets, through libcrypto.
#include "integrations/net/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>

namespace tocsin::net {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest digest_of(std::string_view text) {
    Digest digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    return digest;
}

std::string hex_of(const Digest& bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : bytes) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

} // namespace

std::string make_secret(const std::function<void(std::span<std::byte>)>& random) {
    static constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::array<std::byte, secret_bytes> bytes{};
    random(bytes);
    std::string text;
    unsigned held = 0, bits = 0;
    for (const std::byte byte : bytes) {
        held = (held << 8U | std::to_integer<unsigned>(byte)) & 0xffffU;
        for (bits += 8; bits >= 6; bits -= 6) text += digits[(held >> (bits - 6)) & 63U];
    }
    if (bits > 0) text += digits[(held << (6 - bits)) & 63U];
    return text;
}

std::string hash_of(std::string_view secret) { return hex_of(digest_of(secret)); }

std::string signature_of(std::string_view secret, std::string_view text) {
    Digest digest{};
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), nullptr);
    return hex_of(digest);
}

bool same_hash(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool same_secret(std::string_view a, std::string_view b) {
    const Digest of_a = digest_of(a), of_b = digest_of(b); // equally long, whatever was sent
    return CRYPTO_memcmp(of_a.data(), of_b.data(), of_a.size()) == 0;
}

} // namespace tocsin::net
