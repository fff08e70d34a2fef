// accept: takes what was offered to the speaker. Text after it becomes a note.
#include "commands/replies.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision nothing_offered(const Context& c) {
    Message m = one_line(
        {say(fmt::format("Nothing is offered to you in {}. Nothing was done.", c.incident().ref()))});
    add_line(m, {say("Take a role yourself: "), command("role commander")});
    return refused(c, std::move(m));
}

Decision decide_accept(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    Facts facts{c};
    std::string taken;
    for (const auto& [role, offer] : i.offers) {
        if (offer.person != c.speaker) continue;
        if (role == "commander" && i.state == State::triage)
            facts.add(StateChanged{State::triage, State::investigating, ""});
        facts.add(RoleTaken{role, c.speaker, c.speaker_name});
        taken += (taken.empty() ? "" : " and ") + role;
    }
    if (taken.empty()) return nothing_offered(c);
    Message m = one_line({say(fmt::format("You are {} of {} now.", taken, i.ref()))});
    if (const std::string note{text::trimmed(args.text)}; !note.empty()) {
        facts.add(NoteAdded{i.next('N'), note});
        add_line(m, {say(fmt::format("N{} noted: ", i.next('N'))), quote(text::cut(note, 80))});
    }
    add_line(m, {say("Where we are: "), command("sitrep"), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"accept [NOTE]", "accept"}};

} // namespace

extern const Command command_accept;
constexpr Command command_accept{
    .name = "accept",
    .aliases = {},
    .summary = "take the role that was offered to you",
    .forms = forms,
    .takes = {},
    .synonyms = {},
    .decide = &decide_accept,
};

} // namespace tocsin
