// Looks verbs up in the descriptors. The words of the whole grammar that no descriptor has yet stand in a
// table here; an entry counts only as long as no command bears its name.
#include "commands/grammar/verbs.hpp"

#include "commands/command.hpp"
#include "commands/grammar/similar.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <utility>

namespace tocsin::grammar {

namespace {

struct LaterVerb {
    std::string_view name;
    std::initializer_list<std::string_view> aliases{};
};

constexpr LaterVerb later_verbs[]{{"confirm"}, {"dismiss"}, {"drill"}, {"plan"}, {"probe"}};

// Verbs that are also everyday words: what follows tells a sentence from a command ("phase is unclear").
constexpr std::string_view everyday_verbs[]{"phase", "escalate", "clock", "who",     "check",
                                            "close", "link",     "plan",  "private", "invite"};
// Verbs whose text may begin with anybody ("hypothesis we lost quorum"), but hardly with these.
constexpr std::string_view everyday_with_text[]{"hypothesis", "decide", "answer", "evidence", "lesson",
                                                "cancel",     "merge",  "split",  "object",   "action"};

constexpr std::initializer_list<std::string_view> auxiliaries{
    "am",    "are",   "been",    "did",   "do",  "does", "had",   "has",  "have",   "is",
    "isn't", "looks", "doesn't", "seems", "was", "were", "would", "will", "should", "could"};
// What follows a noun or begins a question, never an argument of a verb.
constexpr std::initializer_list<std::string_view> subjects{
    "can", "he", "i", "it", "never", "she", "somebody", "someone", "they", "we", "you", "anybody", "anyone"};

// States and words for them that `status` does not set, or sets under another name.
struct Said {
    std::string_view word, head;
    Offer::Text text{Offer::Text::rest};
};
constexpr Said states_and_synonyms[]{
    {"resolved", "resolve"},
    {"closed", "close"},
    {"closed", "resolve"}, // what is not resolved cannot be closed
    {"cancelled", "cancel"},
    {"canceled", "cancel"},
    {"merged", "merge"},
    {"triage", "status investigating"},
    {"mitigated", "status monitoring", Offer::Text::word_and_rest},
    {"mitigated", "resolve", Offer::Text::word_and_rest},
    {"mitigate", "status monitoring", Offer::Text::word_and_rest},
    {"recovering", "status monitoring", Offer::Text::word_and_rest},
    {"recovered", "status monitoring", Offer::Text::word_and_rest},
    {"stable", "status monitoring", Offer::Text::word_and_rest},
    {"lead", "role commander me", Offer::Text::none},
};
constexpr std::size_t states_with_own_verb = 7;

constexpr std::size_t alias_letters_min =
    5; // shorter aliases are near too many words ("post", "most", "host")

bool contains(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool contains(std::initializer_list<std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Gathers the candidates of the best kind seen so far.
struct Candidates {
    int best{2};
    std::vector<const Command*> verbs{};
    std::vector<std::string_view> later{};

    bool improves(int score) {
        if (score > best) return false;
        if (score < best) {
            verbs.clear();
            later.clear();
            best = score;
        }
        return true;
    }
    void add(int score, const Command* verb) {
        if (improves(score) && (verbs.empty() || verbs.back() != verb)) verbs.push_back(verb);
    }
    void add(int score, std::string_view name) {
        if (improves(score) && (later.empty() || later.back() != name)) later.push_back(name);
    }
    FoundVerb found(FoundVerb::How how) && {
        if (verbs.size() == 1 && later.empty()) return {.how = how, .verb = verbs.front()};
        if (!verbs.empty()) return {.how = FoundVerb::How::several, .several = std::move(verbs)};
        if (!later.empty()) return {.how = FoundVerb::How::later, .later = later.front()};
        return {};
    }
};

template <class Match> void each_later(Verbs verbs, Match match) {
    for (const auto& later : later_verbs)
        if (!named(later.name, verbs)) match(later);
}

FoundVerb verb_by_prefix(std::string_view word, Verbs verbs) {
    Candidates candidates;
    if (word.size() < prefix_letters_min) return {};
    for (const Command* verb : verbs)
        if (verb->name.starts_with(word)) candidates.add(0, verb);
    each_later(verbs, [&](const LaterVerb& later) {
        if (later.name.starts_with(word)) candidates.add(0, later.name);
    });
    return std::move(candidates).found(FoundVerb::How::prefix);
}

FoundVerb verb_by_typing_error(std::string_view word, Verbs verbs) {
    Candidates candidates;
    // Of names alone: a typing error of an alias ("starts" for start) is offered, not run.
    const auto consider = [&](std::string_view name, auto candidate) {
        if (is_typing_error(word, name)) candidates.add(distance(word, name, candidates.best), candidate);
    };
    for (const Command* verb : verbs) consider(verb->name, verb);
    each_later(verbs, [&](const LaterVerb& later) { consider(later.name, later.name); });
    return std::move(candidates).found(FoundVerb::How::typing_error);
}

Offer offer(const Said& said, Verbs verbs) {
    const auto verb = said.head.substr(0, said.head.find(' '));
    return {.head = std::string{said.head}, .verb = named(verb, verbs), .text = said.text};
}

const Slot* state_slot(const Command& status) {
    for (const auto& slot : status.takes.slots)
        if (slot.name == "state") return &slot;
    return nullptr;
}

// How far a word may be from what it is offered as: looser than a correction, since nothing is run.
int offer_limit(std::string_view word) {
    return word.size() < 4 ? 0 : word.size() == 4 ? 1 : word.size() < 7 ? 2 : 3;
}

int offer_distance(std::string_view word, std::string_view name, int limit) {
    const bool holds = name.size() >= prefix_letters_min && word.find(name) != std::string_view::npos;
    const bool held = word.size() >= prefix_letters_min && name.find(word) != std::string_view::npos;
    return holds || held || is_inflected(word, name) ? 1 : distance(word, name, limit);
}

} // namespace

const Command* named(std::string_view name, Verbs verbs) {
    const auto it =
        std::find_if(verbs.begin(), verbs.end(), [&](const Command* verb) { return verb->name == name; });
    return it == verbs.end() ? nullptr : *it;
}

FoundVerb exact_verb(std::string_view word, Verbs verbs) {
    if (const Command* verb = named(word, verbs)) return {.how = FoundVerb::How::exact, .verb = verb};
    for (const Command* verb : verbs)
        if (contains(verb->aliases, word)) return {.how = FoundVerb::How::exact, .verb = verb};
    FoundVerb found;
    each_later(verbs, [&](const LaterVerb& later) {
        if (later.name == word || contains(later.aliases, word))
            found = {.how = FoundVerb::How::later, .later = later.name};
    });
    return found;
}

FoundVerb guessed_verb(std::string_view word, Verbs verbs) {
    auto found = verb_by_prefix(word, verbs);
    return found.how != FoundVerb::How::none ? found : verb_by_typing_error(word, verbs);
}

bool is_later_verb(std::string_view word) {
    return std::any_of(std::begin(later_verbs), std::end(later_verbs), [&](const LaterVerb& later) {
        return later.name == word || contains(later.aliases, word);
    });
}

bool begins_sentence(std::string_view verb, std::string_view next_word) {
    const auto is_one_of = [&](const auto& list) {
        return std::find(std::begin(list), std::end(list), verb) != std::end(list);
    };
    if (is_one_of(everyday_with_text)) return contains(auxiliaries, next_word);
    return is_one_of(everyday_verbs) && (contains(auxiliaries, next_word) || contains(subjects, next_word));
}

bool is_state_with_own_verb(std::string_view word) {
    return std::any_of(states_and_synonyms, states_and_synonyms + states_with_own_verb,
                       [&](const Said& s) { return s.word == word; });
}

std::vector<Offer> synonyms(std::string_view word, Verbs verbs, std::string_view& later) {
    std::vector<Offer> offers;
    for (const auto& s : states_and_synonyms) {
        if (s.word != word) continue;
        if (auto o = offer(s, verbs); o.verb)
            offers.push_back(std::move(o));
        else if (later.empty())
            later = s.head;
    }
    for (const Command* verb : verbs) {
        const bool known =
            std::any_of(offers.begin(), offers.end(), [&](const Offer& o) { return o.verb == verb; });
        if (!known && contains(verb->synonyms, word) && offers.size() < choices_max)
            offers.push_back({std::string{verb->name}, verb, Offer::Text::word_and_rest});
    }
    return offers;
}

bool is_status_word(std::string_view word, const Command& status) {
    const Slot* slot = state_slot(status);
    return slot && std::any_of(slot->words.begin(), slot->words.end(),
                               [&](const Keyword& keyword) { return contains(keyword.names, word); });
}

std::vector<Offer> nearest(std::string_view word, Verbs verbs) {
    struct Ranked {
        int score;
        std::size_t order;
        Offer offer;
    };
    std::vector<Ranked> ranked;
    const int limit = offer_limit(word);
    const auto consider = [&](int score, std::string head, const Command* verb) {
        if (limit > 0 && score <= limit)
            ranked.push_back({score, ranked.size(), {.head = std::move(head), .verb = verb}});
    };
    for (const Command* verb : verbs) {
        int score = offer_distance(word, verb->name, limit);
        for (const auto alias : verb->aliases)
            if (alias.size() >= alias_letters_min)
                score = std::min(score, offer_distance(word, alias, limit));
        for (const auto synonym : verb->synonyms)
            score = std::min(score, offer_distance(word, synonym, limit));
        consider(score, std::string{verb->name}, verb);
        if (const Slot* slot = state_slot(*verb))
            for (const auto& keyword : slot->words)
                consider(offer_distance(word, *keyword.names.begin(), limit),
                         std::string{verb->name}.append(" ").append(*keyword.names.begin()), verb);
    }
    std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) {
        return std::pair{a.score, a.order} < std::pair{b.score, b.order};
    });
    std::vector<Offer> offers;
    for (auto& r : ranked)
        if (offers.size() < choices_max) offers.push_back(std::move(r.offer));
    return offers;
}

std::string_view verb_of_item(char kind) {
    switch (kind) {
    case 'T': return "task";
    case 'H': return "hypothesis";
    case 'Q': return "answer";
    case 'A': return "action";
    case 'P': return "object";
    default: return {};
    }
}

std::string_view placeholder(const Command& verb) {
    const auto line = verb.forms.empty() ? std::string_view{} : verb.forms.front().line;
    const auto last = line.substr(line.rfind(' ') + 1);
    const bool capitals = std::all_of(last.begin(), last.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return capitals && !last.empty() ? last : "TEXT";
}

} // namespace tocsin::grammar
