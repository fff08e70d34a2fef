// Opens, replaces and closes views.
#include "tests/fakes/slack/views.hpp"

#include "tests/fakes/slack/block_rules.hpp"

namespace tocsin::fakes {
namespace {

void complete(Slack& slack, View& view, json given) {
    name_blocks(given["blocks"], slack.dice);
    const auto& world = slack.world;
    json body{{"id", view.id},
              {"team_id", world.team},
              {"private_metadata", ""},
              {"callback_id", ""},
              {"external_id", ""},
              {"submit", nullptr},
              {"close", nullptr},
              {"clear_on_close", false},
              {"notify_on_close", false},
              {"state", {{"values", json::object()}}},
              {"root_view_id", view.root},
              {"previous_view_id", view.previous.empty() ? json{} : json(view.previous)},
              {"app_id", world.app},
              {"app_installed_team_id", world.team},
              {"bot_id", world.bot}};
    body.update(given);
    body["hash"] = std::to_string(seconds_of(slack.now())) + "." + slack.dice.letters(8);
    view.body = std::move(body);
}

} // namespace

json open_view(Slack& slack, const std::string& user, json given, const std::string& below) {
    auto& world = slack.world;
    if (below.empty()) close_views(world, user, 0);
    View view{.id = world.fresh_id('V'), .user = user};
    view.root = below.empty() ? view.id : world.views.at(below).root;
    view.previous = below;
    complete(slack, view, std::move(given));
    world.modal[user].push_back(view.id);
    const auto body = view.body;
    world.views[view.id] = std::move(view);
    return body;
}

json open_home(Slack& slack, const std::string& user, json given) {
    View view{.id = slack.world.fresh_id('V'), .user = user};
    view.root = view.id;
    complete(slack, view, std::move(given));
    slack.world.home[user] = view.id;
    const auto body = view.body;
    slack.world.views[view.id] = std::move(view);
    return body;
}

json replace_view(Slack& slack, View& view, json given) {
    complete(slack, view, std::move(given));
    return view.body;
}

View* find_view(World& world, const std::string& id, const std::string& external) {
    for (auto& [key, view] : world.views)
        if (key == id || (id.empty() && !external.empty() && view.body.value("external_id", "") == external))
            return &view;
    return nullptr;
}

void close_views(World& world, const std::string& user, std::size_t keep) {
    auto& stack = world.modal[user];
    while (stack.size() > keep) {
        world.views.erase(stack.back());
        stack.pop_back();
    }
}

} // namespace tocsin::fakes
