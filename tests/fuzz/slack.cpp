// What comes in Slack's name: frames, bodies of HTTP mode, signatures, names of errors. Any bytes are read or
// refused; what was read can be acknowledged, and both modes read the same.
#include "commands/text/unicode.hpp"
#include "integrations/slack/decode.hpp"
#include "integrations/slack/errors.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

using namespace tocsin;
using fuzz::must;
using Json = nlohmann::json;

namespace {

std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out.append({'%', "0123456789abcdef"[byte >> 4U], "0123456789ABCDEF"[byte & 15U]});
    }
    return out;
}

void valid(const slack::SlashCommand& command) {
    for (const auto* text : {&command.text, &command.command, &command.actor.user, &command.response_url})
        must(text::valid_utf8(*text), "a command is valid UTF-8");
}

void read_frame(std::string_view text) {
    const auto frame = slack::frame_from(text);
    if (!frame) return;
    const Json json = Json::parse(text);
    must(Json{{"envelope_id", frame->envelope_id}}.dump().size() > 16, "an acknowledgement can be written");
    if (!json.contains("envelope_id") || !json["envelope_id"].is_string())
        must(frame->envelope_id.empty(), "nothing is acknowledged that was not asked for");
    else
        must(frame->envelope_id == json["envelope_id"].get<std::string>(), "what came can be acknowledged");
    must(slack::frame_from(json.dump()) == frame, "another spelling of the same frame is the same frame");
    if (const auto* command = std::get_if<slack::SlashCommand>(&frame->payload)) valid(*command);
}

// The same payload, once in a frame and once in a form.
void read_interaction(std::string_view text) {
    const auto form = slack::body_from("payload=" + encoded(text), "application/x-www-form-urlencoded");
    const auto frame = slack::frame_from("{\"type\":\"interactive\",\"payload\":" + std::string{text} + "}");
    const bool object = frame && std::holds_alternative<slack::Interaction>(frame->payload);
    if (!form || !object) return; // at the limits one of them may be read, with what is around it
    if (const auto* read = std::get_if<slack::Interaction>(&*form))
        must(*read == std::get<slack::Interaction>(frame->payload), "both modes read the same");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text_of(data, size);
    read_frame(text);
    read_interaction(text);
    (void)slack::body_from(text, "application/json");
    (void)slack::body_from(text, text);
    if (const auto body = slack::body_from(text, "application/x-www-form-urlencoded"))
        if (const auto* command = std::get_if<slack::SlashCommand>(&*body)) valid(*command);
    must(!slack::signed_by("secret", text.substr(0, size / 2), text.substr(size / 2), text, 1'700'000'000),
         "nobody guesses a signature");
    (void)slack::fate_of(text.substr(0, size / 2), static_cast<int>(size), text.substr(size / 2));
    must(text::valid_utf8(slack::advice_for(text, text, text)), "advice is valid UTF-8");
    must(text::valid_utf8(slack::advice_for("missing_scope", text, text.substr(size / 2))),
         "advice is valid UTF-8");
    return 0;
}
