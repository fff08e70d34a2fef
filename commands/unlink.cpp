// unlink: takes a room off an incident.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_unlink(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    if (text::folded(text::trimmed(args.text)) != "room")
        return shown(c, usage(*command_named("unlink"), "Takes this room off the incident."));
    if (c.ask.room == i.home)
        return refused(
            c, one_line({say(fmt::format("This is the room of {}; it stays. Nothing changed.", i.ref()))}));
    if (c.all.in_room(c.ask.room) != c.file)
        return refused(c, one_line({say(fmt::format("This is no room of {}. Nothing changed.", i.ref()))}));
    Facts facts{c};
    facts.add(RoomUnbound{c.ask.room});
    return done(c, std::move(facts.list),
                one_line({say(fmt::format("{} is no room of {} any more. ", name_of(c.ask.room), i.ref())),
                          command(i.ref() + " link room")}));
}

constexpr Form forms[] = {{"unlink room", "unlink room"}};

} // namespace

extern const Command command_unlink;
constexpr Command command_unlink{
    .name = "unlink",
    .aliases = {},
    .summary = "take this room off the incident",
    .forms = forms,
    .takes = {},
    .synonyms = {},
    .guess = Command::Guess::no_prefix,
    .decide = &decide_unlink,
};

} // namespace tocsin
