// Replies and facts of the usual shapes.
#include "commands/replies.hpp"

#include "commands/clocks/due.hpp"
#include "commands/grammar/similar.hpp"
#include "commands/grammar/tokens.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::size_t close_names_max = 3;

Decision decision(const Context& c, Outcome outcome, Message reply) {
    Decision d;
    d.outcome = outcome;
    d.reply = std::move(reply);
    if (c.file) d.incident = c.incident().id;
    return d;
}

} // namespace

Meta meta_of(const Context& c, const std::optional<Moment>& at) {
    Meta meta{.by = c.speaker, .by_name = c.speaker_name, .room = c.ask.room, .at = c.ask.said_at};
    if (at) {
        meta.at = at->at;
        meta.day_only = at->day_only;
    }
    return meta;
}

Decision done(const Context& c, std::vector<Fact> facts, Message reply) {
    Decision d = decision(c, Outcome::done, std::move(reply));
    d.facts = std::move(facts);
    return d;
}
Decision shown(const Context& c, Message reply) { return decision(c, Outcome::shown, std::move(reply)); }
Decision refused(const Context& c, Message reply) {
    reply.tone = Tone::warning;
    return decision(c, Outcome::refused, std::move(reply));
}
Decision asked(const Context& c, std::string line, Message reply) {
    reply.tone = Tone::warning;
    Decision d = decision(c, Outcome::asked, std::move(reply));
    d.offer = std::move(line);
    return d;
}

Line undo_line() { return {say("Not right? "), command("undo")}; }

Message one_line(std::vector<Run> runs) {
    Message m;
    m.lines.push_back(std::move(runs));
    return m;
}
void add_line(Message& m, std::vector<Run> runs) { m.lines.push_back(std::move(runs)); }

std::string heard(const Moment& moment, Instant now) {
    if (moment.day_only) return text::day(moment.at);
    const auto distance = now - moment.at;
    const auto when = text::near(moment.at, now);
    if (distance < minutes{1}) return when;
    return fmt::format("{}, {} ago", when, text::length(distance));
}

Named person_named(const Context& c, std::string_view name) {
    const std::string folded = text::folded(name);
    if (folded == "me" || folded == text::folded(c.ask.account))
        return {c.speaker, c.speaker_name, false, {}};
    const bool ids = c.all.policy().traits_of(c.ask.platform).accounts_are_ids;
    Named named{.name = text::nfc(name), .account = std::string{name}};
    for (const auto& picked : c.ask.mentions)
        // The grammar takes what a name ends with for the end of a sentence ("Sammy.Davis.Jr.").
        if (text::folded(grammar::without_punctuation(picked.token)) ==
            grammar::without_punctuation(folded)) {
            named.name = text::nfc(picked.name);
            named.account = picked.account;
            named.picked = true;
        }
    if (named.account == text::nfc(c.ask.account)) return {c.speaker, c.speaker_name, false, {}};
    if (const Person* person = c.all.by_account(c.ask.platform, named.account))
        return {person->id, person->name, false, {}};
    const bool typed = !named.picked;
    if (const Person* person = typed && ids ? c.all.called(name) : nullptr)
        return {person->id, person->name, false, {}};
    for (const auto& [id, person] : c.all.people)
        if (typed && person.platform == c.ask.platform && named.close.size() < close_names_max &&
            grammar::is_typing_error(folded, ids ? text::folded(person.name) : person.account))
            named.close.push_back(person.name);
    named.nobody = typed && ids && named.close.empty();
    PersonId highest = c.speaker;
    if (!c.all.people.empty()) highest = std::max(highest, c.all.people.rbegin()->first);
    named.id = {highest.value + 1};
    named.is_new = true;
    return named;
}

void know_picked(const Context& c, Named& named, std::vector<Fact>& facts) {
    if (!named.is_new || !named.picked) return;
    named.is_new = false;
    for (const Fact& fact : facts)
        if (const auto* seen = std::get_if<PersonSeen>(&fact.event)) {
            if (seen->account == named.account) {
                named.id = seen->person;
                return;
            }
            named.id = {std::max(named.id.value, seen->person.value + 1)};
        }
    facts.push_back(person_seen(c, named));
}

Fact person_seen(const Context& c, const Named& n) {
    return {IncidentId{}, meta_of(c), PersonSeen{n.id, c.ask.platform, n.account, n.name}};
}

Decision nobody_called(const Context& c, std::string_view typed, const Named& named, std::string_view line) {
    if (named.nobody) {
        Message m = one_line({say(fmt::format(
            "I know nobody called {}. Nothing was done. Type @ and pick the name from the list, then:",
            text::isolated(typed)))});
        std::string again{line};
        again.replace(again.find("{}"), 2, "@who");
        add_line(m, {command(again)});
        return refused(c, std::move(m));
    }
    Message m = one_line(
        {say(fmt::format("I know nobody called {}. Nothing was done. Meant:", text::isolated(typed)))});
    const auto filled = [&](const std::string& name) {
        std::string out{line};
        out.replace(out.find("{}"), 2, "@" + name);
        return out;
    };
    for (const auto& name : named.close) add_line(m, {command(filled(name))});
    if (named.close.size() == 1) return asked(c, filled(named.close[0]), std::move(m));
    return refused(c, std::move(m));
}

bool may_overrule(const Context& c) {
    const Incident& i = c.incident();
    const auto holds = [&](std::string_view role) {
        const Tenure* t = i.holder(role);
        return t && t->person == c.speaker;
    };
    return i.declarer == c.speaker || holds("commander") || holds("deputy");
}

Decision not_open(const Context& c, std::string_view what) {
    const Incident& i = c.incident();
    Message m = one_line({say(fmt::format("Nothing changed. {} is {}, so {}. Possible now:", i.ref(),
                                          views::state_shown(i.state), what))});
    if (i.state == State::merged) {
        if (const IncidentFile* into = c.all.find(i.merged_into))
            add_line(m, {command(into->now.ref() + " sitrep"), say(" (it goes on there)")});
    } else {
        add_line(m, {command("reopen REASON"), say(" (it is not over)")});
    }
    add_line(m, {command("note TEXT"), say(" (into the timeline)")});
    return refused(c, std::move(m));
}

Message noted(Item item, std::string_view words, std::string_view more) {
    constexpr std::size_t shown = 120;
    Message m = one_line({say(to_string(item) + " noted: "), quote(text::cut(words, shown)), say("."),
                          say(more.empty() ? "" : " " + std::string{more})});
    add_line(m, {say("Not right? "), command(fmt::format("correct {} TEXT", to_string(item))), say(" · "),
                 command("undo")});
    return m;
}

std::string role_shown(std::string_view typed) { return text::folded(typed); }

Line due_line(const Incident& i, Instant now) {
    Line line;
    for (const auto& [audience, clock] : i.clocks) {
        if (!clock.open) continue;
        line.push_back(say((line.empty() ? "" : ", ") + views::audience_shown(audience) + " "));
        if (now > clock.open->due) line.push_back(say("LATE since "));
        line.push_back(at_time(clock.open->due));
    }
    return line;
}

Message usage(const Command& verb, std::string_view present) {
    Message m;
    if (!present.empty()) add_line(m, {say(present)});
    for (const Form& form : verb.forms) add_line(m, {command(form.line)});
    if (!verb.forms.empty()) add_line(m, {say("Example: "), command(verb.forms.front().example)});
    return m;
}

} // namespace tocsin
