// A mark of this data file, in what Tocsin sends: the numbers of another file's messages begin at 1 as well.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tocsin {

// Eight hex digits: made at the first call, remembered, and the same from then on.
std::string install_mark(const std::function<std::optional<std::string>(std::string_view)>& remembered,
                         const std::function<void(std::string, std::string)>& remember,
                         const std::function<void(std::span<std::byte>)>& random);

} // namespace tocsin
