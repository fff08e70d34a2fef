// A config file of any bytes: problems are told, and none of them repeats a secret or breaks the terminal.
#include "bot/config.hpp"
#include "commands/text/unicode.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace tocsin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bot::Checked checked = bot::parse_config(fuzz::text_of(data, size), "tocsin.toml");
    for (const auto& problem : checked.problems) {
        fuzz::must(!problem.empty(), "a problem has words");
        fuzz::must(problem.find('\x1b') == problem.npos, "a problem holds no escape sequence");
    }
    if (checked.problems.empty()) (void)to_text(checked.config.policy);
    return 0;
}
