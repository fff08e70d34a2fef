// evidence: what was kept as proof, with who took it and when (DOMAIN 7). An odd digest is kept as given.
#include "commands/replies.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

// The kind is a word that people begin with; it stays in the text, so nothing is lost if it was none.
std::string sort_of(std::string_view words) {
    static constexpr std::string_view sorts[] = {"log",  "logs",    "image",   "screenshot", "memory",
                                                 "disk", "capture", "pcap",    "file",       "mail",
                                                 "link", "dump",    "snapshot"};
    const std::string first = text::folded(words.substr(0, words.find_first_of(" :,\n")));
    for (const auto sort : sorts)
        if (first == sort) return first;
    return "";
}

bool is_sha256(std::string_view digest) {
    return digest.size() == 64 &&
           digest.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Decision decide_evidence(const Context& c, const Arguments& args) {
    const Incident& i = c.incident();
    const std::string words{text::trimmed(args.text)};
    const std::string digest{args.key("sha256")};
    if (words.empty() && digest.empty()) {
        const std::string newest = c.file->evidence.empty()
                                       ? "No evidence is recorded."
                                       : fmt::format("Newest: V{} {}", c.file->evidence.rbegin()->first,
                                                     text::cut(c.file->evidence.rbegin()->second.text, 100));
        return shown(c, usage(*command_named("evidence"), newest));
    }
    const Item item{'V', i.next('V')};
    Facts facts{c};
    facts.add(EvidenceTaken{item.number, digest, sort_of(words), words}, meta_of(c, args.at));
    Message m = one_line({say(fmt::format("{} recorded as evidence, taken by you {}: ", to_string(item),
                                          args.at ? heard(*args.at, c.now) : text::hhmm_utc(c.ask.said_at))),
                          quote(text::cut(words, 100)), say(".")});
    if (digest.empty())
        add_line(m, {say("Its SHA-256, so that nobody can doubt it later: "),
                     command(fmt::format("evidence sha256=HASH {}", text::cut(words, 60)))});
    else if (!is_sha256(digest))
        add_line(m, {say("That is no SHA-256 (64 hex digits). It is kept as you gave it.")});
    add_line(m, undo_line());
    return done(c, std::move(facts.list), std::move(m));
}

constexpr std::string_view aliases[] = {"attach"};
constexpr Key keys[] = {{"at", KeyKind::time}, {"sha256", KeyKind::text}};
constexpr Form forms[] = {{"evidence [sha256=HASH] [at=TIME] TEXT-or-link",
                           "evidence sha256=9f86d0... log of the build host, kept in the vault"}};
constexpr std::string_view synonyms[] = {"proof", "artifact"};

} // namespace

extern const Command command_evidence;
constexpr Command command_evidence{
    .name = "evidence",
    .aliases = aliases,
    .summary = "record what was kept as proof",
    .forms = forms,
    .takes = {.keys = keys},
    .synonyms = synonyms,
    .decide = &decide_evidence,
};

} // namespace tocsin
