// Shared look-ups.
#include "bot/talk.hpp"

#include "commands/text/unicode.hpp"
#include "integrations/line.hpp"

#include <algorithm>
#include <charconv>

namespace tocsin::bot {

const IncidentFile* find_by_ref(const Everything& all, std::string_view ref) {
    if (ref.size() > 4 && text::folded(ref.substr(0, 4)) == "inc-") ref.remove_prefix(4);
    std::uint32_t number{};
    const auto [end, error] = std::from_chars(ref.data(), ref.data() + ref.size(), number);
    if (error != std::errc{} || end != ref.data() + ref.size()) return nullptr;
    return all.numbered(number);
}

std::vector<TalkLine> people_talk(const storage::Store& store, const IncidentFile& file, std::string_view prefix) {
    std::vector<TalkLine> lines;
    auto talk = store.talk(file.now.rooms, 0, talk_in_draft_max);
    if (!talk) return lines;
    for (TalkLine& line : *talk)
        if (line.person && !line.only_for && typed(line.text, prefix, false).talk) lines.push_back(std::move(line));
    std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return std::pair{a.said_at, a.id} < std::pair{b.said_at, b.id}; });
    return lines;
}

} // namespace tocsin::bot
