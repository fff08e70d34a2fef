// U05: people in a text for customers. What is held wrongly keeps customers waiting, so a name that is also a
// word counts only where nothing else can be meant.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <map>

namespace tocsin::text::linting {
namespace {

constexpr std::string_view is_person = "is a person.";
constexpr std::size_t part_letters_min = 3;    // "ana.k": the k alone is nobody
constexpr std::size_t acronym_letters_max = 4; // "ANA", "MEI": not how a name is written
constexpr std::size_t people_max = 2000, name_words_max = 6;

// A name as its words, without accents; a part is a first or last name out of a longer one.
struct Name {
    std::vector<std::string> words;
    bool part{};
    bool spaceless{}; // of a script without spaces: found anywhere
};

bool has_no_spaces_between_words(char32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
           (c >= 0x0E00 && c <= 0x0E7F) || (c >= 0x20000 && c <= 0x3FFFF);
}

std::size_t letters(std::string_view s) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < s.size();)
        if (is_letter(next_code_point(s, i))) ++count;
    return count;
}

bool is_spaceless(std::string_view s) {
    for (std::size_t i = 0; i < s.size();)
        if (!has_no_spaces_between_words(next_code_point(s, i))) return false;
    return letters(s) > 1; // a single sign is too common a word
}

// "van der Berg" is not found in "Los Angeles" or "van".
bool is_particle(std::string_view w) {
    return one_of(w, {"abu", "bin", "bot", "das", "del", "den", "der", "dos", "ibn", "las", "los", "mac",
                      "san", "ten", "ter", "the", "van", "von"});
}

using Names = std::multimap<std::string, Name>; // by the first word, without accents

void add(Names& names, Name name) {
    if (name.words.empty() || name.words.size() > name_words_max) return;
    std::string key = name.words.front();
    names.emplace(std::move(key), std::move(name));
}

Names names_of(const std::vector<std::string>& people) {
    Names names;
    for (std::size_t i = 0; i < std::min(people.size(), people_max); ++i) {
        const Text t{people[i]};
        Name whole;
        for (const auto& w : t.words) whole.words.push_back(without_accents(w.folded));
        if (letters(t.typed) == 0 || t.words.empty()) continue;
        whole.spaceless = t.words.size() == 1 && is_spaceless(t.words[0].folded);
        if (whole.words.size() > 1)
            for (const auto& word : whole.words) {
                // "Page" of Frank Page is a surname that nobody uses alone, and a word that everybody does.
                const bool surname = &word != &whole.words.front() && is_common_word(word);
                if (letters(word) >= part_letters_min && !is_particle(word) && !surname)
                    add(names, {.words = {word}, .part = true});
            }
        add(names, std::move(whole));
    }
    return names;
}

bool is_number(const Text& t, std::size_t i, std::size_t as) {
    return t.has(i, as) && is_digit(t.words[i].folded[0]);
}

bool is_month(std::string_view w) {
    return one_of(w, {"april", "august",    "june",    "may",      "jan",      "feb",     "mar",
                      "apr",   "jun",       "jul",     "aug",      "sep",      "oct",     "nov",
                      "dec",   "september", "october", "november", "december", "january", "march"});
}

// "in Virginia", "San Jose", "the Paris region", "on May 5", "since May".
bool means_place_or_date(const Text& t, std::size_t i) {
    const auto& word = t.words[i].folded;
    const bool first = i == 0 || !t.has(i - 1, i);
    const std::string_view before = first ? std::string_view{} : std::string_view{t.words[i - 1].folded};
    const std::string_view after =
        t.has(i + 1, i) ? std::string_view{t.words[i + 1].folded} : std::string_view{};
    if (one_of(before,
               {"san", "santa", "sao", "são", "saint", "st", "fort", "port", "los", "mount", "lake", "cape"}))
        return true;
    if (is_month(word))
        return is_number(t, i + 1, i) || (i > 0 && is_number(t, i - 1, i)) ||
               one_of(before, {"in", "since", "until", "till", "of", "on", "by", "late", "early", "mid",
                               "from", "to"});
    if (!is_place(without_accents(word))) return false;
    return one_of(before, {"in",      "at",    "near",  "of",     "to",     "from",     "the",      "our",
                           "new",     "north", "south", "east",   "west",   "northern", "southern", "eastern",
                           "western", "and",   "n",     "around", "across", "for"}) ||
           one_of(after, {"region", "regions", "data", "datacenter", "site", "office", "area", "zone", "city",
                          "users", "customers", "location", "east", "west", "north", "south"});
}

// In a heading every word has a capital, and capitals say nothing.
bool mostly_capitals(const Text& t) {
    const auto capitals = std::ranges::count(t.words, true, &Word::capital);
    return static_cast<std::size_t>(capitals) * 2 > t.words.size();
}

bool is_common(std::string_view bare, std::string_view folded) {
    const bool ascii = bare == folded && bare.size() == letters(bare);
    return is_common_word(bare) || (ascii && bare.size() < part_letters_min);
}

// "Lukasz's" is Lukasz.
Word person_at(const Text& t, std::size_t i) {
    Word w = t.words[i];
    if (!w.folded.ends_with("'s")) return w;
    w.folded.resize(w.folded.size() - 2);
    w.at.end -= t.typed[w.at.end - 2] == '\'' ? 2 : 4; // the typographic apostrophe has three bytes
    return w;
}

bool is_written_as_name(const Text& t, std::size_t i, const Word& w, const Name& name, bool heading) {
    const std::string bare = without_accents(w.folded);
    if (w.shouted && letters(bare) <= acronym_letters_max) return false;
    if (means_place_or_date(t, i)) return false;
    if (is_common(bare, w.folded)) return w.capital && !w.shouted && !w.starts && !heading;
    return w.capital || !name.part;
}

// The words of a longer name stand as close as in "ana.silva" or "Ana Silva". Apart, and all of them words of
// the language, they need capitals: "cloud storage" is nobody, though @cloud-storage may be.
std::size_t covers(const Text& t, std::size_t i, const Name& name) {
    bool apart = false, common = false;
    for (std::size_t n = 0; n < name.words.size(); ++n) {
        if (i + n >= t.words.size()) return 0;
        const Word w = person_at(t, i + n);
        const std::string bare = without_accents(w.folded);
        if (bare != name.words[n]) return 0;
        common = common || is_common(bare, w.folded);
        if (n == 0) continue;
        const auto gap = t.gap(i + n - 1);
        if (!one_of(gap, {" ", ".", "-", "_", "\xC2\xA0"})) return 0;
        apart = apart || gap == " ";
    }
    const bool capitals = t.words[i].capital && t.words[i + name.words.size() - 1].capital;
    return apart && common && !capitals ? 0 : name.words.size();
}

// What of the text from word i on is a name; the longest wins.
Span name_at(const Text& t, std::size_t i, const Names& names, bool heading) {
    const Word w = person_at(t, i);
    const std::string bare = without_accents(w.folded);
    Span at{};
    if (w.opaque || is_never_a_person(bare)) return at;
    const auto [first, last] = names.equal_range(bare);
    for (auto it = first; it != last; ++it) {
        const Name& name = it->second;
        const auto count = name.words.size() > 1 ? covers(t, i, name) : 0;
        const Span found = count > 0 ? t.over(i, count)
                           : name.words.size() == 1 && is_written_as_name(t, i, w, name, heading) ? w.at
                                                                                                  : Span{};
        if (found.end > at.end) at = found;
    }
    return at;
}

void find_names(Spots& out, const Text& t, const Names& names) {
    const bool heading = mostly_capitals(t);
    for (std::size_t i = 0; i < t.words.size(); ++i)
        if (const Span at = name_at(t, i, names, heading); !at.empty())
            out.push_back({5, at, std::string{is_person}});
}

// Chinese has no spaces and Korean writes particles onto a name: these are looked for as they are.
void find_spaceless(Spots& out, const Text& t, const Names& names) {
    for (const auto& [key, name] : names) {
        if (!name.spaceless) continue;
        const auto& wanted = name.words[0];
        for (auto at = t.typed.find(wanted); at != std::string::npos;
             at = t.typed.find(wanted, at + wanted.size()))
            out.push_back({5, {at, at + wanted.size()}, std::string{is_person}});
    }
}

// "@status" and the like are the public accounts that customers are sent to.
bool is_public_account(std::string_view handle) {
    for (const auto* part : {"status", "support", "help", "news"})
        if (handle.find(part) != std::string_view::npos) return true;
    return one_of(handle, {"here", "channel", "all", "everyone", "team", "room"});
}

bool in_word(const Text& t, std::size_t at) {
    if (at == 0) return false;
    const char before = t.typed[at - 1];
    return is_digit(before) || is_ascii_letter(before) || static_cast<unsigned char>(before) >= 0x80 ||
           one_of(std::string_view{&before, 1}, {".", "-", "_", "+", "/", "%"});
}

// Typographic quotes and signs before an @ are no letters, although they are no ASCII.
bool follows_letter(const Text& t, const std::vector<Word>& words, std::size_t i, std::size_t at) {
    if (!in_word(t, at)) return false;
    const bool ascii = static_cast<unsigned char>(t.typed[at - 1]) < 0x80;
    return ascii || (i > 0 && words[i - 1].at.end == at);
}

void find_mentions(Spots& out, const Text& t) {
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        const Word& w = t.words[i];
        if (w.at.begin == 0 || t.typed[w.at.begin - 1] != '@') continue;
        const auto at = w.at.begin - 1;
        const bool package = w.at.end < t.typed.size() && t.typed[w.at.end] == '/'; // "@scope/name"
        if (follows_letter(t, t.words, i, at) || is_digit(w.folded[0]) || package ||
            is_public_account(w.folded))
            continue;
        Span whole{at, w.at.end};
        while (i + 1 < t.words.size() && one_of(t.gap(i), {".", "-", "_"})) whole.end = t.words[++i].at.end;
        out.push_back({5, whole, std::string{is_person}});
    }
}

} // namespace

void check_people(Spots& out, const Text& t, const LintInput& in) {
    if (in.audience != Audience::customers) return;
    Spots found;
    find_mentions(found, t);
    const Names names = names_of(in.people);
    find_names(found, t, names);
    find_spaceless(found, t, names);
    add_outermost(out, std::move(found)); // a mention holds a name: told once
}

} // namespace tocsin::text::linting
