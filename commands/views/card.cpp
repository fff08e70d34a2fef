// The card: the first thing a woken person reads (VOICE 4). Absolute times only, because a card in chat
// cannot count; what is missing is a word in capitals; a line without content vanishes. The result of an
// incident that is over is in result.cpp.
#include "commands/views/facts.hpp"
#include "commands/views/figures.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/result.hpp"
#include "commands/views/views.hpp"

#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

constexpr std::size_t columns = 40;
constexpr std::size_t tasks_shown_max = 3;
constexpr std::size_t words_shown_max = 120; // of a title or a statement
constexpr std::size_t phone_max = 110;       // VOICE 2

std::string shortened(std::string_view words) { return text::cut(on_one_line(words), words_shown_max); }

// Items side by side as long as the line stays complete at 40 columns.
struct Lines {
    std::vector<Line>& out;
    std::size_t used = 0;
    bool open = false;

    void add(Line item, std::string_view glue) {
        const std::size_t wide = text::length(text_of(item, ""));
        if (open && used + glue.size() + wide > columns) {
            out.back().push_back(say(trimmed_end(glue)));
            open = false;
        }
        if (open) out.back().push_back(say(glue));
        if (!open) out.emplace_back();
        used = open ? used + glue.size() + wide : wide;
        open = true;
        for (Run& run : item) out.back().push_back(std::move(run));
    }
    static std::string_view trimmed_end(std::string_view glue) {
        return glue.substr(0, glue.find_last_not_of(' ') + 1);
    }
};

void add_late(Message& m, const Incident& i) {
    for (const Owed& owed : owed_updates(i)) {
        if (!owed.late) continue;
        m.tone = Tone::late;
        m.lines.push_back(
            {say("LATE since "), due(owed.what->due, i.changed_at),
             say(": " + std::string{owed.what->kind == ObligationKind::closing ? "closing, " : ""} +
                 audience_shown(owed.audience))});
    }
}

void add_impact(Message& m, const Incident& i) {
    if (const Window* open = i.open_window())
        m.lines.push_back(
            {say(fmt::format("Impact: {}, since ", word(open->level))), when(open->start, i.changed_at)});
    else if (!i.windows.empty())
        m.lines.push_back({say("Impact: none since "), when(i.windows.back().end, i.changed_at)});
    else
        m.lines.push_back({say("Impact: NOT KNOWN")});
    if (const auto said = newest_statement(i))
        m.lines.push_back({quote(shortened(said->text)), say(fmt::format(" ({} ", text::isolated(said->by))),
                           when(said->at, i.changed_at), say(")")});
}

void add_tasks(Message& m, const Incident& i) {
    const auto tasks = running_tasks(i);
    for (std::size_t n = 0; n < tasks.size() && n < tasks_shown_max; ++n) {
        const Task& t = *tasks[n];
        m.lines.push_back(
            {say(fmt::format("T{} {}: {}, {} ", t.number, shortened(t.text), text::isolated(t.owner_name),
                             is_late(i, t) ? "OVER since" : "until")),
             due(t.due, i.changed_at)});
    }
    if (tasks.size() > tasks_shown_max)
        m.lines.push_back({say(fmt::format("and {} more", counted(tasks.size() - tasks_shown_max, "task")))});
}

std::string holder_shown(const Incident& i, const std::string& role) {
    const Tenure* holder = i.holder(role);
    if (holder) return text::isolated(holder->name);
    if (const auto offer = i.offers.find(role); offer != i.offers.end())
        return fmt::format("NOBODY (offered to {})", text::isolated(offer->second.name));
    if (role == "commander") return fmt::format("NOBODY ({} leads)", text::isolated(i.declarer_name));
    return "NOBODY";
}

void add_roles(Message& m, const Incident& i) {
    Lines lines{m.lines};
    const auto add = [&](const std::string& role) {
        lines.add({say(capital(role) + ": " + holder_shown(i, role))}, ". ");
    };
    add("commander");
    if (i.holder("comms") || needs_comms(i)) add("comms");
    for (const auto& [role, tenures] : i.roles)
        if (role != "commander" && role != "comms" && i.holder(role)) add(role);
}

void add_next(Message& m, const Incident& i) {
    Lines lines{m.lines};
    bool first = true;
    for (const Owed& owed : owed_updates(i)) {
        if (owed.late) continue;
        lines.add({say((first ? "Next update: " : "") + audience_shown(owed.audience) + " "),
                   due(owed.what->due, i.changed_at)},
                  ", ");
        first = false;
    }
}

void add_undelivered(Message& m, const IncidentFile* file) {
    if (!file) return;
    for (const Audience audience : all_audiences)
        if (const Update* lost = undelivered(*file, audience)) {
            m.tone = Tone::late;
            m.lines.push_back(
                {say(fmt::format("NOT DELIVERED: U{} to {}", lost->number, audience_shown(audience)))});
        }
}

void add_foot(Message& m, const Incident& i) {
    const std::string page = "/i/" + i.slug();
    m.lines.push_back({link("Incident", page), say(" · "), link("Draft", page + "/draft")});
    m.lines.push_back({say("Changed "), when(i.changed_at, i.changed_at)});
}

} // namespace

Message card(const Everything& all, const Incident& i) {
    Message m;
    m.phone = text::cut(one_line(all, i), phone_max);
    const std::string head =
        fmt::format("SEV{}{} {}", static_cast<int>(i.severity), i.is_private ? " PRIVATE" : "", i.ref());
    if (i.is_private) { // a preview shows the first line
        m.lines.push_back({say(head)});
        m.lines.push_back({say(shortened(i.title))});
    } else {
        m.lines.push_back({say(head + " " + shortened(i.title))});
    }
    add_late(m, i);
    add_undelivered(m, all.find(i.id));
    if (is_open(i.state)) {
        m.lines.push_back({say("State: " + state_shown(i.state))});
        add_impact(m, i);
        add_tasks(m, i);
        add_roles(m, i);
        add_next(m, i);
    } else {
        add_result(m, all, i);
    }
    add_foot(m, i);
    return m;
}

std::string one_line(const Everything&, const Incident& i) {
    std::string out = fmt::format("{}{} {} {}{}.", i.is_private ? "PRIVATE " : "", i.ref(), word(i.severity),
                                  word(i.state), i.is_private ? "" : ": " + shortened(i.title));
    if (const auto owed = owed_updates(i); !owed.empty()) {
        const Owed& next = owed.front();
        out += fmt::format(" {} {} {}.", capital(audience_shown(next.audience)),
                           next.late ? "LATE since" : "next", due_text(next.what->due, i.changed_at));
    }
    return out;
}

} // namespace tocsin::views
