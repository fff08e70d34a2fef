// U06 and U09: blame, and the claim that it is over. Both hold a text for customers, so both ask what stands
// around the word before they speak.
#include "commands/text/lint_parts.hpp"

#include "commands/core/model.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::text::linting {
namespace {

constexpr std::string_view blame[]{
    "human|operator|user|pilot error*",
    "careless*",
    "negligen*",
    "incompeten*",
    "reckless*",
    "sloppy|sloppiness",
    "stupid*",
    "fat finger*",
    "fat fingered",
    "mistake* by",
    "mistake of an|a|one|our",
    "error by an|a|one|our",
    "to blame",
    "is|are|was guilty",
    "messed|screwed it|this|that|things up",
    "messed|screwed up",
    "their|his|her|whose|engineer's|operator's|developer's|admin's|vendor's|provider's|team's|somebody's|"
    "someone's fault",
    "engineer|operator|developer|admin|administrator|colleague|employee|somebody|someone|he|she forgot*",
    "engineer|operator|developer|admin|administrator|colleague|employee|somebody|someone|he|she neglected",
    "engineer|operator|developer|admin|administrator|colleague|employee|somebody|someone|he|she failed to",
    "engineer|operator|developer|admin|administrator|colleague|employee|somebody|someone|he|she made a|the "
    "mistake|error",
};

std::string_view back(const Text& t, std::size_t i, std::size_t by) {
    return by <= i && t.has(i - by, i) ? std::string_view{t.words[i - by].folded} : std::string_view{};
}
std::string_view ahead(const Text& t, std::size_t i, std::size_t by) {
    return t.has(i + by, i) ? std::string_view{t.words[i + by].folded} : std::string_view{};
}

bool denies(std::string_view w) {
    return one_of(w, {"no", "not", "never", "without", "nobody", "none", "neither", "nor", "cannot",
                      "rather"}) ||
           w.ends_with("n't");
}

// "through no fault of yours", "this was not caused by human error", "human error was not the cause".
bool is_denied(const Text& t, std::size_t i, std::size_t count) {
    if (one_of(ahead(t, i, count), {"was", "is", "did"}) && ahead(t, i, count + 1) == "not") return true;
    for (std::size_t by = 1; by <= 4; ++by)
        if (denies(back(t, i, by))) return true;
    return false;
}

// "a fault of the power supply" is a defect; "the fault of" is somebody's.
std::size_t fault_of(const Text& t, std::size_t i) {
    const auto count = match(t, i, "fault of");
    if (count == 0 || one_of(back(t, i, 1), {"a", "hardware", "software", "power", "network", "any",
                                             "internal", "electrical"}))
        return 0;
    return one_of(ahead(t, i, 2), {"your", "yours"}) ? 0 : count;
}

// "we should have tested it" judges; "you should have access again" and "access should have been restored by
// now" only say how things stand.
std::size_t should_have(const Text& t, std::size_t i) {
    const auto count = std::max(match(t, i, "should have"), match(t, i, "should not|never have"));
    if (count == 0 || one_of(back(t, i, 1), {"you", "users", "customers", "everyone", "accounts", "clients"}))
        return 0;
    const bool passive = ahead(t, i, count) == "been";
    const auto done = ahead(t, i, count + (passive ? 1 : 0));
    if (one_of(done, {"restored", "recovered", "resolved", "fixed", "finished", "completed", "received",
                      "mitigated", "returned", "reached", "arrived", "expired", "limited", "improved", "need",
                      "speed", "red"}))
        return 0;
    const bool participle =
        done.ends_with("ed") ||
        one_of(done, {"caught", "seen", "known", "done", "made", "read", "kept", "told", "run", "found",
                      "noticed", "thought", "taken", "begun", "written", "chosen", "spotted", "foreseen"});
    return participle ? count : 0;
}

// Words that put the end somewhere else than here and now: in the future, in doubt, in part.
bool is_unfulfilled(std::string_view w) {
    return denies(w) ||
           one_of(w, {"will",      "shall",   "would",  "could",   "can",       "should",  "may",
                      "might",     "must",    "being",  "get",     "gets",      "getting", "try",
                      "trying",    "working", "want",   "wants",   "need",      "needs",   "hope",
                      "hoping",    "aim",     "aiming", "plan",    "planned",   "expect",  "expected",
                      "expecting", "expects", "nearly", "almost",  "partially", "partly",  "half",
                      "some",      "most",    "many",   "several", "few",       "one",     "part",
                      "yet",       "soon",    "how",    "remains", "i'll",      "we'll",   "it'll",
                      "they'll",   "that'll", "having", "names",   "hostnames", "domains", "queries",
                      "addresses", "lookups", "first"});
}

// "to be fixed" lies ahead; "appears to be fixed" does not.
bool lies_ahead(const Text& t, std::size_t i, std::size_t by) {
    if (back(t, i, by) != "to" || !one_of(back(t, i, by - 1), {"be", "get", "have", "see", "it", "this"}))
        return false;
    return !one_of(back(t, i, by + 1), {"appears", "appear", "appeared", "seems", "seem", "seemed",
                                        "believed", "confirmed", "found", "known", "looks", "said"});
}

bool breaks_clause(const Text& t, std::size_t i) { // between word i and the one after it
    return t.gap(i).find_first_of(",;:()") != std::string_view::npos ||
           t.gap(i).find("\xE2\x80\x94") != std::string_view::npos;
}

// "a fixed version", "fixed-size", "fixed prices".
bool is_adjective(const Text& t, std::size_t i) {
    if (i + 1 < t.words.size() && t.gap(i) == "-") return true;
    if (i > 0 && t.gap(i - 1) == "-") return true; // "bug-fixed"
    if (t.words[i].folded != "fixed") return false;
    return one_of(back(t, i, 1), {"a", "an", "the", "any", "each", "every", "of", "with", "at", "per", "our",
                                  "new", "for", "to", "on"}) ||
           one_of(ahead(t, i, 1),
                  {"ip",   "ips",    "price",   "prices",    "rate",      "rates",    "width",
                   "size", "length", "line",    "lines",     "number",    "numbers",  "term",
                   "cost", "costs",  "address", "addresses", "schedule",  "interval", "intervals",
                   "fee",  "fees",   "point",   "wireless",  "broadband", "income",   "assets"});
}

bool in_part(const Text& t, std::size_t i) {
    return one_of(ahead(t, i, 1), {"partially", "partly", "only"}) ||
           (ahead(t, i, 1) == "for" &&
            one_of(ahead(t, i, 2), {"some", "most", "many", "part", "half", "a", "one"}));
}

bool asks(const Text& t, std::size_t i) {
    const auto sentence = t.of(t.sentences[t.words[i].sentence]);
    const auto last = sentence.find_last_not_of(" \n\t\"')");
    return last != std::string_view::npos && sentence[last] == '?';
}

// These govern the whole of what follows: "until it is found and every account is fixed".
bool is_condition(std::string_view w) {
    return one_of(w, {"until", "till", "once", "if", "unless", "before", "whether", "when", "whenever"});
}

// "Issue 1 is fixed", "One is fixed, another remains": only a part of it.
bool tells_of_more(const Text& t, std::size_t i) {
    if (const auto subject = back(t, i, 2); !subject.empty() && is_digit(subject[0]) && subject.size() == 1)
        return true;
    constexpr std::size_t looked_ahead = 12;
    for (std::size_t by = 1; by <= looked_ahead && t.has(i + by, i); ++by)
        if (one_of(ahead(t, i, by), {"another", "remain", "remains"})) return true;
    return false;
}

bool is_claim(const Text& t, std::size_t i) {
    constexpr std::size_t looked_back = 9;
    if (t.words[i].opaque || is_adjective(t, i) || in_part(t, i) || asks(t, i) || tells_of_more(t, i))
        return false;
    bool other_half = false; // of "..., and ...": only a condition reaches over it
    for (std::size_t by = 1; by <= looked_back && by <= i; ++by) {
        const auto w = back(t, i, by);
        if (w.empty() || breaks_clause(t, i - by) || one_of(w, {"but", "while", "because"})) break;
        if (is_condition(w)) return false;
        if (other_half) continue;
        // "will be found and fixed" is one promise, "was not an attack and is fixed" are two statements.
        other_half =
            w == "and" && by > 1 && !one_of(back(t, i, by - 1), {"then", "finally", "fully", "properly"});
        if (is_unfulfilled(w) || lies_ahead(t, i, by)) return false;
        if (w == "after" && one_of(back(t, i, by > 1 ? by - 1 : 1), {"it", "this", "the"}) &&
            one_of(back(t, i, 1), {"is", "are", "has", "gets"}))
            return false;
    }
    return true;
}

} // namespace

void check_blame(Spots& out, const Text& t) {
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        std::size_t count = std::max(fault_of(t, i), should_have(t, i));
        for (const auto pattern : blame) count = std::max(count, match(t, i, pattern));
        if (count == 0 || is_denied(t, i, count)) continue;
        out.push_back({6, t.over(i, count), "reads as blame."});
    }
}

void check_claims(Spots& out, const Text& t, State state) {
    if (is_over(state)) return;
    for (std::size_t i = 0; i < t.words.size(); ++i)
        if (one_of(t.words[i].folded, {"resolved", "fixed"}) && is_claim(t, i))
            out.push_back({9, t.words[i].at,
                           fmt::format("is too early: the state is {} ({}).", word(state), meaning(state))});
}

} // namespace tocsin::text::linting
