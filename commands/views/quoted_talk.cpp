// Talk that explains an entry: what people said just before severity, impact or state changed (DOMAIN 11.2).
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <tuple>

namespace tocsin::views {
namespace {

constexpr Duration quoted_before = minutes{2};

bool draws_quotes(const Event& event) {
    return std::holds_alternative<SeverityChanged>(event) || std::holds_alternative<StateChanged>(event) ||
           std::holds_alternative<IncidentResolved>(event) ||
           std::holds_alternative<IncidentReopened>(event) || std::holds_alternative<ImpactStarted>(event) ||
           std::holds_alternative<ImpactEnded>(event) || std::holds_alternative<ImpactStated>(event);
}

// When it happened and when it was typed: people talk before either.
std::vector<Instant> anchors(const IncidentFile& file) {
    std::vector<Instant> out;
    for (const Recorded& r : file.log) {
        if (file.undone.contains(r.seq) || !draws_quotes(r.event)) continue;
        out.push_back(r.meta.at);
        if (r.recorded_at != r.meta.at) out.push_back(r.recorded_at);
    }
    std::sort(out.begin(), out.end());
    return out;
}

// A typed command stands in the timeline as its entry already.
bool is_command(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || first + 1 >= text.size()) return false;
    const char next = text[first + 1];
    const bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    return letter && (text[first] == '/' || text[first] == '!');
}

bool is_peoples(const TalkLine& line) { return line.person && !line.only_for && !is_command(line.text); }

std::vector<const TalkLine*> in_time_order(std::span<const TalkLine> talk) {
    std::vector<const TalkLine*> out;
    for (const TalkLine& line : talk)
        if (is_peoples(line)) out.push_back(&line);
    std::sort(out.begin(), out.end(), [](const TalkLine* a, const TalkLine* b) {
        return std::tuple{a->said_at, a->id} < std::tuple{b->said_at, b->id};
    });
    return out;
}

} // namespace

std::vector<Entry> quoted_talk(const IncidentFile& file, std::span<const TalkLine> talk) {
    std::vector<Entry> out;
    const auto moments = anchors(file);
    for (const TalkLine* line : in_time_order(talk)) {
        const auto next = std::lower_bound(moments.begin(), moments.end(), line->said_at);
        if (next == moments.end() || *next - line->said_at > quoted_before) continue;
        Entry entry{.kind = "talk", .at = line->said_at, .recorded = line->said_at};
        entry.author = on_one_line(line->name);
        entry.text = "\"" + on_one_line(line->text) + "\"";
        out.push_back(std::move(entry));
    }
    return out;
}

} // namespace tocsin::views
