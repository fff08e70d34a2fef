// Slack's decoders and what nobody of good will would send: nothing is thrown, and what can be acknowledged
// is.
#include "integrations/slack/decode.hpp"
#include "tests/support/slack_samples.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using namespace tocsin::slack;
using Json = nlohmann::json;

namespace {

std::string nested(std::size_t depth, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += open;
    text += "1";
    for (std::size_t i = 0; i < depth; ++i) text += close;
    return text;
}

} // namespace

TEST_CASE("A value of another kind never costs an acknowledgement", "[slack]") {
    std::size_t tried = 0;
    for (const auto& sample : test::slack_samples()) {
        INFO(sample.name);
        const Json frame = Json::parse(test::as_frame(sample));
        for (const Json& wrong : test::with_wrong_kinds(frame)) {
            const auto read = frame_from(wrong.dump());
            REQUIRE(read);
            const auto& id = wrong.contains("envelope_id") ? wrong["envelope_id"] : Json{};
            const std::string expected = id.is_string() ? id.get<std::string>() : "";
            if (read->envelope_id != expected) FAIL(wrong.dump());
            ++tried;
        }
        if (sample.kind == test::SlackSample::Kind::frame) continue;
        for (const Json& wrong : test::with_wrong_kinds(Json::parse(sample.json))) {
            auto altered = sample;
            if (!wrong.is_object()) continue;
            altered.json = wrong.dump();
            const auto [body, type] = test::as_body(altered);
            REQUIRE(body_from(body, type));
        }
    }
    CHECK(tried > 1000);
}

TEST_CASE("A number is never taken for the ts of a Slack message", "[slack]") {
    auto event = Json::parse(test::slack_sample("message").json);
    event["ts"] = 1700000000.0001;
    event["thread_ts"] = 1700000000;
    const auto read = frame_from(test::envelope("events_api", test::event_callback(event)).dump());
    const auto message = std::get<Message>(std::get<EventCallback>(read->payload).event);
    CHECK(message.ts.empty());
    CHECK(message.thread_ts.empty());
}

TEST_CASE("Numbers of Slack's are cut to what fits", "[slack]") {
    const auto read = frame_from(R"({"type":"hello","num_connections":99999999999,"retry_attempt":-3,
        "debug_info":{"approximate_connection_time":18446744073709551615}})");
    REQUIRE(read);
    const auto hello = std::get<Hello>(read->payload);
    CHECK(hello.connections == std::numeric_limits<int>::max());
    CHECK(hello.lives_seconds == std::numeric_limits<std::int64_t>::max());
    CHECK(read->retry_attempt == 0);
}

TEST_CASE("No bomb goes off in the decoders of Slack", "[slack]") {
    const std::string start = R"({"envelope_id":"e","type":"interactive","payload":)";
    CHECK(frame_from(start + nested(30, "[", "]") + "}"));
    for (const auto& payload : {nested(40, "[", "]"), nested(200'000, "[", "]"),
                                nested(200'000, R"({"a":)", "}"), std::string(200'000, '[')})
        CHECK_FALSE(frame_from(start + payload + "}"));
    std::string many = "[1";
    for (int i = 0; i < 99'000; ++i) many += ",1";
    CHECK(frame_from(start + many + "]}"));
    for (int i = 0; i < 2'000; ++i) many += ",1";
    CHECK_FALSE(frame_from(start + many + "]}"));
    const std::string room(frame_bytes_max, 'x');
    CHECK_FALSE(frame_from(start + "\"" + room + "\"}"));
    CHECK(frame_from(start + "\"" + room.substr(100) + "\"}"));
    CHECK_FALSE(body_from("payload=" + std::string(200'000, '['), "application/x-www-form-urlencoded"));
    std::string fields; // one pass a field, however many there are
    for (int i = 0; i < 100'000; ++i) fields += "a=%41&";
    CHECK(body_from(fields, "application/x-www-form-urlencoded") == HttpPayload{Other{}});
}

TEST_CASE("Of broken frames of Slack's nothing is read, of doubled names the last one", "[slack]") {
    const auto whole = test::as_frame(test::slack_sample("command"));
    for (std::size_t cut = 0; cut < whole.size(); ++cut) CHECK_FALSE(frame_from(whole.substr(0, cut)));
    CHECK_FALSE(frame_from(whole + std::string(1, '\0')));
    CHECK_FALSE(frame_from("\xff" + whole));
    CHECK_FALSE(frame_from("{\"type\":\"\xc3\"}"));
    CHECK_FALSE(frame_from(R"({"num_connections":1e999})"));
    CHECK_FALSE(frame_from("[]"));
    CHECK_FALSE(frame_from("null"));
    const auto doubled = frame_from(R"({"envelope_id":"a","envelope_id":"b","type":"x"})");
    REQUIRE(doubled);
    CHECK(doubled->envelope_id == "b");
    const auto nul = frame_from(R"({"envelope_id":"a\u0000b","type":"x"})");
    REQUIRE(nul);
    CHECK(nul->envelope_id == std::string{"a\0b", 3});
}
