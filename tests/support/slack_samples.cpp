// Written from SLACK.md 1, 2, 6 and 7. Ids and words are made up.
#include "tests/support/slack_samples.hpp"

#include <nlohmann/json.hpp>

#include <random>
#include <stdexcept>

namespace tocsin::test {
namespace {

using Json = nlohmann::json;
using Kind = SlackSample::Kind;

std::vector<SlackSample> frames() {
    return {{Kind::frame, "hello", R"({"type":"hello","num_connections":2,"connection_info":{"app_id":"A7"},
                "debug_info":{"host":"h","started":"x","build_number":9,"approximate_connection_time":3600}})"},
            {Kind::frame, "disconnect",
             R"({"type":"disconnect","reason":"link_disabled","debug_info":{"host":"h"}})"},
            {Kind::frame, "unknown frame",
             R"({"envelope_id":"env-1","type":"canvas_dance","payload":{"a":[1]}})"},
            {Kind::frame, "retried",
             R"({"envelope_id":"env-1","type":"events_api","accepts_response_payload":false,
                "retry_attempt":2,"retry_reason":"timeout","payload":{"type":"event_callback","event_id":"Ev9",
                "event":{"type":"app_uninstalled"}}})"},
            {Kind::command, "command", R"({"team_id":"T7","team_domain":"acme","enterprise_id":"E7",
                "enterprise_name":"Acme","channel_id":"C7","channel_name":"ops","user_id":"U7","user_name":"mei",
                "command":"/incident","text":"declare sev2 Caf\u00e9 & more +1 100%\nsecond <@U8|bo> line",
                "response_url":"https://hooks.slack.example/c?a=1&b=2","trigger_id":"1.2.3","api_app_id":"A7",
                "is_enterprise_install":"false"})"}};
}

std::vector<SlackSample> messages() {
    return {
        {Kind::event, "message", R"({"type":"message","channel":"C7","channel_type":"channel","user":"U7",
                "team":"T7","user_profile":{"display_name":"","real_name":"Mei Lin","name":"mei"},
                "text":"db &lt;slow&gt;","ts":"1700000000.000100","event_ts":"1700000000.000100"})"},
        {Kind::event, "reply", R"({"type":"message","subtype":"thread_broadcast","channel":"C7",
                "channel_type":"group","user":"U7","user_team":"T9","source_team":"T8","team":"T7","text":"yes",
                "ts":"1700000002.000100","thread_ts":"1700000001.000100","root":{"text":"no"}})"},
        {Kind::event, "parent", R"({"type":"message","channel":"C7","user":"U7","text":"up","reply_count":2,
                "ts":"1700000001.000100","thread_ts":"1700000001.000100"})"},
        {Kind::event, "files", R"({"type":"message","subtype":"file_share","channel":"D7","channel_type":"im",
                "user":"U7","source_team":"T8","team":"T7","text":"","ts":"1700000003.000100",
                "files":[{"name":"graph.png"},{"id":"F2","title":"Notes"},{"id":"F3","mode":"tombstone"},7]})"},
        {Kind::event, "own post", R"({"type":"message","channel":"C7","user":"U0","bot_id":"B0","text":"card",
                "ts":"1700000004.000100","bot_profile":{"app_id":"A7","name":"tocsin"},
                "metadata":{"event_type":"tocsin_outbox","event_payload":{"id":"o-12"}}})"},
        {Kind::event, "webhook", R"({"type":"message","subtype":"bot_message","channel":"C7","bot_id":"B9",
                "app_id":"A9","username":"monitor","text":"alert","ts":"1700000005.000100",
                "metadata":{"event_type":"other","event_payload":{"id":"o-13"}}})"},
        {Kind::event, "edited", R"({"type":"message","subtype":"message_changed","hidden":true,"channel":"C7",
                "channel_type":"channel","ts":"1700000009.000100","event_ts":"1700000009.000100",
                "message":{"type":"message","user":"U7","text":"db is slow","ts":"1700000000.000100",
                "edited":{"user":"U7","ts":"1700000008.000000"}},
                "previous_message":{"user":"U7","text":"db slow","ts":"1700000000.000100"}})"},
        {Kind::event, "unfurled", R"({"type":"message","subtype":"message_changed","channel":"C7",
                "ts":"1700000010.000100",
                "message":{"user":"U7","text":"see x","edited":{"user":"U7","ts":"1700000008.000000"},
                "attachments":[{"title":"x"}]},
                "previous_message":{"user":"U7","text":"see x","ts":"1700000000.000100",
                "edited":{"user":"U7","ts":"1700000008.000000"}}})"},
        {Kind::event, "deleted",
         R"({"type":"message","subtype":"message_deleted","hidden":true,"channel":"C7",
                "channel_type":"channel","deleted_ts":"1700000000.000100","ts":"1700000011.000100",
                "previous_message":{"user":"U7","text":"db slow","ts":"1700000000.000100"}})"},
        {Kind::event, "tombstone", R"({"type":"message","subtype":"message_changed","channel":"C7",
                "ts":"1700000012.000100","message":{"subtype":"tombstone","user":"USLACKBOT",
                "text":"This message was deleted.","ts":"1700000000.000100"},
                "previous_message":{"user":"U7","text":"db slow","ts":"1700000000.000100"}})"},
        {Kind::event, "replied", R"({"type":"message","channel":"C7","ts":"1700000013.000100",
                "message":{"user":"U7","text":"db slow","ts":"1700000000.000100","reply_count":1}})"},
        {Kind::event, "mention", R"({"type":"app_mention","channel":"C7","user":"U7","text":"<@U0> show",
                "ts":"1700000014.000100","thread_ts":"1700000001.000100"})"}};
}

std::vector<SlackSample> other_events() {
    return {
        {Kind::event, "reaction", R"({"type":"reaction_added","user":"U7","reaction":":wave::skin-tone-3:",
                "item":{"type":"message","channel":"C7","ts":"1700000000.000100"},"item_user":"U8",
                "event_ts":"1700000015.000100"})"},
        {Kind::event, "reaction gone", R"({"type":"reaction_removed","user":"U7","reaction":"eyes",
                "item":{"type":"file","file":"F1"},"event_ts":"1700000016.000100"})"},
        {Kind::event, "pin", R"({"type":"pin_added","user":"U7","channel_id":"C7","pin_count":1,
                "item":{"type":"message","created_by":"U7","message":{"user":"U8","text":"root cause",
                "ts":"1700000000.000100"}},"event_ts":"1700000017.000100"})"},
        {Kind::event, "pin gone", R"({"type":"pin_removed","user":"U7",
                "item":{"type":"file","channel":"C7","file":{"id":"F1"}},"event_ts":"1700000018.000100"})"},
        {Kind::event, "joined", R"({"type":"member_joined_channel","user":"U7","channel":"C7",
                "channel_type":"C","team":"T7","inviter":"U8"})"},
        {Kind::event, "left", R"({"type":"member_left_channel","user":"U7","channel":"G7","team":"T7"})"},
        {Kind::event, "renamed", R"({"type":"channel_rename","channel":{"id":"C7","name":"inc-7-db"}})"},
        {Kind::event, "private renamed", R"({"type":"group_rename","channel":{"id":"G7","name":"slate"}})"},
        {Kind::event, "archived", R"({"type":"channel_archive","channel":"C7","user":"U7"})"},
        {Kind::event, "private archived", R"({"type":"group_archive","channel":"G7"})"},
        {Kind::event, "unarchived", R"({"type":"channel_unarchive","channel":"C7","user":"U7"})"},
        {Kind::event, "private unarchived", R"({"type":"group_unarchive","channel":"G7"})"},
        {Kind::event, "id changed", R"({"type":"channel_id_changed","old_channel_id":"G7",
                "new_channel_id":"C8","event_ts":"1700000019.000100"})"},
        {Kind::event, "home", R"({"type":"app_home_opened","user":"U7","channel":"D7","tab":"home",
                "view":{"id":"V1","state":{"values":{}}}})"},
        {Kind::event, "group members", R"({"type":"subteam_members_changed","subteam_id":"S7",
                "team_id":"T7","added_users":["U7"]})"},
        {Kind::event, "uninstalled", R"({"type":"app_uninstalled"})"},
        {Kind::event, "revoked", R"({"type":"tokens_revoked","tokens":{"bot":["U0"]}})"},
        {Kind::event, "unknown event", R"({"type":"star_added","user":"U7"})"}};
}

std::vector<SlackSample> interactions() {
    return {
        {Kind::interaction, "button", R"({"type":"block_actions","user":{"id":"U7","username":"mei.l",
                "name":"mei","team_id":"T9"},"team":{"id":"T7"},"enterprise":null,"api_app_id":"A7",
                "container":{"type":"message","message_ts":"1700000000.000100","channel_id":"C7",
                "thread_ts":"1700000001.000100","is_ephemeral":true},"channel":{"id":"C7","name":"ops"},
                "trigger_id":"1.2.3","response_url":"https://hooks.slack.example/a","state":{"values":{}},
                "actions":[{"action_id":"line/0","block_id":"b","type":"button","value":"ack INC-7",
                "text":{"type":"plain_text","text":"Acknowledge"},"action_ts":"1700000020.000100"}]})"},
        {Kind::interaction, "button on a parent", R"({"type":"block_actions","user":{"id":"U7",
                "username":"mei"},"container":{"type":"message","channel_id":"C7"},
                "message":{"ts":"1700000000.000100","thread_ts":"1700000000.000100"},"actions":[]})"},
        {Kind::interaction, "chosen in a view", R"({"type":"block_actions","user":{"id":"U7"},
                "team":{"id":"T9"},"container":{"type":"view","view_id":"V1"},"view":{"id":"V1",
                "callback_id":"declare","app_installed_team_id":"T7","state":{"values":{}}},
                "actions":[{"action_id":"sev","block_id":"severity","type":"static_select",
                "selected_option":{"text":{"type":"plain_text","text":"SEV2"},"value":"sev2"}}]})"},
        {Kind::interaction, "form", R"({"type":"view_submission","user":{"id":"U7","name":"mei",
                "team_id":"T9"},"team":{"id":"T9"},"api_app_id":"A7","trigger_id":"1.2.3","view":{"id":"V1",
                "callback_id":"declare","private_metadata":"{\"ref\":7}","hash":"h1","external_id":"x1",
                "app_installed_team_id":"T7","state":{"values":{
                "a text":{"in":{"type":"plain_text_input","value":"db slow"}},
                "b empty":{"in":{"type":"plain_text_input","value":null}},
                "c one":{"in":{"type":"static_select","selected_option":{"value":"sev2"}}},
                "d none":{"in":{"type":"static_select","selected_option":null}},
                "e several":{"in":{"type":"checkboxes","selected_options":[{"value":"x"},{"value":"y"}]}},
                "f person":{"in":{"type":"users_select","selected_user":"U8"}},
                "g people":{"in":{"type":"multi_users_select","selected_users":["U8","U9"]}},
                "h channel":{"in":{"type":"channels_select","selected_channel":"C8"}},
                "i channels":{"in":{"type":"multi_channels_select","selected_channels":["C8","C9"]}},
                "j talk":{"in":{"type":"conversations_select","selected_conversation":"D8"}},
                "k talks":{"in":{"type":"multi_conversations_select","selected_conversations":["D8","C8"]}},
                "l date":{"in":{"type":"datepicker","selected_date":"2026-01-31"}},
                "m time":{"in":{"type":"timepicker","selected_time":"23:27"}},
                "n moment":{"in":{"type":"datetimepicker","selected_date_time":1700000000}},
                "o files":{"in":{"type":"file_input","files":[{"id":"F1"},{"id":"F2"}]}}}}},
                "response_urls":[{"block_id":"h channel","action_id":"in","channel_id":"C8",
                "response_url":"https://hooks.slack.example/v"}]})"},
        {Kind::interaction, "form closed", R"({"type":"view_closed","user":{"id":"U7"},"team":{"id":"T7"},
                "api_app_id":"A7","is_cleared":true,"view":{"id":"V1","callback_id":"declare",
                "state":{"values":{}}}})"},
        {Kind::interaction, "shortcut", R"({"type":"shortcut","user":{"id":"U7","username":"mei",
                "team_id":"T7"},"team":{"id":"T7"},"callback_id":"declare_incident","trigger_id":"1.2.3",
                "action_ts":"1700000021.000100"})"},
        {Kind::interaction, "message shortcut", R"({"type":"message_action","user":{"id":"U7","name":"mei"},
                "team":{"id":"T7"},"api_app_id":"A7","callback_id":"add_to_timeline","trigger_id":"1.2.3",
                "response_url":"https://hooks.slack.example/m","action_ts":"1700000022.000100",
                "channel":{"id":"C7","name":"ops"},"message_ts":"1700000002.000100",
                "message":{"user":"U8","text":"failover done","thread_ts":"1700000001.000100"}})"},
        {Kind::interaction, "suggestion", R"({"type":"block_suggestion","user":{"id":"U7"},
                "team":{"id":"T7"},"api_app_id":"A7","action_id":"service","block_id":"svc","value":"check"})"},
        {Kind::interaction, "unknown interaction", R"({"type":"dialog_submission","user":{"id":"U7"}})"}};
}

// A value of a kind, any kind, that no field of ours has.
Json foreign(std::mt19937& chance) {
    switch (chance() % 6) {
    case 0: return nullptr;
    case 1: return chance();
    case 2: return {{"type", "message"}, {"ts", "1.2"}, {"id", Json::array({1, "x"})}};
    case 3: return Json::array({Json::object(), "event_callback"});
    case 4: return chance() % 2 == 0;
    default: return "env-2";
    }
}

// `inputs`: below state.values, where every name is a block or an input of ours.
void add_fields(Json& json, std::mt19937& chance, int inputs = 0) {
    if (!json.is_structured()) return;
    for (auto& [name, value] : json.items()) {
        const bool names_are_ours = inputs == 1 || (name == "values" && value.is_object());
        add_fields(value, chance, names_are_ours ? inputs + 1 : 0);
    }
    if (json.is_object() && inputs == 0)
        for (auto left = chance() % 3 + 1; left > 0; --left)
            json["zz_" + std::to_string(chance() % 1000)] = foreign(chance);
}

} // namespace

const std::vector<SlackSample>& slack_samples() {
    static const std::vector<SlackSample> all = [] {
        std::vector<SlackSample> samples;
        for (auto& some : {frames(), messages(), other_events(), interactions()})
            samples.insert(samples.end(), some.begin(), some.end());
        return samples;
    }();
    return all;
}

const SlackSample& slack_sample(std::string_view name) {
    for (const auto& sample : slack_samples())
        if (sample.name == name) return sample;
    throw std::runtime_error("no such sample: " + std::string{name});
}

Json event_callback(Json event) {
    return {
        {"type", "event_callback"},
        {"team_id", "T8"},
        {"enterprise_id", "E8"},
        {"api_app_id", "A7"},
        {"event_id", "Ev7"},
        {"event_time", 1'700'000'000},
        {"is_ext_shared_channel", true},
        {"authorizations", Json::array({{{"team_id", "T7"}, {"enterprise_id", nullptr}, {"is_bot", true}}})},
        {"event", std::move(event)}};
}

Json envelope(std::string_view type, Json payload) {
    return {{"envelope_id", "env-1"},
            {"type", type},
            {"accepts_response_payload", type != "events_api"},
            {"payload", std::move(payload)}};
}

std::string as_frame(const SlackSample& sample) {
    if (sample.kind == Kind::frame) return sample.json;
    Json json = Json::parse(sample.json);
    if (sample.kind == Kind::event) return envelope("events_api", event_callback(std::move(json))).dump();
    return envelope(sample.kind == Kind::command ? "slash_commands" : "interactive", std::move(json)).dump();
}

std::pair<std::string, std::string> as_body(const SlackSample& sample) {
    const Json json = Json::parse(sample.json);
    if (sample.kind == Kind::event) return {event_callback(json).dump(), "application/json"};
    const Json fields = sample.kind == Kind::command ? json : Json{{"payload", json.dump()}};
    return {form_of(fields), "application/x-www-form-urlencoded"};
}

std::string form_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view{"-._*"}.find(c) != std::string_view::npos;
        if (plain)
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out.append({'%', digits[byte >> 4U], digits[byte & 15U]});
    }
    return out;
}

std::string form_of(const Json& fields) {
    std::string out;
    for (const auto& [name, value] : fields.items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        out.append(out.empty() ? "" : "&").append(form_encoded(name)).append("=").append(form_encoded(text));
    }
    return out;
}

Json with_foreign_fields(Json json, unsigned seed) {
    std::mt19937 chance{seed};
    add_fields(json, chance);
    return json;
}

std::vector<Json> with_wrong_kinds(const Json& json) {
    const std::vector<Json> values{nullptr,
                                   7,
                                   -1.5e300,
                                   true,
                                   std::string{"\0\xC3\xA9", 3},
                                   Json::array({nullptr, Json::array()}),
                                   {{"id", {{"id", 1}}}}};
    std::vector<Json> all;
    const Json leaves = json.flatten();
    for (const auto& [path, old] : leaves.items())
        for (Json::json_pointer at{path}; !at.empty(); at.pop_back())
            for (const Json& value : values) {
                all.push_back(json);
                all.back()[at] = value;
            }
    return all;
}

} // namespace tocsin::test
