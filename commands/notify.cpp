// notify: one message to a person or a room, without an answer (DOMAIN 6).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_notify(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    std::string words{text::trimmed(args.text)};
    Facts facts{c};
    if (!args.people.empty()) {
        Named named = person_named(c, args.people.front());
        if (named.asks_back()) return nobody_called(c, args.people.front(), named, "notify {} " + words);
        know_picked(c, named, facts.list);
        if (named.is_new)
            return refused(c, one_line({say(fmt::format("I know nobody called {}. Nobody was told. ",
                                                        text::isolated(named.name))),
                                        command("notify @who TEXT")}));
        if (words.empty())
            return refused(c, one_line({say("What should they read? Nobody was told. "),
                                        command(fmt::format("notify @{} TEXT", named.name))}));
        facts.add(TeamNotified{.target = named.name, .room = {}, .person = named.id, .text = words});
        return done(c, std::move(facts.list),
                    one_line({say(fmt::format("Sent to {}. No answer is expected; to wake somebody: ",
                                              text::isolated(named.name))),
                              command("page @who REASON")}));
    }
    if (words.empty())
        return shown(
            c, usage(*command_named("notify"), "One message, no answer expected. To wake somebody: page."));
    const auto end = words.find_first_of(" \t\n");
    const std::string target = words.substr(0, end);
    words = end == std::string::npos ? "" : std::string{text::trimmed(std::string_view{words}.substr(end))};
    if (target.size() < 2 || target.front() != '#' || words.empty())
        return refused(c,
                       one_line({say(fmt::format("I know no team {}. Nobody was told. A person or a room: ",
                                                 text::isolated(text::cut(target, 40)))),
                                 command("notify @who TEXT"), say(" · "), command("notify #room TEXT")}));
    if (i.is_private)
        return refused(
            c, one_line({say("This incident is private: nothing goes to another room. Nobody was told. "),
                         command("invite @who")}));
    facts.add(TeamNotified{
        .target = target, .room = {platform_of(c.ask.room) + ":" + target}, .person = {}, .text = words});
    return done(c, std::move(facts.list), one_line({say(fmt::format("Sent to {}.", target))}));
}

constexpr Form forms[] = {
    {"notify @who|#room TEXT", "notify #support card payments fail, do not promise a time"}};

} // namespace

extern const Command command_notify;
constexpr Command command_notify{
    .name = "notify",
    .aliases = {},
    .summary = "tell a person or a room, without an answer",
    .forms = forms,
    .takes = {.people = true},
    .synonyms = {},
    .guess = Command::Guess::no_prefix,
    .decide = &decide_notify,
};

} // namespace tocsin
