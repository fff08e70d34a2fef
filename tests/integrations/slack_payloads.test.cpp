// Real payloads of other projects' through the decoders, in both modes. They are not ours to keep here: the
// folder stands beside the checkout, or is named by TOCSIN_SLACK_PAYLOADS.
#include "integrations/slack/decode.hpp"
#include "tests/support/slack_samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>

using namespace tocsin;
using namespace tocsin::slack;
using Json = nlohmann::json;
using test::SlackSample;
namespace fs = std::filesystem;

namespace {

const std::vector<SlackSample>& payloads() {
    const auto& all = test::recorded_payloads();
    if (all.empty()) WARN("The recorded payloads of Slack are not here: set TOCSIN_SLACK_PAYLOADS.");
    return all;
}

std::string at(const Json& json, const char* pointer) {
    return json.at(Json::json_pointer{pointer}).get<std::string>();
}
std::string stem(const fs::path& path) { return path.stem().string(); }

// The bodies of events stand in the folder whole: as they are, not with our own outside.
std::optional<Json> whole_body(const fs::path& path) {
    if (!stem(path).starts_with("ev")) return std::nullopt;
    Json body = Json::parse(test::file_text(path));
    body["type"] = "event_callback"; // blanked in the shapes
    return body;
}

std::string type_of(const Json& json) { return json.value("type", ""); }

// What Tocsin does not take, it knows to be something else.
const std::set<std::string> others{
    "message_metadata_posted", "user_profile_changed", "channel_created", "channel_deleted",
    "channel_shared",          "subteam_updated",      "user_change",     "app_rate_limited"};

void check_event(const slack::Event& event, const Json& json) {
    const auto* other = std::get_if<Other>(&event);
    CHECK((other != nullptr) == others.contains(type_of(json)));
    if (other != nullptr) CHECK(other->type == type_of(json));
}

} // namespace

TEST_CASE("Every recorded payload of Slack's is read in both modes", "[slack][payloads]") {
    std::size_t frames = 0, bodies = 0;
    for (const auto& sample : payloads()) {
        INFO(sample.name);
        const auto frame = frame_from(test::as_frame(sample));
        REQUIRE(frame);
        const Json json = Json::parse(sample.json);
        const bool lone = sample.kind == SlackSample::Kind::frame && !json.contains("envelope_id");
        CHECK(frame->envelope_id.empty() == lone);
        CHECK_FALSE(std::holds_alternative<Other>(frame->payload));
        if (const auto* read = std::get_if<Interaction>(&frame->payload))
            CHECK_FALSE(std::holds_alternative<Other>(*read));
        ++frames;
        if (sample.kind == SlackSample::Kind::frame) continue;
        if (sample.kind == SlackSample::Kind::event)
            check_event(std::get<EventCallback>(frame->payload).event, json);
        const auto [body, type] = test::as_body(sample);
        const auto read = body_from(body, type);
        REQUIRE(read);
        if (const auto* command = std::get_if<SlashCommand>(&frame->payload))
            CHECK(std::get<SlashCommand>(*read) == *command);
        if (const auto* callback = std::get_if<EventCallback>(&frame->payload))
            CHECK(std::get<EventCallback>(*read) == *callback);
        if (const auto* interaction = std::get_if<Interaction>(&frame->payload))
            CHECK(std::get<Interaction>(*read) == *interaction);
        ++bodies;
    }
    if (frames > 0) {
        CHECK(frames >= 60);
        CHECK(bodies >= 50);
    }
}

TEST_CASE("The recorded outsides of Slack's events are read whole", "[slack][payloads]") {
    for (const auto& path : test::recorded_files()) {
        const auto body = whole_body(path);
        if (!body) continue;
        INFO(stem(path));
        const auto http = body_from(body->dump(), "application/json");
        REQUIRE(http);
        const auto& event = std::get<EventCallback>(*http);
        check_event(event.event, body->at("event"));
        CHECK(event.event_id == body->value("event_id", ""));
        CHECK(event.app == body->value("api_app_id", ""));
        const auto frame = frame_from(test::envelope("events_api", *body).dump());
        REQUIRE(frame);
        CHECK(frame->envelope_id == "env-1");
        CHECK(std::get<EventCallback>(frame->payload) == event);
    }
}

TEST_CASE("Fields that Slack will add one day change nothing in recorded payloads", "[slack][payloads]") {
    for (const auto& sample : payloads()) {
        INFO(sample.name);
        const Json json = Json::parse(test::as_frame(sample));
        const auto plain = frame_from(json.dump());
        for (unsigned seed = 1; seed <= 3; ++seed)
            CHECK(frame_from(test::with_foreign_fields(json, seed).dump()) == plain);
    }
}

TEST_CASE("Recorded payloads with a value of another kind are acknowledged", "[slack][payloads]") {
    constexpr std::size_t small = 2'000; // of the large ones every part stands in a small one as well
    for (const auto& sample : payloads()) {
        if (sample.json.size() > small) continue;
        INFO(sample.name);
        const Json json = Json::parse(test::as_frame(sample));
        for (const Json& wrong : test::with_wrong_kinds(json)) {
            const auto read = frame_from(wrong.dump());
            REQUIRE(read);
            const bool same = wrong.contains("envelope_id") == json.contains("envelope_id") &&
                              (!wrong.contains("envelope_id") || wrong["envelope_id"] == json["envelope_id"]);
            if (same && json.contains("envelope_id") && read->envelope_id != at(json, "/envelope_id"))
                FAIL(wrong.dump());
        }
    }
}

TEST_CASE("The long frame of Slack's that is on record is read whole", "[slack][payloads]") {
    for (const auto& [kind, name, text] : payloads()) {
        if (name != "sm_interactive_block_actions_67k") continue;
        REQUIRE(text.size() > 67'000);
        const auto frame = frame_from(text);
        REQUIRE(frame);
        const auto& pressed = std::get<BlockActions>(std::get<Interaction>(frame->payload));
        const Json json = Json::parse(text);
        CHECK(frame->envelope_id == at(json, "/envelope_id"));
        CHECK(pressed.view->id == at(json, "/payload/view/id"));
        REQUIRE(pressed.actions.size() == 1);
        CHECK(pressed.actions[0].value == at(json, "/payload/actions/0/selected_option/value"));
    }
}

TEST_CASE("What is recorded of Slack's HTTP mode alone", "[slack][payloads]") {
    for (const auto& path : test::recorded_files()) {
        const std::string name = stem(path), text = test::file_text(path);
        if (!name.starts_with("http_")) continue;
        INFO(name);
        const Json json = Json::parse(text);
        if (name == "http_signature_vector") {
            const auto time = at(json, "/timestamp"), body = at(json, "/body");
            CHECK(
                signed_by(at(json, "/signing_secret"), time, at(json, "/signature"), body, std::stoll(time)));
            const auto read = body_from(body, "application/x-www-form-urlencoded");
            CHECK(std::get<SlashCommand>(*read).command == "/webhook-collect");
        } else if (name == "http_url_verification") {
            CHECK(body_from(text, "application/json") ==
                  HttpPayload{UrlVerification{at(json, "/challenge")}});
        } else {
            const auto minute = json.at("minute_rate_limited").get<std::int64_t>();
            CHECK(body_from(text, "application/json") ==
                  HttpPayload{RateLimited{at(json, "/team_id"), minute}});
        }
    }
}
