// Messages as Block Kit (SLACK.md 4): within every limit of Slack's by shortening with a link or by parts for
// a thread, never by a message that is refused.
#pragma once

#include "commands/core/message.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

// The limits, each with a test. Counted as fit.hpp says, of what is sent, so entities count in full.
inline constexpr std::size_t text_points_max = 4'000;
inline constexpr std::size_t blocks_max = 50;
inline constexpr std::size_t blocks_points_max = 10'000;
inline constexpr std::size_t section_points_max = 3'000;
inline constexpr std::size_t actions_max = 5; // Slack takes 25
inline constexpr std::size_t button_text_max = 75;
inline constexpr std::size_t button_value_max = 2'000;
inline constexpr std::size_t header_points_max = 150;
inline constexpr std::size_t context_elements_max = 10;
inline constexpr std::size_t id_max = 255; // of a block, an action, a view's callback

// What a message needs to know of where it is read.
struct Place {
    std::string prefix{"/incident "};
    std::string
        link_base{}; // address of the own room, for links ("/i/INC-7"); empty: links are their words only
    bool local_times{true}; // beside UTC, in the reader's zone
    std::function<std::string(PersonId)> user; // "U123"; "": not on Slack, then the name stands there
    std::function<std::string(std::string_view)> channel; // "#inc-7" -> "C123"; "": not made or not known
};

struct Rendered {
    std::string text;      // the notification and what a screen reader reads: a full sentence, escaped
    nlohmann::json blocks; // array
    std::vector<std::string>
        more{}; // what did not fit, for the thread below it; mrkdwn, each within the limits
};
// An ordinary message: lines, then its buttons (action_id "line/0".., value = the line that the button
// types).
Rendered render(const tocsin::Message&, const Place&);
// The card: first line as header, last line as context, the rest between.
Rendered render_card(const tocsin::Message&, const Place&);

} // namespace tocsin::slack
