// The table of Slack's errors, and what is not in it.
#include "integrations/slack/errors.hpp"

#include <algorithm>
#include <array>

namespace tocsin::slack {
namespace {

struct Row {
    std::string_view error;
    Fate fate;
    std::string_view method = {}; // only of this one; such rows stand before the general one
};

constexpr std::array rows{
    // The same end state.
    Row{"already_in_channel", Fate::done},
    Row{"cant_invite_self", Fate::done},
    Row{"already_pinned", Fate::done},
    Row{"not_pinned", Fate::done},
    Row{"already_reacted", Fate::done},
    Row{"no_reaction", Fate::done},
    Row{"already_archived", Fate::done},
    Row{"not_archived", Fate::done},
    Row{"channel_canvas_already_exists", Fate::done},
    Row{"message_not_found", Fate::done, "chat.delete"},
    // Refused for now.
    Row{"ratelimited", Fate::again},
    Row{"rate_limited", Fate::again},
    Row{"message_limit_exceeded", Fate::again},
    Row{"restricted_too_many", Fate::again},
    Row{"service_unavailable", Fate::again},
    Row{"request_timeout", Fate::again}, // the request did not arrive whole
    Row{"team_added_to_org", Fate::again},
    Row{"org_login_required", Fate::again},
    Row{"update_failed", Fate::again},
    // The account.
    Row{"invalid_auth", Fate::stop},
    Row{"not_authed", Fate::stop},
    Row{"account_inactive", Fate::stop},
    Row{"token_revoked", Fate::stop},
    Row{"token_expired", Fate::stop},
    Row{"two_factor_setup_required", Fate::stop},
    Row{"user_removed_from_team", Fate::stop},
    Row{"team_disabled", Fate::stop},
    Row{"missing_scope", Fate::stop, "apps.connections.open"},
    Row{"not_allowed_token_type", Fate::stop, "apps.connections.open"},
    Row{"missing_args", Fate::stop, "apps.connections.open"}, // no app token at all
    Row{"forbidden_team", Fate::stop, "apps.connections.open"},
    // A person.
    Row{"missing_scope", Fate::person},
    Row{"not_allowed_token_type", Fate::person},
    Row{"ekm_access_denied", Fate::person},
    Row{"accesslimited", Fate::person},
    Row{"plan_upgrade_required", Fate::person},
    Row{"permission_denied", Fate::person},
    Row{"no_permission", Fate::person},
    Row{"not_authorized", Fate::person},
    Row{"team_access_not_granted", Fate::person},
    Row{"not_enabled", Fate::person}, // the Home tab
    Row{"thread_locked", Fate::person},
    Row{"too_many_pins", Fate::person},
    Row{"too_many_bookmarks", Fate::person},
    Row{"too_many_reactions", Fate::person},
    Row{"file_uploads_disabled", Fate::person},
    Row{"storage_limit_reached", Fate::person},
    Row{"canvas_disabled_user_team", Fate::person},
    // The channel.
    Row{"not_in_channel", Fate::join},
    Row{"channel_not_found", Fate::uninvited},
    Row{"method_not_supported_for_channel_type", Fate::uninvited, "conversations.join"},
    Row{"invalid_channel", Fate::uninvited, "files.completeUploadExternal"},
    Row{"is_archived", Fate::closed},
    Row{"is_inactive", Fate::closed},
    Row{"name_taken", Fate::renamed},
    // The message.
    Row{"message_not_found", Fate::repost, "chat.update"},
    Row{"cant_update_message", Fate::repost},
    Row{"edit_window_closed", Fate::repost},
    Row{"message_not_found", Fate::gone},
    Row{"thread_not_found", Fate::gone},
    Row{"cannot_reply_to_message", Fate::gone},
    Row{"invalid_scheduled_message_id", Fate::gone},
    Row{"no_such_subteam", Fate::gone},
    Row{"not_found", Fate::gone},
    // A person that is to be told or invited.
    Row{"user_not_in_channel", Fate::unreachable},
    Row{"user_not_found", Fate::unreachable},
    Row{"users_not_found", Fate::unreachable},
    Row{"user_not_visible", Fate::unreachable},
    Row{"user_disabled", Fate::unreachable},
    Row{"user_is_restricted", Fate::unreachable},
    Row{"ura_max_channels", Fate::unreachable},
    Row{"cant_invite", Fate::unreachable},
    Row{"invitee_cant_see_channel", Fate::unreachable},
    Row{"no_external_invite_permission", Fate::unreachable},
    // Forms. The guide has other names for the first two than the reference.
    Row{"expired_trigger_id", Fate::late},
    Row{"exchanged_trigger_id", Fate::late},
    Row{"trigger_expired", Fate::late},
    Row{"trigger_exchanged", Fate::late},
    Row{"invalid_trigger_id", Fate::late},
    Row{"hash_conflict", Fate::conflict},
};

// What has more than one name: restricted_action_read_only_channel, free_team_canvas_tab_already_exists, ...
constexpr std::array families{Row{"restricted_action", Fate::person}, Row{"free_team_", Fate::person}};

// Doing it twice is seen by people, or cannot be undone by doing it once.
constexpr std::array not_twice{std::string_view{"chat.postMessage"},
                               std::string_view{"chat.postEphemeral"},
                               std::string_view{"chat.scheduleMessage"},
                               std::string_view{"conversations.create"},
                               std::string_view{"bookmarks.add"},
                               std::string_view{"canvases.create"},
                               std::string_view{"files.completeUploadExternal"}};

Fate uncertain(std::string_view method) {
    return std::ranges::find(not_twice, method) == not_twice.end() ? Fate::again : Fate::doubtful;
}

} // namespace

Fate fate_of(std::string_view method, int http_status, std::string_view error) {
    if (http_status == 429) return Fate::again;
    if (http_status == 0 || http_status == 408 || http_status >= 500) return uncertain(method);
    if (error == "internal_error" || error == "fatal_error")
        return uncertain(method); // a part may have happened
    for (const Row& row : rows)
        if (row.error == error && (row.method.empty() || row.method == method)) return row.fate;
    for (const Row& row : families)
        if (error.starts_with(row.error)) return row.fate;
    if (method == "apps.connections.open")
        return Fate::again; // whatever else it is: without a socket we are deaf
    if (error.empty() && http_status >= 200 && http_status < 300) return Fate::done;
    return Fate::ours; // invalid_*, missing_*, metadata_*, no_text, too long, and what nobody has heard of
}

} // namespace tocsin::slack
