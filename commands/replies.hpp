// What the verbs share: facts with who and when filled in, and replies of the usual shapes (VOICE 2, 3).
#pragma once

#include "commands/command.hpp"
#include "commands/core/decision.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tocsin {

// Who said it and when: at= if given, else when it was said.
Meta meta_of(const Context&, const std::optional<Moment>& at = std::nullopt);

// Collects the facts of one decision about the incident of the context.
struct Facts {
    const Context& context;
    std::vector<Fact> list{};
    void add(Event event) { add(std::move(event), meta_of(context)); }
    void add(Event event, Meta meta) {
        list.push_back({context.incident().id, std::move(meta), std::move(event)});
    }
};

Decision done(const Context&, std::vector<Fact>, Message);
Decision shown(const Context&, Message);
// Nothing was done; the reply says what to type.
Decision refused(const Context&, Message);
// Nothing was done yet; `yes` runs the line.
Decision asked(const Context&, std::string line, Message);

// "N7 noted. Not right? /incident undo": the usual last line while undo works.
Line undo_line();
Message one_line(std::vector<Run> runs);
void add_line(Message&, std::vector<Run> runs);

// "23:27 UTC, 2 h 51 min ago" (VOICE 6); a bare date: "31 Jan 2017".
std::string heard(const Moment&, Instant now);

// The person meant by a typed name: known, close to a known one, or new.
struct Named {
    PersonId id;
    std::string name;
    bool is_new{};                  // never seen before: a PersonSeen fact belongs to the decision
    std::vector<std::string> close; // not known, but these are: ask back instead of guessing
    std::string account{};          // of a new one
    bool picked{};                  // from the platform's list of people: new here, but surely somebody
    bool nobody{};                  // not known, and cannot become known by being named

    bool asks_back() const { return nobody || !close.empty(); }
};
Named person_named(const Context&, std::string_view name);
// Somebody who was picked is as good as known: the fact that makes them so goes to the others of the
// decision.
void know_picked(const Context&, Named&, std::vector<Fact>&);
// The fact that makes a new person known.
Fact person_seen(const Context&, const Named&);
// "I know nobody called anna. Nothing was done. Meant: ..." with the line corrected; for Named::close.
Decision nobody_called(const Context&, std::string_view typed, const Named&,
                       std::string_view line_with_placeholder);

// Commander, deputy and declarer may undo what others did and make a private incident public (DESIGN 4.10).
bool may_overrule(const Context&);
// "Nothing changed. INC-1 is resolved (over). Not over? reopen REASON": for verbs that need an open incident.
Decision not_open(const Context&, std::string_view what_cannot_be);
// One more entry of a kind was recorded: "H2 noted." with what else it says, and the way back.
Message noted(Item, std::string_view words, std::string_view more = {});

// "role ic" -> "commander"; other words as typed, folded.
std::string role_shown(std::string_view typed);

// "customers 02:29 UTC, internal 02:44 UTC"; LATE in words; empty if nothing is due.
Line due_line(const Incident&, Instant now);

// The forms of a verb with an example: the answer to a verb without arguments.
Message usage(const Command&, std::string_view present_value = {});

} // namespace tocsin
