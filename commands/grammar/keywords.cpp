// Keywords in option position. What is nearly one is asked back with the lines that were probably meant.
#include "commands/command.hpp"
#include "commands/core/model.hpp"
#include "commands/grammar/option_steps.hpp"
#include "commands/grammar/similar.hpp"
#include "commands/grammar/values.hpp"
#include "commands/grammar/verbs.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace tocsin::grammar {

namespace {

using Why = Misread::Why;

constexpr std::string_view audience_slot = "audience";

// After "update customers" these make the customers the subject of a sentence, not its readers.
constexpr std::string_view subject_words[]{"aren't",   "are",      "can",       "can't", "cannot", "cant",
                                           "complain", "get",      "getting",   "had",   "have",   "haven't",
                                           "report",   "reported", "reporting", "saw",   "say",    "see",
                                           "seeing",   "were",     "weren't"};

bool is_subject_word(const Token* token) {
    if (!token) return false;
    std::string word{without_punctuation(token->word)};
    for (const std::string_view apostrophe :
         {"\xE2\x80\x99", "\xE2\x80\x98", "\xCA\xBC"}) // U+2019, U+2018, U+02BC
        if (const auto at = word.find(apostrophe); at != std::string::npos)
            word.replace(at, apostrophe.size(), "'");
    return std::find(std::begin(subject_words), std::end(subject_words), word) != std::end(subject_words);
}

// "ruled out" is one keyword of two words.
std::string with_next_word(const OptionWork& work, const Token& token) {
    Tokens ahead = work.tokens;
    ahead.seek(token.end);
    return ahead.peek() ? token.word + " " + std::string{without_punctuation(ahead.peek()->word)}
                        : token.word;
}

const Keyword* keyword_of(const Slot& slot, std::string_view word) {
    for (const auto& keyword : slot.words)
        if (std::find(keyword.names.begin(), keyword.names.end(), word) != keyword.names.end())
            return &keyword;
    return nullptr;
}

std::string_view canonical(const Keyword& keyword) { return *keyword.names.begin(); }

const Token* after(const OptionWork& work, const Token& token, Tokens& ahead) {
    ahead = work.tokens;
    ahead.seek(token.end);
    return ahead.peek();
}

// Of a verb that takes items the keywords say what becomes of one: without an item "drop the cache" is a
// text.
bool slots_are_open(const OptionWork& work, const Token& token) {
    if (work.verb.takes.item_kinds.empty() || !work.arguments.items.empty()) return true;
    Tokens ahead = work.tokens;
    return is_item_of(work.verb, after(work, token, ahead));
}

bool is_open(const OptionWork& work, const Slot& slot) { return work.arguments.word(slot.name).empty(); }

// "update customers cannot log in": who reads it, or what happened to whom?
Step ask_if_subject(OptionWork& work, const Token& token) {
    return work.refuse(Why::keyword, token,
                       "Are customers the readers, or part of the text? Nothing was sent.",
                       {work.with_inserted(token.end, "--"), work.with_inserted(token.begin, "internal")});
}

Step refuse_two_audiences(OptionWork& work, const Slot& slot, const Token& token) {
    if (!slot.several)
        return work.refuse(Why::bad_option, token, "One audience a line. Nothing was done.",
                           {work.without(token), work.without(work.audience), work.as_text(token)});
    const std::string both = work.audience.plain + "," + token.plain;
    return work.refuse(Why::bad_option, token,
                       "Two audiences, or is one of them part of the text? Nothing was sent.",
                       {work.corrected(work.audience.begin, token.end, both), work.as_text(token)});
}

// "customers,internal" or "customers, internal": every part must be one, or it is no list.
bool read_list(const OptionWork& work, const Slot& slot, const Token& token, std::string& names,
               std::size_t& end) {
    Tokens ahead = work.tokens;
    std::string typed = token.word;
    end = token.end;
    while (typed.ends_with(',')) {
        ahead.take();
        if (!ahead.peek()) return false;
        typed += ahead.peek()->word;
        end = ahead.peek()->end;
    }
    std::string_view rest = typed;
    while (!rest.empty()) {
        const auto name = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        const Keyword* keyword = keyword_of(slot, name);
        if (!keyword) return false;
        if (("," + names + ",").find("," + std::string{canonical(*keyword)} + ",") != std::string::npos)
            continue; // said twice
        names.append(names.empty() ? "" : ",").append(canonical(*keyword));
    }
    return true;
}

Step take_list(OptionWork& work, const Slot& slot, const Token& token) {
    std::string names;
    std::size_t end{};
    if (!read_list(work, slot, token, names, end)) return Step::not_mine;
    if (!slot.several) {
        std::vector<std::string> choices;
        for (std::string_view rest = names; !rest.empty() && choices.size() < choices_max;) {
            const auto name = rest.substr(0, rest.find(','));
            rest.remove_prefix(std::min(rest.size(), name.size() + 1));
            choices.push_back(work.corrected(token.begin, end, name));
        }
        return work.refuse(Why::bad_option, token, "One audience a line. Nothing was done.",
                           std::move(choices));
    }
    if (!is_open(work, slot)) return refuse_two_audiences(work, slot, token);
    work.audience = token;
    work.arguments.words.emplace(slot.name, std::move(names));
    work.tokens.seek(end);
    return Step::taken;
}

Step take_audience(OptionWork& work, const Slot& slot, const Token& token) {
    const Keyword* keyword = keyword_of(slot, token.word);
    if (!keyword)
        return token.word.find(',') == std::string::npos ? Step::not_mine : take_list(work, slot, token);
    Tokens ahead = work.tokens;
    const bool is_subject = work.verb.name == "update" && is_subject_word(after(work, token, ahead));
    if (!is_open(work, slot)) return is_subject ? Step::not_mine : refuse_two_audiences(work, slot, token);
    if (is_subject && canonical(*keyword) == "customers") return ask_if_subject(work, token);
    work.audience = token;
    work.arguments.words.emplace(slot.name, canonical(*keyword));
    work.tokens.take();
    return Step::taken;
}

// Keywords like the token in any open slot, nearest first, else in the order of the verb.
std::vector<std::string_view> near_keywords(const OptionWork& work, std::string_view word) {
    constexpr int far = 9;
    // A word that does nothing yet is worth fewer questions: "rolling" is two letters from "holding".
    const auto edits_max = [](const Keyword& keyword) { return keyword.later ? 1 : 2; };
    std::vector<std::tuple<int, std::size_t, std::string_view>> ranked;
    for (const auto& slot : work.verb.takes.slots) {
        if (!is_open(work, slot)) continue;
        for (const auto& keyword : slot.words)
            for (const auto name : keyword.names)
                if (word == name || is_near_keyword(word, name, edits_max(keyword)))
                    ranked.emplace_back(distance(word, name, far), ranked.size(), name);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string_view> names;
    for (const auto& entry : ranked) names.push_back(std::get<std::string_view>(entry));
    return names;
}

bool has_open_required_slot(const OptionWork& work) {
    const auto& slots = work.verb.takes.slots;
    return std::any_of(slots.begin(), slots.end(),
                       [&](const Slot& s) { return s.required && is_open(work, s); });
}

} // namespace

Step read_keyword(OptionWork& work, const Token& token) {
    if (!slots_are_open(work, token)) return Step::not_mine;
    for (const auto& slot : work.verb.takes.slots) {
        if (slot.name == audience_slot) {
            if (const Step step = take_audience(work, slot, token); step != Step::not_mine) return step;
            continue;
        }
        const Keyword* keyword = keyword_of(slot, token.word);
        bool two_words = false;
        if (!keyword) {
            keyword = keyword_of(slot, with_next_word(work, token));
            two_words = keyword != nullptr;
        }
        if (!keyword) keyword = keyword_of(slot, without_punctuation(token.word)); // "H2 confirmed: ..."
        if (!keyword || !is_open(work, slot)) continue;
        if (keyword->later)
            return work.refuse(Why::later, token,
                               fmt::format("{} {} is not there yet.", work.verb.name, token.word));
        work.arguments.words.emplace(slot.name, canonical(*keyword));
        work.tokens.take();
        if (two_words) work.tokens.take();
        return Step::taken;
    }
    return Step::not_mine;
}

Step ask_about_near_keyword(OptionWork& work, const Token& token) {
    if (!slots_are_open(work, token)) return Step::not_mine;
    const auto names = near_keywords(work, without_punctuation(token.word));
    if (names.empty()) return Step::not_mine;
    std::vector<std::string> choices;
    // The same text after `--` is the way out for whoever meant it as text.
    const bool may_be_text = work.verb.takes.text != Takes::Text::none && !has_open_required_slot(work);
    for (const auto name : names)
        if (choices.size() < choices_max - (may_be_text ? 1 : 0))
            choices.push_back(work.corrected(token.begin, token.end, name));
    if (may_be_text) choices.push_back(work.as_text(token));
    return work.refuse(Why::keyword, token, fmt::format("Did you mean {}?", names.front()),
                       std::move(choices));
}

Step offer_own_verb_of_state(OptionWork& work, const Token& token) {
    const auto word = std::string{without_punctuation(token.word)};
    const auto& slots = work.verb.takes.slots;
    const bool wants_state = std::any_of(
        slots.begin(), slots.end(), [&](const Slot& s) { return s.name == "state" && is_open(work, s); });
    return wants_state && is_state_with_own_verb(word)
               ? work.refuse(Why::synonym, token, fmt::format("status does not set \"{}\".", word))
               : Step::not_mine;
}

Step ask_for_missing_keyword(OptionWork& work, std::size_t text_begin) {
    for (const auto& slot : work.verb.takes.slots) {
        if (!slot.required || !is_open(work, slot)) continue;
        std::vector<std::string_view> names;
        for (const auto& keyword : slot.words)
            if (!keyword.later) names.push_back(canonical(keyword));
        std::vector<std::string> choices;
        for (const auto name : names)
            if (choices.size() < choices_max) choices.push_back(work.with_inserted(text_begin, name));
        return work.refuse(Why::missing, {.plain = std::string{slot.name}},
                           fmt::format("{} needs one of: {}.", work.verb.name, fmt::join(names, ", ")),
                           std::move(choices));
    }
    return Step::not_mine;
}

bool is_keyword_of(const Command& verb, std::string_view word) {
    const auto& slots = verb.takes.slots;
    return std::any_of(slots.begin(), slots.end(),
                       [&](const Slot& s) { return keyword_of(s, word) != nullptr; });
}

bool is_item_of(const Command& verb, const Token* token) {
    if (!token || verb.takes.item_kinds.empty()) return false;
    const auto read = item(without_punctuation(token->word));
    return (read && verb.takes.item_kinds.find(read->kind) != std::string_view::npos) ||
           token->word == "last";
}

} // namespace tocsin::grammar
