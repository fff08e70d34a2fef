// Slack's errors: a row for each that SLACK.md names, and the words for people.
#include "integrations/slack/errors.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

using namespace tocsin::slack;

namespace {

struct Row {
    const char* method;
    const char* error;
    Fate fate;
};

const std::vector<Row>& table() {
    static const std::vector<Row> rows{
        {"conversations.invite", "already_in_channel", Fate::done},
        {"conversations.invite", "cant_invite_self", Fate::done},
        {"pins.add", "already_pinned", Fate::done},
        {"pins.remove", "not_pinned", Fate::done},
        {"reactions.add", "already_reacted", Fate::done},
        {"reactions.remove", "no_reaction", Fate::done},
        {"conversations.archive", "already_archived", Fate::done},
        {"conversations.unarchive", "not_archived", Fate::done},
        {"conversations.canvases.create", "channel_canvas_already_exists", Fate::done},
        {"chat.delete", "message_not_found", Fate::done},
        {"chat.postMessage", "ratelimited", Fate::again},
        {"chat.postMessage", "rate_limited", Fate::again},
        {"chat.postMessage", "message_limit_exceeded", Fate::again},
        {"chat.postMessage", "service_unavailable", Fate::again},
        {"chat.postMessage", "request_timeout", Fate::again},
        {"chat.postMessage", "team_added_to_org", Fate::again},
        {"chat.postMessage", "org_login_required", Fate::again},
        {"chat.scheduleMessage", "restricted_too_many", Fate::again},
        {"chat.update", "update_failed", Fate::again},
        {"chat.update", "internal_error", Fate::again},
        {"pins.add", "fatal_error", Fate::again},
        {"chat.postMessage", "internal_error", Fate::doubtful},
        {"chat.postMessage", "fatal_error", Fate::doubtful},
        {"chat.postEphemeral", "internal_error", Fate::doubtful},
        {"chat.scheduleMessage", "internal_error", Fate::doubtful},
        {"conversations.create", "internal_error", Fate::doubtful},
        {"bookmarks.add", "internal_error", Fate::doubtful},
        {"canvases.create", "internal_error", Fate::doubtful},
        {"files.completeUploadExternal", "internal_error", Fate::doubtful},
        {"chat.postMessage", "invalid_blocks", Fate::ours},
        {"chat.postMessage", "invalid_blocks_format", Fate::ours},
        {"chat.postMessage", "invalid_metadata_format", Fate::ours},
        {"chat.postMessage", "metadata_too_large", Fate::ours},
        {"chat.postMessage", "msg_blocks_too_long", Fate::ours},
        {"chat.postMessage", "no_text", Fate::ours},
        {"chat.update", "msg_too_long", Fate::ours},
        {"chat.scheduleMessage", "time_in_past", Fate::ours},
        {"chat.scheduleMessage", "time_too_far", Fate::ours},
        {"chat.delete", "cant_delete_message", Fate::ours},
        {"conversations.create", "invalid_name_specials", Fate::ours},
        {"conversations.setTopic", "too_long", Fate::ours},
        {"conversations.list", "invalid_cursor", Fate::ours},
        {"conversations.kick", "cant_kick_self", Fate::ours},
        {"conversations.archive", "cant_archive_general", Fate::ours},
        {"pins.add", "not_pinnable", Fate::ours},
        {"bookmarks.add", "invalid_link", Fate::ours},
        {"reactions.add", "invalid_name", Fate::ours},
        {"users.list", "limit_required", Fate::ours},
        {"usergroups.users.update", "no_users_provided", Fate::ours},
        {"views.open", "view_too_large", Fate::ours},
        {"views.push", "push_limit_reached", Fate::ours},
        {"views.open", "missing_argument", Fate::ours},
        {"chat.postMessage", "error_of_tomorrow", Fate::ours},
        {"pins.add", "missing_scope", Fate::person},
        {"pins.add", "not_allowed_token_type", Fate::person},
        {"chat.postMessage", "restricted_action", Fate::person},
        {"chat.postMessage", "restricted_action_read_only_channel", Fate::person},
        {"chat.postMessage", "restricted_action_of_tomorrow", Fate::person},
        {"chat.postMessage", "ekm_access_denied", Fate::person},
        {"chat.postMessage", "accesslimited", Fate::person},
        {"usergroups.list", "plan_upgrade_required", Fate::person},
        {"usergroups.users.update", "permission_denied", Fate::person},
        {"chat.postMessage", "no_permission", Fate::person},
        {"conversations.rename", "not_authorized", Fate::person},
        {"chat.postMessage", "team_access_not_granted", Fate::person},
        {"views.publish", "not_enabled", Fate::person},
        {"reactions.add", "thread_locked", Fate::person},
        {"pins.add", "too_many_pins", Fate::person},
        {"bookmarks.add", "too_many_bookmarks", Fate::person},
        {"reactions.add", "too_many_reactions", Fate::person},
        {"files.getUploadURLExternal", "file_uploads_disabled", Fate::person},
        {"files.getUploadURLExternal", "storage_limit_reached", Fate::person},
        {"canvases.create", "canvas_disabled_user_team", Fate::person},
        {"canvases.create", "free_team_not_allowed", Fate::person},
        {"auth.test", "invalid_auth", Fate::stop},
        {"auth.test", "not_authed", Fate::stop},
        {"auth.test", "account_inactive", Fate::stop},
        {"auth.test", "token_revoked", Fate::stop},
        {"auth.test", "token_expired", Fate::stop},
        {"auth.test", "two_factor_setup_required", Fate::stop},
        {"apps.connections.open", "not_authed", Fate::stop},
        {"apps.connections.open", "invalid_auth", Fate::stop},
        {"apps.connections.open", "account_inactive", Fate::stop},
        {"apps.connections.open", "user_removed_from_team", Fate::stop},
        {"apps.connections.open", "team_disabled", Fate::stop},
        {"apps.connections.open", "token_revoked", Fate::stop},
        {"apps.connections.open", "not_allowed_token_type", Fate::stop},
        {"apps.connections.open", "missing_scope", Fate::stop},
        {"apps.connections.open", "missing_args", Fate::stop},
        {"apps.connections.open", "forbidden_team", Fate::stop},
        {"apps.connections.open", "internal_error", Fate::again},
        {"apps.connections.open", "error_of_tomorrow", Fate::again},
        {"chat.postMessage", "not_in_channel", Fate::join},
        {"conversations.history", "not_in_channel", Fate::join},
        {"files.completeUploadExternal", "not_in_channel", Fate::join},
        {"chat.postMessage", "channel_not_found", Fate::uninvited},
        {"conversations.info", "channel_not_found", Fate::uninvited},
        {"conversations.join", "method_not_supported_for_channel_type", Fate::uninvited},
        {"files.completeUploadExternal", "invalid_channel", Fate::uninvited},
        {"chat.postMessage", "is_archived", Fate::closed},
        {"chat.update", "is_inactive", Fate::closed},
        {"conversations.create", "name_taken", Fate::renamed},
        {"conversations.rename", "name_taken", Fate::renamed},
        {"chat.update", "message_not_found", Fate::repost},
        {"chat.update", "cant_update_message", Fate::repost},
        {"chat.update", "edit_window_closed", Fate::repost},
        {"pins.add", "message_not_found", Fate::gone},
        {"chat.getPermalink", "message_not_found", Fate::gone},
        {"chat.postMessage", "cannot_reply_to_message", Fate::gone},
        {"conversations.replies", "thread_not_found", Fate::gone},
        {"chat.deleteScheduledMessage", "invalid_scheduled_message_id", Fate::gone},
        {"usergroups.users.list", "no_such_subteam", Fate::gone},
        {"bookmarks.edit", "not_found", Fate::gone},
        {"views.update", "not_found", Fate::gone},
        {"chat.postEphemeral", "user_not_in_channel", Fate::unreachable},
        {"users.info", "user_not_found", Fate::unreachable},
        {"users.lookupByEmail", "users_not_found", Fate::unreachable},
        {"conversations.open", "user_not_visible", Fate::unreachable},
        {"conversations.open", "user_disabled", Fate::unreachable},
        {"conversations.invite", "user_is_restricted", Fate::unreachable},
        {"conversations.invite", "ura_max_channels", Fate::unreachable},
        {"conversations.invite", "cant_invite", Fate::unreachable},
        {"conversations.invite", "invitee_cant_see_channel", Fate::unreachable},
        {"conversations.invite", "no_external_invite_permission", Fate::unreachable},
        {"views.open", "expired_trigger_id", Fate::late},
        {"views.open", "exchanged_trigger_id", Fate::late},
        {"views.open", "trigger_expired", Fate::late},
        {"views.open", "trigger_exchanged", Fate::late},
        {"views.open", "invalid_trigger_id", Fate::late},
        {"views.update", "hash_conflict", Fate::conflict},
        {"views.publish", "hash_conflict", Fate::conflict},
    };
    return rows;
}

} // namespace

TEST_CASE("Each error of Slack's has its fate", "[slack]") {
    for (const auto& row : table()) {
        INFO(row.method << " " << row.error);
        CHECK(fate_of(row.method, 200, row.error) == row.fate);
    }
}

TEST_CASE("What Slack's status says goes before what the body says", "[slack]") {
    CHECK(fate_of("chat.postMessage", 200, "") == Fate::done);
    for (const auto* error : {"", "invalid_blocks", "internal_error"}) {
        CHECK(fate_of("chat.postMessage", 429, error) == Fate::again);
        for (const int status : {0, 408, 500, 502, 503, 504}) {
            CHECK(fate_of("chat.postMessage", status, error) == Fate::doubtful);
            CHECK(fate_of("chat.update", status, error) == Fate::again);
            CHECK(fate_of("conversations.history", status, error) == Fate::again);
        }
    }
    for (const int status : {301, 400, 403, 404, 413})
        CHECK(fate_of("chat.postMessage", status, "") == Fate::ours);
    CHECK(fate_of("chat.postMessage", 401, "invalid_auth") == Fate::stop);
    CHECK(fate_of("apps.connections.open", 404, "") == Fate::again);
}

TEST_CASE("A missing scope is named, with what it is for and where it is added", "[slack]") {
    CHECK(advice_for("missing_scope", "pins:write", "chat:write,pins:read") ==
          "Tocsin cannot pin the card without the scope pins:write: add it at api.slack.com/apps, OAuth & "
          "Permissions, Bot Token Scopes, then reinstall the app.");
    CHECK(advice_for("missing_scope", "channels:read, groups:read,im:read", "groups:read,commands") ==
          "Tocsin cannot see public channels and who is in them without the scopes channels:read, im:read: "
          "add them "
          "at api.slack.com/apps, OAuth & Permissions, Bot Token Scopes, then reinstall the app.");
    // "users:read" is not held because "users:read.email" is.
    CHECK(advice_for("missing_scope", "users:read", "users:read.email").find(" users:read:") !=
          std::string::npos);
    CHECK(advice_for("missing_scope", "calls:write")
              .find("Tocsin cannot do this without the scope calls:write") == 0);
    CHECK(advice_for("missing_scope", "connections:write").find("App-Level Tokens") != std::string::npos);
    for (const auto* unclear : {"", ",,", "<!channel>", "pins:write\nx", "pins:write"})
        CHECK(advice_for("missing_scope", unclear, "pins:write").find("compare with the manifest") !=
              std::string::npos);
    const auto many = advice_for("missing_scope", std::string(9'000, 'a') + ",a,b,c,d,e,f,g,h,i,j,k");
    CHECK(many.find(", g:") != std::string::npos);
}

TEST_CASE("Every scope of the manifest says what it is for", "[slack]") {
    for (const auto* scope :
         {"commands",         "chat:write",      "channels:manage",   "groups:write",    "channels:join",
          "channels:read",    "groups:read",     "channels:history",  "groups:history",  "im:history",
          "im:read",          "im:write",        "app_mentions:read", "pins:read",       "pins:write",
          "reactions:read",   "reactions:write", "bookmarks:read",    "bookmarks:write", "users:read",
          "users:read.email", "usergroups:read", "files:write",       "team:read"}) {
        INFO(scope);
        const auto advice = advice_for("missing_scope", scope);
        CHECK(advice.find(std::string{"without the scope "} + scope + ":") != std::string::npos);
        CHECK(advice.find("cannot do this") == std::string::npos);
    }
}

TEST_CASE("What a person has to do about an error of Slack's is one sentence of its own", "[slack]") {
    const std::set<Fate> told{Fate::person,    Fate::stop,   Fate::join,
                              Fate::uninvited, Fate::closed, Fate::unreachable};
    for (const auto& row : table()) {
        const std::string error{row.error};
        if (!told.contains(row.fate) || error == "missing_scope" || error == "missing_args" ||
            error == "invalid_channel")
            continue;
        INFO(error);
        const auto advice = advice_for(error);
        CHECK(advice.find(error) == std::string::npos); // the words say it, not the name
        CHECK(advice.ends_with('.'));
        CHECK(advice.size() <= 140);
    }
    CHECK(advice_for("restricted_action_of_tomorrow") == advice_for("restricted_action"));
    CHECK(advice_for("free_team_not_allowed") == advice_for("plan_upgrade_required"));
    CHECK(advice_for("no_text") == R"(Slack refused with "no_text".)");
    CHECK(advice_for("<!channel>\n\"x\"") == R"(Slack refused with "_!channel>__x_".)");
    CHECK(advice_for(std::string(1'000, 'x')).size() < 120);
}
