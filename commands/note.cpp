// note: one entry in the timeline, with its own time if it has one.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision newest_note(const Context& c) {
    const auto& notes = c.file->notes;
    const std::string present = notes.empty() ? fmt::format("{} has no notes yet.", c.incident().ref())
                                              : fmt::format("Newest: N{} \"{}\"", notes.rbegin()->first,
                                                            text::cut(notes.rbegin()->second.text, 120));
    return shown(c, usage(*command_named("note"), present));
}

Decision decide_note(const Context& c, const Arguments& args) {
    const std::string words{text::trimmed(args.text)};
    if (words.empty()) return newest_note(c);
    const std::uint32_t number = c.incident().next('N');
    Facts facts{c};
    facts.add(NoteAdded{number, words}, meta_of(c, args.at));
    Message m = one_line({say(args.at ? fmt::format("N{} noted for {}.", number, heard(*args.at, c.now))
                                      : fmt::format("N{} noted.", number))});
    add_line(m, {say("Not right? "), command(fmt::format("correct N{} TEXT", number)), say(" · "),
                 command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"log"};
constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"note [at=TIME] TEXT", "note at=-10m rolled back build 4512"}};
constexpr std::string_view synonyms[] = {"comment", "write", "record"};

} // namespace

extern const Command command_note;
constexpr Command command_note{
    .name = "note",
    .aliases = aliases,
    .summary = "write a line into the timeline",
    .forms = forms,
    .takes = {.keys = keys},
    .synonyms = synonyms,
    .decide = &decide_note,
};

} // namespace tocsin
