// undo: takes back the last command, while nothing hangs on it yet (DESIGN 4.12).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// The events of one person's last command in this incident, as a range of the log.
struct Last {
    const Recorded* first{};
    const Recorded* last{};
    explicit operator bool() const { return first != nullptr; }
};

Last last_command(const IncidentFile& file, PersonId person) {
    Last found;
    for (auto r = file.log.rbegin(); r != file.log.rend(); ++r) {
        const bool theirs = r->meta.by == person && !file.undone.contains(r->seq) && !std::holds_alternative<CommandUndone>(r->event);
        if (!found && !theirs) continue;
        if (!found) found.last = &*r;
        if (found.last->command != r->command) break;
        found.first = &*r;
    }
    return found;
}

bool changed_since(const IncidentFile& file, const Last& l) {
    for (const Recorded& r : file.log)
        if (r.seq > l.last->seq && r.meta.by && !file.undone.contains(r.seq) && !std::holds_alternative<CommandUndone>(r.event)) return true;
    return false;
}

// What a command did, in words: by its first event that says so.
std::string act_of(const Last& l) {
    for (const Recorded* r = l.first; r <= l.last; ++r) {
        if (const auto item = item_of(r->event)) return to_string(*item);
        const std::string words = std::visit(
            overloaded{[](const StateChanged& e) { return fmt::format("the state {}", word(e.to)); },
                       [](const SeverityChanged& e) { return fmt::format("the severity {}", word(e.to)); },
                       [](const IncidentResolved&) { return std::string{"the resolve"}; },
                       [](const IncidentReopened&) { return std::string{"the reopen"}; },
                       [](const RoleOffered& e) { return fmt::format("the offer of {} to {}", e.role, e.person_name); },
                       [](const RoleTaken& e) { return fmt::format("the role {} of {}", e.role, e.person_name); },
                       [](const ImpactEnded& e) { return fmt::format("the end of I{}", e.number); },
                       [](const EntryCorrected& e) { return fmt::format("the correction of {}{}", e.kind, e.number); },
                       [](const TaskDone& e) { return fmt::format("the end of T{}", e.number); },
                       [](const TaskDropped& e) { return fmt::format("the end of T{}", e.number); },
                       [](const TaskExtended& e) { return fmt::format("the longer time of T{}", e.number); },
                       [](const PostmortemOwned& e) { return fmt::format("{} as owner of the post-mortem", e.person_name); },
                       [](const auto&) { return std::string{}; }},
            r->event);
        if (!words.empty()) return words;
    }
    return "the last command";
}

// Why a command cannot be taken back, and what to type instead; an empty message: it can be.
Message hindrance(const Context& c, const Last& l, bool own) {
    const Policy& policy = c.all.policy_of(c.incident());
    for (const Recorded* r = l.first; r <= l.last; ++r) {
        if (std::holds_alternative<IncidentDeclared>(r->event))
            return one_line({say("A declaration stays, numbers have no gaps. Nothing was undone. False alarm: "), command("resolve false alarm")});
        if (std::holds_alternative<UpdateSubmitted>(r->event))
            return one_line({say("That update has gone out. Nothing was undone. Tell the same people: "),
                             command(fmt::format("update {} Correction: TEXT", word(std::get<UpdateSubmitted>(r->event).audience)))});
        if (const auto* moved = std::get_if<ObligationMoved>(&r->event); moved && moved->why == MoveReason::by_hand)
            return one_line({say("The new time has been told. Nothing was undone. Another one: "),
                             command(fmt::format("next {} 30m REASON", word(moved->audience)))});
    }
    if (c.now - l.last->recorded_at > policy.undo_within)
        return one_line({say(fmt::format("{} last command is {} old; only {} can be undone. Nothing was undone. ", own ? "Your" : "That person's",
                                         text::length(c.now - l.last->recorded_at), text::length(policy.undo_within))),
                         command("correct last TEXT")});
    if (changed_since(*c.file, l))
        return one_line({say("Others have changed the incident since. Nothing was undone. "), command("correct last TEXT"), say(" or the opposite command.")});
    return {};
}

bool may_undo_others(const Context& c) {
    const Incident& i = c.incident();
    const auto holds = [&](std::string_view role) {
        const Tenure* t = i.holder(role);
        return t && t->person == c.speaker;
    };
    return i.declarer == c.speaker || holds("commander") || holds("deputy");
}

Decision decide_undo(const Context& c, const Arguments& args) {
    PersonId person = c.speaker;
    if (!args.people.empty()) {
        const Named named = person_named(c, args.people.front());
        if (!named.close.empty() || named.is_new) return refused(c, one_line({say("I know nobody of that name here. Nothing was undone. "), command("undo")}));
        if (named.id != c.speaker && !may_undo_others(c))
            return refused(c, one_line({say(fmt::format("Only {}, a deputy or the declarer can undo what others did. Nothing was undone.", text::isolated(c.incident().lead_name())))}));
        person = named.id;
    }
    const Last last = last_command(*c.file, person);
    if (!last) return refused(c, one_line({say(fmt::format("There is nothing of yours to undo in {}. Nothing was done.", c.incident().ref()))}));
    if (Message why = hindrance(c, last, person == c.speaker); !why.lines.empty()) return refused(c, std::move(why));
    Facts facts{c};
    const std::string act = act_of(last);
    facts.add(CommandUndone{last.first->seq, last.last->seq, act});
    return done(c, std::move(facts.list), one_line({say(fmt::format("Undone: {}. The full timeline shows both.", act))}));
}

constexpr Form forms[] = {{"undo [@who]", "undo"}};
constexpr std::string_view synonyms[] = {"revert", "oops"};

} // namespace

extern const Command command_undo;
constexpr Command command_undo{
    .name = "undo",
    .aliases = {},
    .summary = "take back your last command (within 2 min)",
    .forms = forms,
    .takes = {.people = true},
    .synonyms = synonyms,
    .decide = &decide_undo,
};

} // namespace tocsin
