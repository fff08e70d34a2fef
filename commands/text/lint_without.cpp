// What is left of a held text when the words that hold it are taken out. A sentence is mended only where that
// is safe; else it goes as a whole.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::text::linting {
namespace {

constexpr std::size_t words_min = 3; // fewer say nothing to anybody

// Names joined by "and" or a comma are one subject.
std::vector<Span> joined(const Text& t, const std::vector<Span>& names) {
    std::vector<Span> out;
    for (const auto& name : names) {
        if (!out.empty() && one_of(t.of({out.back().end, name.begin}), {" and ", ", ", ", and ", " & "}))
            out.back().end = name.end;
        else
            out.push_back(name);
    }
    return out;
}

// "Lukasz restarted" becomes "We restarted". Present tense would have to be bent, so it is left alone.
std::optional<std::string> as_we(std::string_view verb) {
    if (verb == "is" || verb == "are") return "We are";
    if (verb == "was" || verb == "were") return "We were";
    if (verb == "has" || verb == "have") return "We have";
    if (verb.ends_with("ed") || one_of(verb, {"found", "made", "took", "ran", "saw", "did", "put", "began",
                                              "got", "cut", "set", "built"}))
        return "We " + std::string{verb};
    return std::nullopt;
}

std::size_t word_at(const Text& t, std::size_t byte) {
    return static_cast<std::size_t>(
        std::ranges::lower_bound(t.words, byte, {}, [](const Word& w) { return w.at.begin; }) -
        t.words.begin());
}

// The sentence without one name in it, or nothing.
std::optional<std::string> without_name(const Text& t, Span sentence, Span name) {
    const auto before = t.of({sentence.begin, name.begin});
    const auto after = t.of({name.end, sentence.end});
    if (trimmed(before).empty() && after.starts_with(' ')) {
        const auto i = word_at(t, name.end);
        if (i >= t.words.size() || t.words[i].at.begin != name.end + 1) return std::nullopt;
        if (const auto we = as_we(t.words[i].folded))
            return *we + std::string{t.of({t.words[i].at.end, sentence.end})};
        return std::nullopt;
    }
    if (before.ends_with(" (") && after.starts_with(')'))
        return std::string{before.substr(0, before.size() - 2)}.append(after.substr(1));
    // "restarted by Lukasz", at the end of its clause: "by Lukasz's team" goes on.
    if (before.ends_with(" by ") &&
        (after.empty() || std::string_view{" .,;\n"}.find(after[0]) != std::string_view::npos))
        return std::string{before.substr(0, before.size() - 4)}.append(after);
    return std::nullopt;
}

std::string mended(const Text& t, Span sentence, const Spots& blocking) {
    std::vector<Span> names;
    constexpr std::uint8_t people = 5;
    for (const auto& spot : blocking) {
        if (spot.at.end <= sentence.begin || spot.at.begin >= sentence.end) continue;
        if (spot.rule != people) return {};
        names.push_back(spot.at);
    }
    if (names.empty()) return std::string{t.of(sentence)};
    const auto subjects = joined(t, names);
    if (subjects.size() > 1) return {};
    return without_name(t, sentence, subjects.front()).value_or(std::string{});
}

// More than the next time alone.
bool says_something(std::string_view rest) {
    const Text t{rest};
    std::size_t count = 0, skipped = static_cast<std::size_t>(-1);
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        if (match(t, i, "next update*")) skipped = t.words[i].sentence;
        if (t.words[i].sentence != skipped) ++count;
    }
    return count >= words_min;
}

} // namespace

std::string without(const Text& t, const Spots& blocking) {
    std::string rest;
    std::size_t from =
        0; // spots and sentences are both in order, so each is looked at by its neighbours only
    Spots places = blocking;
    std::ranges::sort(places, {}, [](const Spot& s) { return s.at.begin; });
    for (const auto& sentence : t.sentences) {
        while (from < places.size() && places[from].at.end <= sentence.begin) ++from;
        std::size_t to = from;
        while (to < places.size() && places[to].at.begin < sentence.end) ++to;
        rest += mended(t, sentence,
                       {places.begin() + static_cast<std::ptrdiff_t>(from),
                        places.begin() + static_cast<std::ptrdiff_t>(to)});
    }
    rest = trimmed(rest);
    return says_something(rest) ? rest : std::string{};
}

} // namespace tocsin::text::linting
