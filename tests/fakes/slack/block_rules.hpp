// What Slack refuses of blocks, views, metadata and names (SLACK.md 4).
#pragma once

#include "tests/fakes/slack/tools.hpp"

namespace tocsin::fakes {

enum class Surface : std::uint8_t { message, modal, home };

struct BlockProblem {
    std::string error;   // invalid_blocks, invalid_blocks_format, msg_blocks_too_long
    std::string message; // "no more than 10 items allowed [json-pointer:/blocks/0/elements]"
};
std::optional<BlockProblem> block_problem(const json& blocks, Surface);
// Of a whole view: invalid_arguments or view_too_large.
std::optional<BlockProblem> view_problem(const json& view);
std::optional<std::string> metadata_problem(const json& metadata); // the error
std::optional<std::string> name_problem(std::string_view channel_name);
// Gives every block and action an id, as Slack does.
void name_blocks(json& blocks, Dice&);
std::size_t visible_points(const json& blocks); // characters of all texts in them

} // namespace tocsin::fakes
