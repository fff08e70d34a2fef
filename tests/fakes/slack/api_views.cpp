// views.*: modals and home tabs.
#include "tests/fakes/slack/api.hpp"
#include "tests/fakes/slack/block_rules.hpp"
#include "tests/fakes/slack/views.hpp"

namespace tocsin::fakes {
namespace {

json view_argument(const Call& call) {
    auto view = call.structure("view", "invalid_arguments");
    if (view.is_null()) throw refused_arguments("missing required field: view");
    if (const auto problem = view_problem(view)) throw refused_arguments(problem->message, problem->error);
    return view;
}

const Hooks::Trigger& trigger_of(Slack& slack, const Call& call) {
    const auto id = call.text("trigger_id", call.text("interactivity_pointer"));
    if (id.empty()) throw refused_arguments("missing required field: trigger_id");
    std::string error;
    const auto* trigger = slack.hooks.use_trigger(id, error);
    if (!trigger) throw Refused{error};
    return *trigger;
}

void only_modal(const json& view) {
    if (view.value("type", "") != "modal")
        throw refused_arguments("must be a modal [json-pointer:/view/type]");
}

// The view is checked before the trigger is used up.
json views_open(Slack& slack, Call& call) {
    const auto view = view_argument(call);
    only_modal(view);
    const auto& trigger = trigger_of(slack, call);
    return {{"view", open_view(slack, trigger.user, view, {})}};
}

json views_push(Slack& slack, Call& call) {
    const auto view = view_argument(call);
    only_modal(view);
    const auto& trigger = trigger_of(slack, call);
    auto& stack = slack.world.modal[trigger.user];
    if (trigger.view.empty() || stack.empty()) throw Refused{"not_found"};
    if (stack.size() >= views_in_stack_max) throw Refused{"push_limit_reached"};
    return {{"view", open_view(slack, trigger.user, view, stack.back())}};
}

json views_update(Slack& slack, Call& call) {
    const auto view = view_argument(call);
    const auto id = call.text("view_id"), external = call.text("external_id");
    if (id.empty() && external.empty()) throw refused_arguments("missing required field: view_id");
    auto* found = find_view(slack.world, id, external);
    if (!found) throw Refused{"not_found"};
    if (call.has("hash") && call.text("hash") != found->body.value("hash", ""))
        throw Refused{"hash_conflict"};
    if (view.value("type", "") != found->body.value("type", ""))
        throw refused_arguments("view type cannot change");
    return {{"view", replace_view(slack, *found, view)}};
}

json views_publish(Slack& slack, Call& call) {
    const auto& user = user_of(slack, call, "user_id");
    const auto view = view_argument(call);
    if (view.value("type", "") != "home") throw refused_arguments("must be home [json-pointer:/view/type]");
    if (!slack.settings.home_tab) throw Refused{"not_enabled"};
    const auto old = slack.world.home.find(user.id);
    if (old == slack.world.home.end()) return {{"view", open_home(slack, user.id, view)}};
    auto& found = slack.world.views.at(old->second);
    if (call.has("hash") && call.text("hash") != found.body.value("hash", "")) throw Refused{"hash_conflict"};
    return {{"view", replace_view(slack, found, view)}};
}

} // namespace

const std::vector<MethodRow>& view_methods() {
    static const std::vector<MethodRow> rows{
        {"views.open", tier4, true, "", views_open},
        {"views.push", tier4, true, "", views_push},
        {"views.update", tier4, true, "", views_update},
        {"views.publish", tier4, true, "", views_publish},
    };
    return rows;
}

} // namespace tocsin::fakes
