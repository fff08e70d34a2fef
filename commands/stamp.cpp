// stamp: sets a key time by hand; it holds against what the commands stamp (DOMAIN 7).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

std::string present(const Context& c) {
    const Incident& i = c.incident();
    std::string out;
    for (const auto& [name, at] :
         {std::pair{"detected", i.detected_at}, std::pair{"acknowledged", i.acknowledged_at},
          std::pair{"identified", i.identified_at}, std::pair{"contained", i.contained_at},
          std::pair{"mitigated", i.mitigated_at}})
        if (at != no_instant)
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name, text::near(at, c.now));
    return out.empty() ? "No key time is set yet." : out;
}

Decision decide_stamp(const Context& c, const Arguments& args) {
    const auto what = key_time_of(args.word("what"));
    if (!what) return shown(c, usage(*command_named("stamp"), present(c)));
    if (!args.at)
        return refused(c, one_line({say(fmt::format("When? Nothing was set. ", word(*what))),
                                    command(fmt::format("stamp {} at=TIME TEXT", word(*what)))}));
    Facts facts{c};
    facts.add(KeyTimeStamped{*what, std::string{text::trimmed(args.text)}}, meta_of(c, args.at));
    Message m =
        one_line({say(fmt::format("{}: {} {}.", c.incident().ref(), word(*what), heard(*args.at, c.now)))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Keyword times[] = {
    {{"detected"}}, {{"acknowledged"}}, {{"identified"}}, {{"mitigated"}}, {{"contained"}}};

constexpr Slot slots_taken[] = {{"what", times, true}};
constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {{"stamp detected|acknowledged|identified|mitigated|contained at=TIME TEXT",
                           "stamp detected at=01:58 first customer mail"}};

} // namespace

extern const Command command_stamp;
constexpr Command command_stamp{
    .name = "stamp",
    .aliases = {},
    .summary = "set a key time by hand",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = {},
    .decide = &decide_stamp,
};

} // namespace tocsin
