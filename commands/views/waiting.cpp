// What waits for the commander. Absolute times only: a message that is edited cannot count.
#include "commands/views/waiting.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

constexpr std::size_t lines_shown_max = 4;
constexpr std::size_t words_shown_max = 60;

std::string shortened(std::string_view words) { return text::cut(on_one_line(words), words_shown_max); }

struct Collecting {
    const IncidentFile& file;
    const Incident& i;
    Instant now{};
    std::vector<Waiting> out{};

    PersonId commander() const { return i.commander() ? i.commander()->person : PersonId{}; }

    void updates() {
        for (const Owed& owed : owed_updates(i)) {
            const std::string audience = audience_shown(owed.audience);
            const Obligation& what = *owed.what;
            if (what.due > now) continue;
            out.push_back({.key = fmt::format("{}@{}", audience, what.due.time_since_epoch() / seconds{1}),
                           .urgent = true,
                           .heard = what.has_heard(commander()) || what.was_paged(commander()),
                           .brief = audience + " late",
                           .line = {say("LATE since "), due(what.due, now), say(": " + audience + ". "),
                                    command("update " + audience + " TEXT")}});
        }
        for (const Audience audience : all_audiences)
            if (const Update* lost = undelivered(file, audience))
                out.push_back({.key = fmt::format("U{}-{}", lost->number, word(audience)),
                               .urgent = true,
                               .brief = fmt::format("U{} not delivered", lost->number),
                               .line = {say(fmt::format("NOT DELIVERED: U{} to {}. ", lost->number,
                                                        audience_shown(audience))),
                                        command("update " + audience_shown(audience) + " TEXT")}});
    }

    void people() {
        for (const auto& [number, page] : i.pages) {
            if (!page.waits() || !page.called) continue;
            out.push_back({.key = fmt::format("page{}", number),
                           .urgent = true,
                           .brief = "no answer from " + text::isolated(page.name),
                           .line = {say(fmt::format("No answer: {}, paged ", text::isolated(page.name))),
                                    when(page.at, now), say(". "), command("page @who REASON")}});
        }
        if (needs_comms(i) && !i.holder("comms") && !i.offers.contains("comms"))
            out.push_back({.key = "comms",
                           .urgent = true,
                           .brief = "comms nobody",
                           .line = {say("Comms: NOBODY. "), command("role comms @who")}});
    }

    void work() {
        for (const Task* t : running_tasks(i)) {
            if (t->due > now) continue; // its owner was asked, then the room: no message of its own for it
            out.push_back({.key = fmt::format("T{}", t->number),
                           .brief = "",
                           .line = {say(fmt::format("T{} {} ({}): OVER since ", t->number, shortened(t->text),
                                                    text::isolated(t->owner_name))),
                                    due(t->due, now), say(". "),
                                    command(fmt::format("task T{} extend 10m", t->number))}});
        }
        for (const auto& [number, poll] : file.polls)
            if (poll.closed && !poll.decision)
                out.push_back(
                    {.key = fmt::format("P{}", number),
                     .brief = "",
                     .line = {say(fmt::format("P{} {}: yours to decide. ", number, shortened(poll.text))),
                              command(fmt::format("decide P{} TEXT", number))}});
        for (const auto& [number, q] : file.questions)
            if (q.open())
                out.push_back(
                    {.key = fmt::format("Q{}", number),
                     .brief = "",
                     .line = {say(fmt::format("Q{} {}: open since ", number, shortened(q.text))),
                              when(q.at, now), say(". "), command(fmt::format("answer Q{} TEXT", number))}});
    }
};

// The two questions a commander forgets first.
Line still_right(const Incident& i) {
    // Without a clock nobody means to tell them: a small incident, or a private one that nobody approved.
    const auto customers = i.clocks.find(Audience::customers);
    const bool silent = customers != i.clocks.end() && !customers->second.last_update;
    return {say(silent ? "Customers were told nothing yet. " : ""),
            say(fmt::format("Still {}? ", word(i.severity))),
            command(fmt::format("severity {} REASON", i.severity == Severity::sev1 ? "sev2" : "sev1"))};
}

} // namespace

std::vector<Waiting> waiting(const IncidentFile& file, Instant now) {
    Collecting all{file, file.now, now};
    all.updates();
    all.people();
    all.work();
    return std::move(all.out);
}

Message call_out(const IncidentFile& file, const std::vector<Waiting>& items) {
    const Incident& i = file.now;
    Message m;
    m.lines.push_back({say(fmt::format("{}, {}, open since ", i.ref(), word(i.severity))),
                       when(i.declared_at, i.changed_at),
                       say(items.empty() ? ". Nothing waits for you." : ". What waits for you:")});
    for (std::size_t n = 0; n < items.size() && n < lines_shown_max; ++n) {
        if (items[n].urgent) m.tone = Tone::warning;
        m.lines.push_back(items[n].line);
    }
    if (items.size() > lines_shown_max)
        m.lines.push_back(
            {say(fmt::format("and {} more: ", items.size() - lines_shown_max)), command("sitrep")});
    else
        m.lines.push_back(still_right(i));
    return m;
}

} // namespace tocsin::views
