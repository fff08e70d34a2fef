// Modals and home tabs: what is open on whose screen.
#pragma once

#include "tests/fakes/slack/slack.hpp"

namespace tocsin::fakes {

inline constexpr std::size_t views_in_stack_max = 3;

// `below`: it is put onto that view; empty: it is the only one. Returned as Slack shows it.
json open_view(Slack&, const std::string& user, json view, const std::string& below);
json open_home(Slack&, const std::string& user, json view);
json replace_view(Slack&, View&, json view); // a new hash
View* find_view(World&, const std::string& id, const std::string& external_id);
void close_views(World&, const std::string& user, std::size_t keep); // of the stack

} // namespace tocsin::fakes
