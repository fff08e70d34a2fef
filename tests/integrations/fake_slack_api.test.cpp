// The fake Slack refuses what Slack refuses (SLACK.md 3).
#include "tests/fakes/slack/office.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace std::chrono_literals;
using fakes::ApiFault;
using fakes::Office;
using nlohmann::json;

TEST_CASE("each method refuses with the error of Slack's own", "[fake-slack]") {
    Office office;
    const auto ts = office.say(office.ops, "ours");
    const auto theirs = office.slack.people.types("mei", "#ops", "theirs");
    const auto reply = office.slack.people.types("mei", "#ops", "a reply", {.thread = ts});
    office.call("pins.add", {{"channel", office.ops}, {"timestamp", ts}});
    office.call("reactions.add", {{"channel", office.ops}, {"timestamp", ts}, {"name", "eyes"}});
    struct Row {
        std::string method;
        json arguments;
        std::string error;
    };
    const auto& o = office;
    const std::string long_text(4'001, 'x');
    const std::vector<Row> rows{
        {"no.such", json::object(), "unknown_method"},
        {"chat.postMessage", {{"channel", "C404"}, {"text", "x"}}, "channel_not_found"},
        {"chat.postMessage", {{"channel", o.hidden}, {"text", "x"}}, "channel_not_found"},
        {"chat.postMessage", {{"channel", o.quiet}, {"text", "x"}}, "not_in_channel"},
        {"chat.postMessage", {{"channel", o.old}, {"text", "x"}}, "is_archived"},
        {"chat.postMessage", {{"channel", o.ops}}, "no_text"},
        {"chat.postMessage", {{"channel", o.ops}, {"text", ""}, {"blocks", json::array()}}, "no_text"},
        {"chat.postMessage", {{"text", "x"}}, "invalid_arguments"},
        {"chat.postMessage",
         {{"channel", o.ops}, {"text", "x"}, {"thread_ts", reply}},
         "cannot_reply_to_message"},
        {"chat.postMessage", {{"channel", o.ops}, {"text", "x"}, {"thread_ts", "1.2"}}, "thread_not_found"},
        {"chat.postMessage",
         {{"channel", o.ops}, {"text", "x"}, {"metadata", {{"event_type", "t"}}}},
         "invalid_metadata_schema"},
        {"chat.postMessage",
         {{"channel", o.ops}, {"text", "x"}, {"metadata", "no"}},
         "invalid_metadata_format"},
        {"chat.postMessage",
         {{"channel", o.ops},
          {"text", "x"},
          {"metadata", {{"event_type", "t"}, {"event_payload", {{"a", long_text}}}}}},
         "metadata_too_large"},
        {"chat.postMessage", {{"channel", o.ops}, {"text", "x"}, {"blocks", "no"}}, "invalid_blocks_format"},
        {"chat.postMessage",
         {{"channel", o.ops}, {"text", "x"}, {"markdown_text", "y"}},
         "markdown_text_conflict"},
        {"chat.update", {{"channel", o.ops}, {"ts", "1.2"}, {"text", "x"}}, "message_not_found"},
        {"chat.update", {{"channel", o.ops}, {"ts", theirs}, {"text", "x"}}, "cant_update_message"},
        {"chat.update", {{"channel", o.ops}, {"ts", ts}, {"text", long_text}}, "msg_too_long"},
        {"chat.update", {{"channel", o.ops}, {"ts", ts}}, "no_text"},
        {"chat.update", {{"channel", o.old}, {"ts", ts}, {"text", "x"}}, "is_inactive"},
        {"chat.delete", {{"channel", o.ops}, {"ts", "1.2"}}, "message_not_found"},
        {"chat.delete", {{"channel", o.ops}, {"ts", theirs}}, "cant_delete_message"},
        {"chat.postEphemeral", {{"channel", o.ops}, {"user", o.gus}, {"text", "x"}}, "user_not_in_channel"},
        {"chat.postEphemeral", {{"channel", o.quiet}, {"user", o.mei}, {"text", "x"}}, "not_in_channel"},
        {"chat.postEphemeral", {{"channel", o.ops}, {"user", o.mei}, {"text", long_text}}, "msg_too_long"},
        {"chat.scheduleMessage", {{"channel", o.ops}, {"text", "x"}, {"post_at", 1}}, "time_in_past"},
        {"chat.scheduleMessage",
         {{"channel", o.ops}, {"text", "x"}, {"post_at", 1890000000}},
         "time_too_far"},
        {"chat.deleteScheduledMessage",
         {{"channel", o.ops}, {"scheduled_message_id", "Q1"}},
         "invalid_scheduled_message_id"},
        {"chat.getPermalink", {{"channel", o.ops}, {"message_ts", "1.2"}}, "message_not_found"},
        {"conversations.create", {{"name", "ops"}}, "name_taken"},
        {"conversations.create", {{"name", "old"}}, "name_taken"},
        {"conversations.create", {{"name", "mei"}}, "name_taken"},
        {"conversations.create", {{"name", ""}}, "invalid_name_required"},
        {"conversations.create", {{"name", "Upper"}}, "invalid_name_specials"},
        {"conversations.create", {{"name", "--_"}}, "invalid_name_punctuation"},
        {"conversations.create", {{"name", std::string(81, 'a')}}, "invalid_name_maxlength"},
        {"conversations.rename", {{"channel", o.ops}, {"name", "new"}}, "not_authorized"},
        {"conversations.rename", {{"channel", o.quiet}, {"name", "new"}}, "not_in_channel"},
        {"conversations.invite", {{"channel", o.ops}, {"users", o.mei}}, "already_in_channel"},
        {"conversations.invite", {{"channel", o.ops}, {"users", o.slack.world.bot_user}}, "cant_invite_self"},
        {"conversations.invite", {{"channel", o.ops}, {"users", o.zed}}, "cant_invite"},
        {"conversations.invite", {{"channel", o.ops}, {"users", o.gus}}, "user_is_restricted"},
        {"conversations.invite", {{"channel", o.ops}, {"users", o.eve}}, "no_external_invite_permission"},
        {"conversations.invite", {{"channel", o.ops}, {"users", "U404"}}, "user_not_found"},
        {"conversations.kick", {{"channel", o.ops}, {"user", o.slack.world.bot_user}}, "cant_kick_self"},
        {"conversations.kick", {{"channel", o.ops}, {"user", o.gus}}, "not_in_channel"},
        {"conversations.join", {{"channel", o.old}}, "is_archived"},
        {"conversations.join", {{"channel", o.secret}}, "method_not_supported_for_channel_type"},
        {"conversations.setTopic", {{"channel", o.ops}, {"topic", std::string(251, 'x')}}, "too_long"},
        {"conversations.setTopic", {{"channel", o.old}, {"topic", "x"}}, "is_archived"},
        {"conversations.setPurpose", {{"channel", o.quiet}, {"purpose", "x"}}, "not_in_channel"},
        {"conversations.archive", {{"channel", o.old}}, "already_archived"},
        {"conversations.unarchive", {{"channel", o.ops}}, "not_archived"},
        {"conversations.info", {{"channel", o.hidden}}, "channel_not_found"},
        {"conversations.list", {{"cursor", "no!"}}, "invalid_cursor"},
        {"conversations.open", {{"users", o.zed}}, "user_disabled"},
        {"conversations.history", {{"channel", o.quiet}}, "not_in_channel"},
        {"conversations.history", {{"channel", o.hidden}}, "channel_not_found"},
        {"conversations.replies", {{"channel", o.ops}, {"ts", "1.2"}}, "thread_not_found"},
        {"pins.add", {{"channel", o.ops}, {"timestamp", ts}}, "already_pinned"},
        {"pins.remove", {{"channel", o.ops}, {"timestamp", theirs}}, "not_pinned"},
        {"bookmarks.add",
         {{"channel_id", o.ops}, {"title", "x"}, {"type", "link"}, {"link", "ftp://x"}},
         "invalid_link"},
        {"bookmarks.edit", {{"channel_id", o.ops}, {"bookmark_id", "K1"}}, "not_found"},
        {"reactions.add", {{"channel", o.ops}, {"timestamp", ts}, {"name", "eyes"}}, "already_reacted"},
        {"reactions.add", {{"channel", o.ops}, {"timestamp", ts}, {"name", ":eyes:"}}, "invalid_name"},
        {"reactions.remove", {{"channel", o.ops}, {"timestamp", theirs}, {"name", "eyes"}}, "no_reaction"},
        {"users.info", {{"user", "U404"}}, "user_not_found"},
        {"users.lookupByEmail", {{"email", "no@example.com"}}, "users_not_found"},
        {"users.profile.get", {{"user", o.mei}}, "missing_scope"},
        {"usergroups.users.list", {{"usergroup", "S404"}}, "no_such_subteam"},
        {"usergroups.users.update", {{"usergroup", o.dba}, {"users", o.mei}}, "missing_scope"},
        {"views.open", {{"trigger_id", "1.2.3"}, {"view", {{"type", "modal"}}}}, "invalid_arguments"},
        {"views.update",
         {{"view_id", "V404"}, {"view", {{"type", "home"}, {"blocks", json::array()}}}},
         "not_found"},
        {"files.completeUploadExternal", {{"files", {{{"id", "F404"}}}}}, "file_not_found"},
    };
    office.slack.settings.rates = false;
    for (const auto& row : rows) {
        CAPTURE(row.method, row.arguments.dump().substr(0, 200));
        CHECK(office.error(row.method, row.arguments) == row.error);
    }
}

TEST_CASE("tokens are looked for where Slack looks for them", "[fake-slack]") {
    Office office;
    auto& slack = office.slack;
    const auto error = [&](const std::string& method, const std::string& bearer, const std::string& type,
                           const std::string& body) {
        std::map<std::string, std::string, std::less<>> headers;
        if (!bearer.empty()) headers["authorization"] = "Bearer " + bearer;
        return json::parse(slack.api(method, headers, type, body).body).value("error", "");
    };
    const std::string form = "application/x-www-form-urlencoded", in_json = "application/json; charset=utf-8";
    const auto bot = slack.settings.bot_token, app = slack.settings.app_token;
    CHECK(error("auth.test", bot, form, "") == "");
    CHECK(error("auth.test", "", form, "token=" + bot) == "");
    CHECK(error("auth.test", "", form, "") == "not_authed");
    CHECK(error("auth.test", "xoxb-wrong", form, "") == "invalid_auth");
    CHECK(error("auth.test", app, form, "") == "not_allowed_token_type");
    CHECK(error("auth.test", "", in_json, json{{"token", bot}}.dump()) == "not_authed");
    CHECK(error("apps.connections.open", app, form, "") == "");
    CHECK(error("apps.connections.open", bot, form, "") == "not_allowed_token_type");
    CHECK(error("apps.connections.open", "", form, "") == "missing_args");
    CHECK(error("apps.connections.open", "", form, "token=" + app) == "invalid_arguments");
    slack.revoke();
    CHECK(error("auth.test", bot, form, "") == "token_revoked");
}

TEST_CASE("read methods take no JSON, write methods take both kinds", "[fake-slack]") {
    Office office;
    const std::map<std::string, std::string, std::less<>> headers{
        {"authorization", "Bearer " + office.slack.settings.bot_token}};
    const auto body = json{{"channel", office.ops}}.dump();
    const auto read = json::parse(
        office.slack.api("conversations.info", headers, "application/json; charset=utf-8", body).body);
    CHECK(read["error"] == "invalid_arguments");
    CHECK(json::parse(office.form("conversations.info", {{"channel", office.ops}}).body)["ok"] == true);
    const json blocks = json::array({{{"type", "divider"}}});
    const auto post = json::parse(
        office.form("chat.postMessage", {{"channel", office.ops}, {"text", "a&b <é>"}, {"blocks", blocks}})
            .body);
    CHECK(post["message"]["text"] == "a&b <é>");
    CHECK(post["message"]["blocks"][0]["type"] == "divider");
    const auto bare =
        office.slack.api("chat.postMessage", headers, "application/json",
                         json{{"channel", office.ops}, {"text", "x"}, {"thread_ts", nullptr}}.dump());
    CHECK(json::parse(bare.body)["ok"] == true); // null means the default
    CHECK(json::parse(bare.body)["warning"] == "missing_charset");
    CHECK(json::parse(office.slack.api("chat.postMessage", headers, "application/json", "{").body)["error"] ==
          "invalid_json");
    CHECK(json::parse(office.slack.api("chat.postMessage", headers, "text/plain", "x").body)["error"] ==
          "invalid_post_type");
}

TEST_CASE("a missing scope is named, with those that are there", "[fake-slack]") {
    Office office;
    office.slack.settings.scopes = {"chat:write", "channels:history"};
    const auto answer = office.call("pins.add", {{"channel", office.ops}, {"timestamp", "1.2"}});
    CHECK(answer["error"] == "missing_scope");
    CHECK(answer["needed"] == "pins:write");
    CHECK(answer["provided"] == "channels:history,chat:write");
    CHECK(office.error("conversations.history", {{"channel", office.ops}}) == "");
    CHECK(office.call("conversations.history", {{"channel", office.secret}})["needed"] == "groups:history");
    CHECK(office.call("conversations.create", {{"name", "x"}, {"is_private", true}})["needed"] ==
          "channels:manage");
    office.slack.settings.scopes.insert("channels:manage");
    CHECK(office.call("conversations.create", {{"name", "x"}, {"is_private", true}})["needed"] ==
          "groups:write");
}

TEST_CASE("methods have so many calls a minute, and Retry-After tells when there are more", "[fake-slack]") {
    Office office;
    for (int i = 0; i < fakes::Rates::post_burst; ++i) CHECK(!office.say(office.ops, "x").empty());
    const auto posted = office.form("chat.postMessage", {{"channel", office.ops}, {"text", "x"}});
    CHECK(posted.status == 429);
    CHECK(posted.headers.at("retry-after") == "1");
    CHECK(json::parse(posted.body)["error"] == "rate_limited");
    CHECK(!office.say(office.secret, "another channel goes on").empty());
    office.pass(1s);
    CHECK(!office.say(office.ops, "x").empty());

    for (int i = 0; i < 20; ++i) CHECK(office.error("users.list") == "");
    office.pass(20s);
    const auto limited = office.form("users.list", json::object());
    CHECK(limited.status == 429);
    CHECK(limited.headers.at("retry-after") == "40");
    CHECK(json::parse(limited.body)["error"] == "ratelimited");
    CHECK(office.error("users.info", {{"user", office.mei}}) == ""); // other methods go on
    office.pass(40s);
    CHECK(office.error("users.list") == "");
}

TEST_CASE("history shows what Slack shows: no replies, no ephemerals, metadata only when asked for",
          "[fake-slack]") {
    Office office;
    const json metadata{{"event_type", "tocsin_outbox"}, {"event_payload", {{"id", "7"}}}};
    const auto first =
        office.call("chat.postMessage", {{"channel", office.ops}, {"text", "first"}, {"metadata", metadata}});
    const auto parent = first["ts"].get<std::string>();
    office.call("chat.postMessage",
                {{"channel", office.ops}, {"text", "reply"}, {"thread_ts", parent}, {"metadata", metadata}});
    office.call("chat.postEphemeral",
                {{"channel", office.ops}, {"user", office.mei}, {"text", "only for mei"}});
    const auto last = office.slack.people.types("mei", "#ops", "last");
    const auto history = office.call("conversations.history", {{"channel", office.ops}});
    REQUIRE(history["messages"].size() == 2);
    CHECK(history["messages"][0]["ts"] == last); // newest first
    const auto& shown = history["messages"][1];
    CHECK(shown["metadata"] == json{{"event_type", "tocsin_outbox"}});
    CHECK(shown["reply_count"] == 1);
    CHECK(shown["thread_ts"] == parent);
    CHECK(shown["app_id"] == office.slack.world.app);
    const auto all =
        office.call("conversations.history", {{"channel", office.ops}, {"include_all_metadata", true}});
    CHECK(all["messages"][1]["metadata"] == metadata);
    const auto replies = office.call(
        "conversations.replies", {{"channel", office.ops}, {"ts", parent}, {"include_all_metadata", "true"}});
    REQUIRE(replies["messages"].size() == 2);
    CHECK(replies["messages"][1]["metadata"] == metadata);
    CHECK(replies["messages"][1]["thread_ts"] == parent);
    CHECK(office.call("conversations.history", {{"channel", office.ops}, {"oldest", last}})["messages"]
              .empty());
    const auto inclusive = office.call("conversations.history",
                                       {{"channel", office.ops}, {"oldest", last}, {"inclusive", true}});
    CHECK(inclusive["messages"].size() == 1);
    CHECK(office.slack.seen("mei", "#ops").size() == 4);
    CHECK(office.slack.seen("ana", "#ops").size() == 3);

    SECTION("metadata left out of an edit is kept, {} removes it") {
        office.call("chat.update", {{"channel", office.ops}, {"ts", parent}, {"text", "edited"}});
        const auto kept =
            office.call("conversations.history", {{"channel", office.ops}, {"include_all_metadata", true}});
        CHECK(kept["messages"][1]["metadata"] == metadata);
        CHECK(kept["messages"][1]["edited"]["user"] == office.slack.world.bot_user);
        office.call(
            "chat.update",
            {{"channel", office.ops}, {"ts", parent}, {"text", "edited"}, {"metadata", json::object()}});
        const auto gone =
            office.call("conversations.history", {{"channel", office.ops}, {"include_all_metadata", true}});
        CHECK(!gone["messages"][1].contains("metadata"));
    }
    SECTION("an edit of the text alone removes the blocks; one with blocks leaves no mark") {
        const json blocks = json::array({{{"type", "divider"}}});
        office.call("chat.update",
                    {{"channel", office.ops}, {"ts", parent}, {"text", "b"}, {"blocks", blocks}});
        CHECK(office.slack.world.message(office.ops, parent)->body.contains("blocks"));
        CHECK(!office.slack.world.message(office.ops, parent)->body.contains("edited"));
        office.call("chat.update", {{"channel", office.ops}, {"ts", parent}, {"text", "c"}});
        CHECK(!office.slack.world.message(office.ops, parent)->body.contains("blocks"));
    }
    SECTION("a deleted parent becomes a tombstone") {
        CHECK(office.error("chat.delete", {{"channel", office.ops}, {"ts", parent}}) == "");
        const auto after = office.call("conversations.history", {{"channel", office.ops}});
        CHECK(after["messages"][1]["subtype"] == "tombstone");
        CHECK(office.error("chat.update", {{"channel", office.ops}, {"ts", parent}, {"text", "x"}}) ==
              "message_not_found");
    }
}

TEST_CASE("long lists come in pages, and what is posted meanwhile shifts none", "[fake-slack]") {
    Office office;
    std::vector<std::string> posted;
    for (int i = 0; i < 25; ++i)
        posted.push_back(office.slack.people.types("mei", "#ops", "line " + std::to_string(i)));
    std::vector<std::string> read;
    std::string cursor;
    int pages = 0;
    do {
        json arguments{{"channel", office.ops}, {"limit", 10}};
        if (!cursor.empty()) arguments["cursor"] = cursor;
        const auto page = office.call("conversations.history", arguments);
        REQUIRE(page["ok"] == true);
        for (const auto& message : page["messages"])
            read.insert(read.begin(), message["ts"].get<std::string>());
        cursor = page.contains("response_metadata") ? page["response_metadata"].value("next_cursor", "") : "";
        CHECK(page["has_more"] == !cursor.empty());
        if (++pages == 1) office.slack.people.types("mei", "#ops", "meanwhile");
    } while (!cursor.empty());
    CHECK(pages == 3);
    CHECK(read == posted);
    CHECK(office.call("conversations.list", {{"limit", 2}})["channels"].size() == 2);
}

TEST_CASE("a text over 40,000 is cut, one over 4,040 comes as several messages, as was measured",
          "[fake-slack]") {
    Office office;
    CHECK(office.call("chat.postMessage",
                      {{"channel", office.ops}, {"text", std::string(4'041, 'x')}})["ok"] == true);
    const auto seen = office.slack.seen("mei", "#ops");
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].text.size() == 4'000);
    CHECK(seen[1].text.size() == 41);
    CHECK(office.call("chat.postMessage",
                      {{"channel", office.secret}, {"text", std::string(40'001, 'x')}})["warning"] ==
          "message_truncated");
}

TEST_CASE("faults of the API do what they say", "[fake-slack]") {
    Office office;
    using What = ApiFault::What;
    const json post{{"channel", office.ops}, {"text", "x"}};
    const auto stored = [&] { return office.slack.world.channel(office.ops)->messages.size(); };
    const auto with = [&](ApiFault fault) {
        fault.method = "chat.postMessage";
        office.slack.faults.api = {fault};
        return office.form("chat.postMessage", post);
    };
    CHECK(json::parse(with({.what = What::error, .error = "restricted_action"}).body)["error"] ==
          "restricted_action");
    CHECK(with({.what = What::status, .status = 503}).status == 503);
    CHECK(with({.what = What::cut_before}).how == fakes::Answer::How::cut);
    CHECK(with({.what = What::not_reached}).how == fakes::Answer::How::not_reached);
    CHECK(with({.what = What::rate_limited, .delay = 7s}).headers.at("retry-after") == "7");
    CHECK(stored() == 0);
    CHECK(with({.what = What::status_after, .status = 500}).status == 500);
    CHECK(stored() == 1);
    CHECK(json::parse(with({.what = What::error_after, .error = "fatal_error"}).body)["error"] ==
          "fatal_error");
    CHECK(with({.what = What::late, .delay = 11s}).after == 11s);
    CHECK(with({.what = What::cut_after}).how == fakes::Answer::How::cut);
    CHECK(stored() == 4);
    CHECK(office.slack.faults.api.empty()); // each was for one call
    office.slack.go_away(office.now + 1min);
    CHECK(office.form("auth.test", json::object()).how == fakes::Answer::How::not_reached);
    office.pass(1min);
    CHECK(office.error("auth.test") == "");
    office.slack.settings.edit_window = 10s;
    CHECK(office.error("chat.update", {{"channel", office.ops},
                                       {"ts", office.slack.seen("mei", "#ops")[0].ts},
                                       {"text", "x"}}) == "edit_window_closed");
}
