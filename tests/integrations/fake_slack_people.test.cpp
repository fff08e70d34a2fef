// What people do in the fake workspace, what the app hears of it, and what they see (SLACK.md 5 to 8).
#include "tests/fakes/slack/office.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace std::chrono_literals;
using fakes::Office;
using nlohmann::json;

namespace {

const json declare_modal = json::parse(R"({"type": "modal", "callback_id": "declare",
  "title": {"type": "plain_text", "text": "Declare"}, "submit": {"type": "plain_text", "text": "Declare"},
  "blocks": [
    {"type": "input", "block_id": "title", "label": {"type": "plain_text", "text": "What is wrong?"},
     "element": {"type": "plain_text_input", "action_id": "a"}},
    {"type": "input", "block_id": "severity", "optional": true, "label": {"type": "plain_text", "text": "How bad?"},
     "element": {"type": "static_select", "action_id": "a", "options": [
       {"text": {"type": "plain_text", "text": "SEV1"}, "value": "sev1"},
       {"text": {"type": "plain_text", "text": "SEV2"}, "value": "sev2"}]}},
    {"type": "actions", "block_id": "more", "elements": [
       {"type": "button", "action_id": "help", "text": {"type": "plain_text", "text": "Help"}}]}]})");

const json two_buttons = json::parse(R"([{"type": "section", "text": {"type": "mrkdwn", "text": "INC-7"}},
  {"type": "actions", "block_id": "b", "elements": [
    {"type": "button", "action_id": "line/0", "value": "ack INC-7", "text": {"type": "plain_text", "text": "Ack"}},
    {"type": "button", "action_id": "line/1", "value": "escalate INC-7", "text": {"type": "plain_text", "text": "Escalate"}}]}])");

// The payload of the newest envelope of that kind, acked.
json heard(Office& office, Office::Tap& tap, const std::string& about, const json& answer = nullptr) {
    const auto envelope = Office::newest(tap, about);
    if (envelope.is_null()) return nullptr;
    office.ack(tap, envelope, answer);
    return envelope["payload"];
}

} // namespace

TEST_CASE("what people type arrives as Slack writes it", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    struct Row {
        std::string typed, sent;
    };
    const std::vector<Row> rows{
        {"cards & <b>", "cards &amp; &lt;b&gt;"},
        {"ask @mei, or @Ana Ruiz", "ask <@U0MEI>, or <@U0ANA>"},
        {"a@mei.com #ops #secret", "a@mei.com <#C0OPS|ops> <#C0SECRET|>"},
        {"@here @dba", "<!here> <!subteam^S0DBA|@dba>"},
        {"see https://x.example/?a=1&b=2 now", "see <https://x.example/?a=1&amp;b=2> now"},
    };
    for (const auto& row : rows) {
        const auto ts = office.slack.people.types("mei", "#ops", row.typed);
        const auto event = heard(office, *tap, "message")["event"];
        CHECK(event["text"] == row.sent);
        CHECK(event["ts"] == ts);
        CHECK(event["user"] == office.mei);
        CHECK(event["channel_type"] == "channel");
    }
    office.slack.people.types("mei", "#ops", "@tocsin help");
    CHECK(heard(office, *tap, "message")["event"]["text"] == "<@U0TOCSIN1> help");
    CHECK(heard(office, *tap, "app_mention")["event"]["user"] == office.mei); // besides the message
}

TEST_CASE("the app hears messages only where it is a member, and its own come back", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    office.slack.people.types("mei", "#quiet", "x");
    office.slack.people.types("mei", "#hidden", "x");
    CHECK(tap->frames.size() == 1);
    office.slack.people.invites("mei", "#quiet", "tocsin");
    CHECK(heard(office, *tap, "member_joined_channel")["event"]["inviter"] == office.mei);
    office.slack.people.types("mei", "#quiet", "y");
    CHECK(heard(office, *tap, "message")["event"]["text"] == "y");
    office.say(office.secret, "ours");
    const auto own = heard(office, *tap, "message")["event"];
    CHECK(own["bot_id"] == office.slack.world.bot);
    CHECK(own["user"] == office.slack.world.bot_user);
    CHECK(own["channel_type"] == "group");
    const auto direct =
        office.call("conversations.open", {{"users", office.mei}})["channel"]["id"].get<std::string>();
    CHECK(direct.starts_with("D"));
    office.slack.people.types("mei", direct, "list");
    CHECK(heard(office, *tap, "message")["event"]["channel_type"] == "im");
    office.slack.people.types("eve", "#shared", "from outside");
    const auto outside = heard(office, *tap, "message");
    CHECK(outside["is_ext_shared_channel"] == true);
    CHECK(outside["event"]["user_team"] == "T0OTHER01");
}

TEST_CASE("edits, deletions, pins, reactions and changes of channels are told", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    auto& people = office.slack.people;
    const auto ts = people.types("mei", "#ops", "one");
    people.edits("mei", "#ops", ts, "two");
    const auto edit = heard(office, *tap, "message")["event"];
    CHECK(edit["subtype"] == "message_changed");
    CHECK(edit["message"]["text"] == "two");
    CHECK(edit["message"]["edited"]["user"] == office.mei);
    CHECK(edit["previous_message"]["text"] == "one");
    CHECK(edit["ts"] != ts);
    people.unfurls("#ops", ts);
    const auto unfurled = heard(office, *tap, "message")["event"];
    CHECK(unfurled["subtype"] == "message_changed");
    CHECK(unfurled["message"]["text"] == unfurled["previous_message"]["text"]);
    people.reacts("mei", "#ops", ts, "pushpin");
    CHECK(heard(office, *tap, "reaction_added")["event"]["item"] ==
          json{{"type", "message"}, {"channel", office.ops}, {"ts", ts}});
    people.reacts("mei", "#ops", ts, "pushpin", false);
    CHECK(heard(office, *tap, "reaction_removed")["event"]["reaction"] == "pushpin");
    people.pins("ana", "#ops", ts);
    const auto pin = heard(office, *tap, "pin_added")["event"];
    CHECK(pin["item"]["message"]["text"] == "two");
    CHECK(pin["pin_count"] == 1);
    CHECK(office.call("pins.list", {{"channel", office.ops}})["items"].size() == 1);
    people.pins("ana", "#ops", ts, false);
    CHECK(!heard(office, *tap, "pin_removed").is_null());
    people.deletes("mei", "#ops", ts);
    const auto gone = heard(office, *tap, "message")["event"];
    CHECK(gone["subtype"] == "message_deleted");
    CHECK(gone["deleted_ts"] == ts);
    people.joins("gus", "#ops");
    CHECK(heard(office, *tap, "member_joined_channel")["event"]["user"] == office.gus);
    people.leaves("gus", "#ops");
    CHECK(heard(office, *tap, "member_left_channel")["event"]["user"] == office.gus);
    people.renames("mei", "#ops", "operations");
    CHECK(heard(office, *tap, "channel_rename")["event"]["channel"]["name"] == "operations");
    people.archives("mei", "#operations");
    CHECK(heard(office, *tap, "channel_archive")["event"]["channel"] == office.ops);
    people.renames("mei", "#secret", "more-secret");
    CHECK(!heard(office, *tap, "group_rename").is_null());
    const auto moved = people.moves_channel("#shared");
    CHECK(heard(office, *tap, "channel_id_changed")["event"]["new_channel_id"] == moved);
    people.set_group(office.dba, {office.ana});
    CHECK(heard(office, *tap, "subteam_members_changed")["event"]["removed_users"] == json{office.mei});
    people.opens_home("mei");
    CHECK(heard(office, *tap, "app_home_opened")["event"]["tab"] == "home");
    office.slack.revoke(true);
    CHECK(!heard(office, *tap, "tokens_revoked").is_null());
    CHECK(!heard(office, *tap, "app_uninstalled").is_null());
}

TEST_CASE("a command is answered by its ack, or through its response_url, five times within half an hour",
          "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    office.slack.people.command("mei", "#quiet", "/incident", "declare sev2 Cards & @ana");
    const auto payload = heard(office, *tap, "/incident", {{"text", "INC-7 is open."}});
    CHECK(payload["text"] == "declare sev2 Cards &amp; <@U0ANA>");
    CHECK(payload["channel_name"] == "quiet");
    CHECK(payload["is_enterprise_install"] == "false");
    auto seen = office.slack.seen("mei", "#quiet");
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].text == "INC-7 is open.");
    CHECK(seen[0].ephemeral);
    CHECK(office.slack.seen("ana", "#quiet").empty());

    const auto path =
        payload["response_url"].get<std::string>().substr(office.slack.settings.hooks_base.size());
    const auto respond = [&](const json& body) {
        return office.slack.request(
            {.target = path, .headers = {{"content-type", "application/json"}}, .body = body.dump()});
    };
    CHECK(respond({{"text", "to you"}}).status == 200);
    CHECK(respond({{"text", "to all"}, {"response_type", "in_channel"}}).status == 200);
    CHECK(respond({{"text", ""}}).body == "no_text");
    CHECK(office.slack.seen("mei", "#quiet").size() == 3);
    CHECK(office.slack.seen("ana", "#quiet").size() == 1);
    for (int i = 0; i < 3; ++i) CHECK(respond({{"text", "more"}}).status == 200);
    CHECK(respond({{"text", "a sixth"}}).body == "used_url");

    office.slack.people.command("mei", "#ops", "/incident", "");
    const auto second = heard(office, *tap, "/incident", json::object());
    CHECK(office.slack.seen("mei", "#ops").empty()); // nothing is shown for {}
    office.pass(30min);
    const auto late =
        second["response_url"].get<std::string>().substr(office.slack.settings.hooks_base.size());
    CHECK(office.slack.request({.target = late, .body = R"({"text":"x"})"}).body == "expired_url");
    office.slack.people.command("mei", "#secret", "/incident", "x");
    CHECK(heard(office, *tap, "/incident")["channel_name"] == "privategroup");
    office.slack.people.command("eve", "#shared", "/incident", "x");
    CHECK(office.slack.seen("eve", "#shared").back().error);
}

TEST_CASE("a button of a message is pressed by who sees it, and its answer acts on that message",
          "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    const auto ts = office
                        .call("chat.postMessage",
                              {{"channel", office.ops}, {"text", "INC-7"}, {"blocks", two_buttons}})["ts"]
                        .get<std::string>();
    CHECK(office.slack.people.press("ana", "#ops", ts, "line/1"));
    const auto payload = heard(office, *tap, "block_actions");
    CHECK(payload["actions"][0]["value"] == "escalate INC-7");
    CHECK(payload["actions"][0]["block_id"] == "b");
    CHECK(payload["container"]["message_ts"] == ts);
    CHECK(payload["message"]["text"] == "INC-7");
    CHECK(!office.slack.people.press("ana", "#ops", ts, "line/2"));
    CHECK(!office.slack.people.press("ana", "#ops", ts, "line/1", "ack INC-7"));
    CHECK(!office.slack.people.press("ana", "#secret", ts, "line/1"));
    const auto path =
        payload["response_url"].get<std::string>().substr(office.slack.settings.hooks_base.size());
    CHECK(
        office.slack.request({.target = path, .body = R"({"text":"done","replace_original":true})"}).status ==
        200);
    CHECK(office.slack.world.message(office.ops, ts)->body["text"] == "done");
    CHECK(office.slack.request({.target = path, .body = R"({"delete_original":true})"}).status == 200);
    CHECK(!office.slack.world.message(office.ops, ts));

    office.call("chat.postEphemeral",
                {{"channel", office.ops}, {"user", office.mei}, {"text", "x"}, {"blocks", two_buttons}});
    const auto only = office.slack.seen("mei", "#ops").back().ts;
    CHECK(!office.slack.people.press("ana", "#ops", only, "line/0"));
    CHECK(office.slack.people.press("mei", "#ops", only, "line/0"));
    const auto private_press = heard(office, *tap, "block_actions");
    CHECK(private_press["container"]["is_ephemeral"] == true);
    CHECK(!private_press.contains("message"));
    office.pass(5s);
    CHECK(office.slack.people.troubles("mei").empty());
    office.slack.people.press("mei", "#ops", only, "line/0");
    office.pass(5s);
    CHECK(office.slack.people.troubles("mei") == std::vector<std::string>{"operation_timeout"});
}

TEST_CASE("a trigger opens one modal within three seconds", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    const auto trigger = [&] {
        office.slack.people.shortcut("mei", "declare_incident");
        return heard(office, *tap, "shortcut")["trigger_id"];
    };
    const auto first = trigger();
    CHECK(office.error("views.open", {{"trigger_id", first}, {"view", {{"type", "modal"}}}}) ==
          "invalid_arguments");
    CHECK(office.error("views.open", {{"trigger_id", first}, {"view", declare_modal}}) == "");
    CHECK(office.error("views.open", {{"trigger_id", first}, {"view", declare_modal}}) ==
          "exchanged_trigger_id");
    const auto late = trigger();
    office.pass(3'001ms);
    CHECK(office.error("views.open", {{"trigger_id", late}, {"view", declare_modal}}) ==
          "expired_trigger_id");
    CHECK(office.error("views.open", {{"trigger_id", "1.2.x"}, {"view", declare_modal}}) ==
          "invalid_trigger_id");
}

TEST_CASE("a modal is filled in, answered with errors, updated, pushed upon, and closed", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    auto& people = office.slack.people;
    people.shortcut("mei", "declare_incident");
    const auto opened =
        office.call("views.open", {{"trigger_id", heard(office, *tap, "shortcut")["trigger_id"]},
                                   {"view", declare_modal}})["view"];
    CHECK(people.modal("mei")["id"] == opened["id"]);
    CHECK(!people.submit("mei", json::object())); // their client wants the title first
    CHECK(people.view_errors("mei").contains("title"));
    REQUIRE(people.submit("mei", {{"title", "Cards fail"}, {"severity", "sev2"}}));
    const auto payload = heard(office, *tap, "view_submission",
                               {{"response_action", "errors"}, {"errors", {{"title", "Say more."}}}});
    const auto& values = payload["view"]["state"]["values"];
    CHECK(values["title"]["a"]["value"] == "Cards fail");
    CHECK(values["severity"]["a"]["selected_option"]["value"] == "sev2");
    CHECK(people.view_errors("mei")["title"] == "Say more.");
    CHECK(!people.modal("mei").is_null());

    const auto stale = opened["hash"];
    CHECK(office.error("views.update",
                       {{"view_id", opened["id"]}, {"hash", stale}, {"view", declare_modal}}) == "");
    CHECK(
        office.error("views.update", {{"view_id", opened["id"]}, {"hash", stale}, {"view", declare_modal}}) ==
        "hash_conflict");
    REQUIRE(people.press_in_view("mei", "help"));
    const auto pressed = heard(office, *tap, "block_actions");
    CHECK(pressed["container"]["type"] == "view");
    CHECK(office.error("views.push", {{"trigger_id", pressed["trigger_id"]}, {"view", declare_modal}}) == "");
    CHECK(office.slack.world.modal[office.mei].size() == 2);
    REQUIRE(people.submit("mei", {{"title", "x"}}));
    heard(office, *tap, "view_submission");
    CHECK(people.modal("mei")["id"] == opened["id"]); // only the top one closed
    REQUIRE(people.submit("mei", {{"title", "x"}}));
    heard(office, *tap, "view_submission", {{"response_action", "clear"}});
    CHECK(people.modal("mei").is_null());
    CHECK(office.slack.complaints.empty());
}

TEST_CASE("an input that chooses a channel may bring a response_url for it", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    auto modal = declare_modal;
    modal["blocks"][1] = json::parse(
        R"({"type": "input", "block_id": "where", "label": {"type": "plain_text", "text": "Where?"},
      "element": {"type": "conversations_select", "action_id": "c", "response_url_enabled": true}})");
    office.slack.people.shortcut("mei", "declare_incident");
    office.call("views.open",
                {{"trigger_id", heard(office, *tap, "shortcut")["trigger_id"]}, {"view", modal}});
    REQUIRE(office.slack.people.submit("mei", {{"title", "x"}, {"where", office.ops}}));
    const auto urls = heard(office, *tap, "view_submission")["response_urls"];
    REQUIRE(urls.size() == 1);
    CHECK(urls[0]["channel_id"] == office.ops);
    const auto path =
        urls[0]["response_url"].get<std::string>().substr(office.slack.settings.hooks_base.size());
    CHECK(office.slack.request({.target = path, .body = R"({"text":"here"})"}).status == 200);
    CHECK(office.slack.seen("mei", "#ops").back().text == "here");
}

TEST_CASE("the home tab is published with a hash, and its buttons work", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    const json home{{"type", "home"}, {"blocks", two_buttons}};
    const auto view = office.call("views.publish", {{"user_id", office.mei}, {"view", home}})["view"];
    CHECK(office.slack.people.home("mei")["blocks"][1]["block_id"] == "b");
    CHECK(office.error("views.publish", {{"user_id", office.mei}, {"view", home}, {"hash", "1.x"}}) ==
          "hash_conflict");
    CHECK(office.error("views.publish", {{"user_id", office.mei}, {"view", home}, {"hash", view["hash"]}}) ==
          "");
    CHECK(office.slack.people.press_in_view("mei", "line/0"));
    CHECK(heard(office, *tap, "block_actions")["view"]["type"] == "home");
    office.slack.settings.home_tab = false;
    CHECK(office.error("views.publish", {{"user_id", office.mei}, {"view", home}}) == "not_enabled");
}

TEST_CASE("a file is uploaded in three steps, and is a message then", "[fake-slack]") {
    Office office;
    const auto first = office.call("files.getUploadURLExternal", {{"filename", "draft.md"}, {"length", 5}});
    REQUIRE(first["ok"] == true);
    const json files = json::array({{{"id", first["file_id"]}, {"title", "Draft"}}});
    CHECK(office.error("files.completeUploadExternal", {{"files", files}, {"channel_id", office.ops}}) ==
          "file_not_found");
    const auto path = first["upload_url"].get<std::string>().substr(office.slack.settings.files_base.size());
    CHECK(office.slack.request({.target = path, .body = "four"}).status == 400);
    CHECK(office.slack.request({.target = path, .body = "hello"}).status == 200);
    CHECK(office.error("files.completeUploadExternal", {{"files", files}, {"channel_id", office.quiet}}) ==
          "not_in_channel");
    CHECK(office.error("files.completeUploadExternal", {{"files", files}, {"channel_id", office.hidden}}) ==
          "invalid_channel");
    CHECK(office.error("files.completeUploadExternal",
                       {{"files", files}, {"channel_id", office.ops}, {"initial_comment", "see"}}) == "");
    const auto history = office.call("conversations.history", {{"channel", office.ops}});
    CHECK(history["messages"][0]["files"][0]["title"] == "Draft");
    CHECK(office.slack.world.files.at(first["file_id"]).content == "hello");
}

TEST_CASE("a scheduled message comes at its time, unless it has metadata", "[fake-slack]") {
    Office office;
    const auto in_a_minute = fakes::seconds_of(office.now) + 60;
    const json plain{{"channel", office.ops}, {"text", "later"}, {"post_at", in_a_minute}};
    auto tagged = plain;
    tagged["metadata"] = {{"event_type", "t"}, {"event_payload", json::object()}};
    CHECK(office.error("chat.scheduleMessage", plain) == "");
    CHECK(office.error("chat.scheduleMessage", tagged) == "");
    CHECK(office.slack.seen("mei", "#ops").empty());
    office.pass(61s);
    CHECK(office.slack.seen("mei", "#ops").size() == 1);
}
