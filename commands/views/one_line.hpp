// People's words made fit to stand inside one line of ours.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::views {

// Line breaks of every kind (also U+0085, U+2028, U+2029) become " / ", other control characters and the
// bidirectional overrides that could reorder the rest of a line are dropped, white space at both ends too.
std::string on_one_line(std::string_view words);

} // namespace tocsin::views
