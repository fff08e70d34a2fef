// See the header.
#include "integrations/install.hpp"

#include <fmt/format.h>

#include <array>

namespace tocsin {

std::string install_mark(const std::function<std::optional<std::string>(std::string_view)>& remembered,
                         const std::function<void(std::string, std::string)>& remember,
                         const std::function<void(std::span<std::byte>)>& random) {
    constexpr std::string_view name = "install";
    constexpr std::size_t digits = 8;
    if (const auto kept = remembered(name); kept && kept->size() == digits) return *kept;
    std::array<std::byte, digits / 2> bytes{};
    random(bytes);
    std::string made;
    for (const std::byte b : bytes) made += fmt::format("{:02x}", static_cast<unsigned>(b));
    remember(std::string{name}, made);
    return made;
}

} // namespace tocsin
