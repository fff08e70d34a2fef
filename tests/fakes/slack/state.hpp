// The inputs of a message or view: which elements there are, what was chosen, and what is sent of it.
#pragma once

#include "tests/fakes/slack/tools.hpp"

namespace tocsin::fakes {

std::vector<json> elements_of(const json& block); // what can be pressed or filled in
// The entry of `actions` for this element, if it is the one that is meant; `value` of a menu is the option to
// choose.
std::optional<json> action_of(const json& element, std::string_view action_id, std::string_view value);
// state.values: the initial values, and over them `values` by block_id.
json state_of(const json& blocks, const json& values);
bool is_empty(const json& state_values, const json& block);

} // namespace tocsin::fakes
