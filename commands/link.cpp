// link: how incidents belong together, and which rooms belong to one (DOMAIN 2.4).
#include "commands/other_incident.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision link_room(const Context& c) {
    const Incident& i = c.incident();
    const auto& room = c.ask.room;
    if (i.is_private)
        return refused(c, one_line({say("A private incident has one room. Nothing was linked. "),
                                    command("invite @who")}));
    if (room.value.empty() || c.all.in_room(room))
        return refused(
            c, one_line({say(fmt::format("{} belongs to {} already. Nothing changed.",
                                         room.value.empty() ? "This place" : name_of(room), i.ref()))}));
    Facts facts{c};
    facts.add(RoomBound{room, RoomUse::extra});
    Message m = one_line({say(fmt::format("{} is a room of {} from now on. ", name_of(room), i.ref())),
                          command("unlink room"), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

Decision decide_link(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    std::string_view rest{args.text};
    if (text::folded(text::trimmed(rest)) == "room") return link_room(c);
    if (text::folded(rest).starts_with("me"))
        return refused(c, one_line({say("Accounts are linked when a second chat platform is connected; there "
                                        "is none yet. Nothing was linked.")}));
    if (text::trimmed(rest).empty())
        return shown(c, usage(*command_named("link"), i.related.empty() ? "Nothing is linked yet." : ""));
    const IncidentFile* other = take_incident(c, rest);
    if (!other) return no_such_incident(c, rest, "link INC-9 related");
    if (other->now.id == i.id)
        return refused(c, one_line({say("That is this incident. Nothing was linked. "), command("list")}));
    if (const std::string outsider = outsider_of(i, other->now); !outsider.empty())
        return refused(
            c, one_line({say(fmt::format("{} is private, and {} may not know of it. Nothing was linked. ",
                                         other->now.ref(), text::isolated(outsider))),
                         command("note TEXT")}));
    const std::string word{text::folded(text::trimmed(rest))};
    const auto relation = word.empty() ? std::optional{Relation::related} : relation_of(word);
    if (!relation)
        return refused(c, one_line({say("How do they belong together? Nothing was linked. "),
                                    command(fmt::format("link {} caused-by", other->now.ref())), say(" · "),
                                    command(fmt::format("link {} related", other->now.ref())), say(" · "),
                                    command(fmt::format("link {} recurrence", other->now.ref()))}));
    Facts facts{c};
    facts.add(IncidentLinked{other->now.id, *relation, other->now.ref()});
    static constexpr std::string_view words[] = {"caused by", "related to", "a recurrence of"};
    Message m = one_line({say(fmt::format("{} is {} {}. ", i.ref(),
                                          words[static_cast<std::size_t>(*relation)], other->now.ref())),
                          command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"link INC-9 caused-by|related|recurrence", "link INC-9 recurrence"},
                          {"link room", "link room"}};
constexpr std::string_view synonyms[] = {"relate", "related"};

} // namespace

extern const Command command_link;
constexpr Command command_link{
    .name = "link",
    .aliases = {},
    .summary = "link a related incident, or this room",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .decide = &decide_link,
};

} // namespace tocsin
