// A reading of the grammar as one line of text, so that tests of it are tables of what is typed and what is
// read.
#pragma once

#include "commands/command.hpp"
#include "commands/text/times.hpp"

#include <fmt/format.h>
#include <string>
#include <string_view>

namespace tocsin::test {

// said_at of every test line unless it says otherwise: Wed 1 Feb 2017, 02:18 UTC.
inline Instant default_said_at() {
    Instant at;
    text::parse_iso("2017-02-01T02:18:00Z", at);
    return at;
}

inline std::string_view why_name(grammar::Misread::Why why) {
    using Why = grammar::Misread::Why;
    switch (why) {
    case Why::empty: return "empty";
    case Why::no_verb: return "no_verb";
    case Why::several_verbs: return "several_verbs";
    case Why::guarded: return "guarded";
    case Why::synonym: return "synonym";
    case Why::keyword: return "keyword";
    case Why::later: return "later";
    case Why::bad_option: return "bad_option";
    case Why::missing: return "missing";
    case Why::too_long: return "too_long";
    }
    return "?";
}

// `task T1 change:done "rolled back" {remark}`
inline std::string shown(const grammar::Understood& u) {
    const auto& a = u.arguments;
    std::string out = u.reference ? fmt::format("INC-{} ", *u.reference) : "";
    out += u.verb->name;
    if (a.severity) out += fmt::format(" sev{}", static_cast<int>(*a.severity));
    for (const auto& person : a.people) out += " @" + person;
    if (a.length) out += " " + text::length(*a.length);
    for (const auto& item : a.items) out += " " + (item.number ? to_string(item) : std::string{"last"});
    for (const auto& [slot, word] : a.words) out += fmt::format(" {}:{}", slot, word);
    for (const auto& [key, value] : a.keys) out += fmt::format(" {}={}", key, value);
    if (a.at) out += fmt::format(" at={}", a.at->day_only ? text::day(a.at->at) : text::iso(a.at->at));
    if (a.since) out += " since=" + text::iso(a.since->at);
    if (a.next) out += " next=" + text::length(*a.next);
    if (a.count) out += fmt::format(" customers={}", *a.count);
    if (!a.text.empty()) out += fmt::format(" \"{}\"", a.text);
    for (const auto& remark : u.remarks) out += fmt::format(" {{{}}}", remark);
    return out;
}

// `? keyword customer: update customers x / update -- customer x`
inline std::string shown(const grammar::Misread& m) {
    std::string out = m.reference ? fmt::format("INC-{} ", *m.reference) : "";
    out += fmt::format("? {}", why_name(m.why));
    if (!m.word.empty()) out += " " + m.word;
    for (std::size_t i = 0; i < m.choices.size(); ++i) out += (i ? " / " : ": ") + m.choices[i];
    return out;
}

inline std::string shown(const grammar::Reading& reading) {
    return std::visit([](const auto& r) { return shown(r); }, reading);
}

struct Typing {
    const char* line;
    const char* read;
};

} // namespace tocsin::test
