// What Slack says, read field by field from samples of our own; and what nobody of good will would send.
#include "integrations/slack/decode.hpp"
#include "integrations/slack/decode_forms.hpp"
#include "tests/support/slack_samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using namespace tocsin::slack;
using Json = nlohmann::json;
using test::slack_sample;

namespace {

Frame frame(std::string_view sample) {
    auto read = frame_from(test::as_frame(slack_sample(sample)));
    REQUIRE(read);
    return std::move(*read);
}
template <class T> T event(std::string_view sample) {
    const auto callback = std::get<EventCallback>(frame(sample).payload);
    INFO(sample);
    REQUIRE(std::holds_alternative<T>(callback.event));
    return std::get<T>(callback.event);
}
template <class T> T interaction(std::string_view sample) {
    const auto read = std::get<Interaction>(frame(sample).payload);
    INFO(sample);
    REQUIRE(std::holds_alternative<T>(read));
    return std::get<T>(read);
}

// What a frame and what a body brings is the same.
std::optional<HttpPayload> as_http(const Payload& payload) {
    return std::visit(
        [](const auto& p) -> std::optional<HttpPayload> {
            if constexpr (std::is_constructible_v<HttpPayload, decltype(p)>) return HttpPayload{p};
            return std::nullopt;
        },
        payload);
}

constexpr const char* form = "application/x-www-form-urlencoded";

} // namespace

TEST_CASE("Slack's frames tell of the connection itself", "[slack]") {
    const auto hello = frame("hello");
    CHECK(hello.envelope_id.empty());
    CHECK(hello.payload == Payload{Hello{.app = "A7", .connections = 2, .lives_seconds = 3600}});
    CHECK(frame("disconnect").payload == Payload{Disconnect{"link_disabled"}});
    CHECK(frame_from(R"({"type":"hello"})")->payload == Payload{Hello{}});
}

TEST_CASE("A Slack envelope says what to acknowledge, how, and how often it came", "[slack]") {
    const auto command = frame("command");
    CHECK(command.envelope_id == "env-1");
    CHECK(command.accepts_payload);
    CHECK(command.retry_attempt == 0);
    const auto retried = frame("retried");
    CHECK_FALSE(retried.accepts_payload);
    CHECK(retried.retry_attempt == 2);
    CHECK(retried.retry_reason == "timeout");
    const auto unknown = frame("unknown frame");
    CHECK(unknown.envelope_id == "env-1");
    CHECK(unknown.payload == Payload{Other{"canvas_dance"}});
    for (const auto* type : {"slash_commands", "interactive", "events_api"})
        for (const auto& payload : {Json{}, Json{7}, Json::array(), Json("text")}) {
            INFO(type << " " << payload);
            const auto read = frame_from(test::envelope(type, payload).dump());
            REQUIRE(read);
            CHECK(read->envelope_id == "env-1");
            CHECK(read->payload == Payload{Other{type}});
        }
}

TEST_CASE("A Slack command is the same in a frame and in a form", "[slack]") {
    const SlashCommand expected{.actor = {.user = "U7", .name = "mei"},
                                .team = "T7",
                                .enterprise = "E7",
                                .app = "A7",
                                .channel = "C7",
                                .channel_name = "ops",
                                .command = "/incident",
                                .text = "declare sev2 Caf\u00e9 & more +1 100%\nsecond <@U8|bo> line",
                                .response_url = "https://hooks.slack.example/c?a=1&b=2",
                                .trigger_id = "1.2.3"};
    CHECK(frame("command").payload == Payload{expected});
    const auto [body, type] = test::as_body(slack_sample("command"));
    CHECK(body.find("is_enterprise_install=false") != std::string::npos);
    CHECK(body_from(body, type) == HttpPayload{expected});
    CHECK(body_from(body, "Application/X-WWW-Form-Urlencoded; charset=UTF-8") == HttpPayload{expected});
    CHECK(body_from("ssl_check=1&token=x", form) == HttpPayload{SlashCommand{.ssl_check = true}});
    CHECK(body_from("ssl_check=0&command=%2Fincident&text=", form) ==
          HttpPayload{SlashCommand{.command = "/incident"}});
}

TEST_CASE("A form is decoded as browsers write it, and what is broken stands for itself", "[slack]") {
    CHECK(form_field("a=1&text=x+y%20z%2Bw&b", "text") == "x y z+w");
    CHECK(form_field("text=%0a%C3%A9%00!", "text") == std::string{"\n\u00e9\0!", 5});
    CHECK(form_field("text=100%&b=%zz%4", "text") == "100%");
    CHECK(form_field("text=100%&b=%zz%4", "b") == "%zz%4");
    CHECK(form_field("text=first&text=second", "text") == "first");
    CHECK(form_field("&&=&text", "text") == "");
    CHECK(form_field("is%5fon=1", "is_on") == "1");
    CHECK(form_field("text=%ff", "text") == std::nullopt);
    CHECK(form_field("xtext=1&tex=2", "text") == std::nullopt);
    CHECK(form_field("", "text") == std::nullopt);
}

TEST_CASE("A Slack event says which installation it is for, when it happened and who else reads it",
          "[slack]") {
    const auto e = std::get<EventCallback>(frame("message").payload);
    CHECK(e.team == "T7"); // of the authorization: team_id is the other company's
    CHECK(e.enterprise == "E8");
    CHECK(e.app == "A7");
    CHECK(e.event_id == "Ev7");
    CHECK(e.event_ts == "1700000000.000100");
    CHECK(e.event_time == 1'700'000'000);
    CHECK(e.shared_channel);
    CHECK(std::get<EventCallback>(frame("reply").payload).event_ts == "1700000002.000100"); // its ts
    auto bare = test::event_callback(Json::parse(slack_sample("message").json));
    bare.erase("authorizations");
    bare["is_ext_shared_channel"] = false;
    const auto read = std::get<EventCallback>(frame_from(test::envelope("events_api", bare).dump())->payload);
    CHECK(read.team == "T8");
    CHECK_FALSE(read.shared_channel);
}

TEST_CASE("A Slack message says who, where, what, and below what", "[slack]") {
    CHECK(event<Message>("message") == Message{.channel = "C7",
                                               .channel_type = "channel",
                                               .actor = {.user = "U7", .name = "Mei Lin", .team = "T7"},
                                               .text = "db &lt;slow&gt;",
                                               .ts = "1700000000.000100"});
    const auto reply = event<Message>("reply");
    CHECK(reply.subtype == "thread_broadcast");
    CHECK(reply.channel_type == "group");
    CHECK(reply.actor.team == "T9"); // an outsider's own, not ours
    CHECK(reply.thread_ts == "1700000001.000100");
    CHECK(reply.text == "yes");
    CHECK(event<Message>("parent").thread_ts.empty());
    const auto files = event<Message>("files");
    CHECK(files.files == std::vector<std::string>{"graph.png", "Notes"});
    CHECK(files.actor.team == "T8");
    const auto own = event<Message>("own post");
    CHECK(own.bot_id == "B0");
    CHECK(own.app_id == "A7");
    CHECK(own.actor.name == "tocsin");
    CHECK(own.outbox == "o-12");
    const auto webhook = event<Message>("webhook");
    CHECK(webhook.actor == Actor{.name = "monitor"});
    CHECK(webhook.app_id == "A9");
    CHECK(webhook.outbox.empty()); // somebody else's metadata
    const auto mention = event<AppMention>("mention").message;
    CHECK(mention.text == "<@U0> show");
    CHECK(mention.thread_ts == "1700000001.000100");
}

TEST_CASE("A Slack message that changes keeps its first ts, and only a person's edit has an editor",
          "[slack]") {
    const auto edit = event<MessageChanged>("edited");
    CHECK(edit.now == Message{.channel = "C7",
                              .channel_type = "channel",
                              .actor = {.user = "U7"},
                              .text = "db is slow",
                              .ts = "1700000000.000100"});
    CHECK(edit.old_text == "db slow");
    CHECK(edit.edited_by == "U7");
    CHECK(edit.edited_ts == "1700000008.000000");
    const auto unfurl = event<MessageChanged>("unfurled"); // the edit is an old one
    CHECK(unfurl.now.ts == "1700000000.000100");
    CHECK(unfurl.edited_by.empty());
    CHECK(unfurl.edited_ts.empty());
    for (const auto* gone : {"deleted", "tombstone"}) {
        const auto deleted = event<MessageDeleted>(gone);
        CHECK(deleted.deleted_ts == "1700000000.000100");
        CHECK(deleted.before.channel == "C7");
        CHECK(deleted.before.text == "db slow");
        CHECK(deleted.before.actor.user == "U7");
    }
    CHECK(event<Other>("replied") == Other{"message_replied"});
}

TEST_CASE("Reactions, pins and members of a Slack channel", "[slack]") {
    CHECK(event<slack::Reaction>("reaction") == slack::Reaction{.added = true,
                                                                .actor = {.user = "U7"},
                                                                .reaction = "wave",
                                                                .channel = "C7",
                                                                .ts = "1700000000.000100",
                                                                .item_user = "U8",
                                                                .event_ts = "1700000015.000100"});
    CHECK(event<slack::Reaction>("reaction gone") ==
          slack::Reaction{.actor = {.user = "U7"}, .reaction = "eyes", .event_ts = "1700000016.000100"});
    CHECK(event<Pin>("pin") == Pin{.added = true,
                                   .actor = {.user = "U7"},
                                   .channel = "C7",
                                   .message = Message{.channel = "C7",
                                                      .actor = {.user = "U8"},
                                                      .text = "root cause",
                                                      .ts = "1700000000.000100"},
                                   .event_ts = "1700000017.000100"});
    CHECK(event<Pin>("pin gone") ==
          Pin{.actor = {.user = "U7"}, .channel = "C7", .event_ts = "1700000018.000100"});
    CHECK(
        event<Membership>("joined") ==
        Membership{.joined = true, .actor = {.user = "U7", .team = "T7"}, .channel = "C7", .inviter = "U8"});
    CHECK(event<Membership>("left") == Membership{.actor = {.user = "U7", .team = "T7"}, .channel = "G7"});
}

TEST_CASE("Slack channels change, homes are opened, groups change, and the app may be thrown out",
          "[slack]") {
    using What = ChannelChanged::What;
    CHECK(event<ChannelChanged>("renamed") == ChannelChanged{What::renamed, "C7", "inc-7-db", ""});
    CHECK(event<ChannelChanged>("private renamed") == ChannelChanged{What::renamed, "G7", "slate", ""});
    CHECK(event<ChannelChanged>("archived") == ChannelChanged{What::archived, "C7", "", ""});
    CHECK(event<ChannelChanged>("private archived") == ChannelChanged{What::archived, "G7", "", ""});
    CHECK(event<ChannelChanged>("unarchived") == ChannelChanged{What::unarchived, "C7", "", ""});
    CHECK(event<ChannelChanged>("private unarchived") == ChannelChanged{What::unarchived, "G7", "", ""});
    CHECK(event<ChannelChanged>("id changed") == ChannelChanged{What::id_changed, "G7", "", "C8"});
    CHECK(event<HomeOpened>("home") == HomeOpened{.actor = {.user = "U7"}, .tab = "home"});
    CHECK(event<GroupMembers>("group members") == GroupMembers{"S7"});
    CHECK(event<Revoked>("uninstalled") == Revoked{.uninstalled = true});
    CHECK(event<Revoked>("revoked") == Revoked{});
    CHECK(event<Other>("unknown event") == Other{"star_added"});
}

TEST_CASE("A pressed button of Slack's says who pressed what, and where", "[slack]") {
    CHECK(interaction<BlockActions>("button") ==
          BlockActions{.actor = {"U7", "mei", "T9"},
                       .team = "T7",
                       .app = "A7",
                       .trigger_id = "1.2.3",
                       .response_url = "https://hooks.slack.example/a",
                       .container = "message",
                       .channel = "C7",
                       .channel_name = "ops",
                       .message_ts = "1700000000.000100",
                       .thread_ts = "1700000001.000100",
                       .ephemeral = true,
                       .actions = {{.action_id = "line/0",
                                    .block_id = "b",
                                    .type = "button",
                                    .value = "ack INC-7",
                                    .action_ts = "1700000020.000100"}}});
    const auto parent = interaction<BlockActions>("button on a parent");
    CHECK(parent.actor.name == "mei");
    CHECK(parent.channel == "C7"); // of the container
    CHECK(parent.message_ts == "1700000000.000100");
    CHECK(parent.thread_ts.empty());
    const auto chosen = interaction<BlockActions>("chosen in a view");
    CHECK(chosen.team == "T7"); // where we are installed
    REQUIRE(chosen.view);
    CHECK(chosen.view->callback_id == "declare");
    REQUIRE(chosen.actions.size() == 1);
    CHECK(chosen.actions[0].value == "sev2");
}

TEST_CASE("A form of Slack's brings one text for each input", "[slack]") {
    const auto sent = interaction<ViewSubmission>("form");
    CHECK(sent.actor == Actor{"U7", "mei", "T9"});
    CHECK(sent.team == "T7");
    CHECK(sent.app == "A7");
    CHECK(sent.trigger_id == "1.2.3");
    CHECK(sent.response_urls ==
          std::vector<std::pair<std::string, std::string>>{{"C8", "https://hooks.slack.example/v"}});
    CHECK(sent.view.id == "V1");
    CHECK(sent.view.callback_id == "declare");
    CHECK(sent.view.private_metadata == R"({"ref":7})");
    CHECK(sent.view.hash == "h1");
    CHECK(sent.view.external_id == "x1");
    std::map<std::string, std::string> values;
    for (const auto& [block, inputs] : sent.view.values) {
        REQUIRE(inputs.size() == 1);
        values[block] = inputs.at("in");
    }
    CHECK(values == std::map<std::string, std::string>{{"a text", "db slow"},
                                                       {"b empty", ""},
                                                       {"c one", "sev2"},
                                                       {"d none", ""},
                                                       {"e several", "x,y"},
                                                       {"f person", "U8"},
                                                       {"g people", "U8,U9"},
                                                       {"h channel", "C8"},
                                                       {"i channels", "C8,C9"},
                                                       {"j talk", "D8"},
                                                       {"k talks", "D8,C8"},
                                                       {"l date", "2026-01-31"},
                                                       {"m time", "23:27"},
                                                       {"n moment", "1700000000"},
                                                       {"o files", "F1,F2"}});
}

TEST_CASE("Closed forms, shortcuts and queries of Slack's", "[slack]") {
    const auto closed = interaction<ViewClosed>("form closed");
    CHECK(closed == ViewClosed{.actor = {.user = "U7"},
                               .team = "T7",
                               .app = "A7",
                               .view = {.id = "V1", .callback_id = "declare"},
                               .cleared = true});
    CHECK(interaction<Shortcut>("shortcut") == Shortcut{.actor = {"U7", "mei", "T7"},
                                                        .team = "T7",
                                                        .callback_id = "declare_incident",
                                                        .trigger_id = "1.2.3",
                                                        .action_ts = "1700000021.000100"});
    CHECK(interaction<MessageAction>("message shortcut") ==
          MessageAction{.actor = {.user = "U7", .name = "mei"},
                        .team = "T7",
                        .app = "A7",
                        .callback_id = "add_to_timeline",
                        .trigger_id = "1.2.3",
                        .response_url = "https://hooks.slack.example/m",
                        .action_ts = "1700000022.000100",
                        .channel = "C7",
                        .channel_name = "ops",
                        .message = {.channel = "C7",
                                    .actor = {.user = "U8"},
                                    .text = "failover done",
                                    .ts = "1700000002.000100",
                                    .thread_ts = "1700000001.000100"}});
    CHECK(interaction<BlockSuggestion>("suggestion") == BlockSuggestion{.actor = {.user = "U7"},
                                                                        .team = "T7",
                                                                        .app = "A7",
                                                                        .action_id = "service",
                                                                        .block_id = "svc",
                                                                        .value = "check"});
    CHECK(interaction<Other>("unknown interaction") == Other{"dialog_submission"});
}

TEST_CASE("Both modes of Slack's bring the same, with foreign fields or without", "[slack]") {
    for (const auto& sample : test::slack_samples()) {
        INFO(sample.name);
        const auto plain = frame_from(test::as_frame(sample));
        REQUIRE(plain);
        for (unsigned seed = 1; seed <= 5; ++seed) {
            const auto more = test::with_foreign_fields(Json::parse(test::as_frame(sample)), seed);
            CHECK(frame_from(more.dump()) == plain);
        }
        if (sample.kind == test::SlackSample::Kind::frame) continue;
        const auto [body, type] = test::as_body(sample);
        CHECK(body_from(body, type) == as_http(plain->payload));
    }
}

TEST_CASE("Outer bodies of Slack's HTTP mode", "[slack]") {
    const std::string json = "application/json";
    CHECK(body_from(R"({"type":"url_verification","challenge":"c"})", json) ==
          HttpPayload{UrlVerification{"c"}});
    CHECK(body_from(R"({"type":"app_rate_limited","team_id":"T7","minute_rate_limited":1700000040})", json) ==
          HttpPayload{RateLimited{"T7", 1'700'000'040}});
    CHECK(body_from(R"({"type":"tomorrow"})", json) == HttpPayload{Other{"tomorrow"}});
    CHECK(body_from(R"({"type":"event_callback","event":7})", json) == HttpPayload{Other{"event_callback"}});
    CHECK(body_from("a=1", form) == HttpPayload{Other{}});
    CHECK(body_from("payload=%7B%7D", form) == HttpPayload{Interaction{Other{}}});
    for (const auto& [body, type] : std::vector<std::pair<std::string, std::string>>{{"payload=%7B", form},
                                                                                     {"payload=7", form},
                                                                                     {"{}", "text/plain"},
                                                                                     {"{}", ""},
                                                                                     {"[]", json},
                                                                                     {"", json},
                                                                                     {"{\"a\":1}{}", json}}) {
        INFO(type << " " << body);
        CHECK(body_from(body, type) == std::nullopt);
    }
}
