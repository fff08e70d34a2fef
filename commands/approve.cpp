// approve: publishes a draft, exactly the text shown (DOMAIN 5.4, DESIGN 4.10).
#include "commands/items.hpp"
#include "commands/publish.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr minutes others_silent_for{30}; // then the author may approve, with a reason
constexpr std::uint32_t secret_rule = 1u << 13, private_rule = 1u << 14;

std::vector<Audience> audiences_of(const Draft& draft) {
    std::vector<Audience> out;
    for (const Audience a : {Audience::customers, Audience::internal, Audience::executives})
        if (draft.is_for(a)) out.push_back(a);
    return out;
}

// Somebody else who could read it first has written here a short while ago.
const Recorded* other_here(const Context& c, PersonId author) {
    for (auto r = c.file->log.rbegin(); r != c.file->log.rend(); ++r) {
        if (c.now - r->recorded_at > others_silent_for) return nullptr;
        if (r->meta.by && r->meta.by != author) return &*r;
    }
    return nullptr;
}

std::string waiting_drafts(const IncidentFile& file) {
    std::string out;
    for (const auto& [number, draft] : file.drafts)
        if (draft.approved_by.empty() && !(draft.rules & (secret_rule | private_rule)))
            out += fmt::format("{}U{} by {}: \"{}\"", out.empty() ? "" : "\n", number,
                               text::isolated(draft.by_name), text::cut(draft.text, 100));
    return out.empty() ? "No draft waits." : out;
}

Decision may_not(const Context& c, const Draft& draft, const std::string& reason) {
    const Recorded* other = other_here(c, draft.by);
    if (other)
        return refused(c, one_line({say(fmt::format("You wrote U{}, so somebody else has to approve it; {} "
                                                    "wrote here {}. Nothing was sent. ",
                                                    draft.number, text::isolated(other->meta.by_name),
                                                    text::near(other->recorded_at, c.now))),
                                    command(fmt::format("notify @{} please approve U{}", other->meta.by_name,
                                                        draft.number))}));
    if (reason.empty())
        return refused(c, one_line({say(fmt::format("You wrote U{} and nobody else is here. With a reason "
                                                    "you may approve it yourself. Nothing was sent. ",
                                                    draft.number)),
                                    command(fmt::format("approve U{} REASON", draft.number))}));
    return {};
}

Decision decide_approve(const Context& c, const Arguments& args) {
    if (args.items.empty()) return shown(c, usage(*command_named("approve"), waiting_drafts(*c.file)));
    const Item wanted = args.items.front();
    const std::uint32_t number = wanted.number            ? wanted.number
                                 : c.file->drafts.empty() ? 0
                                                          : c.file->drafts.rbegin()->first;
    const auto it = c.file->drafts.find(number);
    if (it == c.file->drafts.end()) {
        if (const Update* sent = c.file->update(number))
            return refused(c, one_line({say(fmt::format("U{} has gone out {}. Nothing was sent again. ",
                                                        number, text::near(sent->submitted, c.now))),
                                        command("approve")}));
        return no_such_item(c, wanted, "U");
    }
    const Draft& draft = it->second;
    const std::string reason{text::trimmed(args.text)};
    if (!draft.approved_by.empty())
        return refused(c, one_line({say(fmt::format("U{} was approved by {} already. Nothing was sent again.",
                                                    number, text::isolated(draft.approved_by)))}));
    const Publication p{.audiences = audiences_of(draft),
                        .words = draft.text,
                        .next = draft.next > Duration{} ? std::optional{draft.next} : std::nullopt,
                        .holding = draft.holding,
                        .number = number};
    const std::string audience{word(p.audiences.empty() ? Audience::internal : p.audiences.front())};
    if (draft.rules & secret_rule)
        return refused(c, one_line({say(fmt::format("U{} looks as if it held a secret, so nobody can approve "
                                                    "it. Nothing was sent. Write it anew: ",
                                                    number)),
                                    command(fmt::format("update {} TEXT", audience))}));
    if (draft.rules & private_rule)
        return refused(
            c, one_line({say(fmt::format("U{} was not typed as a draft. Nothing was sent. Type it again: ",
                                         number)),
                         command(fmt::format("update {} draft TEXT", audience))}));
    if (c.incident().state == State::merged) return not_open(c, "nothing can be sent from here");
    if (draft.by == c.speaker)
        if (Decision no = may_not(c, draft, reason); !no.reply.lines.empty()) return no;
    Facts facts{c};
    facts.add(UpdateApproved{number, reason});
    if (c.incident().is_private)
        for (const Audience a : p.audiences)
            if (!c.incident().approved.contains(a)) facts.add(AudienceApproved{a});
    Message m;
    publish(c, p, facts, m);
    add_line(m, {say(fmt::format("Written by {}, approved by you.",
                                 draft.by == c.speaker ? "you" : text::isolated(draft.by_name)))});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr Form forms[] = {{"approve U4 [REASON]", "approve U4"}};
constexpr std::string_view synonyms[] = {"release", "lgtm", "ok"};

} // namespace

extern const Command command_approve;
constexpr Command command_approve{
    .name = "approve",
    .aliases = {},
    .summary = "publish a draft, exactly as it is shown",
    .forms = forms,
    .takes = {.item_kinds = "U"},
    .synonyms = synonyms,
    .guess = Command::Guess::never,
    .decide = &decide_approve,
};

} // namespace tocsin
