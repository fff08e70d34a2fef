// Recomputes the hash chain and says in words what does not hold.
#pragma once

#include "storage/log.hpp"
#include "storage/store.hpp"

#include <map>
#include <string>
#include <string_view>

namespace tocsin::storage {

class Verifier {
public:
    explicit Verifier(std::string_view known_head);
    // Rows in the order of the log.
    void row(const StoredRow&);
    void problem(std::string);
    Verified finish();

private:
    struct Known {
        std::uint32_t index{};
        Hash hash{};
        std::string name; // "INC-7", once its declaration was read
    };
    Known& incident_of(const StoredRow&);
    void check_body(const StoredRow&, const std::string& entry);
    void check_link(const StoredRow&, const Known& before, const std::string& entry);
    void seen_head(const Hash&);

    Chain chain_;
    Verified found_;
    std::map<std::uint32_t, Known> incidents_;
    Hash head_;              // over all links so far
    std::string known_head_; // hex, lower case; empty: none was given
    bool head_seen_{};
    std::uint64_t problems_{};
    Recorded scratch_;
};

// The newest links, checked at each start (DESIGN 4.14). Throws Failure{damaged}.
inline constexpr int links_checked_at_start = 1'000;
void check_newest_links(const SQLite::Database&, const std::string& path);

} // namespace tocsin::storage
