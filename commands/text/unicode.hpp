// Unicode through utf8proc: normal form, folding, widths, cutting. No locale.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::text {

std::string nfc(std::string_view);               // invalid bytes become U+FFFD
std::string folded(std::string_view);            // NFC, case folded: what names and words are compared by
bool valid_utf8(std::string_view);
std::size_t length(std::string_view);            // grapheme clusters
std::string cut(std::string_view, std::size_t clusters); // with "..." if something was left out; clusters >= 3
std::string trimmed(std::string_view);           // white space, also U+00A0 and the like
// A name as shown inside a sentence: wrapped in FSI/PDI if it holds right-to-left letters (VOICE 6).
std::string isolated(std::string_view);

} // namespace tocsin::text
