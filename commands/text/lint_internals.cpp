// U04: what only the house can read: hosts, internal links and addresses, ticket numbers, stack traces.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>

namespace tocsin::text::linting {
namespace {

constexpr std::string_view host = "is a host.", link = "is an internal link.", ticket = "is a ticket number.",
                           trace = "is part of an error trace.",
                           address = "is an address inside the network.";

// What machines are called after. "web12" is one, "http2" and "s3" are not.
constexpr std::string_view machine_words[]{
    "app",     "backup",  "bastion",  "broker",   "cache",   "consul",  "db",    "dns",     "edge",
    "elastic", "etcd",    "front",    "gateway",  "gw",      "haproxy", "host",  "jump",    "kafka",
    "lb",      "master",  "memcache", "mongo",    "mq",      "mysql",   "nfs",   "nginx",   "node",
    "ns",      "patroni", "pg",       "postgres", "primary", "prod",    "proxy", "rabbit",  "redis",
    "replica", "runner",  "server",   "shard",    "sidekiq", "sql",     "srv",   "standby", "stg",
    "storage", "vm",      "web",      "worker",   "zk",
};

bool is_machine(std::string_view piece) { // "db1", "web12"
    const auto digits = piece.find_first_of("0123456789");
    if (digits == piece.npos || digits == 0 || piece.find_first_not_of("0123456789", digits) != piece.npos)
        return false;
    return in_sorted(piece.substr(0, digits), machine_words) && !one_of(piece, {"web2", "web3"});
}

bool all_digits(std::string_view s) { return !s.empty() && std::ranges::all_of(s, is_digit); }

// "db-07", "prod-web-3", "gitlab-db1": pieces of which one is a machine's word and a number follows it.
bool is_host_label(std::string_view label) {
    bool machine = false;
    for (std::size_t i = 0; i < label.size();) {
        const auto end = std::min(label.find_first_of("-_", i), label.size());
        const auto piece = label.substr(i, end - i);
        if (is_machine(piece) || (machine && all_digits(piece))) return true;
        machine = in_sorted(piece, machine_words);
        i = end + 1;
    }
    return false;
}

// Four numbers to 255, as the parts of an IPv4 address.
bool is_ipv4(std::string_view s) {
    int parts = 0;
    for (std::size_t i = 0; i <= s.size(); ++parts) {
        const auto end = std::min(s.find('.', i), s.size());
        const auto part = s.substr(i, end - i);
        if (!all_digits(part) || part.size() > 3 || (part.size() == 3 && part > "255")) return false;
        i = end + 1;
    }
    return parts == 4;
}

bool is_ipv6(std::string_view s) {
    const auto is_hex = [](char c) {
        return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':';
    };
    if (s.size() < 4 || !std::ranges::all_of(s, is_hex) || !std::ranges::any_of(s, is_digit)) return false;
    return s.find("::") != s.npos || std::ranges::count(s, ':') == 7;
}

bool is_internal_domain(std::string_view name) {
    if (one_of(name, {"localhost"}) || is_ipv4(name)) return true;
    for (const auto* end :
         {".internal", ".local", ".corp", ".lan", ".intra", ".intranet", ".localdomain", ".home.arpa"})
        if (name.ends_with(end)) return true;
    for (std::size_t i = 0; i < name.size();) {
        const auto end = std::min(name.find('.', i), name.size());
        const auto label = name.substr(i, end - i);
        if (one_of(label, {"internal", "corp", "intranet", "grafana", "kibana", "jenkins", "jira",
                           "prometheus", "splunk", "pagerduty", "opsgenie", "argocd", "cluster", "svc"}) ||
            is_host_label(label))
            return true;
        i = end + 1;
    }
    return false;
}

bool is_internal_link(std::string_view folded_url) {
    const auto begin = folded_url.find("://");
    if (begin == folded_url.npos) return false;
    const auto rest = folded_url.substr(begin + 3);
    const auto name = rest.substr(0, rest.find_first_of("/:?#"));
    if (name.find('.') == name.npos) return true; // "http://grafana/d/1": only inside is that a name
    return is_internal_domain(name) || (name.ends_with("slack.com") && rest.find("/archives/") != rest.npos);
}

// "ABC-123". Standards, zones and diseases look the same; region names are lower case.
bool is_ticket(std::string_view s) {
    const auto line = s.find('-');
    if (line == s.npos || line < 2 || line > 10 || !all_digits(s.substr(line + 1)) || s.size() - line > 7)
        return false;
    const auto key = s.substr(0, line);
    if (!std::ranges::all_of(key, [](char c) { return (c >= 'A' && c <= 'Z'); })) return false;
    return !one_of(key, {"COVID", "UTC",  "GMT", "SHA", "TLS", "SSL", "ISO",  "UTF", "HTTP", "RFC", "CVE",
                         "AES",   "RSA",  "GPT", "USB", "IPV", "US",  "EU",   "AP",  "WIN",  "PCI", "SOC",
                         "ECMA",  "IEEE", "CWE", "DES", "EC",  "ES",  "QUIC", "PHP", "DDR",  "PM"});
}

bool is_camel_case(std::string_view s) {
    return s[0] >= 'A' && s[0] <= 'Z' && std::ranges::any_of(s, [](char c) { return c >= 'a' && c <= 'z'; });
}

// "java.lang.NullPointerException", "TypeError", "(server.js:12:5)", "0x7ffe12ab".
bool is_trace(std::string_view s) {
    const auto name = s.substr(s.rfind('.') + 1);
    for (const std::string_view end : {"Exception", "Error"})
        if (name.size() > end.size() && name.ends_with(end) && is_camel_case(name) &&
            is_ascii_letter(name[name.size() - end.size() - 1]))
            return true;
    if (s.starts_with("0x") && s.size() >= 8 && s.find_first_not_of("0123456789abcdefABCDEFx") == s.npos)
        return true;
    for (const std::string_view end : {".js:", ".ts:", ".py:", ".rb:", ".go:", ".java:", ".cpp:", ".c:",
                                       ".rs:", ".php:", ".kt:", ".scala:"})
        if (const auto at = s.find(end);
            at != s.npos && at > 0 && at + end.size() < s.size() && is_digit(s[at + end.size()]))
            return true;
    return false;
}

std::string_view internal(std::string_view typed) {
    if (is_ticket(typed)) return ticket;
    if (is_trace(typed)) return trace;
    const std::string s = folded(typed);
    if (s.find('@') != s.npos) return {}; // an address or a password in a link: U13 sees to it
    if (s.find("://") != s.npos) return is_internal_link(s) ? link : std::string_view{};
    const auto name = std::string_view{s}.substr(0, s.find_first_of("/:"));
    if (is_ipv4(name) || is_ipv6(s)) return address;
    if (name == "localhost") return link;
    if (name.find('.') != name.npos)
        return is_link_or_address(name) && is_internal_domain(name) ? host : std::string_view{};
    return is_host_label(name) ? host : std::string_view{};
}

// "version 10.2.3.4" is no address.
bool is_version(const Text& t, Span at) {
    const auto before = t.of({at.begin > 9 ? at.begin - 9 : 0, at.begin});
    const std::string words = folded(before);
    return words.ends_with("version ") || words.ends_with("release ");
}

constexpr std::string_view traces[]{
    "traceback",   "stack trace",     "stacktrace",   "segfault at",         "segmentation fault",
    "core dumped", "caused by java*", "null pointer", "unhandled exception", "panic goroutine",
};

} // namespace

void check_internals(Spots& out, const Text& t) {
    for (const auto& token : t.tokens) {
        Span bare = bare_token(t, token);
        // "file.js:12)" keeps the bracket of its other end.
        if (bare.empty()) continue;
        const auto says = internal(t.of(bare));
        if (says.empty() || (says == address && is_version(t, bare))) continue;
        out.push_back({4, bare, std::string{says}});
    }
    find(out, t, traces, 4, trace);
    // "issue #123": a number alone may be a place in a list.
    for (std::size_t i = 0; i + 1 < t.words.size(); ++i)
        if (one_of(t.words[i].folded, {"ticket", "issue", "bug", "pr", "mr", "change"}) &&
            one_of(t.gap(i), {" #", "#", " !"}) && all_digits(t.words[i + 1].folded))
            out.push_back({4, t.over(i, 2), std::string{ticket}});
}

} // namespace tocsin::text::linting
