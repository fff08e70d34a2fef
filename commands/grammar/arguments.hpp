// Typed arguments of a line, and the description of what a verb takes.
#pragma once

#include "commands/core/ids.hpp"
#include "commands/core/model.hpp"
#include "commands/core/time.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// at=: a moment in the past (at most 2 min ahead), as understood.
struct Moment {
    Instant at{};
    bool day_only{};
    std::string typed;
};

using Words = std::map<std::string, std::string, std::less<>>;

struct Arguments {
    std::vector<std::string> people; // "@mei" -> "mei", as typed, NFC; "me" -> "me"
    std::optional<Severity> severity;
    std::optional<Duration> length; // 10m
    std::vector<Item> items;        // T1; number 0 stands for `last` (kind 0 too if the verb takes several)
    Words words; // slot -> canonical keyword ("audience" -> "customers"; of several "customers,internal")
    Words keys;  // key= options that stay text ("service" -> "postgres")
    std::optional<Moment> at, since;   // at=, since=
    std::optional<Duration> next;      // next=
    std::optional<std::int64_t> count; // customers=
    std::string text;                  // the rest, as typed

    std::string_view word(std::string_view slot) const {
        const auto it = words.find(slot);
        return it == words.end() ? std::string_view{} : std::string_view{it->second};
    }
    std::string_view key(std::string_view name) const {
        const auto it = keys.find(name);
        return it == keys.end() ? std::string_view{} : std::string_view{it->second};
    }
};

// One group of keywords: "customers" and what else is read as it. The first name is the canonical one.
struct Keyword {
    std::initializer_list<std::string_view> names;
    bool later{}; // of the grammar, but not yet there: answered as such
};
struct Slot {
    std::string_view name; // "audience"
    std::span<const Keyword> words;
    bool required{};
    bool several{}; // "customers,internal"
};

enum class KeyKind : std::uint8_t { text, time, length, count, later };
struct Key {
    std::string_view name; // "next"
    KeyKind kind{};
    std::span<const std::string_view> values{}; // of text keys, near misses are asked back; empty: any
};

// What a verb takes before its text.
struct Takes {
    // If the verb takes items, its slots say what becomes of one ("T1 done"): read only beside an item.
    std::span<const Slot> slots{};
    std::span<const Key> keys{};
    std::string_view item_kinds{}; // "T": takes T1; "" takes none
    bool severity{};               // sev1 ... sev5, also a bare 1 ... 5 when severity_digit
    bool severity_digit{};
    bool people{}; // @mei, me
    bool length{}; // 10m
    enum class Text : std::uint8_t { none, optional, required } text{Text::optional};
};

} // namespace tocsin
