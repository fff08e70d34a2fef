// Where we are, in one message for the person who asked (DOMAIN 9). Unlike the card it knows the time, so it
// counts.
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/figures.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

constexpr std::size_t tasks_shown_max = 6;
constexpr std::size_t words_shown_max = 200;

std::string shortened(std::string_view words) { return text::cut(on_one_line(words), words_shown_max); }

std::string distance(Instant due, Instant now) {
    return due >= now ? "in " + text::length(due - now) : "LATE by " + text::length(now - due);
}

void add_head(Message& m, const Incident& i, Instant now) {
    m.lines.push_back({say(
        fmt::format("{} {} {}: {}", i.ref(), word(i.severity), state_shown(i.state), shortened(i.title)))});
    Line since{say("Declared "), when(i.declared_at, now),
               say(fmt::format(" by {}, {} ago.", text::isolated(i.declarer_name),
                               text::length(now - i.declared_at)))};
    if (!i.service.empty()) since.push_back(say(" Service: " + on_one_line(i.service) + "."));
    if (i.phase != Phase::none) since.push_back(say(fmt::format(" Phase: {}.", word(i.phase))));
    if (i.reopened_count)
        since.push_back(say(fmt::format(" Reopened {}.", counted(i.reopened_count, "time"))));
    m.lines.push_back(std::move(since));
}

void add_impact(Message& m, const Incident& i, Instant now) {
    if (const Window* open = i.open_window())
        m.lines.push_back({say(fmt::format("Impact: {} since ", word(open->level))), when(open->start, now),
                           say(fmt::format(" ({}).", text::length(now - open->start)))});
    else if (i.windows.empty())
        m.lines.push_back({say("Impact: NOT KNOWN. "), command("impact start level=LEVEL TEXT")});
    else
        m.lines.push_back({say("Impact: none since "), when(i.windows.back().end, now), say(".")});
    if (const auto said = newest_statement(i))
        m.lines.push_back({quote(shortened(said->text)), say(fmt::format(" ({} ", text::isolated(said->by))),
                           when(said->at, now), say(")")});
}

// Theories from the surest to the newest guess; what was ruled out is none any more.
std::string theories(const IncidentFile& file) {
    std::string out;
    for (const bool supported : {true, false})
        for (const auto& [number, h] : file.hypotheses)
            if (h.open() && h.verdict.has_value() == supported)
                out += fmt::format("{}H{} {}", out.empty() ? "" : " · ", number,
                                   text::cut(on_one_line(h.text), 60));
    return out;
}

const Hypothesis* confirmed(const IncidentFile& file) {
    for (auto h = file.hypotheses.rbegin(); h != file.hypotheses.rend(); ++h)
        if (h->second.verdict == Verdict::confirmed) return &h->second;
    return nullptr;
}

void add_cause(Message& m, const Incident& i, const IncidentFile* file) {
    if (const Hypothesis* cause = file ? confirmed(*file) : nullptr)
        m.lines.push_back(
            {say(fmt::format("Cause (H{}, confirmed): ", cause->number)), quote(shortened(cause->text))});
    else if (!i.identified_text.empty())
        m.lines.push_back({say("Cause as stated: "), quote(shortened(i.identified_text))});
    else if (is_open(i.state))
        m.lines.push_back({say("Cause: NOT KNOWN.")});
    if (const std::string open = file && is_open(i.state) ? theories(*file) : ""; !open.empty())
        m.lines.push_back({say("Theories: " + open)});
}

// What waits for people: questions oldest first, decisions of the last hour, what experts need, pages without
// an answer.
void add_thinking(Message& m, const IncidentFile& file, Instant now) {
    constexpr hours lately{1};
    std::string questions, decided, needs, paged;
    const auto add = [](std::string& to, const std::string& what) { to += (to.empty() ? "" : " · ") + what; };
    for (const auto& [number, q] : file.questions)
        if (q.open())
            add(questions, fmt::format("Q{} {} ({})", number, text::cut(on_one_line(q.text), 60),
                                       text::length(now - q.at)));
    for (const auto& [number, d] : file.decisions)
        if (now - d.at <= lately)
            add(decided, fmt::format("D{} {} ({})", number, text::cut(on_one_line(d.text), 60),
                                     text::isolated(d.by_name)));
    std::map<PersonId, const CanReport*> newest;
    for (const auto& [number, r] : file.reports) newest[r.by] = &r;
    for (const auto& [person, r] : newest)
        if (!r->needs.empty())
            add(needs,
                fmt::format("{}: {}", text::isolated(r->by_name), text::cut(on_one_line(r->needs), 60)));
    for (const auto& [number, p] : file.now.pages)
        if (p.waits()) add(paged, fmt::format("{} since {}", text::isolated(p.name), text::near(p.at, now)));
    for (const auto& [head, words] :
         {std::pair{"Open questions: ", &questions}, std::pair{"Decided in the last hour: ", &decided},
          std::pair{"Needed: ", &needs}, std::pair{"Paged, no answer: ", &paged}})
        if (!words->empty()) m.lines.push_back({say(head + *words)});
}

void add_roles(Message& m, const Incident& i, Instant now) {
    Line line;
    for (const auto& [role, tenures] : i.roles)
        if (const Tenure* holder = i.holder(role))
            line.push_back(say(fmt::format("{}{}: {} ({})", line.empty() ? "" : ". ", capital(role),
                                           text::isolated(holder->name), text::length(now - holder->since))));
    if (!i.holder("commander"))
        line.insert(line.begin(),
                    say(fmt::format("Commander: NOBODY ({} leads){}", text::isolated(i.declarer_name),
                                    line.empty() ? "" : ". ")));
    if (!i.holder("comms") && needs_comms(i)) line.push_back(say(". Comms: NOBODY"));
    line.push_back(say("."));
    m.lines.push_back(std::move(line));
}

void add_tasks(Message& m, const Incident& i, Instant now) {
    const auto tasks = running_tasks(i);
    for (std::size_t n = 0; n < tasks.size() && n < tasks_shown_max; ++n) {
        const Task& t = *tasks[n];
        const std::string left =
            t.due >= now ? text::length(t.due - now) + " left" : "OVER by " + text::length(now - t.due);
        m.lines.push_back({say(fmt::format("T{} {}: {}, {}.", t.number, shortened(t.text),
                                           text::isolated(t.owner_name), left))});
    }
    if (tasks.size() > tasks_shown_max)
        m.lines.push_back(
            {say(fmt::format("and {} more.", counted(tasks.size() - tasks_shown_max, "task")))});
}

void add_next(Message& m, const Incident& i, Instant now) {
    for (const Owed& owed : owed_updates(i)) {
        if (owed.what->due < now) m.tone = Tone::late;
        const std::string_view kind =
            owed.what->kind == ObligationKind::closing ? "Closing update" : "Update";
        m.lines.push_back({say(fmt::format("{} to {} due ", kind, audience_shown(owed.audience))),
                           due(owed.what->due, now),
                           say(fmt::format(", {}.", distance(owed.what->due, now)))});
    }
}

} // namespace

Message sitrep(const Everything& all, const Incident& i, Instant now) {
    const IncidentFile* file = all.find(i.id);
    Message m;
    add_head(m, i, now);
    add_impact(m, i, now);
    add_cause(m, i, file);
    if (file) add_thinking(m, *file, now);
    add_tasks(m, i, now);
    add_roles(m, i, now);
    add_next(m, i, now);
    const std::string page = "/i/" + i.slug();
    m.lines.push_back({link("Incident", page), say(" · "), link("Draft", page + "/draft")});
    return m;
}

} // namespace tocsin::views
