// Publishing.
#include "commands/publish.hpp"

#include "commands/clocks/active.hpp"
#include "commands/clocks/due.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {
namespace {

constexpr std::size_t warnings_shown_max = 3;

bool has_targets(const Policy& policy, Audience a) {
    const auto it = policy.targets.find(a);
    return it != policy.targets.end() && !it->second.empty();
}

// Whoever reads the text for customers inside gets it too (DOMAIN 5.1); of a private incident approved
// audiences only.
std::vector<Audience> copies_of(const Context& c, const Publication& p) {
    std::vector<Audience> copies;
    if (!reaches(p.audiences, Audience::customers)) return copies;
    for (const Audience a : {Audience::internal, Audience::executives}) {
        const bool approved = !c.incident().is_private || c.incident().approved.contains(a);
        if (!reaches(p.audiences, a) && approved && has_targets(c.all.policy(), a)) copies.push_back(a);
    }
    return copies;
}

std::string targets_of(const Context& c, Audience audience) {
    std::string out;
    const auto& targets = c.all.policy().targets;
    if (const auto it = targets.find(audience); it != targets.end())
        for (const auto& room : it->second) out += (out.empty() ? "" : ", ") + name_of(room);
    return out;
}

void add_promise(const Context& c, const Publication& p, const UpdateSubmitted& u, Message& m) {
    const Incident& i = c.incident();
    const std::string shown = views::audience_shown(u.audience);
    if (u.corrects) return;
    if (u.promise == no_instant) {
        add_line(
            m, {say(u.closing ? "This closes the updates to " + shown + ": none is owed any more."
                              : fmt::format("No next time is owed to {} at {}.", shown, word(i.severity)))});
        return;
    }
    add_line(m, {say("Next update to " + shown + " due "), at_time(u.promise),
                 say(fmt::format(", in {}.", text::length(u.promise - c.now)))});
    const auto cadence = clocks::target_of(i, u.audience, c.all.policy_of(i));
    if (p.next && cadence > Duration{0} && u.promise - c.now > cadence)
        add_line(m, {say(fmt::format("Longer than the usual {} at {}. It is kept as you typed it.",
                                     text::length(cadence), word(i.severity)))});
}

void add_head(const Context& c, const Publication& p, Instant goes_at, Message& m) {
    std::string rooms, nobody;
    for (const Audience a : p.audiences) {
        const std::string targets = targets_of(c, a);
        if (targets.empty())
            nobody += (nobody.empty() ? "" : " and ") + views::audience_shown(a);
        else
            rooms += (rooms.empty() ? "" : ", ") + targets;
    }
    const std::string what =
        p.corrects ? fmt::format("U{}, correcting U{},", p.number, p.corrects) : fmt::format("U{}", p.number);
    if (rooms.empty()) {
        m.tone = Tone::warning;
        add_line(m,
                 {say(fmt::format("{} recorded. NOBODY WAS TOLD: no room for {} is set up.", what, nobody))});
        add_line(
            m,
            {say(fmt::format("Fix: add {} = [\"#room\"] under [audiences] of the config, then send it again.",
                             word(p.audiences.front())))});
        return;
    }
    Line line{say(fmt::format("{} to {} goes to {} {}", what, audiences_shown(p.audiences), rooms,
                              goes_at == no_instant ? "now." : "in "))};
    if (goes_at != no_instant) {
        line.push_back(say(text::length(goes_at - c.now) + ". Stop it: "));
        line.push_back(command("undo"));
    }
    m.lines.push_back(std::move(line));
    if (!nobody.empty()) add_line(m, {say(fmt::format("NOT told: {}, no room is set up.", nobody))});
}

std::vector<std::string> people_of(const Everything& all) {
    std::vector<std::string> names;
    for (const auto& [id, person] : all.people) {
        names.push_back(person.name);
        if (person.account != text::folded(person.name)) names.push_back(person.account);
    }
    return names;
}

std::string_view newest_text(const Context& c, Audience a) {
    const auto clock = c.incident().clocks.find(a);
    if (clock == c.incident().clocks.end()) return {};
    const auto it = c.file->updates.find({clock->second.last_update, a});
    return it == c.file->updates.end() ? std::string_view{} : std::string_view{it->second.text};
}

std::optional<ImpactLevel> level_of(const Incident& i) {
    if (const Window* w = i.open_window()) return w->level;
    return i.windows.empty() ? std::nullopt : std::optional{i.windows.back().level};
}

} // namespace

std::vector<Audience> audiences_of(std::string_view words) {
    std::vector<Audience> out;
    while (!words.empty()) {
        const auto name = words.substr(0, words.find(','));
        words.remove_prefix(std::min(words.size(), name.size() + 1));
        if (const auto a = audience_of(name)) out.push_back(*a);
    }
    if (out.empty()) out.push_back(Audience::internal);
    return out;
}

std::string audiences_shown(const std::vector<Audience>& audiences) {
    std::string out;
    for (std::size_t n = 0; n < audiences.size(); ++n) {
        const std::string_view glue = n == 0 ? "" : n + 1 == audiences.size() ? " and " : ", ";
        out.append(glue).append(audiences[n] == Audience::customers ? "CUSTOMERS"
                                                                    : views::audience_shown(audiences[n]));
    }
    return out;
}

bool reaches(const std::vector<Audience>& audiences, Audience a) {
    return std::find(audiences.begin(), audiences.end(), a) != audiences.end();
}

Instant promise_of(const Context& c, const Publication& p, Audience audience) {
    if (p.corrects) return no_instant;
    if (p.next && reaches(p.audiences, audience)) return c.now + *p.next;
    if (!is_open(c.incident().state)) return no_instant;
    Incident published = c.incident();
    published.clocks[audience].last_update = 1; // from now on it is the cadence, no longer the first target
    published.approved.insert(audience);
    const Policy& policy = c.all.policy_of(published);
    const auto target = clocks::target_of(published, audience, policy);
    return target == Duration{0} ? no_instant : clocks::due_after(published, audience, policy, c.now, target);
}

std::string with_next_time(const std::string& words, Instant next, Instant now) {
    if (next == no_instant || text::names_next_time(words)) return words;
    const std::string stop =
        words.empty() || std::string_view{".!?\n"}.find(words.back()) != std::string_view::npos ? "" : ".";
    return fmt::format("{}{} Next update by {}.", words, stop, text::near(text::to_minute(next), now));
}

text::LintResult check_wording(const Context& c, const Publication& p, bool as_draft) {
    const Incident& i = c.incident();
    text::LintResult all;
    const auto people = people_of(c.all);
    for (const Audience a : p.audiences) {
        const bool not_approved = i.is_private && !i.approved.contains(a) && !as_draft;
        text::LintResult one = text::lint({.audience = a,
                                           .words = p.words,
                                           .state = i.state,
                                           .level = level_of(i),
                                           .now = c.now,
                                           .next = p.next ? std::optional{c.now + *p.next} : std::nullopt,
                                           .closing = is_over(i.state) && !p.next && !p.corrects,
                                           .holding = p.holding,
                                           .not_approved = not_approved,
                                           .previous = p.corrects ? std::string_view{} : newest_text(c, a),
                                           .people = people});
        all.english = one.english;
        if (one.holds() || all.without_words.empty()) all.without_words = one.without_words;
        for (text::LintFinding& finding : one.findings) {
            const auto same = std::find_if(all.findings.begin(), all.findings.end(), [&](const auto& f) {
                return f.rule == finding.rule && f.words == finding.words;
            });
            if (same == all.findings.end())
                all.findings.push_back(std::move(finding));
            else
                same->blocks = same->blocks || finding.blocks;
        }
    }
    return all;
}

std::uint32_t rules_of(const text::LintResult& result, bool blocking) {
    std::uint32_t bits = 0;
    for (const auto& finding : result.findings)
        if (finding.blocks == blocking) bits |= 1u << finding.rule;
    return bits;
}

void add_warnings(const text::LintResult& result, Message& m) {
    std::size_t n = 0;
    for (const auto& finding : result.findings)
        if (!finding.blocks && n++ < warnings_shown_max)
            add_line(m, {say(fmt::format("{} ({})", finding.says, text::rule_name(finding.rule)))});
    if (!result.english) add_line(m, {say("Wording rules not checked (not English).")});
}

void publish(const Context& c, const Publication& p, Facts& facts, Message& m) {
    const Incident& i = c.incident();
    const auto delay = c.all.policy_of(i).customers_delay;
    const Instant goes_at =
        reaches(p.audiences, Audience::customers) && delay > seconds{0} ? c.now + delay : no_instant;
    add_head(c, p, goes_at, m);
    const auto copies = copies_of(c, p);
    std::vector<UpdateSubmitted> sent;
    for (const auto* list : {&p.audiences, &copies})
        for (const Audience a : *list) {
            UpdateSubmitted u{.number = p.number,
                              .audience = a,
                              .promise = promise_of(c, p, a),
                              .next_given = p.next && list != &copies,
                              .closing = is_over(i.state) && !p.next && !p.corrects,
                              .copy = list == &copies,
                              .holding = p.holding,
                              .goes_at = goes_at,
                              .rules = p.rules,
                              .corrects = p.corrects,
                              .text = p.words};
            // One text for all: the times of the copies are their own business, inside.
            u.published = sent.empty() ? with_next_time(p.words, u.promise, c.now) : sent.front().published;
            if (p.corrects && sent.empty()) u.published = "Correction: " + p.words;
            sent.push_back(u);
        }
    add_line(m, {quote(sent.front().published)});
    for (const UpdateSubmitted& u : sent)
        if (!u.copy) add_promise(c, p, u, m);
    if (!copies.empty()) add_line(m, {say(fmt::format("A copy goes to {}.", audiences_shown(copies)))});
    for (UpdateSubmitted& u : sent) facts.add(std::move(u));
}

} // namespace tocsin
