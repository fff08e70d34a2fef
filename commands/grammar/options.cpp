// The option loop: one token at a time, until one is no option; there the text begins. A near miss is asked
// back and never becomes text, because "update customer We are down" must not go to the wrong readers.
#include "commands/grammar/options.hpp"

#include "commands/command.hpp"
#include "commands/grammar/option_steps.hpp"
#include "commands/grammar/values.hpp"
#include "commands/grammar/verbs.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::grammar {

namespace {

using Why = Misread::Why;

constexpr std::size_t word_clusters_max = 40; // of a typed word that is repeated in an answer

Step take(OptionWork& work) {
    work.tokens.take();
    return Step::taken;
}

Step read_severity(OptionWork& work, const Token& token) {
    const auto& takes = work.verb.takes;
    if (!takes.severity) return Step::not_mine;
    auto read = severity(token.word);
    const bool is_digit = token.word.size() == 1 && token.word[0] >= '1' && token.word[0] <= '5';
    if (takes.severity_digit && is_digit && !work.arguments.severity)
        read.value = static_cast<Severity>(token.word[0] - '0');
    if (!read.looks_like_one()) return Step::not_mine;
    if (!read) return work.refuse(Why::bad_option, token, std::move(read.why_not));
    if (work.arguments.severity)
        return work.refuse(Why::bad_option, token, "Two severities in one line.", {work.as_text(token)});
    work.arguments.severity = read.value;
    return take(work);
}

Step read_length(OptionWork& work, const Token& token) {
    if (!work.verb.takes.length || work.arguments.length) return Step::not_mine;
    auto read = length(token.word);
    if (!read.looks_like_one()) return Step::not_mine;
    if (!read) return work.refuse(Why::bad_option, token, std::move(read.why_not));
    work.arguments.length = read.value;
    return take(work);
}

// "task last done", but "task last week's logs" is a text.
bool stands_before_keyword(const OptionWork& work) {
    Tokens ahead = work.tokens;
    ahead.take();
    return ahead.peek() && is_keyword_of(work.verb, ahead.peek()->word);
}

// "task N3 done" would become a task named so.
Step refuse_item_of_other_kind(OptionWork& work, const Token& token) {
    const auto& takes = work.verb.takes;
    const auto other = item(token.word);
    if (!other || takes.item_kinds.empty() || !work.arguments.items.empty() || !stands_before_keyword(work))
        return Step::not_mine;
    return work.refuse(Why::bad_option, token,
                       fmt::format("{} is nothing that {} takes. Its items begin with {}.", to_string(*other),
                                   work.verb.name, fmt::join(takes.item_kinds, ", ")));
}

// One item, or several for a verb without a text of its own to begin with "N5".
Step read_item(OptionWork& work, const Token& token) {
    const auto& takes = work.verb.takes;
    auto& items = work.arguments.items;
    if (!is_item_of(work.verb, &token)) return refuse_item_of_other_kind(work, token);
    if (token.word == "last" && !takes.slots.empty() && !stands_before_keyword(work)) return Step::not_mine;
    if (!items.empty() && takes.text == Takes::Text::required) return Step::not_mine;
    const char only_kind = takes.item_kinds.size() == 1 ? takes.item_kinds.front() : '\0';
    items.push_back(item(without_punctuation(token.word)).value_or(Item{only_kind, 0}));
    return take(work);
}

Step read_person(OptionWork& work, const Token& token) {
    if (!work.verb.takes.people) return Step::not_mine;
    auto name = token.word == "me" ? std::optional{token.word} : mention(token.plain);
    if (!name) return Step::not_mine;
    work.arguments.people.push_back(std::move(*name));
    return take(work);
}

// Exact forms first, then near misses.
Step read_option(OptionWork& work, const Token& token) {
    for (const auto read : {read_assignment, read_keyword, read_severity, read_length, read_item, read_person,
                            offer_own_verb_of_state, ask_about_near_keyword, ask_about_spaced_assignment})
        if (const Step step = read(work, token); step != Step::not_mine) return step;
    return Step::not_mine;
}

// "role restore @zoë": a role with a name of its own is text, and the mention that ends it is still the
// person.
void take_mention_after_role(OptionWork& work) {
    auto& arguments = work.arguments;
    const auto& slots = work.verb.takes.slots;
    const bool names_role =
        std::any_of(slots.begin(), slots.end(), [](const Slot& s) { return s.name == "role"; });
    const auto space = arguments.text.find_last_of(" \n\t");
    if (!names_role || !work.verb.takes.people || !arguments.people.empty() || space == std::string::npos)
        return;
    const auto last = arguments.text.substr(space + 1);
    auto name = text::folded(last) == "me" ? std::optional<std::string>{"me"} : mention(last);
    if (!name) return;
    arguments.people.push_back(std::move(*name));
    arguments.text = text::trimmed(std::string_view{arguments.text}.substr(0, space));
}

Step ask_for_missing_text(OptionWork& work) {
    if (work.verb.takes.text != Takes::Text::required || !work.arguments.text.empty()) return Step::not_mine;
    const auto name = placeholder(work.verb);
    if (!work.remarks.empty()) // a quote that was not closed has taken the text
        return work.refuse(
            Why::missing, {.plain = std::string{name}},
            fmt::format("{} needs a {}. {}", work.verb.name, text::folded(name), work.remarks.back()));
    return work.refuse(Why::missing, {.plain = std::string{name}},
                       fmt::format("{} needs a {}.", work.verb.name, text::folded(name)),
                       {work.with_inserted(work.tokens.line().size(), name)});
}

Step refuse_text(OptionWork& work, std::size_t text_begin) {
    if (work.verb.takes.text != Takes::Text::none || work.arguments.text.empty()) return Step::not_mine;
    const Token token{.plain = text::cut(work.arguments.text, word_clusters_max)};
    return work.refuse(Why::bad_option, token, fmt::format("{} takes no text.", work.verb.name),
                       {work.corrected(text_begin, work.tokens.line().size(), "")});
}

// "declare API down sev2": options stand before the text, so this one did nothing, and that is said.
void remark_on_severity_in_text(OptionWork& work) {
    if (!work.verb.takes.severity || work.arguments.severity) return;
    for (Tokens tokens{work.arguments.text}; const Token* token = tokens.peek(); tokens.take()) {
        if (!severity(token->word)) continue;
        const auto place = work.verb.name == "declare" ? "title" : "text";
        work.remarks.push_back(fmt::format("\"{}\" stayed in the {}; options stand before it.",
                                           without_punctuation(token->plain), place));
        return;
    }
}

Step finish(OptionWork& work, bool bare, std::size_t text_begin) {
    work.arguments.text = work.tokens.text();
    take_mention_after_role(work);
    remark_on_severity_in_text(work);
    if (const Step step = refuse_text(work, text_begin); step != Step::not_mine) return step;
    if (bare) return Step::taken; // a verb alone shows the present value
    if (const Step step = ask_for_missing_keyword(work, text_begin); step != Step::not_mine) return step;
    return ask_for_missing_text(work);
}

} // namespace

std::string OptionWork::corrected(std::size_t from, std::size_t to, std::string_view instead) const {
    const auto line = tokens.line();
    const auto arguments_now =
        std::string{line.substr(begin, from - begin)}.append(instead).append(line.substr(to));
    const auto trimmed = text::trimmed(arguments_now);
    return trimmed.empty() ? std::string{head} : std::string{head}.append(" ").append(trimmed);
}

std::string OptionWork::with_inserted(std::size_t position, std::string_view word) const {
    const auto line = tokens.line();
    std::string inserted{word};
    if (position > begin && line[position - 1] != ' ') inserted.insert(0, 1, ' ');
    if (position < line.size() && line[position] != ' ') inserted += ' ';
    return corrected(position, position, inserted);
}

std::string OptionWork::without(const Token& token) const {
    const auto next = tokens.line().find_first_not_of(' ', token.end);
    return corrected(token.begin, std::min(next, tokens.line().size()), "");
}

Step OptionWork::refuse(Misread::Why why, const Token& token, std::string detail,
                        std::vector<std::string> choices) {
    misread = {.why = why,
               .word = text::cut(token.plain, word_clusters_max),
               .verb = &verb,
               .choices = std::move(choices),
               .detail = std::move(detail)};
    return Step::misread;
}

std::variant<Options, Misread> read_options(const Command& verb, Tokens& tokens, std::string_view head,
                                            Instant said_at) {
    OptionWork work{
        .verb = verb, .tokens = tokens, .head = head, .said_at = said_at, .begin = tokens.position()};
    const bool bare = tokens.text().empty();
    std::size_t text_begin = tokens.position();
    while (const Token* next = tokens.peek()) {
        const Token token = *next;
        text_begin = token.begin;
        if (token.ends_options) {
            tokens.take();
            break;
        }
        const Step step = read_option(work, token);
        if (step == Step::misread) return work.misread;
        if (step == Step::not_mine) break;
        text_begin = tokens.position();
    }
    if (finish(work, bare, text_begin) == Step::misread) return work.misread;
    return Options{.arguments = std::move(work.arguments), .remarks = std::move(work.remarks)};
}

} // namespace tocsin::grammar
