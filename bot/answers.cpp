// Reads answers and messages back. The data file is hostile input too: anything odd gives nullopt, never a
// throw.
#include "bot/answers.hpp"

#include "integrations/net/json.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace tocsin::bot {
namespace {

using nlohmann::json;

std::string text_or_none(const json& j, std::string_view name) {
    return net::text_in(j, name).value_or(std::string{});
}

Outcome outcome_named(const std::string& name) {
    static constexpr std::array outcomes{"done", "shown", "refused", "asked"};
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (outcomes[i] == name) return static_cast<Outcome>(i);
    return Outcome::done;
}

bool flag_in(const json& j, const char* name) {
    const auto it = j.find(name);
    return it != j.end() && it->is_boolean() && it->get<bool>();
}

} // namespace

std::optional<Answer> answer_from_json(std::string_view text) {
    const auto parsed = net::parse_untrusted(text);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const json& j = *parsed;
    Answer a;
    if (const auto reply = j.find("reply"); reply != j.end() && reply->is_object())
        a.reply = message_from(*reply);
    a.outcome = outcome_named(text_or_none(j, "outcome"));
    a.incident = text_or_none(j, "incident");
    a.room = text_or_none(j, "room");
    a.unknown_verb = flag_in(j, "unknown_verb");
    if (const auto events = j.find("events"); events != j.end() && events->is_array())
        for (const auto& e : *events)
            if (e.is_object())
                a.events.push_back({static_cast<std::uint32_t>(net::number_in(e, "seq").value_or(0)),
                                    text_or_none(e, "kind")});
    return a;
}

} // namespace tocsin::bot
