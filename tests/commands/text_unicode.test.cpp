// Names and words compare, measure and cut by what people see, whatever bytes they come in.
#include "commands/text/unicode.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;

TEST_CASE("Both normal forms of a name are the same name", "[text]") {
    CHECK(text::nfc("mari\u0301a") == "mar\u00EDa");
    CHECK(text::nfc("plain") == "plain");
    CHECK(text::nfc("") == "");
    CHECK(text::nfc(std::string_view{"a\0b\u0301", 5}) == std::string_view{"a\0b\u0301", 5});
    CHECK(text::nfc("\xFFx\xE2\x82") == "\uFFFDx\uFFFD\uFFFD");
    CHECK(text::nfc("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD"); // a lone surrogate
}

TEST_CASE("Folding makes case and normal form equal", "[text]") {
    CHECK(text::folded("MARI\u0301A") == text::folded("mar\u00EDa"));
    CHECK(text::folded("STRASSE") == text::folded("stra\u00DFe"));
    CHECK(text::folded("\u0141UKASZ") == "\u0142ukasz");
    CHECK(text::folded("\u03A3\u0391\u03A3") == text::folded("\u03C3\u03B1\u03C2"));
    CHECK(text::folded("ana") != text::folded("an\u00E0"));
}

TEST_CASE("Names are the same with and without their accents", "[text]") {
    CHECK(text::without_accents("\u0141ukasz") == "lukasz");
    CHECK(text::without_accents("S\u00F8ren") == "soren");
    CHECK(text::without_accents("MARI\u0301A") == "maria");
    CHECK(text::without_accents("Nguy\u1EC5n") == "nguyen");
    CHECK(text::without_accents("\u674E\u5A1C") == "\u674E\u5A1C");
    CHECK(text::without_accents("a\xFF") == "a\uFFFD");
    CHECK(text::is_mark(0x301));
    CHECK_FALSE(text::is_mark('e'));
}

TEST_CASE("UTF-8 is valid only in its one shortest form", "[text]") {
    CHECK(text::valid_utf8("ascii"));
    CHECK(text::valid_utf8("\u0142\u4E2D\U0001F525"));
    CHECK_FALSE(text::valid_utf8("\xC0\xAF"));         // overlong
    CHECK_FALSE(text::valid_utf8("\xED\xA0\x80"));     // surrogate
    CHECK_FALSE(text::valid_utf8("\xF4\x90\x80\x80")); // above U+10FFFF
    CHECK_FALSE(text::valid_utf8("abc\xE2\x82"));      // cut off
}

TEST_CASE("Length counts what people see as one character", "[text]") {
    CHECK(text::length("") == 0);
    CHECK(text::length("abc") == 3);
    CHECK(text::length("e\u0301x") == 2);
    CHECK(text::length("\U0001F468\u200D\U0001F469\u200D\U0001F467") == 1); // a family is one
    CHECK(text::length("\xFF\xFF") == 2);
}

TEST_CASE("A text is cut between characters, with dots in place of the rest", "[text]") {
    CHECK(text::cut("abcdef", 6) == "abcdef");
    CHECK(text::cut("abcdefg", 6) == "abc...");
    CHECK(text::cut("abc defg", 7) == "abc..."); // no space before the dots
    CHECK(text::cut("e\u0301e\u0301e\u0301e\u0301e\u0301", 4) == "e\u0301...");
    CHECK(text::cut("abcd", 3) == "...");
    CHECK(text::cut("", 3) == "");
}

TEST_CASE("White space of any script is trimmed", "[text]") {
    CHECK(text::trimmed(" \t\n a b \u00A0\u3000\u200B\uFEFF") == "a b");
    CHECK(text::trimmed("\u202F") == "");
    CHECK(text::trimmed("") == "");
    CHECK(text::trimmed("x") == "x");
    CHECK(text::trimmed("\xA0x\x80\xA0") == "\xA0x\x80\xA0"); // no UTF-8, so no spaces
    CHECK(text::trimmed(" \u4E2D\u0301 ") == "\u4E2D\u0301");
}

TEST_CASE("A name written from right to left is isolated, and cannot leave its isolate", "[text]") {
    CHECK(text::isolated("ana") == "ana");
    CHECK(text::isolated("\u0142ukasz") == "\u0142ukasz");
    CHECK(text::isolated("\u05D3\u05E0\u05D4") == "\u2068\u05D3\u05E0\u05D4\u2069");
    CHECK(text::isolated("\u0645\u0631\u064A\u0645 1") == "\u2068\u0645\u0631\u064A\u0645 1\u2069");
    CHECK(text::isolated("ana\u2069\u202Eevil") == "\u2068anaevil\u2069");
}
