// The outside of what Slack sends: frames of Socket Mode, bodies of HTTP mode, and commands, which have no
// inside.
#include "integrations/slack/decode.hpp"

#include "integrations/net/json.hpp"
#include "integrations/slack/decode_forms.hpp"
#include "integrations/slack/decode_parts.hpp"

namespace tocsin::slack {
namespace {

using namespace decoding;

// A form of 250 KB with long selects has 20,000 values, and a frame may bring a message beside it. 100 bytes
// a value while it is read.
constexpr std::size_t values_max = 100'000;

std::optional<Json> object_in(std::string_view json) {
    auto parsed = net::parse_untrusted(json, frame_bytes_max, values_max);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    return std::move(*parsed);
}

// The same fields in JSON and in a form: `field` gives the text of one, or "".
SlashCommand command_of(const auto& field) {
    return {.actor = {.user = field("user_id"), .name = field("user_name")},
            .team = field("team_id"),
            .enterprise = field("enterprise_id"),
            .app = field("api_app_id"),
            .channel = field("channel_id"),
            .channel_name = field("channel_name"),
            .command = field("command"),
            .text = field("text"),
            .response_url = field("response_url"),
            .trigger_id = field("trigger_id")};
}

Hello hello_of(const Json& frame) {
    return {.app = text(at(frame, "connection_info"), "app_id"),
            .connections = count(frame, "num_connections"),
            .lives_seconds = number(at(frame, "debug_info"), "approximate_connection_time")};
}

Payload payload_of(const Json& frame) {
    std::string type = text(frame, "type");
    if (type == "hello") return hello_of(frame);
    if (type == "disconnect") return Disconnect{text(frame, "reason")};
    const Json& payload = at(frame, "payload");
    if (type == "slash_commands" && at(payload, "command").is_string())
        return command_of([&](std::string_view name) { return text(payload, name); });
    if (type == "interactive" && payload.is_object()) return interaction_of(payload);
    if (type == "events_api" && says(payload, "type", "event_callback") && at(payload, "event").is_object())
        return event_callback_of(payload);
    return Other{std::move(type)};
}

HttpPayload json_body(const Json& body) {
    std::string type = text(body, "type");
    if (type == "event_callback" && at(body, "event").is_object()) return event_callback_of(body);
    if (type == "url_verification") return UrlVerification{text(body, "challenge")};
    if (type == "app_rate_limited")
        return RateLimited{text(body, "team_id"), number(body, "minute_rate_limited")};
    return Other{std::move(type)};
}

std::optional<HttpPayload> form_body(std::string_view body) {
    if (const auto payload = form_field(body, "payload")) {
        const auto read = object_in(*payload);
        if (!read) return std::nullopt;
        return interaction_of(*read);
    }
    if (form_field(body, "ssl_check") == "1") return SlashCommand{.ssl_check = true};
    if (!form_field(body, "command")) return Other{};
    return command_of([&](std::string_view name) { return form_field(body, name).value_or(""); });
}

// "Application/JSON; charset=utf-8" is "application/json".
bool is_kind(std::string_view content_type, std::string_view kind) {
    content_type = content_type.substr(0, content_type.find_first_of("; \t"));
    return std::ranges::equal(content_type, kind, {}, [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
}

} // namespace

std::optional<Frame> frame_from(std::string_view text_frame) {
    const auto frame = object_in(text_frame);
    if (!frame) return std::nullopt;
    return Frame{.envelope_id = text(*frame, "envelope_id"),
                 .accepts_payload = yes(*frame, "accepts_response_payload"),
                 .retry_attempt = count(*frame, "retry_attempt"),
                 .retry_reason = text(*frame, "retry_reason"),
                 .payload = payload_of(*frame)};
}

std::optional<HttpPayload> body_from(std::string_view body, std::string_view content_type) {
    if (is_kind(content_type, "application/x-www-form-urlencoded")) return form_body(body);
    if (!is_kind(content_type, "application/json")) return std::nullopt;
    const auto read = object_in(body);
    if (!read) return std::nullopt;
    return json_body(*read);
}

} // namespace tocsin::slack
