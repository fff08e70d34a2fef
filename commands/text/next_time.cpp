// Finds the next time a text names.
#include "commands/text/next_time.hpp"

#include "commands/text/unicode.hpp"

namespace tocsin::text {
namespace {
bool digit(char c) { return c >= '0' && c <= '9'; }
} // namespace

bool names_next_time(std::string_view words) {
    const std::string folded_words = folded(words);
    const auto start = folded_words.find("next update");
    if (start == std::string::npos) return false;
    for (auto colon = folded_words.find(':', start); colon != std::string::npos;
         colon = folded_words.find(':', colon + 1))
        if (colon > 0 && colon + 2 < folded_words.size() && digit(folded_words[colon - 1]) &&
            digit(folded_words[colon + 1]) && digit(folded_words[colon + 2]))
            return true;
    return false;
}

Instant to_minute(Instant t) { return std::chrono::floor<minutes>(t + seconds{30}); }

} // namespace tocsin::text
