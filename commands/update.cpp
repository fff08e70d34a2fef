// update: a stakeholder update, which names the next one (DOMAIN 5).
#include "commands/clocks/due.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Audience audience_of_line(const Arguments& args) {
    return audience_of(args.word("audience")).value_or(Audience::internal);
}

// When the next update is promised for: next=, else the cadence; nothing once the incident is over (DOMAIN 5.2).
Instant promise(const Context& c, const Arguments& args, Audience audience) {
    if (args.next) return c.now + *args.next;
    if (is_over(c.incident().state)) return no_instant;
    Incident published = c.incident();
    published.clocks[audience].last_update = 1; // from now on it is the cadence, no longer the first target
    const auto target = clocks::target_of(published, audience, c.all.policy_of(c.incident()));
    return target == Duration{0} ? no_instant : c.now + target;
}

// A text that already names its next time gets none appended.
std::string with_next_time(const std::string& words, Instant next, Instant now) {
    if (next == no_instant || text::names_next_time(words)) return words;
    const std::string stop = words.empty() || std::string_view{".!?\n"}.find(words.back()) != std::string_view::npos ? "" : ".";
    return fmt::format("{}{} Next update by {}.", words, stop, text::near(text::to_minute(next), now));
}

std::string targets_of(const Context& c, Audience audience) {
    std::string out;
    const auto& targets = c.all.policy().targets;
    if (const auto it = targets.find(audience); it != targets.end())
        for (const auto& room : it->second) out += (out.empty() ? "" : ", ") + name_of(room);
    return out;
}

Message reply_of(const Context& c, const UpdateSubmitted& u, bool audience_given) {
    const std::string shown = views::audience_shown(u.audience);
    const std::string who = u.audience == Audience::customers ? "CUSTOMERS" : shown;
    const std::string targets = targets_of(c, u.audience);
    Message m;
    if (targets.empty()) {
        m.tone = Tone::warning;
        add_line(m, {say(fmt::format("U{} recorded. NOBODY WAS TOLD: no room for {} is set up.", u.number, shown))});
        add_line(m, {say(fmt::format("Fix: add {} = [\"#room\"] under [audiences] of the config, then send it again.", word(u.audience)))});
    } else {
        add_line(m, {say(fmt::format("U{} to {} goes to {} now.", u.number, who, targets))});
    }
    add_line(m, {quote(u.published)});
    if (u.promise != no_instant) {
        add_line(m, {say("Next update to " + shown + " due "), at_time(u.promise), say(fmt::format(", in {}.", text::length(u.promise - c.now)))});
        const auto cadence = clocks::target_of(c.incident(), u.audience, c.all.policy_of(c.incident()));
        if (u.next_given && cadence > Duration{0} && u.promise - c.now > cadence)
            add_line(m, {say(fmt::format("Longer than the usual {} at {}. It is kept as you typed it.", text::length(cadence), word(c.incident().severity)))});
    } else if (u.closing) {
        add_line(m, {say("This closes the updates to " + shown + ": none is owed any more.")});
    } else {
        add_line(m, {say(fmt::format("No next time is owed to {} at {}.", shown, word(c.incident().severity)))});
    }
    if (!audience_given) add_line(m, {say("Sent to internal, because no audience was given. Others: "), command("update customers TEXT")});
    return m;
}

Decision nothing_to_send(const Context& c) {
    Message m = usage(c, *command_named("update"), "");
    Line due = due_line(c.incident(), c.now);
    if (!due.empty()) {
        due.insert(due.begin(), say("Next update due: "));
        m.lines.insert(m.lines.begin(), std::move(due));
    }
    return shown(c, std::move(m));
}

Decision decide_update(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const Audience audience = audience_of_line(args);
    const std::string words{text::trimmed(args.text)};
    if (words.empty()) return nothing_to_send(c);
    if (audience == Audience::responders)
        return refused(c, one_line({say("The card in the room is the responders' update: it is always current. Nothing was sent. "), command("note " + text::cut(words, 80))}));
    if (i.state == State::cancelled || i.state == State::merged)
        return refused(c, one_line({say(fmt::format("{} is {}. Nothing was sent. ", i.ref(), views::state_shown(i.state))), command("list")}));
    UpdateSubmitted u{.number = i.next('U'), .audience = audience, .promise = promise(c, args, audience), .next_given = args.next.has_value(),
                      .closing = is_over(i.state) && !args.next, .text = words};
    u.published = with_next_time(words, u.promise, c.now);
    Facts facts{c};
    facts.add(u);
    return done(c, std::move(facts.list), reply_of(c, u, !args.word("audience").empty()));
}

constexpr std::string_view aliases[] = {"post"};
constexpr Keyword ways[] = {{{"draft"}, true}, {{"holding"}, true}};
constexpr Slot slots_taken[] = {{"audience", slots::audiences}, {"what", ways}};
constexpr Key keys[] = {{"next", KeyKind::length}};
constexpr Form forms[] = {{"update [internal|executives|customers] [next=30m] TEXT",
                           "update customers next=30m Card payments fail for some shops since 01:58 UTC. We are investigating."}};
constexpr std::string_view synonyms[] = {"tell", "publish", "announce", "inform", "send"};

} // namespace

extern const Command command_update;
constexpr Command command_update{
    .name = "update",
    .aliases = aliases,
    .summary = "tell stakeholders; it names when they hear next",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys},
    .synonyms = synonyms,
    .decide = &decide_update,
};

} // namespace tocsin
