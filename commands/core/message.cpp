// Messages as plain text and as JSON.
#include "commands/core/message.hpp"

#include "commands/core/json_writer.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

namespace tocsin {

Run say(std::string_view t) { return {.kind = Run::Kind::text, .text = std::string{t}}; }
Run command(std::string_view line) { return {.kind = Run::Kind::command, .text = std::string{line}}; }
Run mention(PersonId person, std::string_view name) {
    return {.kind = Run::Kind::person, .text = std::string{name}, .person = person};
}
Run at_time(Instant t) { return {.kind = Run::Kind::time, .text = text::due_utc(t), .time = t}; }
Run link(std::string_view label, std::string_view href) {
    return {.kind = Run::Kind::link, .text = std::string{label}, .href = std::string{href}};
}
Run quote(std::string_view words) { return {.kind = Run::Kind::quote, .text = std::string{words}}; }

std::string text_of(const Line& line, std::string_view prefix) {
    std::string out;
    for (const Run& run : line) switch (run.kind) {
        case Run::Kind::text:
        case Run::Kind::time:
        case Run::Kind::link: out += run.text; break;
        case Run::Kind::command: out += std::string{prefix} + run.text; break;
        case Run::Kind::person: out += "@" + text::isolated(run.text); break;
        case Run::Kind::quote: out += "\"" + run.text + "\""; break;
        }
    return out;
}

std::string text_of(const Message& message, std::string_view prefix) {
    std::string out;
    for (const Line& line : message.lines) {
        if (!out.empty()) out += '\n';
        out += text_of(line, prefix);
    }
    return out;
}

std::uint64_t fingerprint(const Message& message) {
    std::uint64_t hash = 14'695'981'039'346'656'037U;
    for (const char c : text_of(message, "")) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1'099'511'628'211U;
    }
    return hash;
}

std::string to_json(const Message& m) {
    static constexpr std::string_view kinds[] = {"text", "command", "person", "time", "link", "quote"};
    static constexpr std::string_view tones[] = {"plain", "good", "warning", "late"};
    JsonWriter j;
    j.object([&] {
        j.key("phone").value(m.phone);
        j.key("tone").value(tones[static_cast<std::size_t>(m.tone)]);
        j.key("lines").array([&] {
            for (const Line& line : m.lines)
                j.array([&] {
                    for (const Run& run : line)
                        j.object([&] {
                            j.key("k").value(kinds[static_cast<std::size_t>(run.kind)]);
                            j.key("t").value(run.text);
                            if (!run.href.empty()) j.key("href").value(run.href);
                            if (run.person) j.key("person").value(run.person.value);
                            if (run.time != no_instant)
                                j.key("at").value(std::int64_t{run.time.time_since_epoch().count()});
                        });
                });
        });
        j.key("buttons").array([&] {
            for (const Button& b : m.buttons)
                j.object([&] {
                    j.key("label").value(b.label);
                    j.key("line").value(b.line);
                });
        });
    });
    return j.take();
}

} // namespace tocsin
