// The kept answer as JSON: what the API sends and the inbox stores.
#include "commands/core/decision.hpp"
#include "commands/core/json_writer.hpp"

namespace tocsin {

std::string to_json(const Answer& a, std::string_view prefix) {
    static constexpr std::string_view outcomes[] = {"done", "shown", "refused", "asked"};
    JsonWriter j;
    const auto text_or_null = [&](std::string_view key, const std::string& value) {
        j.key(key);
        if (value.empty())
            j.null();
        else
            j.value(value);
    };
    j.object([&] {
        std::string message = to_json(a.reply);
        message.pop_back(); // the closing brace: "text" is added to the message's own fields
        JsonWriter text;
        text.value(text_of(a.reply, prefix));
        j.key("reply").raw(message + ",\"text\":" + text.str() + "}");
        text_or_null("incident", a.incident);
        text_or_null("room", a.room);
        j.key("outcome").value(outcomes[static_cast<std::size_t>(a.outcome)]);
        j.key("events").array([&] {
            for (const auto& e : a.events)
                j.object([&] {
                    j.key("seq").value(e.seq);
                    j.key("kind").value(e.kind);
                });
        });
        j.key("duplicate").value(a.duplicate);
        j.key("recorded").value(a.recorded);
        if (a.unknown_verb) j.key("unknown_verb").value(true);
    });
    return j.take();
}

} // namespace tocsin
