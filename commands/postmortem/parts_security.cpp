// The attack and what it touched: scope, the time before detection, evidence, indicators.
#include "commands/postmortem/mentions.hpp"
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/one_line.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

// What a scope is told in: whose accounts, which systems, what kind of data.
bool tells_a_scope(std::string_view words) {
    static const Signs signs{"account", "credential", "password", "token",    "secret", "session",
                             "key",     "data",       "record",   "customer", "user",   "system",
                             "server",  "host",       "device",   "laptop",   "bucket", "repositor",
                             "mail",    "access",     "exfiltr",  "unauthor", "certif", "payment"};
    return signs.in(words);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Four groups of digits with points between.
bool is_address(std::string_view word) {
    int points = 0;
    std::size_t digits = 0;
    for (const char c : word) {
        if (c == '.' && digits > 0) {
            ++points;
            digits = 0;
        } else if (is_digit(c) && digits < 3) {
            ++digits;
        } else {
            return points == 3 && digits > 0 && (c == ':' || c == '/' || c == ',');
        }
    }
    return points == 3 && digits > 0;
}

bool is_digest(std::string_view word) {
    constexpr std::size_t shortest = 32; // MD5
    return word.size() >= shortest && std::all_of(word.begin(), word.end(), is_hex);
}

bool holds_indicator(std::string_view words) {
    while (!words.empty()) {
        const auto end = std::min(words.find_first_of(" \t\n()\"'"), words.size());
        const std::string_view word = words.substr(0, end);
        if (is_address(word) || is_digest(word)) return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

bool is_indicator(const Evidence& e) {
    const std::string sort = text::folded(e.sort);
    return sort == "ioc" || sort.starts_with("indicator") || holds_indicator(e.text);
}

struct Moment {
    Instant at{};
    bool day_only{};
    std::string line;
};

void add_windows(std::vector<Moment>& out, const Record& r, Instant detected) {
    for (const Window& w : r.now.windows) {
        const auto made = r.made.find({'I', w.number});
        const bool day = made != r.made.end() && r.day_only(*made->second);
        const bool corrected = r.corrected({'I', w.number});
        if (w.start < detected)
            out.push_back({w.start, day,
                           fmt::format("I{} impact {} begins{}{}", w.number, word(w.level), in_quotes(w.text),
                                       corrected ? " (corrected)" : "")});
        if (w.end != no_instant && w.end < detected)
            out.push_back({w.end, r.day_ends.contains(w.number),
                           fmt::format("I{} impact {} ends", w.number, word(w.level))});
    }
}

} // namespace

Blocks scope(const Record& r) {
    Blocks out;
    std::vector<std::string> windows;
    for (const Window& w : r.now.windows) windows.push_back(window_line(r, w) + in_quotes(w.text));
    if (!windows.empty()) out.push_back(bullets(std::move(windows)));
    propose(out, "Systems, accounts and data, as noted",
            note_lines(r, [](const NoteRef& n) { return tells_a_scope(n.note->text); }));
    return out;
}

Blocks attack(const Record& r) {
    const Instant detected = views::detected_at(r.now);
    std::vector<Moment> moments;
    add_windows(moments, r, detected);
    std::vector<const NoteRef*> notes;
    for (const NoteRef& n : r.notes)
        if (n.note->at < detected) notes.push_back(&n);
    const auto left_out = notes.size() > proposals_max ? notes.size() - proposals_max : 0;
    for (std::size_t n = left_out; n < notes.size(); ++n)
        moments.push_back(
            {notes[n]->note->at, r.day_only(*notes[n]->recorded),
             fmt::format("{} N{}: {}{}", on_one_line(notes[n]->note->by_name), notes[n]->note->number,
                         on_one_line(notes[n]->note->text), notes[n]->corrected ? " (corrected)" : "")});
    moments.push_back({detected, false, "detected"});
    std::sort(moments.begin(), moments.end(), [](const Moment& a, const Moment& b) {
        return std::pair{a.at, std::string_view{a.line}} < std::pair{b.at, std::string_view{b.line}};
    });
    std::vector<std::string> lines;
    for (const Moment& m : moments) lines.push_back(r.dated(m.at, m.day_only) + " " + m.line);
    Blocks out{bullets(std::move(lines))};
    if (const auto start = views::impact_start(r.now); start && *start < detected)
        out.push_back(paragraph(fmt::format("Dwell time, from the first impact to detection: {}.",
                                            text::length(detected - *start))));
    if (left_out) out.push_back(paragraph(fmt::format("{} earlier notes are in the timeline.", left_out)));
    return out;
}

Blocks evidence(const Record& r) {
    if (r.file.evidence.empty()) return {};
    std::vector<std::vector<std::string>> rows{
        {"Item", "Taken", "Recorded", "By", "Kind", "SHA-256", "What and where"}};
    for (const auto& [number, e] : r.file.evidence) {
        const Item item{'V', number};
        rows.push_back({to_string(item), r.when(e.at), r.when(e.recorded), on_one_line(e.by_name),
                        e.sort.empty() ? "-" : on_one_line(e.sort),
                        e.digest.empty() ? "none given" : on_one_line(e.digest),
                        on_one_line(e.text) + (r.corrected(item) ? " (corrected)" : "")});
    }
    return {table(std::move(rows))};
}

Blocks indicators(const Record& r) {
    Blocks out;
    std::vector<std::string> lines;
    for (const auto& [number, e] : r.file.evidence)
        if (is_indicator(e)) lines.push_back(evidence_line(r, e));
    if (!lines.empty()) out.push_back(bullets(std::move(lines)));
    propose(out, "Addresses and digests in notes",
            note_lines(r, [](const NoteRef& n) { return holds_indicator(n.note->text); }));
    return out;
}

} // namespace tocsin::postmortem::parts
