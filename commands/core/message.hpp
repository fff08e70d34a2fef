// What Tocsin says, free of any platform's syntax. Each integration renders it; `text_of` is the plain form.
#pragma once

#include "commands/core/ids.hpp"
#include "commands/core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

struct Run {
    enum class Kind : std::uint8_t {
        text,
        command, // a line to type, without prefix: "resolve TEXT"; the rendering adds the reader's prefix
        person,  // a mention: that person must act
        time,    // an instant, printed "HH:MM UTC" unless the platform shows local time
        link,    // text = where it leads, href = address below the page ("/i/INC-7")
        quote,   // words of a person
    };
    Kind kind{Kind::text};
    std::string text;
    std::string href{};
    PersonId person{};
    Instant time{};
    bool operator==(const Run&) const = default;
};
using Line = std::vector<Run>;

// A button repeats a typed line that is also shown (VOICE 2).
struct Button {
    std::string label; // "Acknowledge INC-12"
    std::string line;  // "ack"
    bool operator==(const Button&) const = default;
};

enum class Tone : std::uint8_t { plain, good, warning, late };

struct Message {
    std::string phone; // notification: a full sentence, at most 110 characters; empty: none
    std::vector<Line> lines;
    std::vector<Button> buttons;
    Tone tone{Tone::plain};
    bool operator==(const Message&) const = default;
};

// Builders for single runs, so that texts read like sentences.
Run say(std::string_view);
Run command(std::string_view line_without_prefix);
Run mention(PersonId, std::string_view name);
Run at_time(Instant);
Run link(std::string_view label, std::string_view href);
Run quote(std::string_view words);

// Plain text, lines joined by '\n'; `prefix` stands before commands ("/incident ").
std::string text_of(const Message&, std::string_view prefix);
std::string text_of(const Line&, std::string_view prefix);

// Of its words: another number for other words, nearly always (FNV-1a).
std::uint64_t fingerprint(const Message&);

// JSON of the message, for the outbox, the inbox and the room's page:
// {"phone":"","tone":"plain","lines":[[{"k":"text","t":"..."}...]],"buttons":[{"label":"","line":""}]}
std::string to_json(const Message&);

} // namespace tocsin
