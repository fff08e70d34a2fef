// escalate: pages a person or who holds a role, and asks them to say that they come (DOMAIN 6).
#include "commands/clocks/ladder.hpp"
#include "commands/core/item.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

struct Target {
    PersonId person;
    std::string name, role;
};

// Everybody the line names; empty names stay empty: nobody of that name is known.
struct Targets {
    std::vector<Target> list;
    std::string reason;
    std::vector<Fact> seen; // people who were picked, and are new here
    std::optional<Decision> refusal;
};

void add_person(const Context& c, const std::string& typed, const std::string& reason, Targets& out) {
    Named named = person_named(c, typed);
    if (named.asks_back()) {
        Decision d = nobody_called(c, typed, named, "escalate {} " + reason);
        d.reply.lines.front() = {
            say(fmt::format("I know nobody called {}. Nobody was paged. {}", text::isolated(typed),
                            named.nobody ? "Type @ and pick the name from the list, then:" : "Meant:"))};
        out.refusal = std::move(d);
        return;
    }
    know_picked(c, named, out.seen);
    out.list.push_back({named.is_new ? PersonId{} : named.id, named.name, ""});
}

// "page dba replication stopped": until policies and rotas exist, a target that is no person and no role is
// nobody, loudly.
Targets targets_of(const Context& c, const Arguments& args) {
    Targets out{.reason = std::string{text::trimmed(args.text)}};
    const std::string role{args.word("role")};
    if (!role.empty()) {
        const Tenure* holder = c.incident().holder(role);
        out.list.push_back({holder ? holder->person : PersonId{}, holder ? holder->name : role, role});
    }
    for (const auto& typed : args.people)
        if (!out.refusal) add_person(c, typed, out.reason, out);
    if (out.list.empty() && !out.refusal && !out.reason.empty()) {
        const auto end = out.reason.find_first_of(" \t\n");
        out.list.push_back({{}, out.reason.substr(0, end), ""});
        out.reason = end == std::string::npos
                         ? ""
                         : std::string{text::trimmed(std::string_view{out.reason}.substr(end))};
    }
    return out;
}

std::string present(const Context& c) {
    std::string out;
    for (const auto& [number, page] : c.incident().pages) {
        if (!page.person) continue;
        static constexpr std::string_view states[] = {"nobody",        "on its way", "sent, no answer",
                                                      "NOT delivered", "coming",     "cannot come"};
        out += fmt::format("{}{} paged {}: {}", out.empty() ? "" : ". ", text::isolated(page.name),
                           text::near(page.at, c.now), states[static_cast<std::size_t>(page.status) % 6]);
    }
    return out.empty() ? "Nobody was paged." : out;
}

Decision decide_escalate(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const Targets wanted = targets_of(c, args);
    if (wanted.refusal) return *wanted.refusal;
    if (wanted.list.empty()) return shown(c, usage(*command_named("escalate"), present(c)));
    if (!is_open(i.state)) return not_open(c, "nobody was paged");
    Facts facts{c, wanted.seen};
    std::uint32_t number = i.next(page_kind);
    std::string paged, unknown, lately;
    for (const Target& t : wanted.list) {
        if (t.person && clocks::paged_lately(i, t.person, c.now)) {
            lately += (lately.empty() ? "" : ", ") + text::isolated(t.name);
            continue;
        }
        facts.add(PagePlaced{.number = number++,
                             .person = t.person,
                             .why = PageReason::asked,
                             .person_name = t.name,
                             .role = t.role,
                             .text = wanted.reason});
        auto& where = t.person ? paged : unknown;
        where += (where.empty() ? "" : ", ") + text::isolated(t.name);
    }
    Message m;
    const Instant until = c.now + c.all.policy_of(i).page_answer_within;
    if (!paged.empty())
        add_line(m, {say(fmt::format("Paged: {}. No answer yet; without one I tell the room at {}.", paged,
                                     text::hhmm_utc(until)))});
    if (!unknown.empty()) {
        m.tone = Tone::late;
        add_line(
            m, {say(fmt::format("NOBODY WAS PAGED for \"{}\": I know no such person, and no rota is set up.",
                                unknown))});
        add_line(m, {say("Somebody I know: "),
                     command("escalate @who " +
                             (wanted.reason.empty() ? "REASON" : text::cut(wanted.reason, 100)))});
    }
    if (!lately.empty())
        add_line(m, {say(fmt::format("{}: paged less than 2 min ago, not woken a second time.", lately))});
    if (facts.list.size() == wanted.seen.size()) return refused(c, std::move(m));
    if (wanted.reason.empty()) add_line(m, {say("No reason was given: they read only the title.")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"page"};
constexpr Slot slots_taken[] = {{"role", slots::roles}};
constexpr Form forms[] = {{"escalate @who|ROLE REASON", "escalate @ana gateway answers 500, EU only"}};
constexpr std::string_view synonyms[] = {"call", "wake", "alert", "summon"};

} // namespace

extern const Command command_escalate;
constexpr Command command_escalate{
    .name = "escalate",
    .aliases = aliases,
    .summary = "wake somebody, and see whether they come",
    .forms = forms,
    .takes = {.slots = slots_taken, .people = true},
    .synonyms = synonyms,
    .guess = Command::Guess::never,
    .decide = &decide_escalate,
};

} // namespace tocsin
