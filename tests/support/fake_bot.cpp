// The bot as the room sees it.
#include "tests/support/fake_bot.hpp"

#include "commands/text/unicode.hpp"

namespace tocsin::test {

// As the pipeline: the answer first, then the lines that everybody sees.
void FakeBot::ask(Ask ask, std::function<void(Answer)> reply) {
    if (!ask.typed()) { // somebody looked at something
        looks.push_back(std::get<Looked>(ask.what).what);
        return reply({});
    }
    asks.push_back(ask);
    const bool talk = ask.typed()->talk;
    reply(talk ? Answer{.recorded = answer.recorded} : answer);
    if (!talk || !keeps_talk || !answer.recorded) return;
    TalkLine line{.id = ++last_line,
                  .room = ask.room,
                  .person = person(ask.platform, ask.account),
                  .name = ask.name,
                  .text = ask.typed()->line,
                  .said_at = ask.said_at};
    lines.push_back(line);
    if (said) said(line);
}

std::string FakeBot::overview(PersonId viewer) const {
    return "{\"viewer\":" + std::to_string(viewer.value) + "}";
}

std::optional<std::string> FakeBot::incident(PersonId, std::string_view ref) const {
    const auto found = incidents.find(std::string{ref});
    return found == incidents.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::string> FakeBot::timeline(PersonId viewer, std::string_view ref, bool full) const {
    if (!incident(viewer, ref)) return std::nullopt;
    return full ? "[\"full\"]" : "[]";
}

std::optional<std::string> FakeBot::draft(PersonId viewer, std::string_view ref, std::string_view layout,
                                          std::string_view format) const {
    if (!incident(viewer, ref) || (!layout.empty() && layout != "sre")) return std::nullopt;
    return format == "md" ? "# Draft" : "{\"draft\":1}";
}

std::vector<TalkLine> FakeBot::talk(PersonId viewer, const RoomId& room, std::uint64_t before,
                                    std::size_t max) const {
    std::vector<TalkLine> found;
    for (const TalkLine& line : lines)
        if (line.room == room && (!before || line.id < before) && (!line.only_for || line.only_for == viewer))
            found.push_back(line);
    if (found.size() > max) found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(max));
    return found;
}

PersonId FakeBot::person(std::string_view, std::string_view account) const {
    const auto found = accounts.find(text::folded(account));
    return found == accounts.end() ? PersonId{} : found->second;
}

} // namespace tocsin::test
