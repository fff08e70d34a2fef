// Puts a reading together: reference, verb, options, and what may not be done by guessing.
#include "commands/command.hpp"
#include "commands/core/code_name.hpp"
#include "commands/grammar/grammar.hpp"
#include "commands/grammar/options.hpp"
#include "commands/grammar/similar.hpp"
#include "commands/grammar/tokens.hpp"
#include "commands/grammar/values.hpp"
#include "commands/grammar/verbs.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::grammar {

namespace {

using Why = Misread::Why;
using How = FoundVerb::How;

constexpr std::size_t word_clusters_max = 40;

// "please resolve": said to a person, offered without the courtesy.
constexpr std::string_view courtesies[]{"hello", "hey", "hi",   "just",   "kindly",
                                        "now",   "ok",  "okay", "please", "pls"};

// Without the punctuation that may follow a verb, unless there is nothing else ("?").
std::string_view bare_word(const Token& token) {
    const auto bare = without_punctuation(token.word);
    return bare.empty() ? std::string_view{token.word} : bare;
}

class LineReader {
public:
    LineReader(std::string_view line, Verbs verbs, const Surroundings& around)
        : verbs_{verbs}, around_{around}, tokens_{line} {}

    Reading read();

private:
    void take_reference();
    bool take_code_name();
    std::optional<std::uint32_t> bare_number() const;
    std::optional<Reading> exact(const Token&);
    std::optional<Reading> two_word_verb(const Token&);
    std::optional<Reading> bare_value(const Token&);
    std::optional<Reading> item_first(const Token&);
    std::optional<Reading> synonym(const Token&);
    std::optional<Reading> guess(const Token&);
    Reading sentence(const Token&, const Command*);
    Reading not_a_verb(const Token&);

    Reading arguments_of(const Command& verb);
    Reading guessed(const Command& verb, How how, const Token& typed);
    Misread misread(Why why, const Token& token) const;
    Misread later(const Token& token, std::string_view word) const;
    Reading offers(Why why, const Token& token, const std::vector<Offer>& offers) const;
    std::vector<std::string> lines_of(const std::vector<Offer>& offers, const Token& token) const;

    bool in_incident() const { return around_.in_incident || reference_ || !code_name_.empty(); }
    std::string rest_after(const Token&) const;
    std::string line_with(std::string_view head, std::string_view rest) const;
    bool has_later_command() const;

    Verbs verbs_;
    const Surroundings& around_;
    Tokens tokens_;
    std::optional<std::uint32_t> reference_;
    std::string code_name_;
    std::string reference_typed_; // "INC-7"
};

Reading LineReader::read() {
    take_reference();
    const Token* first = tokens_.peek();
    if (!first) return Misread{.why = Why::empty, .reference = reference_};
    const Token token = *first;
    // The order is the rule: what is exact beats what is guessed.
    for (const auto attempt : {&LineReader::two_word_verb, &LineReader::exact, &LineReader::bare_value,
                               &LineReader::item_first, &LineReader::synonym, &LineReader::guess})
        if (auto reading = (this->*attempt)(token)) return std::move(*reading);
    return not_a_verb(token);
}

void LineReader::take_reference() {
    const Token* first = tokens_.peek();
    if (!first || take_code_name()) return;
    const auto word = bare_word(*first);
    const auto n = word.starts_with("inc-") ? number(word.substr(4)) : bare_number();
    if (!n) return;
    reference_ = n;
    reference_typed_ = fmt::format("INC-{}", *n);
    tokens_.take();
}

// "Slate Heron note x", "slate-heron note x". To whom it is none of theirs these are words like any others.
bool LineReader::take_code_name() {
    if (!around_.code_name_exists) return false;
    Tokens ahead = tokens_;
    std::string typed;
    for (int words = 0; words < 2 && ahead.peek(); ++words) {
        typed.append(typed.empty() ? "" : " ").append(bare_word(*ahead.peek()));
        ahead.take();
        const std::string key = code_name_key(typed);
        if (!around_.code_name_exists(around_.known, key)) continue;
        code_name_ = key;
        reference_typed_ = typed;
        tokens_ = ahead;
        return true;
    }
    return false;
}

// "12 note x", but not "5 people cannot log in", and not "5 open tickets": declare needs no incident.
std::optional<std::uint32_t> LineReader::bare_number() const {
    const auto n = number(tokens_.peek()->word);
    if (!n || !around_.number_exists || !around_.number_exists(around_.known, *n)) return std::nullopt;
    Tokens ahead = tokens_;
    ahead.take();
    if (!ahead.peek()) return std::nullopt;
    const auto next = exact_verb(bare_word(*ahead.peek()), verbs_);
    const bool is_verb =
        next.how == How::later || (next.verb && next.verb->needs == Command::Needs::incident);
    return is_verb ? n : std::nullopt;
}

// "post mortem", "time line": the verb in one word is meant, even though "post" is one as well.
std::optional<Reading> LineReader::two_word_verb(const Token& token) {
    Tokens ahead = tokens_;
    ahead.take();
    if (!ahead.peek() || named(bare_word(token), verbs_)) return std::nullopt;
    const Token second = *ahead.peek();
    const Command* verb = named(std::string{bare_word(token)}.append(bare_word(second)), verbs_);
    if (!verb) return std::nullopt;
    auto answer = misread(Why::synonym, token);
    answer.word = text::cut(token.plain + ' ' + second.plain, word_clusters_max);
    answer.choices = {line_with(verb->name, rest_after(second))};
    return answer;
}

std::optional<Reading> LineReader::exact(const Token& token) {
    const auto word = bare_word(token);
    const auto found = exact_verb(word, verbs_);
    if (found.how != How::exact && found.how != How::later) return std::nullopt;
    Tokens ahead = tokens_;
    ahead.take();
    const auto next = ahead.peek() ? ahead.peek()->word : std::string{};
    if (begins_sentence(found.verb ? found.verb->name : found.later, next))
        return sentence(token, found.verb);
    if (!found.verb) return later(token, word);
    tokens_.take();
    return arguments_of(*found.verb);
}

// A state or a severity is the verb that sets it.
std::optional<Reading> LineReader::bare_value(const Token& token) {
    const auto word = bare_word(token);
    if (const Command* status = named("status", verbs_); status && is_status_word(word, *status)) {
        tokens_.ignore_punctuation();
        return arguments_of(*status);
    }
    const auto read = severity(word);
    if (!read.looks_like_one()) return std::nullopt;
    const std::string_view name = in_incident() ? "severity" : "declare";
    const Command* verb = named(name, verbs_);
    return verb ? arguments_of(*verb) : Reading{later(token, name)};
}

// "T1 done" is "task T1 done". An item alone is shown.
std::optional<Reading> LineReader::item_first(const Token& token) {
    const auto read = item(bare_word(token));
    if (!read) return std::nullopt;
    const auto taker = [&](std::string_view name) -> const Command* {
        const Command* verb = named(name, verbs_);
        return verb && verb->takes.item_kinds.find(read->kind) != std::string_view::npos ? verb : nullptr;
    };
    const auto rest = rest_after(token);
    const Command* show = taker("show");
    if (rest.empty() && show) return arguments_of(*show);
    if (const auto name = verb_of_item(read->kind); !name.empty()) {
        const Command* verb = named(name, verbs_);
        return verb ? arguments_of(*verb) : Reading{later(token, name)};
    }
    const auto item_name = to_string(*read);
    auto answer = misread(Why::no_verb, token);
    if (taker("correct")) answer.choices.push_back(line_with("correct " + item_name, rest));
    if (show) answer.choices.push_back(line_with("show " + item_name, {}));
    return answer;
}

std::optional<Reading> LineReader::synonym(const Token& token) {
    std::string_view not_there;
    const auto found = synonyms(bare_word(token), verbs_, not_there);
    if (!found.empty()) return offers(Why::synonym, token, found);
    return not_there.empty() ? std::nullopt : std::optional<Reading>{later(token, not_there)};
}

std::optional<Reading> LineReader::guess(const Token& token) {
    const auto word = bare_word(token);
    if (is_everyday_word(word)) return std::nullopt;
    const auto found = guessed_verb(word, verbs_);
    switch (found.how) {
    case How::prefix:
    case How::typing_error: return guessed(*found.verb, found.how, token);
    case How::several: {
        std::vector<Offer> several;
        for (const Command* verb : found.several)
            several.push_back({.head = std::string{verb->name}, .verb = verb});
        return offers(Why::several_verbs, token, several);
    }
    case How::later:
        if (is_inflected(word, found.later)) return std::nullopt;
        return later(token, found.later);
    case How::none:
    case How::exact: break;
    }
    return std::nullopt;
}

// "check is it up": no command; who meant it as one puts "--" before the text. What wakes or ends is not even
// offered.
Reading LineReader::sentence(const Token& token, const Command* verb) {
    auto answer = misread(Why::no_verb, token);
    if (verb && verb->guess == Command::Guess::free)
        answer.choices = {line_with(std::string{verb->name} + " --", rest_after(token))};
    return answer;
}

Reading LineReader::not_a_verb(const Token& token) {
    const auto word = bare_word(token);
    if (std::find(std::begin(courtesies), std::end(courtesies), word) != std::end(courtesies)) {
        Tokens ahead = tokens_;
        ahead.take();
        const auto next = ahead.peek() ? exact_verb(bare_word(*ahead.peek()), verbs_) : FoundVerb{};
        if (next.verb)
            return offers(Why::no_verb, *ahead.peek(),
                          {{.head = std::string{next.verb->name}, .verb = next.verb}});
    }
    return offers(Why::no_verb, token, is_everyday_word(word) ? std::vector<Offer>{} : nearest(word, verbs_));
}

// A guess is parsed like the real thing, so that the line offered or the correction shown is the whole line.
Reading LineReader::guessed(const Command& verb, How how, const Token& typed) {
    const auto full_line = line_with(verb.name, rest_after(typed));
    const auto ask_back = [&](Why why) {
        auto answer = misread(why, typed);
        answer.verb = &verb;
        answer.choices = {full_line};
        return answer;
    };
    if (is_inflected(bare_word(typed), verb.name)) return ask_back(Why::no_verb);
    tokens_.take();
    auto reading = arguments_of(verb);
    if (auto* wrong = std::get_if<Misread>(&reading)) {
        // "stats for db1 look odd": what follows is nothing that the verb takes, so it was not meant.
        if (wrong->why != Why::missing) return reading;
        auto answer = ask_back(Why::no_verb);
        answer.choices = wrong->choices;
        return answer;
    }
    auto& understood = std::get<Understood>(reading);
    const bool never = verb.guess == Command::Guess::never ||
                       (verb.guess == Command::Guess::no_prefix && how == How::prefix) ||
                       (verb.name == "update" && understood.arguments.word("audience") == "customers");
    if (never) return ask_back(Why::guarded);
    understood.remarks.insert(
        understood.remarks.begin(),
        fmt::format("Read \"{}\" as {}.", text::cut(typed.plain, word_clusters_max), verb.name));
    return reading;
}

Reading LineReader::arguments_of(const Command& verb) {
    auto read = read_options(verb, tokens_, line_with(verb.name, {}), around_.said_at);
    if (auto* wrong = std::get_if<Misread>(&read)) {
        wrong->reference = reference_;
        std::string_view not_there;
        if (wrong->why == Why::synonym && tokens_.peek()) { // "status resolved x"
            const Token state = *tokens_.peek();
            const auto found = synonyms(bare_word(state), verbs_, not_there);
            return found.empty() ? Reading{later(state, not_there)} : offers(Why::synonym, state, found);
        }
        return std::move(*wrong);
    }
    auto& options = std::get<Options>(read);
    Understood understood{.verb = &verb,
                          .reference = reference_,
                          .code_name = code_name_,
                          .arguments = std::move(options.arguments),
                          .remarks = std::move(options.remarks)};
    if (has_later_command()) understood.remarks.emplace_back("Only the first line ran.");
    return understood;
}

Misread LineReader::misread(Why why, const Token& token) const {
    const auto bare = without_punctuation(token.plain);
    return {.why = why,
            .word = text::cut(bare.empty() ? std::string_view{token.plain} : bare, word_clusters_max),
            .reference = reference_};
}

Misread LineReader::later(const Token& token, std::string_view word) const {
    auto answer = misread(Why::later, token);
    answer.word = word;
    // What exists and means nearly the same: resolve for "close".
    std::string_view not_there;
    answer.choices = lines_of(synonyms(word, verbs_, not_there), token);
    return answer;
}

Reading LineReader::offers(Why why, const Token& token, const std::vector<Offer>& offers) const {
    auto answer = misread(why, token);
    answer.choices = lines_of(offers, token);
    return answer;
}

// The lines that were probably meant, with the text that was typed. Each works as it stands, so a placeholder
// is put only where there must be a text.
std::vector<std::string> LineReader::lines_of(const std::vector<Offer>& offers, const Token& token) const {
    std::vector<std::string> lines;
    for (const auto& offer : offers) {
        if (lines.size() == choices_max) break;
        const auto takes = offer.verb->takes.text;
        auto rest = rest_after(token);
        if (rest.empty() && takes == Takes::Text::required)
            rest = placeholder(*offer.verb);
        else if (!rest.empty() && offer.text == Offer::Text::word_and_rest)
            rest = text::trimmed(tokens_.line().substr(token.begin));
        const bool takes_text = offer.text != Offer::Text::none && takes != Takes::Text::none;
        lines.push_back(line_with(offer.head, takes_text ? rest : std::string{}));
    }
    return lines;
}

std::string LineReader::rest_after(const Token& token) const {
    return text::trimmed(tokens_.line().substr(token.end));
}

std::string LineReader::line_with(std::string_view head, std::string_view rest) const {
    std::string line = reference_typed_;
    for (const auto part : {head, rest})
        if (!part.empty()) line.append(line.empty() ? "" : " ").append(part);
    return line;
}

// People paste several commands at once; only the first line of a message is one, and the answer says so.
bool LineReader::has_later_command() const {
    std::string_view lines = tokens_.later_lines();
    while (!lines.empty()) {
        lines.remove_prefix(1); // the line break
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size());
        const auto start = line.find_first_not_of(" \t");
        if (start == std::string_view::npos || (line[start] != '/' && line[start] != '!')) continue;
        const Tokens tokens{line.substr(start + 1)};
        const auto* first = tokens.peek();
        if (first && (first->word == "incident" || exact_verb(first->word, verbs_).verb)) return true;
    }
    return false;
}

} // namespace

Reading read(std::string_view line, std::span<const Command* const> verbs, const Surroundings& around) {
    if (line.size() > line_bytes_max)
        return Misread{
            .why = Why::too_long,
            .detail = fmt::format("A line takes {} bytes; this one has {}.", line_bytes_max, line.size())};
    const auto clean = cleaned(line);
    return LineReader{clean, verbs, around}.read();
}

} // namespace tocsin::grammar
