// Reads, compares, and on approval writes golden files.
#include "tests/support/golden.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace tocsin::test {
namespace {

std::filesystem::path path_of(std::string_view name) {
    return std::filesystem::path{TOCSIN_SOURCE_DIR} / "tests" / "golden" / name;
}

bool approving() {
    const char* value = std::getenv("TOCSIN_APPROVE");
    return value && std::string_view{value} == "1";
}

std::string read(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

void check_golden(std::string_view name, const std::string& text) {
    const auto path = path_of(name);
    if (approving()) {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream{path, std::ios::binary} << text;
    }
    INFO("Golden file tests/golden/" << name << "; approve a wanted change with TOCSIN_APPROVE=1");
    REQUIRE(std::filesystem::exists(path));
    CHECK(text == read(path));
}

} // namespace tocsin::test
