// The one entrance of the core: who speaks, what the line says, which incident it is about, then the verb's
// decision.
#include "commands/command.hpp"
#include "commands/core/misread.hpp"
#include "commands/core/ring.hpp"
#include "commands/replies.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

constexpr int yes_depth_max = 1; // `yes` runs a line; that line may not be another `yes`

// What the speaker may know of: to others a private incident is not there.
struct Known {
    const Everything& all;
    PersonId speaker;

    bool may_see(const IncidentFile* file) const { return file && file->now.may_read(speaker); }
};
bool number_exists(const void* known, std::uint32_t n) {
    const auto& k = *static_cast<const Known*>(known);
    return k.may_see(k.all.numbered(n));
}
bool code_name_exists(const void* known, std::string_view key) {
    const auto& k = *static_cast<const Known*>(known);
    return k.all.code_names.contains(std::string{key}) && k.may_see(k.all.referred(key));
}

// Has done something in it, or is asked to.
bool takes_part(const Incident& i, PersonId speaker) {
    if (i.participants.contains(speaker)) return true;
    for (const auto& [number, page] : i.pages)
        if (page.person == speaker && page.waits()) return true;
    for (const auto& [role, offer] : i.offers)
        if (offer.person == speaker) return true;
    return false;
}

// Which incidents a line without a reference, typed outside an incident's room, can mean.
std::vector<const IncidentFile*> own_open_incidents(const Everything& all, PersonId speaker) {
    std::vector<const IncidentFile*> files;
    for (const auto& [id, file] : all.incidents)
        if (is_open(file.now.state) && takes_part(file.now, speaker) && file.now.may_read(speaker))
            files.push_back(&file);
    return files;
}

Decision which_incident(const Context& c, std::string_view line,
                        const std::vector<const IncidentFile*>& files) {
    Message m = one_line({say("Which incident? Nothing was done.")});
    constexpr std::size_t choices_max = 3;
    for (std::size_t i = 0; i < files.size() && i < choices_max; ++i)
        add_line(m, {command(fmt::format("{} {}", files[i]->now.ref(), line)), say(" ("),
                     say(files[i]->now.title), say(")")});
    return refused(c, std::move(m));
}

Decision no_incident(const Context& c, std::string_view line) {
    Message m = one_line({say("No incident is open here. Nothing was done.")});
    std::string title = text::cut(text::trimmed(line.substr(0, line.find('\n'))), 80);
    add_line(m, {say("New one: "), command("declare sev3 " + (title.empty() ? "TITLE" : title))});
    add_line(m, {say("All open ones: "), command("list")});
    return refused(c, std::move(m));
}

// Acting in an offered role takes it (DESIGN 4.10): these verbs are what the role is for.
std::string_view role_of_verb(std::string_view verb) {
    if (verb == "update" || verb == "next" || verb == "approve" || verb == "clock") return "comms";
    if (verb == "note" || verb == "correct") return "scribe";
    if (verb == "severity" || verb == "status" || verb == "resolve" || verb == "role" || verb == "decide" ||
        verb == "phase")
        return "commander";
    return {};
}

void take_role_by_acting(const Context& c, const Command& verb, Decision& d) {
    if (d.outcome != Outcome::done || !c.file) return;
    const auto role = role_of_verb(verb.name);
    const auto offer = c.incident().offers.find(std::string{role});
    if (role.empty() || offer == c.incident().offers.end() || offer->second.person != c.speaker) return;
    d.facts.insert(d.facts.begin(),
                   {c.incident().id, meta_of(c), RoleTaken{std::string{role}, c.speaker, c.speaker_name}});
    add_line(d.reply, {say(fmt::format("You are {} now: you acted in the role that was offered.", role))});
}

// Naming an incident from another room with a writing verb makes that room its second one (DESIGN 4.13).
void bind_room(const Context& c, const Command& verb, Decision& d) {
    if (!c.named || verb.reads_only || c.incident().is_private || d.outcome != Outcome::done ||
        c.ask.room.value.empty())
        return;
    const auto& never = c.all.policy().never_bind;
    const bool listed = std::find(never.begin(), never.end(), c.ask.room) != never.end();
    bool audience = false;
    for (const auto& [who, rooms] : c.all.policy().targets)
        audience = audience || std::find(rooms.begin(), rooms.end(), c.ask.room) != rooms.end();
    if (listed || audience || c.all.in_room(c.ask.room)) return;
    d.facts.push_back({c.incident().id, meta_of(c), RoomBound{c.ask.room, RoomUse::extra}});
    add_line(d.reply,
             {say(fmt::format("{} is a room of {} from now on. ", name_of(c.ask.room), c.incident().ref())),
              command("undo")});
}

void add_remarks(const std::vector<std::string>& remarks, Decision& d) {
    std::vector<Line> lines;
    for (const auto& remark : remarks) lines.push_back({say(remark)});
    d.reply.lines.insert(d.reply.lines.begin(), lines.begin(), lines.end());
}

// Finds the incident a verb is about; nullopt: `d` already says why there is none.
bool choose_incident(Context& c, const grammar::Understood& line, Decision& d) {
    if (!line.code_name.empty()) {
        c.file = c.all.referred(line.code_name); // only who may read it gets here
        c.named = line.verb->needs == Command::Needs::incident && c.all.in_room(c.ask.room) != c.file;
        return true;
    }
    if (line.reference) {
        c.file = c.all.numbered(*line.reference);
        if (c.file && !c.incident().may_read(c.speaker))
            c.file = nullptr; // word for word as for a number that never was
        // `INC-1 declare X` is about no incident that exists: it binds no room.
        c.named =
            c.file && line.verb->needs == Command::Needs::incident && c.all.in_room(c.ask.room) != c.file;
        if (c.file) return true;
        d = refused(c, one_line({say(fmt::format("I know no INC-{}. Nothing was done. All open ones: ",
                                                 *line.reference)),
                                 command("list")}));
        return false;
    }
    c.file = c.all.in_room(c.ask.room);
    if (c.file || line.verb->needs == Command::Needs::nothing) return true;
    const auto own = own_open_incidents(c.all, c.speaker);
    const auto typed = text::trimmed(grammar::cleaned(c.ask.typed()->line));
    if (own.size() == 1) {
        c.file = own.front();
        c.elsewhere = true;
        return true;
    }
    d = own.empty() ? no_incident(c, line.arguments.text) : which_incident(c, typed, own);
    return false;
}

// Commands said long before they were heard are offered, not run; what only records is taken with its own
// time.
bool is_late(const Context& c, const Command& verb) {
    return c.ask.said_at < c.ask.heard_at - late_line_max && !verb.reads_only && verb.name != "note" &&
           verb.name != "impact";
}

constexpr hours noted_again_after{1};

// Reading a private incident leaves a trace in it, at most one an hour for each thing (DOMAIN 10, access
// record).
void note_access(const Context& c, const IncidentFile& file, std::string_view what, Decision& d) {
    if (!file.now.is_private || !file.now.may_read(c.speaker)) return;
    for (auto a = file.accesses.rbegin(); a != file.accesses.rend(); ++a)
        if (a->person == c.speaker && a->what == what && c.now - a->at < noted_again_after) return;
    d.facts.push_back({file.now.id, meta_of(c), AccessNoted{std::string{what}}});
}

Decision decide_line(Context& c, std::string_view typed, int depth);

Decision run_offer(Context& c, int depth) {
    if (!c.offered || depth >= yes_depth_max)
        return refused(c,
                       one_line({say("I have asked you nothing here in the last 2 min. Nothing was done. "),
                                 command("help")}));
    Decision d = decide_line(c, *c.offered, depth + 1);
    d.reply.lines.insert(d.reply.lines.begin(), {say("Ran: "), command(*c.offered)});
    return d;
}

Decision decide_line(Context& c, std::string_view typed, int depth) {
    const Known known{c.all, c.speaker};
    const grammar::Surroundings around{c.ask.said_at, c.all.in_room(c.ask.room) != nullptr, &number_exists,
                                       &code_name_exists, &known};
    const auto reading = grammar::read(typed, all_commands(), around);
    if (const auto* misread = std::get_if<grammar::Misread>(&reading)) return misread_reply(c, *misread);
    const auto& line = std::get<grammar::Understood>(reading);
    if (line.verb->name == "yes") return run_offer(c, depth);
    if (depth == 0 && is_late(c, *line.verb)) return too_late(c, typed);
    Decision d;
    if (!choose_incident(c, line, d)) return d;
    d = line.verb->decide(c, line.arguments);
    if (c.file && d.outcome == Outcome::shown &&
        (line.verb->name == "timeline" || line.verb->name == "postmortem"))
        note_access(c, *c.file, line.verb->name == "timeline" ? "the timeline" : "the draft", d);
    take_role_by_acting(c, *line.verb, d);
    bind_room(c, *line.verb, d);
    add_remarks(line.remarks, d);
    if (c.elsewhere && (d.outcome == Outcome::done || d.outcome == Outcome::shown))
        d.reply.lines.insert(d.reply.lines.begin(),
                             {say(fmt::format("For {} ({}):", c.incident().ref(), c.incident().title))});
    return d;
}

Decision decide_looked(const Context& c, const Looked& looked) {
    Decision d;
    const IncidentFile* file = c.all.referred(looked.ref);
    if (file) note_access(c, *file, looked.what, d);
    if (!d.facts.empty()) {
        d.outcome = Outcome::done;
        d.incident = file->now.id;
    }
    return d;
}

// Whoever writes in the room of a private incident is in it: the platform let them in (DESIGN 4.11).
void join_private_room(const Context& c, Decision& d) {
    const IncidentFile* here = c.all.in_room(c.ask.room);
    if (!here || here->now.may_read(c.speaker)) return;
    d.facts.insert(d.facts.begin(), {here->now.id, meta_of(c), MemberAdded{c.speaker, c.speaker_name}});
}

} // namespace

Decision decide(const Everything& all, const Ask& ask, Instant now, std::optional<std::string> offered) {
    if (const auto* rang = std::get_if<ClockRang>(&ask.what)) return decide_clock(all, ask, *rang, now);
    if (const auto* receipt = std::get_if<Receipt>(&ask.what)) return decide_receipt(all, ask, *receipt, now);
    if (const auto* hearing = std::get_if<Hearing>(&ask.what)) return decide_hearing(all, *hearing, now);
    if (std::holds_alternative<TalkChanged>(ask.what)) return {};
    Context c{.all = all, .ask = ask, .now = now, .offered = std::move(offered)};
    const Person* known = all.by_account(ask.platform, ask.account);
    const PersonId next{all.people.empty() ? 1 : all.people.rbegin()->first.value + 1};
    c.speaker = known ? known->id : next;
    c.speaker_name = text::nfc(ask.name);

    if (const auto* looked = std::get_if<Looked>(&ask.what))
        return known ? decide_looked(c, *looked) : Decision{};
    Decision d;
    const std::string line = grammar::cleaned(ask.typed()->line);
    if (ask.typed()->talk)
        d.outcome = Outcome::shown;
    else
        d = decide_line(c, line, 0);
    join_private_room(c, d);
    if (!known) // the first line by an account makes it a person (DESIGN 4.9)
        d.facts.insert(d.facts.begin(),
                       {IncidentId{}, meta_of(c),
                        PersonSeen{c.speaker, ask.platform, text::nfc(ask.account), c.speaker_name}});
    return d;
}

} // namespace tocsin
