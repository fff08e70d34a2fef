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
        const bool theirs = r->meta.by == person && !file.undone.contains(r->seq) &&
                            !std::holds_alternative<CommandUndone>(r->event);
        if (!found && !theirs) continue;
        if (!found) found.last = &*r;
        if (found.last->command != r->command) break;
        found.first = &*r;
    }
    return found;
}

bool changed_since(const IncidentFile& file, const Last& l) {
    for (const Recorded& r : file.log)
        if (r.seq > l.last->seq && r.meta.by && !file.undone.contains(r.seq) &&
            !std::holds_alternative<CommandUndone>(r.event))
            return true;
    return false;
}

// What a command did, in words: by its first event that says so.
struct Act {
    std::string operator()(const StateChanged& e) const { return fmt::format("the state {}", word(e.to)); }
    std::string operator()(const SeverityChanged& e) const {
        return fmt::format("the severity {}", word(e.to));
    }
    std::string operator()(const IncidentResolved&) const { return "the resolve"; }
    std::string operator()(const IncidentReopened&) const { return "the reopen"; }
    std::string operator()(const IncidentCancelled&) const { return "the cancel"; }
    std::string operator()(const IncidentClosed&) const { return "the close"; }
    std::string operator()(const IncidentMerged& e) const { return "the merge into " + e.into_ref; }
    std::string operator()(const MergeTaken& e) const { return "the merge of " + e.other_ref; }
    std::string operator()(const IncidentLinked& e) const { return "the link to " + e.other_ref; }
    std::string operator()(const PhaseChanged& e) const { return fmt::format("the phase {}", word(e.to)); }
    std::string operator()(const CheckTicked& e) const { return fmt::format("the tick at {}", e.label); }
    std::string operator()(const KeyTimeStamped& e) const { return fmt::format("the time {}", word(e.what)); }
    std::string operator()(const RoleOffered& e) const {
        return fmt::format("the offer of {} to {}", e.role, e.person_name);
    }
    std::string operator()(const RoleTaken& e) const {
        return fmt::format("the role {} of {}", e.role, e.person_name);
    }
    std::string operator()(const ImpactEnded& e) const { return fmt::format("the end of I{}", e.number); }
    std::string operator()(const EntryCorrected& e) const {
        return fmt::format("the correction of {}{}", e.kind, e.number);
    }
    std::string operator()(const EntryRetracted& e) const {
        return fmt::format("the withdrawal of {}{}", e.kind, e.number);
    }
    std::string operator()(const TaskDone& e) const { return fmt::format("the end of T{}", e.number); }
    std::string operator()(const TaskDropped& e) const { return fmt::format("the end of T{}", e.number); }
    std::string operator()(const TaskExtended& e) const {
        return fmt::format("the longer time of T{}", e.number);
    }
    std::string operator()(const HypothesisJudged& e) const {
        return fmt::format("the verdict on H{}", e.number);
    }
    std::string operator()(const QuestionAnswered& e) const {
        return fmt::format("the answer to Q{}", e.number);
    }
    std::string operator()(const PollObjected& e) const {
        return fmt::format("the objection to P{}", e.number);
    }
    std::string operator()(const ActionChanged& e) const { return fmt::format("the state of A{}", e.number); }
    std::string operator()(const PostmortemOwned& e) const {
        return fmt::format("{} as owner of the post-mortem", e.person_name);
    }
    std::string operator()(const PostmortemMoved& e) const {
        return fmt::format("the post-mortem status {}", word(e.to));
    }
    std::string operator()(const MeetingSet&) const { return "the meeting"; }
    std::string operator()(const SectionEdited& e) const { return fmt::format("the section {}", e.section); }
    std::string operator()(const MemberAdded& e) const {
        return fmt::format("the invitation of {}", e.person_name);
    }
    std::string operator()(const PrivacyChanged& e) const { return e.on ? "private on" : "private off"; }
    std::string operator()(const RoomBound& e) const { return "the room " + name_of(e.room); }
    std::string operator()(const ClockResumed&) const { return "the resumed clock"; }
    std::string operator()(const auto&) const { return ""; } // said by another event of the same command
};

std::string act_of(const Last& l) {
    for (const Recorded* r = l.first; r <= l.last; ++r) {
        if (const auto item = item_of(r->event)) return to_string(*item);
        if (std::string words = std::visit(Act{}, r->event); !words.empty()) return words;
    }
    return "the last command";
}

// What has gone out stays; a text that still waits can be stopped.
Message gone_out(const Context& c, const Recorded& r) {
    if (std::holds_alternative<IncidentDeclared>(r.event))
        return one_line({say("A declaration stays, numbers have no gaps. Nothing was undone. False alarm: "),
                         command("cancel REASON")});
    if (const auto* update = std::get_if<UpdateSubmitted>(&r.event);
        update && !c.incident().going.contains(update->number))
        return one_line({say("That update has gone out. Nothing was undone. Tell the same people: "),
                         command(fmt::format("correct U{} TEXT", update->number))});
    if (const auto* page = std::get_if<PagePlaced>(&r.event); page && page->person)
        return one_line({say(fmt::format("{} was paged. Nothing was undone. Tell them: ",
                                         text::isolated(page->person_name))),
                         command(fmt::format("notify @{} no need to come", page->person_name))});
    if (const auto* child = std::get_if<ChildSplit>(&r.event))
        return one_line({say(fmt::format("{} has its number and stays. Nothing was undone. Not needed? ",
                                         child->child_ref)),
                         command(child->child_ref + " cancel REASON")});
    if (std::holds_alternative<TeamNotified>(r.event))
        return one_line({say("That was sent. Nothing was undone. "), command("note TEXT")});
    if (std::holds_alternative<EntryRedacted>(r.event))
        return one_line({say("Those words are gone for good. Nothing was undone. "), command("note TEXT")});
    if (const auto* moved = std::get_if<ObligationMoved>(&r.event);
        moved && moved->why == MoveReason::by_hand)
        return one_line({say("The new time has been told. Nothing was undone. Another one: "),
                         command(fmt::format("next {} 30m REASON", word(moved->audience)))});
    return {};
}

bool is_merge(const Last& l) {
    for (const Recorded* r = l.first; r <= l.last; ++r)
        if (std::holds_alternative<IncidentMerged>(r->event) || std::holds_alternative<MergeTaken>(r->event))
            return true;
    return false;
}

// Why a command cannot be taken back, and what to type instead; an empty message: it can be.
Message hindrance(const Context& c, const Last& l, bool own) {
    const Policy& policy = c.all.policy_of(c.incident());
    for (const Recorded* r = l.first; r <= l.last; ++r)
        if (Message m = gone_out(c, *r); !m.lines.empty()) return m;
    const Duration within = is_merge(l) ? policy.merge_undo_within : policy.undo_within;
    if (c.now - l.last->recorded_at > within)
        return one_line(
            {say(fmt::format("{} last command is {} old; only {} can be undone. Nothing was undone. ",
                             own ? "Your" : "That person's", text::length(c.now - l.last->recorded_at),
                             text::length(within))),
             command("correct last TEXT")});
    if (!is_merge(l) && changed_since(*c.file, l))
        return one_line({say("Others have changed the incident since. Nothing was undone. "),
                         command("correct last TEXT"), say(" or the opposite command.")});
    return {};
}

// A command may have changed several incidents: all of them take it back.
void take_back(const Context& c, const Last& l, const std::string& act, Facts& facts) {
    Seq first = l.first->seq, last = l.last->seq;
    std::vector<IncidentId> others;
    for (const auto& [id, file] : c.all.incidents) {
        if (id == c.incident().id || file.log.empty() || file.log.back().seq < l.first->command) continue;
        for (auto r = file.log.rbegin(); r != file.log.rend() && r->seq >= l.first->command; ++r) {
            if (r->command != l.first->command) continue;
            first = std::min(first, r->seq);
            last = std::max(last, r->seq);
            if (others.empty() || others.back() != id) others.push_back(id);
        }
    }
    facts.add(CommandUndone{first, last, act});
    for (const IncidentId id : others)
        facts.list.push_back({id, meta_of(c), CommandUndone{first, last, act}});
}

Decision decide_undo(const Context& c, const Arguments& args) {
    PersonId person = c.speaker;
    if (!args.people.empty()) {
        const Named named = person_named(c, args.people.front());
        if (named.asks_back() || named.is_new)
            return refused(
                c, one_line({say("I know nobody of that name here. Nothing was undone. "), command("undo")}));
        if (named.id != c.speaker && !may_overrule(c))
            return refused(
                c, one_line({say(fmt::format(
                       "Only {}, a deputy or the declarer can undo what others did. Nothing was undone.",
                       text::isolated(c.incident().lead_name())))}));
        person = named.id;
    }
    const Last last = last_command(*c.file, person);
    if (!last)
        return refused(c,
                       one_line({say(fmt::format("There is nothing of yours to undo in {}. Nothing was done.",
                                                 c.incident().ref()))}));
    if (Message why = hindrance(c, last, person == c.speaker); !why.lines.empty())
        return refused(c, std::move(why));
    Facts facts{c};
    const std::string act = act_of(last);
    take_back(c, last, act, facts);
    return done(c, std::move(facts.list),
                one_line({say(fmt::format("Undone: {}. The full timeline shows both.", act))}));
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
