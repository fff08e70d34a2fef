// What forms and first pages start from: an update about to be written, what a line would do, a person's
// desk.
#include "bot/reader.hpp"

#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/update_words.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace tocsin::bot {
namespace {

constexpr std::size_t lines_of_desk_max = 10;
constexpr std::size_t words_of_task_max = 120;

struct Timed {
    Instant at{};
    std::string words;
};

std::vector<std::string> soonest(std::vector<Timed> all) {
    std::ranges::sort(all, {}, [](const Timed& t) { return std::tie(t.at, t.words); });
    std::vector<std::string> words;
    for (Timed& one : all)
        if (words.size() < lines_of_desk_max) words.push_back(std::move(one.words));
    return words;
}

} // namespace

std::optional<Reader::UpdateStart> StateReader::update_start(PersonId viewer, std::string_view ref,
                                                             std::string_view audience) const {
    const IncidentFile* file = find(viewer, ref);
    const auto who = audience_of(audience);
    if (!file || !who) return std::nullopt;
    UpdateStart start{.ref = file->now.ref(), .draft = views::draft_words(*file, *who), .last_text = ""};
    for (const auto& [key, update] : file->updates)
        if (key.second == *who && update.delivered != no_instant)
            start.last_text = update.text; // the newest last
    return start;
}

Message StateReader::preview(const Ask& ask) const {
    return decide(pipeline_.state(), ask, pipeline_.now()).reply;
}

Reader::Desk StateReader::desk(PersonId viewer) const {
    const Everything& all = pipeline_.state();
    const Instant now = pipeline_.now();
    Desk desk;
    std::vector<Timed> tasks, updates;
    for (auto it = all.incidents.rbegin(); it != all.incidents.rend(); ++it) {
        const Incident& i = it->second.now;
        if (!is_open(i.state) || !i.may_read(viewer)) continue;
        if (desk.open.size() < lines_of_desk_max)
            desk.open.push_back({i.ref(), views::one_line(all, i), i.home});
        for (const Task* t : views::running_tasks(i))
            if (t->owner == viewer)
                tasks.push_back({t->due, fmt::format("{} T{}, until {}: {}", i.ref(), t->number,
                                                     text::near(text::to_minute(t->due), now),
                                                     text::cut(t->text, words_of_task_max))});
        for (const views::Owed& owed : views::owed_updates(i))
            updates.push_back({owed.what->due, fmt::format("{}{}: {}, {}", owed.late ? "LATE since " : "",
                                                           text::near(text::to_minute(owed.what->due), now),
                                                           i.ref(), views::audience_shown(owed.audience))});
    }
    desk.tasks = soonest(std::move(tasks));
    desk.updates = soonest(std::move(updates));
    return desk;
}

} // namespace tocsin::bot
