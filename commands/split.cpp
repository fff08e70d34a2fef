// split: part of the work goes on in a child with its own room and commander (DOMAIN 2.4).
#include "commands/home_room.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t title_clusters_max = 200;

Decision decide_split(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string title = text::cut(text::trimmed(args.text), title_clusters_max);
    if (!is_open(i.state)) return not_open(c, "nothing can be split off");
    if (title.empty())
        return shown(
            c, usage(*command_named("split"), "For a second team with its own room. Updates stay here."));
    if (i.is_private)
        return refused(c, one_line({say("A private incident cannot be split: its parts would not be private. "
                                        "Nothing was done. "),
                                    command("task @who 1h TEXT")}));
    const IncidentId id{c.all.incidents.rbegin()->first.value + 1};
    const std::uint32_t number = c.all.numbers.rbegin()->first + 1;
    const std::string ref = fmt::format("INC-{}", number);
    const RoomId home{platform_of(i.home) + ":#inc-" + std::to_string(number)};
    std::vector<Fact> facts{{id, meta_of(c),
                             IncidentDeclared{.number = number,
                                              .title = title,
                                              .service = i.service,
                                              .severity = Severity::sev4,
                                              .severity_given = true,
                                              .type = i.type,
                                              .policy_version = c.all.policy().version}},
                            {id, meta_of(c), SplitFrom{i.id, i.ref()}},
                            {i.id, meta_of(c), ChildSplit{id, ref, title}}};
    std::vector<Fact> rooms;
    bind_first_rooms(c, id, home, rooms);
    facts.insert(facts.begin() + 1, rooms.begin(), rooms.end());
    Message m = one_line({say(fmt::format("{} is a part of {} now: ", ref, i.ref())), quote(title),
                          say(". Go to "), link(name_of(home), "/i/" + ref)});
    add_line(m, {say("You lead it until someone takes it: "), command(ref + " role commander @who")});
    add_line(m, {say(fmt::format("Updates to stakeholders stay with {}, which cannot be closed before {}.",
                                 i.ref(), ref))});
    return done(c, std::move(facts), std::move(m));
}

constexpr Form forms[] = {{"split TITLE", "split restore the orders database"}};
constexpr std::string_view synonyms[] = {"child", "spawn"};

} // namespace

extern const Command command_split;
constexpr Command command_split{
    .name = "split",
    .aliases = {},
    .summary = "give a part of the work its own room and commander",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .decide = &decide_split,
};

} // namespace tocsin
