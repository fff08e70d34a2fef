// key=value options. A value that cannot be read is refused with the forms that can; it never becomes text.
#include "commands/command.hpp"
#include "commands/grammar/option_steps.hpp"
#include "commands/grammar/similar.hpp"
#include "commands/grammar/values.hpp"
#include "commands/grammar/verbs.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::grammar {

namespace {

using Why = Misread::Why;

struct Assignment {
    const Key& key;
    Token token;         // "at=23:27"
    Tokens::Value value; // as typed
    std::string bare;    // without the comma that a sentence puts after it
};

Step twice(OptionWork& work, const Assignment& a) {
    return work.refuse(Why::bad_option, a.token, fmt::format("{}= is given twice.", a.key.name));
}

// Stores a value that was read, or says why not.
template <class T, class Slot> Step store(OptionWork& work, const Assignment& a, Value<T> read, Slot& slot) {
    if (!read) return work.refuse(Why::bad_option, a.token, std::move(read.why_not));
    slot = std::move(*read.value);
    return Step::taken;
}

// A clock time after a bare date belongs to it, and so does the zone after a clock time.
std::string whole_time(OptionWork& work, std::string typed) {
    const auto take_if = [&](bool (*belongs)(std::string_view)) {
        const Token* next = work.tokens.peek();
        const auto word = next ? std::string{without_punctuation(next->plain)} : std::string{};
        if (!belongs(word)) return false;
        typed.append(" ").append(word);
        work.tokens.take();
        return true;
    };
    const bool dated = is_bare_date(typed);
    const bool has_clock = dated ? take_if(begins_like_clock_time) : is_clock_time(typed);
    if (has_clock) take_if(is_zone_word);
    return typed;
}

Step read_time(OptionWork& work, const Assignment& a) {
    const bool since = a.key.name == "since";
    auto& slot = since ? work.arguments.since : work.arguments.at;
    if (slot) return twice(work, a);
    auto typed = whole_time(work, a.bare);
    // "since=2h" can only mean two hours back.
    if (since && length(text::folded(typed))) typed.insert(0, 1, '-');
    return store(work, a, moment(typed, work.said_at), slot);
}

Step read_length(OptionWork& work, const Assignment& a) {
    if (work.arguments.next) return twice(work, a);
    auto read = length(text::folded(a.bare));
    if (!read.looks_like_one())
        read.why_not =
            fmt::format("\"{}\" is no length that I can read. Lengths look like {}=30m, 2h or 1h30m.",
                        text::cut(a.bare, 40), a.key.name);
    return store(work, a, std::move(read), work.arguments.next);
}

Step read_count(OptionWork& work, const Assignment& a) {
    if (work.arguments.count) return twice(work, a);
    return store(work, a, count(a.bare), work.arguments.count);
}

Step read_choice(OptionWork& work, const Assignment& a) {
    const auto word = text::folded(a.bare);
    const auto& values = a.key.values;
    if (std::find(values.begin(), values.end(), word) != values.end()) {
        work.arguments.keys.emplace(a.key.name, word);
        return Step::taken;
    }
    std::vector<std::string> choices;
    for (const auto possible : values)
        if (is_near_keyword(word, possible) && choices.size() < choices_max)
            choices.push_back(
                work.corrected(a.token.begin, a.value.end, fmt::format("{}={}", a.key.name, possible)));
    const auto why = choices.empty() ? Why::bad_option : Why::keyword;
    return work.refuse(why, a.token, fmt::format("{}= takes {}.", a.key.name, fmt::join(values, ", ")),
                       std::move(choices));
}

Step read_text(OptionWork& work, const Assignment& a) {
    if (work.arguments.keys.contains(a.key.name)) return twice(work, a);
    if (!a.key.values.empty()) return read_choice(work, a);
    work.arguments.keys.emplace(a.key.name, a.value.plain);
    return Step::taken;
}

Step read_value(OptionWork& work, const Assignment& a) {
    work.tokens.seek(a.value.end);
    if (a.value.unclosed)
        work.remarks.push_back(
            fmt::format("The quote after {}= was not closed: it ended with the line.", a.key.name));
    switch (a.key.kind) {
    case KeyKind::time: return read_time(work, a);
    case KeyKind::length: return read_length(work, a);
    case KeyKind::count: return read_count(work, a);
    case KeyKind::text: return read_text(work, a);
    case KeyKind::later: break;
    }
    const Token option{.plain = std::string{a.key.name} + '='};
    return work.refuse(Why::later, option, fmt::format("{}= is not there yet.", a.key.name));
}

Step ask_about_near_key(OptionWork& work, const Token& token, std::string_view name, std::size_t equals) {
    std::vector<std::string> choices;
    for (const auto& key : work.verb.takes.keys)
        if (is_near_keyword(name, key.name) && choices.size() < choices_max)
            choices.push_back(work.corrected(token.begin, equals, key.name));
    if (choices.empty()) return Step::not_mine;
    if (work.verb.takes.text != Takes::Text::none && choices.size() < choices_max)
        choices.push_back(work.as_text(token));
    return work.refuse(Why::keyword, token, fmt::format("{} has no {}=.", work.verb.name, name),
                       std::move(choices));
}

} // namespace

Step read_assignment(OptionWork& work, const Token& token) {
    const auto length = token.word.find('=');
    if (length == std::string::npos) return Step::not_mine;
    const auto name = std::string_view{token.word}.substr(0, length);
    const auto equals = work.tokens.line().find('=', token.begin);
    const auto& keys = work.verb.takes.keys;
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) { return k.name == name; });
    if (key == keys.end()) return ask_about_near_key(work, token, name, equals);
    auto value = work.tokens.value_at(equals + 1);
    if (value.plain.empty())
        return work.refuse(Why::bad_option, token,
                           fmt::format("The value of {}= stands right after it, without a space.", name));
    auto bare = std::string{without_punctuation(value.plain)};
    return read_value(work,
                      {.key = *key, .token = token, .value = std::move(value), .bare = std::move(bare)});
}

Step ask_about_spaced_assignment(OptionWork& work, const Token& token) {
    const auto& keys = work.verb.takes.keys;
    const bool is_key =
        std::any_of(keys.begin(), keys.end(), [&](const Key& k) { return k.name == token.word; });
    const auto rest = work.tokens.line().substr(token.end);
    const auto equals = rest.find_first_not_of(' ');
    if (!is_key || equals == std::string_view::npos || rest[equals] != '=') return Step::not_mine;
    const auto value = rest.find_first_not_of(' ', equals + 1);
    if (value == std::string_view::npos) return Step::not_mine;
    return work.refuse(Misread::Why::bad_option, token,
                       fmt::format("{}= stands right before its value, without spaces.", token.word),
                       {work.corrected(token.end, token.end + value, "=")});
}

} // namespace tocsin::grammar
