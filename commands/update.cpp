// update: a stakeholder update, which names the next one (DOMAIN 5).
#include "commands/publish.hpp"
#include "commands/replies.hpp"
#include "commands/slots.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/update_words.hpp"
#include "commands/views/views.hpp"

#include <cctype>
#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t blocks_shown_max = 3;

std::uint32_t bits_of(const std::vector<Audience>& audiences) {
    std::uint32_t bits = 0;
    for (const Audience a : audiences) bits |= 1u << static_cast<unsigned>(a);
    return bits;
}

// "internal" for a list of audiences as it is typed.
std::string typed(const std::vector<Audience>& audiences) {
    std::string out;
    for (const Audience a : audiences) out.append(out.empty() ? "" : ",").append(word(a));
    return out;
}

Decision nothing_to_send(const Context& c) {
    Message m = usage(*command_named("update"), "");
    Line due = due_line(c.incident(), c.now);
    if (!due.empty()) {
        due.insert(due.begin(), say("Next update due: "));
        m.lines.insert(m.lines.begin(), std::move(due));
    }
    return shown(c, std::move(m));
}

Decision goes_on_elsewhere(const Context& c) {
    const Incident& i = c.incident();
    const IncidentFile* into = c.all.find(i.merged_into);
    return refused(c,
                   one_line({say(fmt::format("{} is merged. Nothing was sent. It goes on there: ", i.ref())),
                             command((into ? into->now.ref() + " " : "") + "update TEXT")}));
}

// Who still waits while the text is kept.
void add_waiting(const Context& c, const Publication& p, Message& m) {
    for (const Audience a : p.audiences) {
        const auto it = c.incident().clocks.find(a);
        if (it == c.incident().clocks.end() || !it->second.open) continue;
        add_line(m, {say(fmt::format("Still waiting: {}, due ", views::audience_shown(a))),
                     at_time(it->second.open->due), say(".")});
    }
}

Decision kept(const Context& c, const Publication& p, std::uint32_t rules, Message m) {
    Facts facts{c};
    facts.add(UpdateDrafted{.number = p.number,
                            .audiences = bits_of(p.audiences),
                            .next = p.next.value_or(Duration{}),
                            .holding = p.holding,
                            .rules = rules,
                            .text = p.words});
    return done(c, std::move(facts.list), std::move(m));
}

// Held back: the words that did it, the text without them, and who can send it as it stands (VOICE 13).
Decision held(const Context& c, const Publication& p, const text::LintResult& result) {
    Message m;
    m.tone = Tone::warning;
    std::string why;
    std::size_t n = 0;
    for (const auto& finding : result.findings)
        if (finding.blocks && n++ < blocks_shown_max)
            why += fmt::format(" {} ({})", finding.says, text::rule_name(finding.rule));
    add_line(m, {say(fmt::format("Not sent, kept as draft U{}, to {}.{}", p.number,
                                 audiences_shown(p.audiences), why))});
    add_waiting(c, p, m);
    if (!result.without_words.empty())
        add_line(m, {say("Without it: "),
                     command(fmt::format("update {} {}", typed(p.audiences), result.without_words))});
    const std::uint32_t rules = rules_of(result, true);
    constexpr std::uint32_t never = 1u << 13 | 1u << 14;
    if (rules & (1u << 14))
        add_line(m,
                 {say("They have not been told of this private incident yet. For somebody else to approve: "),
                  command(fmt::format("update {} draft {}", typed(p.audiences), text::cut(p.words, 200)))});
    else if (!(rules & never))
        add_line(m,
                 {say("As it stands, somebody else types: "), command(fmt::format("approve U{}", p.number))});
    m.phone = fmt::format("{}: your update was NOT sent.", c.incident().ref());
    return kept(c, p, rules, std::move(m));
}

Decision as_draft(const Context& c, const Publication& p, const text::LintResult& result) {
    if (rules_of(result, true) & (1u << 13)) return held(c, p, result);
    Message m = one_line({say(
        fmt::format("Draft U{} to {} is kept. Nothing was sent.", p.number, audiences_shown(p.audiences)))});
    add_line(m, {quote(p.words)});
    for (const auto& finding : result.findings)
        if (finding.blocks)
            add_line(m, {say(fmt::format("{} ({})", finding.says, text::rule_name(finding.rule)))});
    add_warnings(result, m);
    add_line(m, {say("Somebody else sends it: "), command(fmt::format("approve U{}", p.number)), say(" · "),
                 command("undo")});
    return kept(c, p, 0, std::move(m));
}

// The words of a holding text, with the fact that was added to it; empty: a second one in a row needs a fact.
std::string holding_text(const Context& c, const Publication& p, const std::string& fact) {
    const auto clock = c.incident().clocks.find(p.audiences.front());
    const auto last = clock == c.incident().clocks.end()
                          ? c.file->updates.end()
                          : c.file->updates.find({clock->second.last_update, p.audiences.front()});
    if (fact.empty() && last != c.file->updates.end() && last->second.holding) return "";
    return views::holding_words(*c.file, p.audiences.front(), c.now) + (fact.empty() ? "" : " " + fact);
}

// What a ready text left for people to fill in ("TODO data statement"), or the "TEXT" of an offered line;
// empty: nothing.
std::string blank_in(const std::string& words) {
    constexpr std::string_view blank = "TODO";
    constexpr std::size_t shown_max = 60;
    if (words == "TEXT") return words;
    const auto part_of_word = [&](std::size_t at) {
        return at < words.size() && (std::isalnum(static_cast<unsigned char>(words[at])) || words[at] == '_');
    };
    for (auto at = words.find(blank); at != std::string::npos; at = words.find(blank, at + 1)) {
        if ((at > 0 && part_of_word(at - 1)) || part_of_word(at + blank.size())) continue;
        return text::cut(words.substr(at, words.find_first_of(".!?\n", at) - at), shown_max);
    }
    return "";
}

// A ready text says what it does not know, and a hurried Enter must not tell that to anybody.
Decision not_filled(const Context& c, const Publication& p, const std::string& blank) {
    const std::string to = typed(p.audiences);
    Message m = one_line(
        {say(fmt::format("Not sent, nothing was recorded. It still says \"{}\". Fill it in: ", blank)),
         command(fmt::format("update {} {}", to, p.words))});
    add_line(m, {say("Meant as it stands, for somebody else to approve: "),
                 command(fmt::format("update {} draft {}", to, text::cut(p.words, 200)))});
    return refused(c, std::move(m));
}

Decision decide_update(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    const bool holding = args.word("what") == "holding";
    Publication p{.audiences = audiences_of(args.word("audience")),
                  .words = words,
                  .next = args.next,
                  .holding = holding,
                  .number = i.next('U')};
    if (words.empty() && !holding) return nothing_to_send(c);
    if (reaches(p.audiences, Audience::responders))
        return refused(c, one_line({say("The card in the room is the responders' update: it is always "
                                        "current. Nothing was sent. "),
                                    command("note " + (words.empty() ? "TEXT" : text::cut(words, 80)))}));
    if (i.state == State::merged) return goes_on_elsewhere(c);
    if (holding) {
        p.words = holding_text(c, p, words);
        if (p.words.empty())
            return refused(
                c, one_line({say("The last word to them was that nothing has changed. Nothing was sent. Add "
                                 "one new fact: "),
                             command(fmt::format("update {} holding WHAT IS NEW", typed(p.audiences)))}));
    }
    const bool draft = args.word("what") == "draft";
    if (const std::string blank = blank_in(p.words); !draft && !blank.empty()) return not_filled(c, p, blank);
    const text::LintResult result = check_wording(c, p, draft);
    if (draft) return as_draft(c, p, result);
    if (result.holds()) return held(c, p, result);
    p.rules = rules_of(result, false);
    Facts facts{c};
    Message m;
    publish(c, p, facts, m);
    add_warnings(result, m);
    if (args.word("audience").empty())
        add_line(m, {say("Sent to internal, because no audience was given. Others: "),
                     command("update customers TEXT")});
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"post"};
constexpr Keyword ways[] = {{{"draft"}}, {{"holding"}}};
constexpr Slot slots_taken[] = {{"audience", slots::audiences, false, true}, {"what", ways}};
constexpr Key keys[] = {{"next", KeyKind::length}};
constexpr Form forms[] = {
    {"update [internal|executives|customers] [draft] [next=30m] TEXT",
     "update customers next=30m Card payments fail for some shops since 01:58 UTC. We are investigating."},
    {"update customers,internal TEXT", "update customers,internal Card payments work again since 02:51 UTC."},
    {"update customers holding", "update customers holding"}};
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
