// Slack's errors in words: what is missing and how to grant it.
#include "integrations/slack/errors.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tocsin::slack {
namespace {

struct Entry {
    std::string_view name, words;
};

// What Tocsin cannot do without it (SLACK.md 11).
constexpr std::array scopes{
    Entry{"commands", "hear commands and shortcuts"},
    Entry{"chat:write", "post or update messages"},
    Entry{"channels:manage", "make or change public incident channels"},
    Entry{"groups:write", "make or change private incident channels"},
    Entry{"channels:join", "enter a public channel"},
    Entry{"channels:read", "see public channels and who is in them"},
    Entry{"groups:read", "see private channels and who is in them"},
    Entry{"channels:history", "read messages of public channels for the timeline"},
    Entry{"groups:history", "read messages of private channels for the timeline"},
    Entry{"im:history", "read commands in direct messages"},
    Entry{"im:read", "read commands in direct messages"},
    Entry{"im:write", "page people by direct message"},
    Entry{"app_mentions:read", "hear @tocsin in threads"},
    Entry{"pins:read", "see what is pinned"},
    Entry{"pins:write", "pin the card"},
    Entry{"reactions:read", "add messages to the timeline by emoji"},
    Entry{"reactions:write", "mark messages, or check that it hears Slack"},
    Entry{"bookmarks:read", "see the links at the head of a channel"},
    Entry{"bookmarks:write", "put links at the head of a channel"},
    Entry{"users:read", "see names and time zones"},
    Entry{"users:read.email", "match people to the on-call list"},
    Entry{"usergroups:read", "page a user group"},
    Entry{"files:write", "upload the post-mortem"},
    Entry{"team:read", "see the name of the workspace"},
    Entry{"connections:write", "hear Slack at all"},
};

constexpr std::array sentences{
    Entry{
        "not_allowed_token_type",
        "Slack takes another kind of token here: the bot token begins with xoxb-, the app token with xapp-."},
    Entry{"restricted_action", "The settings of this Slack workspace forbid this to apps: a Slack admin can "
                               "allow it under Settings & "
                               "Permissions."},
    Entry{
        "restricted_action_read_only_channel",
        "Only some people may post in this channel: a Slack admin can add Tocsin under Posting permissions."},
    Entry{"restricted_action_thread_locked", "This thread is locked: a Slack admin can unlock it."},
    Entry{"restricted_action_thread_only_channel", "This channel takes replies in threads only."},
    Entry{"restricted_action_non_threadable_channel", "This channel takes no replies in threads."},
    Entry{"ekm_access_denied",
          "The encryption keys of this Slack workspace are withdrawn: a Slack admin can give them back."},
    Entry{"accesslimited", "This Slack workspace limits what apps may do: a Slack admin can approve Tocsin."},
    Entry{"plan_upgrade_required",
          "The plan of this Slack workspace does not have this: it works after an upgrade."},
    Entry{"permission_denied", "Tocsin may not change this: a Slack admin can allow it for apps."},
    Entry{"no_permission", "Tocsin may not do this here: a Slack admin can allow it for apps."},
    Entry{"not_authorized", "Tocsin may not change this channel: who made it, or a Slack admin, can."},
    Entry{"team_access_not_granted",
          "Tocsin is not installed in that workspace of the organisation: a Slack admin can add it there."},
    Entry{"not_enabled", "The Home tab is off: switch it on at api.slack.com/apps, App Home."},
    Entry{"thread_locked", "This thread is locked: a Slack admin can unlock it."},
    Entry{"too_many_pins", "This channel has as many pins as Slack allows: unpin something."},
    Entry{"too_many_bookmarks", "This channel has as many bookmarks as Slack allows: remove one."},
    Entry{"too_many_reactions", "This message has as many reactions as Slack allows."},
    Entry{"file_uploads_disabled",
          "File uploads are off in this Slack workspace: a Slack admin can switch them on."},
    Entry{"storage_limit_reached",
          "The file storage of this Slack workspace is full: delete files or upgrade."},
    Entry{"canvas_disabled_user_team",
          "Canvases are off in this Slack workspace: a Slack admin can switch them on."},
    Entry{"invalid_auth",
          "Slack does not know the token: copy it again from api.slack.com/apps, then tocsin doctor."},
    Entry{"not_authed", "There is no Slack token: copy it from api.slack.com/apps, then tocsin doctor."},
    Entry{
        "account_inactive",
        "The token belongs to a deleted user or a removed app: install Tocsin again and copy the new token."},
    Entry{"token_revoked", "The Slack token was revoked: install Tocsin again and copy the new token."},
    Entry{"token_expired", "The Slack token has expired: switch token rotation off and copy the new token."},
    Entry{"two_factor_setup_required",
          "The Slack workspace wants two-factor sign-in of who installed Tocsin: set it up for that person."},
    Entry{"user_removed_from_team", "Who installed Tocsin left the Slack workspace: install it again."},
    Entry{"team_disabled", "The Slack workspace is disabled: only its owner can bring it back."},
    Entry{"forbidden_team",
          "This Slack workspace may not use Socket Mode: use HTTP mode, or ask a Slack admin."},
    Entry{"not_in_channel", "Tocsin is not in this channel: type /invite @tocsin there."},
    Entry{"channel_not_found",
          "There is no such channel, or it is private and Tocsin is not in it: type /invite @tocsin there."},
    Entry{"method_not_supported_for_channel_type", "This channel is private: type /invite @tocsin there."},
    Entry{"is_archived", "This channel is archived: unarchive it, or go on in another."},
    Entry{"is_inactive", "This channel is archived: unarchive it, or go on in another."},
    Entry{"name_taken", "A channel, perhaps an archived one, has that name already."},
    Entry{"user_not_in_channel", "This person is not in the channel."},
    Entry{"user_disabled", "This person's Slack account is off."},
    Entry{"user_not_found", "Slack knows no such person."},
    Entry{"users_not_found", "Slack knows nobody with that address."},
    Entry{"user_not_visible", "Slack does not show this person to Tocsin."},
    Entry{"user_is_restricted", "This person is a guest, whom only a Slack admin can add to a channel."},
    Entry{"ura_max_channels", "This person is a guest of one channel and cannot be in another."},
    Entry{"cant_invite", "Slack does not let Tocsin invite this person: somebody in the channel can try."},
    Entry{"invitee_cant_see_channel", "This person may not see that channel: a Slack admin can add them."},
    Entry{"no_external_invite_permission", "Inviting people of other companies is not allowed to Tocsin."},
};

const std::string_view* find(const auto& table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &Entry::name);
    return found == table.end() ? nullptr : &found->words;
}

// Names of scopes and nothing else: they end in a sentence that people read.
std::vector<std::string_view> listed(std::string_view names) {
    constexpr std::size_t scopes_max = 8;
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_:.";
    std::vector<std::string_view> all;
    while (!names.empty() && all.size() < scopes_max) {
        std::string_view name = names.substr(0, names.find(','));
        names.remove_prefix(std::min(name.size() + 1, names.size()));
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        if (!name.empty() && name.find_first_not_of(letters) == name.npos) all.push_back(name);
    }
    return all;
}

std::string with_commas(const std::vector<std::string_view>& names) {
    std::string all;
    for (const auto name : names) all.append(all.empty() ? "" : ", ").append(name);
    return all;
}

std::string scope_advice(std::string_view needed, std::string_view provided) {
    auto names = listed(needed);
    // `provided` may list many more than are needed: looked for as whole names.
    const std::string held = "," + std::string{provided} + ",";
    std::erase_if(names, [&](std::string_view name) {
        return held.find("," + std::string{name} + ",") != std::string::npos;
    });
    if (names.empty())
        return "Tocsin lacks a scope: compare with the manifest at api.slack.com/apps, then reinstall the "
               "app.";
    if (names.front() == "connections:write")
        return "The app token lacks connections:write, so Tocsin cannot hear Slack: make a new one at "
               "api.slack.com/apps, Basic Information, App-Level Tokens.";
    const std::string_view* why = find(scopes, names.front());
    return "Tocsin cannot " + std::string{why == nullptr ? std::string_view{"do this"} : *why} +
           (names.size() == 1 ? " without the scope " : " without the scopes ") + with_commas(names) +
           (names.size() == 1 ? ": add it" : ": add them") +
           " at api.slack.com/apps, OAuth & Permissions, Bot Token Scopes, then reinstall the app.";
}

std::string quoted(std::string_view error) {
    std::string safe;
    for (const char c : error.substr(0, 80)) safe += c > ' ' && c < 0x7f && c != '"' && c != '<' ? c : '_';
    return "\"" + safe + "\"";
}

} // namespace

std::string advice_for(std::string_view error, std::string_view needed, std::string_view provided) {
    if (error == "missing_scope") return scope_advice(needed, provided);
    if (const auto* words = find(sentences, error)) return std::string{*words};
    if (error.starts_with("restricted_action")) return std::string{*find(sentences, "restricted_action")};
    if (error.starts_with("free_team_")) return std::string{*find(sentences, "plan_upgrade_required")};
    return "Slack refused with " + quoted(error) + ".";
}

std::vector<ScopeNeed> scopes_needed() {
    std::vector<ScopeNeed> needs;
    for (const Entry& scope : scopes) needs.push_back({scope.name, scope.words});
    return needs;
}

} // namespace tocsin::slack
