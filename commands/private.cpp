// private: only members know of the incident (DESIGN 4.11).
#include "commands/core/code_name.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision hide(const Context& c, const std::string& reason) {
    const Incident& i = c.incident();
    const std::string name =
        i.code_name.empty()
            ? code_name(c.ask.entropy,
                        [&](std::string_view key) { return c.all.code_names.contains(std::string{key}); })
            : i.code_name;
    Facts facts{c};
    facts.add(PrivacyChanged{.on = true, .number = 0, .code_name = name, .text = reason});
    for (const RoomId& room : i.rooms) // others read there
        if (room != i.home) facts.add(RoomUnbound{room});
    for (const PersonId id : i.participants) // who works on it goes on
        if (const Person* p = c.all.person(id); p && !i.members.contains(id))
            facts.add(MemberAdded{id, p->name});
    Message m = one_line({say(fmt::format("PRIVATE from now on, called {}. {} people know of it: ", name,
                                          i.participants.size())),
                          command("who access")});
    add_line(m, {say("What was posted to other rooms before stays there; nothing more goes out before it is "
                     "approved.")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision open(const Context& c, const std::string& reason) {
    const Incident& i = c.incident();
    if (!may_overrule(c))
        return refused(c, one_line({say(fmt::format(
                              "Only {}, a deputy or the declarer can make it public. It stays private.",
                              text::isolated(i.lead_name())))}));
    if (reason.empty())
        return refused(c, one_line({say("Everybody will read all of it. Why? It stays private. "),
                                    command("private off REASON")}));
    Facts facts{c};
    const std::uint32_t number = i.number ? 0 : c.all.numbers.empty() ? 1 : c.all.numbers.rbegin()->first + 1;
    facts.add(PrivacyChanged{.on = false, .number = number, .code_name = "", .text = reason});
    Message m =
        one_line({say(fmt::format("NO LONGER PRIVATE: it is INC-{} now, and everybody can read all of it.",
                                  number ? number : i.number))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision decide_private(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string reason{text::trimmed(args.text)};
    const auto way = args.word("way");
    if (way.empty())
        return shown(c, usage(*command_named("private"), i.is_private
                                                             ? fmt::format("{} is private.", i.ref())
                                                             : fmt::format("{} is not private.", i.ref())));
    if ((way == "on") == i.is_private)
        return refused(c, one_line({say(i.is_private ? "It is private already. Nothing changed. "
                                                     : "It is not private. Nothing changed. "),
                                    command("who")}));
    return way == "on" ? hide(c, reason) : open(c, reason);
}

constexpr Keyword ways[] = {{{"on"}}, {{"off"}}};

constexpr Slot slots_taken[] = {{"way", ways}};
constexpr Form forms[] = {{"private on|off [REASON]", "private on customer data may be involved"}};
constexpr std::string_view synonyms[] = {"secret", "confidential"};

} // namespace

extern const Command command_private;
constexpr Command command_private{
    .name = "private",
    .aliases = {},
    .summary = "only members know of it, or everybody again",
    .forms = forms,
    .takes = {.slots = slots_taken},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .decide = &decide_private,
};

} // namespace tocsin
