// U03: the same text again. Numbers, times and the appended next time do not make it another one.
#include "commands/text/lint_parts.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::text::linting {
namespace {

constexpr std::size_t compared_max = 1500; // code points; longer texts are too long for any audience (U16)
constexpr std::size_t alike_per = 10;      // fewer edits than one in so many: over 90 % alike

bool is_time_word(std::string_view w) { return one_of(w, {"utc", "gmt", "am", "pm"}); }

std::u32string compared(std::string_view words) {
    const Text t{words};
    std::u32string out;
    std::size_t skipped = static_cast<std::size_t>(-1);
    for (std::size_t i = 0; i < t.words.size(); ++i) {
        const Word& w = t.words[i];
        if (match(t, i, "next update*")) skipped = w.sentence;
        if (w.sentence == skipped || is_digit(w.folded[0]) || is_time_word(w.folded)) continue;
        if (!out.empty()) out += U' ';
        for (std::size_t at = 0; at < w.folded.size();) out += next_code_point(w.folded, at);
        if (out.size() > compared_max) break;
    }
    out.resize(std::min(out.size(), compared_max));
    return out;
}

// Optimal string alignment within a band of `limit` around the diagonal: more edits leave the band anyway.
std::size_t distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
    const std::size_t far = limit + 1;
    std::vector<std::size_t> before(b.size() + 1, far), last(b.size() + 1, far), row(b.size() + 1, far);
    for (std::size_t j = 0; j <= std::min(limit, b.size()); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t from = i > limit ? i - limit : 1, to = std::min(b.size(), i + limit);
        std::ranges::fill(row, far);
        if (i <= limit) row[0] = i;
        for (std::size_t j = from; j <= to; ++j) {
            row[j] =
                std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), far});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before.swap(last);
        last.swap(row);
    }
    return last[b.size()];
}

} // namespace

bool is_alike(std::string_view a, std::string_view b) {
    if (trimmed(b).empty()) return false;
    const auto left = compared(a), right = compared(b);
    const std::size_t longer = std::max(left.size(), right.size()),
                      shorter = std::min(left.size(), right.size());
    if (longer == 0) return folded(trimmed(a)) == folded(trimmed(b));
    const std::size_t limit = (longer - 1) / alike_per; // edits * 10 < length
    return longer - shorter <= limit && distance(left, right, limit) <= limit;
}

} // namespace tocsin::text::linting
