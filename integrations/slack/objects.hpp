// The objects that messages and views are made of (Block Kit, SLACK.md 4), each within its own limit.
#pragma once

#include "integrations/slack/blocks.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

inline constexpr std::size_t view_blocks_max = 100;
inline constexpr std::size_t title_points_max = 24; // of a modal, and what its buttons say
inline constexpr std::size_t private_metadata_max = 3'000;
inline constexpr std::size_t input_points_max = 3'000;
inline constexpr std::size_t label_points_max = 2'000; // of an input, and its hint
inline constexpr std::size_t options_max = 100;
inline constexpr std::size_t option_text_max = 75; // and its description
inline constexpr std::size_t option_value_max = 150;

// Words that nobody formats; ":fire:" stays as typed.
nlohmann::json plain_text(std::string_view words, std::size_t max);
// What is given must be written already (text.hpp, rows.hpp). Slack adds no links of its own to it.
nlohmann::json mrkdwn(std::string written);

nlohmann::json section(std::string written);
nlohmann::json header(std::string_view words);
nlohmann::json context(nlohmann::json elements);
nlohmann::json actions(nlohmann::json elements);
nlohmann::json button(std::string_view label, std::string action_id, std::string value);

// Anybody's words exactly as they are, in as many sections as they take.
void add_plain_sections(nlohmann::json& blocks, std::string_view words);
// Lines of ours around foreign words (rows.hpp), in as few sections as they take, at most `sections_max`.
void add_sections(nlohmann::json& blocks, const std::vector<Line>&, const Place&, std::size_t sections_max);

struct Choice {
    std::string value, text, description{};
};
nlohmann::json option(const Choice&);
// `chosen`: the value that is chosen already; empty: none. action_id is the block's id, as for all inputs.
nlohmann::json select(std::string_view id, const std::vector<Choice>&, std::string_view chosen);
nlohmann::json text_input(std::string_view id, std::string_view initial, std::size_t max, bool multiline);
struct Input {
    std::string_view id, label, hint{}; // hint empty: none
    bool optional{};
};
nlohmann::json input(const Input&, nlohmann::json element);

struct Modal {
    std::string_view callback, title, submit{}; // submit empty: nothing to submit
    std::string_view close{"Cancel"};
    std::string_view private_metadata{}; // above what Slack takes: left out
};
nlohmann::json modal(const Modal&, nlohmann::json blocks);

} // namespace tocsin::slack
