// Lines as JSON. What people typed stays text: escaped, never interpreted.
#include "integrations/room/lines.hpp"

#include "commands/core/json_writer.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/net/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

namespace tocsin::room {
namespace {

using nlohmann::json;

constexpr std::string_view line_mark = "line/";

std::string string_in(const json& object, std::string_view name) {
    return net::text_in(object, name).value_or("");
}

std::string plain(const json& run, std::string_view prefix) {
    if (!run.is_object()) return {};
    const std::string kind = string_in(run, "k"), text = string_in(run, "t");
    if (kind == "command") return std::string{prefix} + text;
    if (kind == "person") return "@" + text::isolated(text);
    if (kind == "quote") return "\"" + text + "\"";
    return text;
}

// The same as text_of(Message) of the core, which this message came from.
std::string plain_form(const json& message, std::string_view prefix) {
    std::string out;
    const auto lines = message.find("lines");
    if (lines == message.end()) return out;
    for (const json& line : *lines) {
        if (!out.empty()) out += '\n';
        for (const json& run : line) out += plain(run, prefix);
    }
    return out;
}

// A page rings the phone of one person; a reminder is coloured in the room.
std::string_view kind_of(const TalkLine& line, const json& message) {
    const std::string tone = string_in(message, "tone");
    if (line.only_for && !string_in(message, "phone").empty()) return "page";
    return tone == "warning" || tone == "late" ? "reminder" : "bot";
}

} // namespace

std::string line_receipt(const TalkLine& line) {
    return fmt::format("{}{}/{}", line_mark, line.id, line.said_at.time_since_epoch().count());
}

std::optional<KeptLine> line_of(std::string_view receipt) {
    if (!receipt.starts_with(line_mark)) return std::nullopt;
    const char* const end = receipt.data() + receipt.size();
    std::uint64_t id{};
    std::int64_t at{};
    const auto first = std::from_chars(receipt.data() + line_mark.size(), end, id);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '/') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, at);
    if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
    return KeptLine{id, Instant{Duration{at}}};
}

std::string line_json(const TalkLine& line, std::string_view prefix) {
    // By name too: a person's first line comes before their id, and may look like a message. Nobody can be
    // called so.
    const bool may_be_message = !line.person && line.name == "tocsin";
    const json message = may_be_message ? json::parse(line.text, nullptr, false) : json{};
    const bool by_tocsin = message.is_object() && line.text.find('\0') == line.text.npos;
    JsonWriter j;
    j.object([&] {
        j.key("id").value(line.id);
        j.key("room").value(name_of(line.room));
        j.key("from").value(by_tocsin ? "tocsin" : line.name);
        j.key("person").value(line.person.value);
        j.key("at").value(std::int64_t{line.said_at.time_since_epoch().count()});
        j.key("text").value(by_tocsin ? plain_form(message, prefix) : line.text);
        if (by_tocsin)
            j.key("message").raw(line.text);
        else
            j.key("message").null();
        j.key("only_you").value(static_cast<bool>(line.only_for));
        j.key("kind").value(by_tocsin ? kind_of(line, message) : "talk");
    });
    return j.take();
}

} // namespace tocsin::room
