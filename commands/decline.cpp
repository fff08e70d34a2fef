// decline: the speaker cannot come, or does not take what was offered.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

Decision decide_decline(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string reason{text::trimmed(args.text)};
    Facts facts{c};
    std::string what;
    for (const auto& [number, page] : i.pages)
        if (page.person == c.speaker && page.waits()) {
            facts.add(PageDeclined{number, reason});
            what = "the page";
        }
    if (what.empty())
        for (const auto& [role, offer] : i.offers)
            if (offer.person == c.speaker) {
                facts.add(OfferLapsed{role, true});
                what += (what.empty() ? "" : " and ") + role;
            }
    if (what.empty())
        return refused(
            c, one_line({say(fmt::format("Nothing in {} waits for your answer. Nothing was done. ", i.ref())),
                         command("sitrep")}));
    Message m = one_line({say(fmt::format("You declined {} of {}. They have been told.", what, i.ref()))});
    if (reason.empty()) add_line(m, {say("Who could? "), command("note ask NAME instead")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"decline REASON", "decline on a train, ask jonas"}};
constexpr std::string_view synonyms[] = {"reject"};

} // namespace

extern const Command command_decline;
constexpr Command command_decline{
    .name = "decline",
    .aliases = {},
    .summary = "say that you cannot",
    .forms = forms,
    .takes = {},
    .synonyms = synonyms,
    .guess = Command::Guess::no_prefix,
    .decide = &decide_decline,
};

} // namespace tocsin
