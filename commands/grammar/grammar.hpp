// From a typed line to a verb with its arguments, by the rules for tolerance: exact beats prefix, prefix
// beats a small edit, and nothing that hurts is ever run by guessing. Pure; knows verbs only through their
// descriptors.
#pragma once

#include "commands/core/event.hpp"
#include "commands/grammar/arguments.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tocsin {

struct Command;

namespace grammar {

// The line was understood. `remarks` go before the reply ("Read \"declre\" as declare.").
struct Understood {
    const Command* verb{};
    std::optional<std::uint32_t> reference; // INC-7 or a bare number before an exact verb
    std::string code_name;                  // the same for a private one: its key, "slate heron"
    Arguments arguments;
    std::vector<std::string> remarks;
};

// Nothing is done. The reply is made from this.
struct Misread {
    enum class Why : std::uint8_t {
        empty,         // "/incident" alone
        no_verb,       // not a command at all ("can someone look")
        several_verbs, // an ambiguous prefix or edit: `choices` lists lines to type
        guarded,       // a guess at a verb that is never guessed: `choices[0]` is the line; `yes` runs it
        synonym,       // "fixed": offered, not run: `choices`
        keyword,       // "update customer": a near miss in option position: `choices` are the corrected lines
        later,         // a verb or option of the grammar that does not exist yet: `word`
        bad_option,    // "at=" that is no time, two audiences, ...: `detail` says what is not possible
        missing,       // an argument without a default is missing: `detail`
        too_long,      // over the limit
    };
    Why why{};
    std::string word;                 // what was typed there
    const Command* verb{};            // if the verb was clear
    std::vector<std::string> choices; // whole lines without prefix, likeliest first, at most three
    std::string detail;               // one sentence for the reader
    std::optional<std::uint32_t> reference;
};

using Reading = std::variant<Understood, Misread>;

// What the parser must know of the world around the line.
struct Surroundings {
    Instant said_at{};
    bool in_incident{};                                  // "sev2 TEXT": inside severity, outside declare
    bool (*number_exists)(const void*, std::uint32_t){}; // is there an INC-n that the speaker may know?
    bool (*code_name_exists)(const void*, std::string_view){}; // the same by the key of a code name
    const void* known{};
};

// `line` has no prefix any more and may be anything at all: any length, any bytes.
Reading read(std::string_view line, std::span<const Command* const> verbs, const Surroundings&);

// Cleans one line for reading: valid UTF-8 (else U+FFFD), no control characters but line breaks and tabs,
// NFC. Typographic quotes, dashes and spaces are left to `read`, which treats them as plain ones only among
// options.
std::string cleaned(std::string_view raw);

// A verb or alias of the whole grammar that may have no command yet ("escalate"); `word` is folded.
bool is_later_verb(std::string_view word);

inline constexpr std::size_t line_bytes_max = 20'000;

} // namespace grammar
} // namespace tocsin
