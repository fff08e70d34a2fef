// A chat script of any bytes: refused with the line's number, or read.
#include "bot/replay.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace tocsin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto lines = bot::read_script(std::string{fuzz::text_of(data, size)});
    if (!lines) fuzz::must(!lines.error().detail.empty(), "a script that is refused is told why");
    return 0;
}
