// The timeline, and the talk that could still belong into it (DOMAIN 11.2).
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/entries.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace tocsin::postmortem::parts {

using std::chrono::days;
using std::chrono::floor;
using views::on_one_line;

namespace {

constexpr std::size_t candidates_max = 20;
constexpr std::size_t candidate_letters_min = 20; // shorter lines are "same here", "on it"
constexpr Duration candidate_before = minutes{2};

std::string line_of(const views::Entry& e) {
    std::string out;
    out.reserve(e.text.size() + e.author.size() + e.before.size() + 40);
    out += e.day_only ? "time not known" : text::hhmm(e.at);
    if (!e.author.empty()) out.append(" ").append(e.author);
    if (!e.item.empty()) out.append(" ").append(e.item);
    out.append(": ").append(e.text);
    if (e.corrected) out.append(" (corrected; first: ").append(e.before).append(")");
    return out;
}

// What people said shortly before they recorded a thought or a step.
std::vector<Instant> moments(const Record& r) {
    std::vector<Instant> out;
    for (const auto* list : {&r.steps, &r.thoughts})
        for (const Recorded* e : *list) out.push_back(e->recorded_at);
    std::sort(out.begin(), out.end());
    return out;
}

bool is_command(std::string_view words) {
    const auto first = words.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (words[first] == '/' || words[first] == '!');
}

} // namespace

Blocks timeline(const Record& r) {
    Blocks out;
    auto day = std::chrono::sys_days::min();
    const auto add = [&](const views::Entry& entry) {
        if (floor<days>(entry.at) != day) {
            day = floor<days>(entry.at);
            out.push_back(paragraph(text::day(entry.at)));
            out.push_back(bullets({}));
        }
        out.back().items.push_back(line_of(entry));
    };
    // Both are in time order. Of equal moments the talk goes first: people said it before somebody typed.
    const auto talk = r.quotes();
    auto said = talk.begin();
    views::each_entry(r.source.all, r.file, false, [&](views::Entry&& entry) {
        while (said != talk.end() && said->at <= entry.at) add(*said++);
        add(entry);
    });
    while (said != talk.end()) add(*said++);
    return out;
}

Blocks talk(const Record& r) {
    if (r.source.talk.empty()) return {paragraph("No talk was kept.")};
    const auto recorded = moments(r);
    std::set<std::pair<Instant, std::string>> shown;
    for (const auto& entry : r.quotes()) shown.insert({entry.at, entry.text});
    std::vector<const TalkLine*> found;
    for (const TalkLine& line : r.source.talk) {
        if (!line.person || line.only_for || is_command(line.text)) continue;
        if (text::length(line.text) < candidate_letters_min ||
            shown.contains({line.said_at, quoted(line.text)}))
            continue;
        const auto next = std::lower_bound(recorded.begin(), recorded.end(), line.said_at);
        if (next != recorded.end() && *next - line.said_at <= candidate_before) found.push_back(&line);
    }
    if (found.empty()) return {paragraph("No other line stands close to an entry.")};
    std::vector<std::string> lines;
    for (std::size_t n = 0; n < found.size() && n < candidates_max; ++n)
        lines.push_back(fmt::format("{} {}: {} (said, not in the record)", r.when(found[n]->said_at),
                                    on_one_line(found[n]->name), quoted(found[n]->text)));
    Blocks out{
        paragraph("Said within 2 min before somebody recorded a theory, a question or a step. What matters "
                  "goes into the record as a note with its time."),
        bullets(std::move(lines))};
    if (found.size() > candidates_max)
        out.push_back(
            paragraph(fmt::format("{} more lines are in the rooms.", found.size() - candidates_max)));
    return out;
}

} // namespace tocsin::postmortem::parts
