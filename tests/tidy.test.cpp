// The repository's own habits (STYLE) as tests. Each check is first shown a bad sample that it must refuse.
#include "tests/support/tidy.hpp"
#include "commands/command.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace tocsin;
using namespace tocsin::tidy;
namespace fs = std::filesystem;

namespace {

const fs::path top{TOCSIN_SOURCE_DIR};

std::string read(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

bool is_source(const fs::path& path) {
    static const std::set<std::string> kinds{".cpp",   ".hpp",  ".def",     ".js",  ".mjs",
                                             ".css",   ".html", ".sql",     ".sh",  ".py",
                                             ".cmake", ".toml", ".service", ".txt", ""};
    return kinds.contains(path.extension().string());
}

// Every source file of the five folders, in order of path.
const Files& repository() {
    static const Files files = [] {
        Files found;
        for (const auto* folder : {"bot", "commands", "deploy", "integrations", "storage", "tests"})
            for (auto it = fs::recursive_directory_iterator{top / folder};
                 it != fs::recursive_directory_iterator{}; ++it) {
                const auto name = it->path().filename().string();
                if (it->is_directory() &&
                    (name == "node_modules" || name == "golden" || name == "__pycache__"))
                    it.disable_recursion_pending();
                if (it->is_regular_file() && is_source(it->path()))
                    found.push_back({fs::relative(it->path(), top).generic_string(), read(it->path())});
            }
        std::ranges::sort(found, {}, &File::path);
        return found;
    }();
    return files;
}

Files below(std::string_view folder, bool only_cpp = true) {
    Files found;
    for (const auto& file : repository())
        if (file.path.starts_with(folder) && (!only_cpp || is_cpp(file))) found.push_back(file);
    return found;
}

// Complaints of one check over many files.
Complaints over(const Files& files, auto check) {
    Complaints all;
    for (const auto& file : files)
        for (auto& complaint : check(file)) all.push_back(std::move(complaint));
    return all;
}

std::string def(const char* path, std::string_view macro) {
    const auto text = read(top / path);
    REQUIRE_FALSE(entries(text, macro).empty());
    return text;
}

// How many complaints a check has about a sample.
std::size_t refused(auto check, std::string path, std::string text) {
    return check(File{std::move(path), std::move(text)}).size();
}

Complaints help_is_complete(const Command& command) {
    constexpr std::size_t summary_max = 80;
    Complaints out;
    const auto say = [&](std::string_view what) { out.push_back(fmt::format("{}: {}", command.name, what)); };
    if (command.summary.empty() || command.summary.size() > summary_max)
        say("the summary is one line of help");
    if (command.summary.ends_with('.')) say("the summary has no full stop");
    if (command.forms.empty()) say("there is no form");
    if (command.decide == nullptr) say("it decides nothing");
    for (const auto& form : command.forms) {
        if (!form.line.starts_with(command.name))
            say(fmt::format("the form \"{}\" is another verb's", form.line));
        if (form.example.find(command.name) == std::string_view::npos)
            say(fmt::format("\"{}\" is no example of it", form.example));
    }
    return out;
}

} // namespace

TEST_CASE("tidy: the top level holds eight names and nothing else", "[tidy]") {
    const std::vector<std::string> good{"CMakeLists.txt", "README.md", "bot",   "commands", "deploy",
                                        "integrations",   "storage",   "tests", ".ci",      "build"};
    CHECK(top_level(good, "/build/\n").empty());
    CHECK(top_level(good, "").size() == 1); // build
    CHECK(top_level({good.begin() + 1, good.end()}, "/build/\n").size() == 1);

    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{top}) names.push_back(entry.path().filename().string());
    CHECK(top_level(names, read(top / ".gitignore")) == Complaints{});
}

TEST_CASE("tidy: the core reaches for no clock, chance, environment, disk or outer library", "[tidy]") {
    CHECK(refused(pure, "commands/x.cpp",
                  "#include <chrono>\n#include <fmt/format.h>\n#include \"commands/a.hpp\"\n") == 0);
    CHECK(refused(pure, "commands/x.cpp",
                  "// std::regex would be slow, getenv worse\nauto s = \"random_device\";\n") == 0);
    for (const auto* line :
         {"#include <fstream>", "#include <locale>", "#include <boost/asio.hpp>",
          "#include <boost/json/parse.hpp>", "#include <nlohmann/json.hpp>", "#include <sqlite3.h>",
          "#include <openssl/sha.h>", "#include \"storage/store.hpp\"", "#include <sys/stat.h>",
          "auto t = std::chrono::system_clock::now();", "std::random_device d;", "std::mt19937 g;",
          "auto h = std::getenv(name);", "std::regex r;", "auto t = std::time(nullptr);"}) {
        INFO(line);
        CHECK(refused(pure, "commands/x.cpp", std::string{line} + "\n") == 1);
    }
    CHECK(over(below("commands/"), pure) == Complaints{});
}

TEST_CASE("tidy: the core iterates over nothing unordered", "[tidy]") {
    const File file{"commands/x.cpp", "std::unordered_map<std::string, std::vector<int>> by_name_;\n"
                                      "void f() { for (auto& [k, v] : by_name_) g(k); }\n"
                                      "auto h = by_name_.begin();\nauto i = by_name_.find(k);\n"
                                      "void ok() { for (auto& x : ordered) g(x); }\n"};
    const auto names = unordered_names(file);
    CHECK(names == std::set<std::string>{"by_name_"});
    CHECK(iterates_in_order(file, names).size() == 2);

    std::set<std::string> in_headers;
    for (const auto& header : below("commands/"))
        if (header.path.ends_with(".hpp")) in_headers.merge(unordered_names(header));
    const auto check = [&](const File& source) {
        auto known = unordered_names(source);
        known.insert(in_headers.begin(), in_headers.end());
        return iterates_in_order(source, known);
    };
    CHECK(over(below("commands/"), check) == Complaints{});
}

TEST_CASE("tidy: includes and link lines point down", "[tidy]") {
    CHECK(refused(includes_point_down, "storage/a.cpp", "#include \"commands/core/event.hpp\"\n") == 0);
    CHECK(refused(includes_point_down, "bot/a.cpp",
                  "#include \"storage/store.hpp\"\n#include \"integrations/line.hpp\"\n") == 0);
    CHECK(refused(includes_point_down, "tests/a.cpp",
                  "#include \"bot/app.hpp\"\n#include \"tests/support/x.hpp\"\n") == 0);
    CHECK(refused(includes_point_down, "storage/a.cpp", "#include \"integrations/line.hpp\"\n") == 1);
    CHECK(refused(includes_point_down, "integrations/a.cpp", "#include \"storage/store.hpp\"\n") == 1);
    CHECK(refused(includes_point_down, "integrations/a.cpp", "#include \"bot/app.hpp\"\n") == 1);
    CHECK(refused(includes_point_down, "bot/a.cpp", "#include \"tests/support/x.hpp\"\n") == 1);
    CHECK(refused(includes_point_down, "storage/a.cpp", "#include <boost/asio/post.hpp>\n") == 1);
    CHECK(refused(includes_point_down, "integrations/a.cpp", "#include <SQLiteCpp/Database.h>\n") == 1);
    CHECK(over(below(""), includes_point_down) == Complaints{});

    CHECK(links_point_down("\ntocsin_library(storage tocsin_commands SQLiteCpp)\n").empty());
    CHECK(links_point_down("\ntocsin_library(storage tocsin_integrations)\n").size() == 1);
    CHECK(links_point_down("\ntocsin_library(commands fmt::fmt nlohmann_json::nlohmann_json)\n").size() == 1);
    CHECK(
        links_point_down("\ntarget_link_libraries(tocsin_integrations PUBLIC\n  tocsin_storage)\n").size() ==
        1);
    CHECK(links_point_down(read(top / "CMakeLists.txt")) == Complaints{});
}

TEST_CASE("tidy: Beast stays in the translation units of integrations/net", "[tidy]") {
    const std::string line = "#include <boost/beast/http.hpp>\n";
    CHECK(refused(beast_in_its_place, "integrations/net/a.cpp", line) == 0);
    CHECK(refused(beast_in_its_place, "integrations/net/a.hpp", line) == 1);
    CHECK(refused(beast_in_its_place, "integrations/room/a.cpp", line) == 1);
    CHECK(over(below(""), beast_in_its_place) == Complaints{});
}

TEST_CASE("tidy: a co_await stands in a statement of its own", "[tidy]") {
    for (const auto* good : {
             "awaitable<void> f() { auto r = co_await g(x); if (r) co_await h(); }",
             "awaitable<void> f() { for (auto x : xs) { const int y = x ? 1 : 2; co_await g(x, y ? a : b); } "
             "}",
             "awaitable<void> f() { co_await g([](int x) { return x ? A{1} : A{2}; }); co_return; }",
             "awaitable<void> f() { if (a) { b(); } co_await g(); } // if (co_await h())",
             "awaitable<void> f() { switch (x) { case 1: co_await g(); break; } auto s = \"if (co_await "
             "g())\"; }",
             "awaitable<int> f() { const auto n = 1'000; auto [ec, m] = co_await g(n); co_return m; }",
         }) {
        INFO(good);
        CHECK(refused(awaits_stand_alone, "bot/a.cpp", good) == 0);
    }
    for (const auto* bad : {
             "awaitable<void> f() { if (co_await g()) { h(); } }",
             "awaitable<void> f() { if (auto r = co_await g(); r.ok()) h(); }",
             "awaitable<void> f() { while (!(co_await g())) h(); }",
             "awaitable<void> f() { switch (co_await g()) { case 1: h(); } }",
             "awaitable<void> f() { auto x = b ? co_await g() : y; }",
             "awaitable<void> f() { auto x = co_await g() ? y : z; }",
             "awaitable<void> f() { auto x = A{co_await g()}; }",
             "awaitable<void> f() { h({1, co_await g()}); }",
             "awaitable<A> f() { co_return {h(co_await g())}; }",
         }) {
        INFO(bad);
        CHECK(refused(awaits_stand_alone, "bot/a.cpp", bad) >= 1);
    }
    CHECK(over(below(""), awaits_stand_alone) == Complaints{});
}

TEST_CASE("tidy: files stay small and open with what they are for", "[tidy]") {
    std::string long_text;
    for (int i = 0; i < 451; ++i) long_text += "x\n";
    CHECK(refused(not_too_long, "bot/a.cpp", long_text) == 1);
    CHECK(refused(not_too_long, "bot/a.cpp", long_text.substr(2)) == 0);
    CHECK(over(below("", false), not_too_long) == Complaints{});

    CHECK(refused(opens_with_its_purpose, "bot/a.cpp", "#pragma once\n") == 1);
    CHECK(refused(opens_with_its_purpose, "bot/a.cpp", "// What it is for.\n#pragma once\n") == 0);
    CHECK(over(below(""), opens_with_its_purpose) == Complaints{});
}

TEST_CASE("tidy: no test sleeps and hopes", "[tidy]") {
    CHECK(refused(waits_for_no_clock, "tests/a.test.cpp", "std::this_thread::sleep_for(1s);\n") == 1);
    CHECK(refused(waits_for_no_clock, "tests/a.test.cpp", "// sleep_for would be a guess\n") == 0);
    CHECK(over(below("tests/"), waits_for_no_clock) == Complaints{});
}

TEST_CASE("tidy: nothing is left lying about", "[tidy]") {
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "int x; // TODO later\n") == 1);
    CHECK(refused(leaves_no_debris, "deploy/run", "# FIXME\n") == 1);
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "// a gap reads TODO(owner): question\n") == 0);
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "auto s = \"TODO\";\n") == 0);
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "<<<<<<< HEAD\nint x;\n") == 1);
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "int x; \n") == 1);
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "int x;\r\n") == 1);
    CHECK(refused(leaves_no_debris, "bot/a.cpp", "int x;") == 1);
    CHECK(over(below("", false), leaves_no_debris) == Complaints{});
}

TEST_CASE("tidy: every verb has a file, a line in commands.def, help, and a test that says it", "[tidy]") {
    const Files files{
        {"commands/note.cpp", "extern const Command command_note;\nconstexpr Command command_note{};\n"}};
    CHECK(verbs_in_table({"note"}, files).empty());
    CHECK(verbs_in_table({"note", "impact"}, files).size() == 1);
    CHECK(verbs_in_table({}, files).size() == 1);
    CHECK(verbs_in_table({"note"}, {{"commands/memo.cpp", files[0].text}}).size() == 1);
    CHECK(verbs_in_tests({"note"}, {{"tests/a.test.cpp", "say(\"note db is slow\")"}}).empty());
    CHECK(verbs_in_tests({"note"}, {{"tests/a.test.cpp", "// of note\nsay(\"notes\")"}}).size() == 1);
    CHECK(verbs_in_tests({"note"}, {{"bot/a.cpp", "say(\"note db is slow\")"}}).size() == 1);

    const auto table = entries(def("commands/commands.def", "COMMAND"), "COMMAND");
    CHECK(verbs_in_table(table, below("commands/")) == Complaints{});
    auto tests = below("tests/", false);
    std::erase_if(tests, [](const File& file) { return file.path.find("tidy") != std::string::npos; });
    CHECK(verbs_in_tests(table, tests) == Complaints{});
}

TEST_CASE("tidy: the help of every verb is complete", "[tidy]") {
    static constexpr Form strange[]{{"memo TEXT", "memo db is slow"}};
    Command command{};
    command.name = "note";
    command.summary = "Adds a note.";
    CHECK(help_is_complete(command).size() == 3); // full stop, no form, no decision
    command.forms = strange;
    CHECK(help_is_complete(command).size() == 4);

    REQUIRE(all_commands().size() == entries(def("commands/commands.def", "COMMAND"), "COMMAND").size());
    for (const auto* verb : all_commands()) CHECK(help_is_complete(*verb) == Complaints{});
}

TEST_CASE("tidy: every event of events.def has a struct and a stored name of its own", "[tidy]") {
    const Files files{{"commands/core/events/notes.hpp", "struct NoteAdded {\n};\n"}};
    CHECK(events_in_table("EVENT(NoteAdded, \"note-added\", 1)\n", files).empty());
    CHECK(events_in_table("EVENT(NoteLost, \"note-lost\", 1)\n", files).size() == 1);
    CHECK(events_in_table("EVENT(NoteAdded, \"n\", 1)\nEVENT(NoteAdded, \"n\", 2)\n", files).size() == 1);
    CHECK(events_in_table(def("commands/core/events.def", "EVENT"), repository()) == Complaints{});
}

TEST_CASE("tidy: every chat platform stands in integrations.def", "[tidy]") {
    const Files files{{"integrations/slack/port.cpp", "class Port final : public ChatPort {};\n"}};
    CHECK(integrations_in_table({"slack"}, files).empty());
    CHECK(integrations_in_table({}, files).size() == 1);
    CHECK(integrations_in_table({"slack", "irc"}, files).size() == 1);
    const auto table = entries(def("integrations/integrations.def", "INTEGRATION"), "INTEGRATION");
    CHECK(integrations_in_table(table, below("integrations/")) == Complaints{});
}

TEST_CASE("tidy: what is meant to be run can be run", "[tidy]") {
    for (const auto* path : {"deploy/run", "tests/run", ".ci/run"}) {
        INFO(path);
        CHECK((fs::status(top / path).permissions() & fs::perms::others_exec) != fs::perms::none);
    }
}
