// hypothesis: a theory of the cause, and what became of it (DOMAIN 9).
#include "commands/items.hpp"
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

std::string open_ones(const IncidentFile& file) {
    std::string out;
    for (const auto& [number, h] : file.hypotheses)
        if (h.open())
            out += fmt::format("{}H{} {}{}", out.empty() ? "" : "\n", number, text::cut(h.text, 100),
                               h.verdict ? " (supported)" : "");
    return out.empty() ? "No theory is open." : out;
}

Decision state(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    const Item item{'H', i.next('H')};
    Facts facts{c};
    facts.add(HypothesisStated{item.number, words}, meta_of(c, args.at));
    return done(c, std::move(facts.list),
                noted(item, words,
                      fmt::format("Then {} confirmed or {} ruled-out.", to_string(item), to_string(item))));
}

Decision judge(const Context& c, const Arguments& args, const Hypothesis& h) {
    const auto verdict = *verdict_of(args.word("verdict"));
    const std::string why{text::trimmed(args.text)};
    if (h.verdict == verdict && why.empty())
        return refused(
            c, one_line({say(fmt::format("H{} is {} already. Nothing changed.", h.number, word(verdict)))}));
    Facts facts{c};
    facts.add(HypothesisJudged{h.number, verdict, why}, meta_of(c, args.at));
    static constexpr std::string_view shown_as[] = {"supported", "confirmed", "ruled out"};
    Message m = one_line({say(fmt::format("H{} {}: ", h.number, shown_as[static_cast<std::size_t>(verdict)])),
                          quote(text::cut(h.text, 120)), say(".")});
    if (why.empty())
        add_line(m, {say("Why? "), command(fmt::format("H{} {} WHAT SHOWED IT", h.number, word(verdict)))});
    for (const auto& [number, other] : c.file->hypotheses)
        if (verdict == Verdict::confirmed && number != h.number && other.verdict == Verdict::confirmed)
            add_line(
                m, {say(fmt::format("H{} is confirmed too. The draft offers both, as proposals.", number))});
    if (verdict == Verdict::confirmed && c.incident().state < State::identified)
        add_line(m, {say("Cause known? "), command("status identified " + text::cut(h.text, 100))});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

Decision decide_hypothesis(const Context& c, const Arguments& args) {
    if (args.items.empty()) {
        if (text::trimmed(args.text).empty())
            return shown(c, usage(*command_named("hypothesis"), open_ones(*c.file)));
        return state(c, args);
    }
    const Recorded* r = find_item(*c.file, args.items.front(), "H");
    if (!r) return no_such_item(c, args.items.front(), "H");
    const auto it = c.file->hypotheses.find(std::get<HypothesisStated>(r->event).number);
    if (it == c.file->hypotheses.end()) return withdrawn(c, *item_of(r->event));
    if (args.word("verdict").empty()) {
        const std::uint32_t n = it->first;
        return refused(c, one_line({say(fmt::format("What about H{}? Nothing changed. ", n)),
                                    command(fmt::format("H{} confirmed TEXT", n)), say(" · "),
                                    command(fmt::format("H{} ruled-out TEXT", n)), say(" · "),
                                    command(fmt::format("H{} supported TEXT", n))}));
    }
    return judge(c, args, it->second);
}

constexpr Keyword verdicts[] = {{{"confirmed", "confirm", "true"}},
                                {{"ruled-out", "ruled out", "refuted", "disproved", "wrong", "false"}},
                                {{"supported", "likely"}}};

constexpr std::string_view aliases[] = {"theory"};
constexpr Slot slots_taken[] = {{"verdict", verdicts}};
constexpr Key keys[] = {{"at", KeyKind::time}};
constexpr Form forms[] = {
    {"hypothesis TEXT", "hypothesis the new gateway build leaks connections"},
    {"hypothesis H1 confirmed|ruled-out|supported [TEXT]", "hypothesis H1 confirmed the heap dump shows it"}};
constexpr std::string_view synonyms[] = {"suspect", "guess", "cause", "root-cause"};

} // namespace

extern const Command command_hypothesis;
constexpr Command command_hypothesis{
    .name = "hypothesis",
    .aliases = aliases,
    .summary = "a theory of the cause, confirmed or ruled out later",
    .forms = forms,
    .takes = {.slots = slots_taken, .keys = keys, .item_kinds = "H"},
    .synonyms = synonyms,
    .decide = &decide_hypothesis,
};

} // namespace tocsin
