// Text of any bytes through everything that cleans, cuts and checks it.
#include "commands/text/future.hpp"
#include "commands/text/lint.hpp"
#include "commands/text/next_time.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/one_line.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace tocsin;
using fuzz::must;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view raw = fuzz::text_of(data, size);
    const std::string clean = text::nfc(raw);
    must(text::valid_utf8(clean), "NFC is valid UTF-8");
    must(text::nfc(clean) == clean, "NFC of NFC changes nothing");
    must(text::folded(text::folded(clean)) == text::folded(clean), "folding twice is folding once");
    const std::string cut = text::cut(clean, 10);
    must(text::valid_utf8(cut) && text::length(cut) <= 10, "a cut text has its length");
    const std::string line = views::on_one_line(clean);
    must(line.find_first_of("\n\r\v\f") == line.npos, "one line is one line");
    (void)text::isolated(clean);
    (void)text::trimmed(clean);

    Instant t{};
    if (text::parse_iso(raw, t)) {
        Instant again{};
        must(text::parse_iso(text::iso(t), again) && again == t, "a printed time reads back");
    }
    const Instant now{std::chrono::hours{24 * 20'000}};
    if (const auto future = text::future_moment(raw, now)) must(*future > now, "a moment to come is to come");
    (void)text::names_next_time(clean);
    for (const Audience audience : {Audience::customers, Audience::internal}) {
        const text::LintResult found = text::lint({.audience = audience,
                                                   .words = clean,
                                                   .state = State::investigating,
                                                   .level = ImpactLevel::partial,
                                                   .now = now,
                                                   .next = std::nullopt,
                                                   .previous = "Cards fail for some.",
                                                   .people = {"ana", "Łukasz"}});
        for (const auto& f : found.findings) {
            must(f.rule >= 1 && f.rule <= 16, "a finding names a rule");
            must(text::valid_utf8(f.says), "a finding is valid UTF-8");
        }
        must(text::valid_utf8(found.without_words), "the proposal is valid UTF-8");
    }
    return 0;
}
