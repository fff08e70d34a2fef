// poll: a proposal, and a short time for strong objections; silence agrees (DOMAIN 9).
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision present(const Context& c) {
    std::string open;
    for (const auto& [number, until] : c.incident().open_polls)
        open += fmt::format("{}P{} until {}: {}", open.empty() ? "" : "\n", number, text::hhmm_utc(until),
                            text::cut(c.file->polls.at(number).text, 100));
    return shown(c, usage(*command_named("poll"), open.empty() ? "No poll is open." : open));
}

Decision decide_poll(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    if (words.empty()) return present(c);
    if (!is_open(i.state)) return not_open(c, "there is nothing to agree on");
    constexpr Duration length_max = minutes{30};
    const Duration length = args.length.value_or(c.all.policy_of(i).poll_length);
    if (length > length_max)
        return refused(
            c, one_line({say("A poll lasts at most 30 min: people must not wait for it. Nothing was asked. "),
                         command("poll 5m " + text::cut(words, 120))}));
    Facts facts{c};
    facts.add(PollOpened{i.next('P'), c.now + length, words});
    Message m = one_line(
        {say(fmt::format("P{} asks for strong objections for {}: ", i.next('P'), text::length(length))),
         quote(text::cut(words, 120)), say(".")});
    add_line(m,
             {say("Then: "), command(fmt::format("decide P{}", i.next('P'))), say(" · "), command("undo")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"poll [60s] PROPOSAL", "poll fail over to the second data centre now"}};
constexpr std::string_view synonyms[] = {"vote", "propose"};

} // namespace

extern const Command command_poll;
constexpr Command command_poll{
    .name = "poll",
    .aliases = {},
    .summary = "ask for strong objections to a proposal",
    .forms = forms,
    .takes = {.length = true},
    .synonyms = synonyms,
    .decide = &decide_poll,
};

} // namespace tocsin
