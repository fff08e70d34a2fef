// The hash chain over the events of one incident (DESIGN 4.8): what makes a changed, missing or moved entry
// show.
//
//   item(x)   = length of x as 8 bytes, big endian, then x; a number is an x of 8 bytes
//   body_hash = SHA-256(item(salt) item(facts) item(words))
//   hash_0    = SHA-256(item("tocsin chain 1") item(incident))
//   hash_n    = SHA-256(hash_(n-1) item(seq) item(command) item(name) item(version) item(recorded_at)
//   item(body_hash))
//
// `command` is in it beyond what DESIGN names: `undo` takes back by it.
#pragma once

#include "commands/core/ids.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace tocsin::storage {

inline constexpr std::size_t hash_bytes = 32, salt_bytes = 16;
using Hash = std::array<char, hash_bytes>;

struct Link {
    std::uint64_t seq{}, command{};
    std::string_view name;
    std::uint32_t version{};
    std::int64_t recorded_at{};
};

// Holds what libcrypto wants to have made only once. Not for two threads at a time.
class Chain {
public:
    Chain();
    ~Chain();
    Chain(Chain&&) noexcept;
    Chain& operator=(Chain&&) noexcept;

    Hash body(std::string_view salt, std::string_view facts, std::string_view words);
    Hash first(IncidentId);
    Hash next(const Hash& before, const Link&, const Hash& body);
    Hash over(std::string_view bytes);

private:
    struct Digest;
    std::unique_ptr<Digest> digest_;
    std::string scratch_;
};

inline std::string_view view(const Hash& h) { return {h.data(), h.size()}; }
std::string hex(const Hash&);

} // namespace tocsin::storage
