// Reads messages back. Anything odd is left at its default.
#include "integrations/messages.hpp"

#include "integrations/net/json.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace tocsin {
namespace {

using nlohmann::json;

template <class T> T get(const json& j, const char* key, T otherwise) {
    const auto it = j.find(key);
    if (it == j.end() || it->is_null()) return otherwise;
    try {
        return it->template get<T>();
    } catch (const json::exception&) {
        return otherwise;
    }
}

template <class Enum, std::size_t N>
Enum named(const std::string& name, const std::array<const char*, N>& names) {
    for (std::size_t i = 0; i < N; ++i)
        if (names[i] == name) return static_cast<Enum>(i);
    return static_cast<Enum>(0);
}

Run run_from(const json& j) {
    static constexpr std::array kinds{"text", "command", "person", "time", "link", "quote"};
    Run run{.kind = named<Run::Kind>(get<std::string>(j, "k", ""), kinds),
            .text = get<std::string>(j, "t", ""),
            .href = get<std::string>(j, "href", "")};
    run.person = {get<std::uint32_t>(j, "person", 0)};
    run.time = Instant{Duration{get<std::int64_t>(j, "at", 0)}};
    return run;
}

} // namespace

Message message_from(const json& j) {
    static constexpr std::array tones{"plain", "good", "warning", "late"};
    Message m;
    m.phone = get<std::string>(j, "phone", "");
    m.tone = named<Tone>(get<std::string>(j, "tone", ""), tones);
    if (const auto lines = j.find("lines"); lines != j.end() && lines->is_array())
        for (const auto& line : *lines) {
            Line runs;
            if (line.is_array())
                for (const auto& run : line)
                    if (run.is_object()) runs.push_back(run_from(run));
            m.lines.push_back(std::move(runs));
        }
    if (const auto buttons = j.find("buttons"); buttons != j.end() && buttons->is_array())
        for (const auto& b : *buttons)
            if (b.is_object())
                m.buttons.push_back({get<std::string>(b, "label", ""), get<std::string>(b, "line", "")});
    return m;
}

std::optional<IncidentId> draft_in(std::string_view text) {
    if (!text.starts_with("{\"draft\":")) return std::nullopt;
    const auto parsed = net::parse_untrusted(text);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    const auto id = net::number_in(*parsed, "draft");
    return id && *id > 0 ? std::optional{IncidentId{static_cast<std::uint32_t>(*id)}} : std::nullopt;
}

std::optional<Message> message_from_json(std::string_view text) {
    const auto parsed = net::parse_untrusted(text);
    if (!parsed || !parsed->is_object()) return std::nullopt;
    return message_from(*parsed);
}

} // namespace tocsin
