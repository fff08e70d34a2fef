// The lines of a message as rows of mrkdwn that can be cut anywhere: no mention, code span, quotation or
// entity is ever torn (SLACK.md 5).
#pragma once

#include "integrations/slack/blocks.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

struct Piece {
    enum class Kind : std::uint8_t {
        words, // anybody's, written inert
        code,  // a line to type
        token, // mrkdwn of ours, whole or not at all: a mention, a date, a link
    };
    Kind kind{Kind::words};
    std::string text;    // words and code as they are, clean; a token as it is written
    std::string plain{}; // of a token: what it says
};

struct Row {
    enum class Kind : std::uint8_t {
        plain,
        quoted, // "> ..."
        fenced, // code that one pair of backticks cannot hold: of several lines, or with backticks
    };
    Kind kind{Kind::plain};
    std::vector<Piece> pieces{};
};

// At least one row each. A quotation that is long or has several lines is rows of its own.
std::vector<Row> rows_of(const Line&, const Place&);
std::string mrkdwn_of(const Row&);

// The rows joined to as few texts as possible, none above `max` units and none blank. A row that is longer
// alone is cut at words. `max` >= 100.
std::vector<std::string> packed(const std::vector<Row>&, std::size_t max);

// What a line says where nothing is formatted.
std::string plain_of(const Line&, const Place&);

} // namespace tocsin::slack
