// SHA-256 by libcrypto's EVP interface; fetching the algorithm costs more than a hash, so it is done once.
#include "storage/chain.hpp"

#include <openssl/evp.h>
#include <stdexcept>

namespace tocsin::storage {

struct Chain::Digest {
    EVP_MD* algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    EVP_MD_CTX* context{EVP_MD_CTX_new()};
    Digest() = default;
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;
    ~Digest() {
        EVP_MD_CTX_free(context);
        EVP_MD_free(algorithm);
    }
};

namespace {

void put_u64(std::string& to, std::uint64_t n) {
    for (int shift = 56; shift >= 0; shift -= 8) to.push_back(static_cast<char>(n >> shift & 0xff));
}
void put_item(std::string& to, std::string_view bytes) {
    put_u64(to, bytes.size());
    to.append(bytes);
}
void put_item(std::string& to, std::uint64_t n) {
    put_u64(to, 8);
    put_u64(to, n);
}

} // namespace

Chain::Chain() : digest_{std::make_unique<Digest>()} {
    if (!digest_->algorithm || !digest_->context) throw std::runtime_error{"libcrypto has no SHA-256"};
}
Chain::~Chain() = default;
Chain::Chain(Chain&&) noexcept = default;
Chain& Chain::operator=(Chain&&) noexcept = default;

Hash Chain::over(std::string_view bytes) {
    std::array<unsigned char, hash_bytes> out{};
    unsigned length{};
    auto* const c = digest_->context;
    if (EVP_DigestInit_ex2(c, digest_->algorithm, nullptr) != 1 ||
        EVP_DigestUpdate(c, bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(c, out.data(), &length) != 1 || length != hash_bytes)
        throw std::runtime_error{"libcrypto could not compute SHA-256"};
    Hash hash{};
    for (std::size_t i = 0; i < hash_bytes; ++i) hash[i] = static_cast<char>(out[i]);
    return hash;
}

Hash Chain::body(std::string_view salt, std::string_view facts, std::string_view words) {
    scratch_.clear();
    put_item(scratch_, salt);
    put_item(scratch_, facts);
    put_item(scratch_, words);
    return over(scratch_);
}

Hash Chain::first(IncidentId incident) {
    scratch_.clear();
    put_item(scratch_, "tocsin chain 1");
    put_item(scratch_, std::uint64_t{incident.value});
    return over(scratch_);
}

Hash Chain::next(const Hash& before, const Link& link, const Hash& body) {
    scratch_.assign(view(before));
    put_item(scratch_, link.seq);
    put_item(scratch_, link.command);
    put_item(scratch_, link.name);
    put_item(scratch_, std::uint64_t{link.version});
    put_item(scratch_, static_cast<std::uint64_t>(link.recorded_at));
    put_item(scratch_, view(body));
    return over(scratch_);
}

std::string hex(const Hash& hash) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(hash.size() * 2);
    for (const char c : hash) {
        const auto byte = static_cast<unsigned char>(c);
        out += {digits[byte >> 4], digits[byte & 0xf]};
    }
    return out;
}

} // namespace tocsin::storage
