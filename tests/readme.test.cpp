// The README's table of commands is printed from the descriptors. TOCSIN_APPROVE=1 writes it anew.
#include "commands/command.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace tocsin;

namespace {

std::string table() {
    std::string out = "| verb | form | what it does |\n| --- | --- | --- |\n";
    for (const Command* verb : all_commands()) {
        std::string name{verb->name}, forms;
        for (const auto alias : verb->aliases) name += ", " + std::string{alias};
        for (const Form& form : verb->forms)
            forms += (forms.empty() ? "`" : " · `") + std::string{form.line} + "`";
        for (std::size_t i = 0; (i = forms.find('|', i)) != std::string::npos; i += 2) forms.insert(i, "\\");
        out += fmt::format("| {} | {} | {} |\n", name, forms, verb->summary);
    }
    return out;
}

} // namespace

TEST_CASE("the README's table of commands is what the descriptors say", "[readme]") {
    const std::string path = std::string{TOCSIN_SOURCE_DIR} + "/README.md";
    std::stringstream text;
    text << std::ifstream{path}.rdbuf();
    const std::string readme = text.str(), begin = "a test compares -->\n", end = "<!-- /commands -->";
    const auto from = readme.find(begin) + begin.size(), to = readme.find(end);
    REQUIRE(from < to);
    if (std::getenv("TOCSIN_APPROVE")) {
        std::ofstream{path} << readme.substr(0, from) << table() << readme.substr(to);
        return;
    }
    CHECK(readme.substr(from, to - from) == table());
}
