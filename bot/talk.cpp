// Shared look-ups.
#include "bot/talk.hpp"

#include "integrations/line.hpp"

#include <algorithm>

namespace tocsin::bot {

const IncidentFile* find_by_ref(const Everything& all, std::string_view ref) {
    const bool digits = !ref.empty() && ref.find_first_not_of("0123456789") == std::string_view::npos;
    return all.referred(digits ? "INC-" + std::string{ref} : std::string{ref});
}

std::vector<TalkLine> people_talk(const storage::Store& store, const IncidentFile& file,
                                  std::string_view prefix) {
    std::vector<TalkLine> lines;
    auto talk = store.talk(file.now.rooms, 0, talk_in_draft_max);
    if (!talk) return lines;
    for (TalkLine& line : *talk)
        if (line.person && !line.only_for && typed(line.text, prefix, false).talk)
            lines.push_back(std::move(line));
    std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
        return std::pair{a.said_at, a.id} < std::pair{b.said_at, b.id};
    });
    return lines;
}

} // namespace tocsin::bot
