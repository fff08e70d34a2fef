// What Slack sends, in samples of our own, and the wrappings of both modes around any payload.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tocsin::test {

struct SlackSample {
    enum class Kind : unsigned char { frame, event, interaction, command } kind{};
    std::string name;
    std::string json; // the frame; what stands in "event"; the payload; the fields
};
const std::vector<SlackSample>& slack_samples();
const SlackSample& slack_sample(std::string_view name);

// Recorded payloads of other projects', which are not ours to keep here: $TOCSIN_SLACK_PAYLOADS, or the
// folder beside the checkout; empty where it is not. Of whole frames the payload is a sample of its own as
// well.
std::vector<std::filesystem::path> recorded_files();
const std::vector<SlackSample>& recorded_payloads();
std::string file_text(const std::filesystem::path&);

// As the bytes of a Socket Mode frame ("env-1"), and as body and content type of HTTP mode. Frames have no
// body.
std::string as_frame(const SlackSample&);
std::pair<std::string, std::string> as_body(const SlackSample&);

// What goes around the value of "event".
nlohmann::json event_callback(nlohmann::json event);
nlohmann::json envelope(std::string_view type, nlohmann::json payload);

std::string form_encoded(std::string_view);
std::string form_of(const nlohmann::json& fields); // texts and truths

// Slack adds fields without notice: here everywhere, by a seed.
nlohmann::json with_foreign_fields(nlohmann::json, unsigned seed);
// Every copy of `json` in which one value was replaced by one of another kind.
std::vector<nlohmann::json> with_wrong_kinds(const nlohmann::json&);

} // namespace tocsin::test
