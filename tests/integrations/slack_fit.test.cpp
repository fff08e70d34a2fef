// Lengths as Slack may count them, and cuts that tear nothing.
#include "integrations/slack/fit.hpp"

#include <catch2/catch.hpp>

using namespace tocsin::slack;

namespace {

const std::string accent = "\xCC\x81"; // combines with what stands before it

std::string repeated(std::string_view what, std::size_t n) {
    std::string out;
    while (n-- > 0) out += what;
    return out;
}

} // namespace

TEST_CASE("Lengths count as much as any of Slack's ways to count", "[slack]") {
    CHECK(units("abc") == 3);
    CHECK(units("\xC3\xA9\xE6\x97\xA5") == 2);
    CHECK(units("\xF0\x9F\x94\xA5") == 2);
    CHECK(units("\xFF") == 1);
}

TEST_CASE("Clean words are valid and without control characters", "[slack]") {
    using namespace std::string_literals;
    CHECK(clean("a\0b\x1B[1m\r\n\tc\x7F&lt;"s) == "ab[1m\n\tc&lt;");
    CHECK(clean("\xC3") == "\xEF\xBF\xBD");
    CHECK(on_one_line(" a \n\n b\xC2\xA0\xE2\x80\x8B ") == "a b");
}

TEST_CASE("Words are cut at a line, else a word, else a grapheme", "[slack]") {
    CHECK(bytes_that_fit("abc", 3, As::plain, Cut::words) == 3);
    CHECK(bytes_that_fit("a b\nc d", 6, As::plain, Cut::words) == 4);
    CHECK(bytes_that_fit("a bcd", 4, As::plain, Cut::words) == 2);
    CHECK(bytes_that_fit("abcde", 4, As::plain, Cut::words) == 4);
    CHECK(bytes_that_fit("a bcd", 4, As::plain, Cut::graphemes) == 4);
    CHECK(bytes_that_fit("abcde", 4, As::plain, Cut::whole_words) == 0);
    CHECK(bytes_that_fit("ae" + accent + "o", 2, As::plain, Cut::words) == 1);
    CHECK(bytes_that_fit("a&&", 6, As::escaped, Cut::words) == 2);
}

TEST_CASE("Something is always taken, so that cutting ends", "[slack]") {
    const auto tower = "e" + repeated(accent, 50); // one grapheme
    CHECK(bytes_that_fit(tower, 10, As::plain, Cut::words) == 1 + 9 * accent.size());
    CHECK(bytes_that_fit("\xF0\x9F\x94\xA5", 1, As::plain, Cut::words) == 4);
}

TEST_CASE("What is shortened says so", "[slack]") {
    CHECK(shortened("abcdef", 6) == "abcdef");
    CHECK(shortened("abcdefg", 6) == "abc...");
    CHECK(shortened("ab cdefg", 6) == "ab...");
    CHECK(shortened_escaped("a&&bcd", 14) == "a&&bcd");
    CHECK(shortened_escaped("a&&bcd", 13) == "a&...");
}
