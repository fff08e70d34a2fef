// The name of a private incident: two plain words that say nothing about it (DESIGN 4.11).
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace tocsin {

// "Slate Heron", from the entropy of an Ask; the next pair as long as `taken` says so.
std::string code_name(const std::array<std::byte, 16>& entropy,
                      const std::function<bool(std::string_view folded)>& taken);
// As it is compared: "Slate-Heron" and "slate  heron" are "slate heron".
std::string code_name_key(std::string_view typed);
// Could it be the name of a private incident? Such names are kept for them, so that nobody can find out which
// exist.
bool is_code_name(std::string_view typed);
// As it stands in addresses and room names: "slate-heron".
std::string code_name_slug(std::string_view code_name);

} // namespace tocsin
