// U13: what must never stand in a message: keys, tokens, passwords, card numbers, addresses of persons.
// Hashes, identifiers and plain links are let through: an update that cites a commit is no leak.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>

namespace tocsin::text::linting {
namespace {

constexpr std::string_view is_secret = "looks like a secret.";
constexpr std::string_view is_card = "looks like a card number.";
constexpr std::string_view is_address = "is the address of a person.";

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_key_char(char c) { return is_digit(c) || is_ascii_letter(c) || c == '_' || c == '-'; }
std::size_t run(std::string_view s, bool (*allowed)(char)) {
    return static_cast<std::size_t>(std::ranges::find_if_not(s, allowed) - s.begin());
}

// Keys that tell by their beginning what they are, with the least that follows it.
constexpr std::size_t key_max = 512; // bounds the look from each place
struct KeyForm {
    std::string_view begin;
    std::size_t rest_min;
};
constexpr KeyForm key_forms[]{
    {"ghp_", 16},    {"gho_", 16},        {"ghu_", 16},    {"ghs_", 16},
    {"ghr_", 16},    {"github_pat_", 16}, {"glpat-", 16},  {"xoxa-", 8},
    {"xoxb-", 8},    {"xoxp-", 8},        {"xoxr-", 8},    {"xoxs-", 8},
    {"xapp-", 8},    {"sk_live_", 8},     {"rk_live_", 8}, {"sk_test_", 8},
    {"sk-ant-", 16}, {"sk-proj-", 16},    {"AIza", 30},    {"npm_", 30},
    {"dop_v1_", 30}, {"pypi-", 30},       {"SG.", 20},     {"hooks.slack.com/services/", 20},
};

std::size_t known_key(std::string_view s, std::size_t i) {
    const auto rest = s.substr(i, key_max);
    for (const auto& form : key_forms)
        if (rest.starts_with(form.begin)) {
            const auto size = run(rest.substr(form.begin.size()),
                                  [](char c) { return is_key_char(c) || c == '.' || c == '/'; });
            const bool digits = std::ranges::any_of(rest.substr(form.begin.size(), size), is_digit);
            if (size >= form.rest_min && digits) return form.begin.size() + size;
        }
    constexpr std::size_t aws_rest = 16;
    if (rest.starts_with("AKIA") || rest.starts_with("ASIA"))
        if (run(rest, [](char c) { return is_upper(c) || is_digit(c); }) == 4 + aws_rest) return 4 + aws_rest;
    return 0;
}

// "eyJ...": three parts of base64 joined by points; two are enough to use it.
std::size_t web_token(std::string_view s, std::size_t i) {
    constexpr std::size_t part_min = 10;
    const auto rest = s.substr(i, key_max);
    if (!rest.starts_with("eyJ")) return 0;
    const auto head = run(rest, is_key_char);
    if (head < part_min || head >= rest.size() || rest[head] != '.') return 0;
    const auto body = run(rest.substr(head + 1), [](char c) { return is_key_char(c) || c == '.'; });
    return body >= part_min ? head + 1 + body : 0;
}

bool find_known(Spots& out, const Text& t, Span token) {
    const auto s = t.of(token);
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (i > 0 && (is_digit(s[i - 1]) || is_ascii_letter(s[i - 1]))) continue;
        const auto size = std::max(known_key(s, i), web_token(s, i));
        if (size == 0) continue;
        out.push_back({13, {token.begin + i, token.begin + i + size}, std::string{is_secret}, true});
        return true;
    }
    return false;
}

void find_private_keys(Spots& out, const Text& t) {
    constexpr std::string_view begin = "-----BEGIN ", end = "-----END ", what = "PRIVATE KEY";
    constexpr std::size_t kind_max = 20; // "ENCRYPTED "
    const std::string_view s = t.typed;
    for (auto at = s.find(begin); at != s.npos; at = s.find(begin, at + 1)) {
        const auto kind = s.substr(at + begin.size(), kind_max + what.size()).find(what);
        if (kind == s.npos) continue;
        const auto close = s.find(end, at);
        const auto stop = close == s.npos ? s.npos : s.find("-----", close + end.size());
        out.push_back({13, {at, stop == s.npos ? s.size() : stop + 5}, std::string{is_secret}, true});
        if (stop == s.npos) return;
        at = stop;
    }
}

// Letters and digits in one word, as no word of a language has them.
bool is_mixed(std::string_view s) {
    return std::ranges::any_of(s, is_digit) && std::ranges::any_of(s, is_ascii_letter);
}

bool is_placeholder(std::string_view value) {
    if (value.find_first_not_of("*.xX_-") == value.npos && value != "x") return true;
    constexpr std::string_view opens = "<{[$%";
    const std::string word = folded(value);
    return opens.find(value[0]) != opens.npos || word.starts_with("your") || word.starts_with("redacted") ||
           word.starts_with("example") || word.starts_with("http");
}

bool is_key_name(std::string_view w) {
    return one_of(w, {"password",
                      "passwd",
                      "passphrase",
                      "passwort",
                      "contraseña",
                      "pwd",
                      "pw",
                      "secret",
                      "token",
                      "apikey",
                      "api_key",
                      "access_key",
                      "secret_key",
                      "client_secret",
                      "access_token",
                      "auth_token",
                      "api_token",
                      "bearer",
                      "key",
                      "signature",
                      "private_key",
                      "aws_secret_access_key",
                      "refresh_token",
                      "id_token",
                      "session",
                      "sig"});
}

bool is_password_name(std::string_view w) {
    return one_of(w, {"password", "passwd", "passphrase", "pwd", "pw", "passwort", "contraseña"});
}

// How things stand with a password, said after a colon: "Password: unchanged."
bool is_state_word(std::string_view w) {
    return w.ends_with("ed") ||
           one_of(w, {"none",    "unknown", "safe", "reset",  "yes",    "no",     "all", "valid",
                      "invalid", "ok",      "new",  "unsafe", "secure", "please", "we",  "you",
                      "not",     "set",     "see",  "same",   "n/a",    "both"});
}

bool ends_clause(const Text& t, std::size_t end) {
    return end >= t.typed.size() ||
           std::string_view{".,;!?\n)\"'"}.find(t.typed[end]) != std::string_view::npos;
}

// The value after "password:", "token=", "the password is". Written out with "=" anything is one; in prose it
// has to look like one.
void find_named_values(Spots& out, const Text& t) {
    constexpr std::size_t value_min = 8, password_min = 6;
    for (std::size_t i = 0; i + 1 < t.words.size(); ++i) {
        const Word& name = t.words[i];
        if (!is_key_name(name.folded)) continue;
        const auto value_at = t.words[i + 1].at.begin;
        const auto gap = t.gap(i);
        const bool assigned = gap.starts_with('=') || gap.starts_with("\":") || gap.starts_with("':");
        const bool said = !assigned && gap.find(':') == 0 && gap.find('\n') == gap.npos;
        const bool is = gap == " " && one_of(t.words[i + 1].folded, {"is", "was"}) && i + 2 < t.words.size();
        const bool bearer = name.folded == "bearer" && gap == " ";
        if (!assigned && !said && !is && !bearer) continue;
        std::size_t begin = is ? t.words[i + 2].at.begin : value_at;
        const auto from = is ? t.words[i + 1].at.end : name.at.end;
        const auto opening = t.of({from, begin}).find_first_of("<{[$%*");
        if (opening != std::string_view::npos) continue; // a placeholder
        std::size_t end = begin;
        while (end < t.typed.size() && end - begin < key_max && t.typed[end] > ' ' && t.typed[end] < 0x7F)
            ++end;
        while (end > begin &&
               std::string_view{".,;:!?)\"'&"}.find(t.typed[end - 1]) != std::string_view::npos)
            --end;
        const auto value = t.of({begin, end});
        if (value.empty() || is_placeholder(value) || value.find("://") != value.npos) continue;
        const bool password = is_password_name(name.folded);
        const std::size_t least = password ? password_min : value_min;
        const bool mixed =
            is_mixed(value) && value.size() >= least && !one_of(folded(value), {"oauth2", "oauth2.0"});
        const bool name_and_number =
            value.find('-') != value.npos && run(value, is_upper) == value.find('-'); // "RSA-4096"
        const bool alone = password && said && ends_clause(t, end) && !is_state_word(folded(value)) &&
                           value.find('-') == value.npos;
        const bool given =
            assigned && !one_of(name.folded, {"key", "session"}) && !is_state_word(folded(value));
        if (given || alone || (mixed && !name_and_number))
            out.push_back({13, {name.at.begin, end}, std::string{is_secret}, true});
    }
}

// One kind of character after another kind: what random text does all the time.
std::size_t changes(std::string_view s) {
    const auto kind = [](char c) { return is_digit(c) ? 0 : is_upper(c) ? 1 : 2; };
    std::size_t count = 0;
    for (std::size_t i = 1; i < s.size(); ++i)
        if (kind(s[i]) != kind(s[i - 1])) ++count;
    return count;
}

bool is_hash(std::string_view s) { // hex in one case: commits, digests, UUIDs
    return std::ranges::all_of(s, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || c == '-'; }) ||
           std::ranges::all_of(s, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'F') || c == '-'; });
}

std::size_t different(std::string_view s) {
    std::array<bool, 128> seen{};
    for (const char c : s) seen[static_cast<unsigned char>(c) & 127] = true;
    return static_cast<std::size_t>(std::ranges::count(seen, true));
}

// Lower-case letters in a row, as words have them: "checkoutServiceV2PaymentGateway1" is a name.
std::size_t in_words(std::string_view s) {
    constexpr std::size_t row_min = 4;
    std::size_t count = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
        const auto row = run(s.substr(i), [](char c) { return c >= 'a' && c <= 'z'; });
        if (row >= row_min) count += row;
        i += row;
    }
    return count;
}

// What is mixed, piece by piece: "prod-eu-west-1" and "/var/lib/x" have words between their signs.
std::size_t mixed_in(std::string_view s) {
    std::size_t mixed = 0;
    for (std::size_t i = 0; i < s.size();) {
        const auto size = run(s.substr(i), [](char c) { return is_digit(c) || is_ascii_letter(c); });
        const auto piece = s.substr(i, size);
        if (size > 1 && changes(piece) * 4 >= size) mixed += size;
        i += size + 1;
    }
    return mixed;
}

// Long, of many characters, and without words.
bool is_random(std::string_view s) {
    constexpr std::size_t least = 24, least_of_two_kinds = 30, different_min = 12;
    if (s.size() < least || s.size() > key_max || is_hash(s) || !is_mixed(s) || s.starts_with("sha"))
        return false;
    const bool both_cases = std::ranges::any_of(s, is_upper) &&
                            std::ranges::any_of(s, [](char c) { return c >= 'a' && c <= 'z'; });
    if (both_cases ? in_words(s) * 3 >= s.size() : s.size() < least_of_two_kinds) return false;
    return mixed_in(s) * 4 >= s.size() * 3 && different(s) >= different_min;
}

void find_random(Spots& out, const Text& t, Span token) {
    const Span bare = bare_token(t, token);
    const auto s = t.of(bare);
    if (s.find("://") != s.npos || is_link_or_address(s)) return;
    for (std::size_t i = 0; i < s.size();) {
        const auto size = run(s.substr(i), [](char c) { return is_key_char(c) || c == '+' || c == '/'; });
        if (is_random(s.substr(i, size)))
            out.push_back({13, {bare.begin + i, bare.begin + i + size}, std::string{is_secret}, true});
        i += size + 1;
    }
}

// "https://user:pass@host", "?token=...": links that open a door. Names of parameters are found as values
// are.
void find_link_password(Spots& out, const Text& t, Span token) {
    const auto s = t.of(token);
    const auto scheme = s.find("://");
    if (scheme == s.npos) return;
    const auto host = s.substr(scheme + 3, s.find_first_of("/?#", scheme + 3) - scheme - 3);
    const auto at = host.rfind('@');
    const auto colon = host.find(':');
    if (at == host.npos || colon > at || at - colon < 2 ||
        is_placeholder(host.substr(colon + 1, at - colon - 1)))
        return;
    const Span bare = bare_token(t, token);
    out.push_back({13, bare, std::string{is_secret}, true});
}

bool luhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (std::size_t i = digits.size(); i-- > 0; twice = !twice) {
        const int d = (digits[i] - '0') * (twice ? 2 : 1);
        sum += d > 9 ? d - 9 : d;
    }
    return sum % 10 == 0;
}

// Only the beginnings that cards have: long numbers in updates are mostly ids and times in milliseconds.
bool is_card_number(std::string_view d) {
    if (d.size() < 13 || d.size() > 19 || different(d) < 2 || !luhn(d)) return false;
    const int two = (d[0] - '0') * 10 + (d[1] - '0');
    if (d[0] == '4') return d.size() == 13 || d.size() == 16 || d.size() == 19;
    if ((two >= 51 && two <= 55) || (two >= 22 && two <= 27)) return d.size() == 16;
    if (two == 34 || two == 37) return d.size() == 15;
    if (two == 30 || two == 36 || two == 38) return d.size() == 14;
    return (two == 60 || two == 62 || two == 64 || two == 65 || two == 35) && d.size() == 16;
}

void find_cards(Spots& out, const Text& t) {
    const std::string_view s = t.typed;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (!is_digit(s[i])) continue;
        const std::size_t begin = i;
        std::string digits;
        bool grouped = true; // groups as on a card: none shorter than three, no group longer than six
        std::size_t group = 0, groups = 1, end = i;
        for (; i < s.size(); ++i) {
            if (is_digit(s[i])) {
                digits += s[i];
                ++group;
                end = i + 1;
            } else if ((s[i] == ' ' || s[i] == '-') && i + 1 < s.size() && is_digit(s[i + 1])) {
                grouped = grouped && group >= 4 && group <= 6;
                group = 0;
                ++groups;
            } else {
                break;
            }
        }
        const bool glued =
            begin > 0 && (is_key_char(s[begin - 1]) || s[begin - 1] == '/' || s[begin - 1] == '.');
        const bool goes_on = end < s.size() && is_key_char(s[end]);
        if (!glued && !goes_on && (groups == 1 || (grouped && group >= 3)) && is_card_number(digits))
            out.push_back({13, {begin, end}, std::string{is_card}, true});
    }
}

// "support@", "eu-status@": a desk, not a person.
bool is_desk(std::string_view local) {
    constexpr std::string_view desks[]{
        "abuse",     "accounts", "admin",     "alerts",  "billing",  "care",      "cert",       "compliance",
        "contact",   "customer", "customers", "desk",    "dpo",      "email",     "feedback",   "git",
        "hello",     "help",     "helpdesk",  "hi",      "incident", "incidents", "info",       "legal",
        "mail",      "name",     "noc",       "noreply", "office",   "ops",       "postmaster", "press",
        "privacy",   "psirt",    "reply",     "sales",   "secure",   "security",  "service",    "services",
        "soc",       "status",   "support",   "team",    "trust",    "updates",   "user",       "username",
        "webmaster", "you",
    };
    const std::string name = folded(local);
    for (std::size_t i = 0; i < name.size();) {
        const auto end = std::min(name.find_first_of("._+-", i), name.size());
        if (in_sorted(std::string_view{name}.substr(i, end - i), desks)) return true;
        i = end + 1;
    }
    return false;
}

void find_addresses(Spots& out, const Text& t, Span token) {
    const auto s = t.of(token);
    if (s.find("://") != s.npos) return;
    for (auto at = s.find('@'); at != s.npos; at = s.find('@', at + 1)) {
        std::size_t begin = at, end = at + 1;
        while (begin > 0 && (is_key_char(s[begin - 1]) || s[begin - 1] == '.' || s[begin - 1] == '+'))
            --begin;
        while (end < s.size() && (is_key_char(s[end]) || s[end] == '.')) ++end;
        while (end > at && (s[end - 1] == '.' || s[end - 1] == '-')) --end;
        const auto point = s.substr(at, end - at).rfind('.');
        if (begin == at || point == s.npos || point < 2) continue;
        const auto top = s.substr(at + point + 1, end - at - point - 1);
        if (top.size() < 2 || !std::ranges::all_of(top, is_ascii_letter) ||
            is_desk(s.substr(begin, at - begin)))
            continue;
        out.push_back({13, {token.begin + begin, token.begin + end}, std::string{is_address}});
    }
}

} // namespace

void check_secrets(Spots& out, const Text& t) {
    Spots found;
    find_private_keys(found, t);
    find_named_values(found, t);
    find_cards(found, t);
    for (const auto& token : t.tokens) {
        find_link_password(found, t, token);
        find_addresses(found, t, token);
        if (!find_known(found, t, token)) find_random(found, t, token);
    }
    add_outermost(out, std::move(found)); // what lies inside another finding is the same secret
}

} // namespace tocsin::text::linting
