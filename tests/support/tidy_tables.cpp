// Habits that only show in the whole: what stands in a table stands in the tree, and the other way round.
#include "tests/support/tidy.hpp"
#include "tests/support/tidy_text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace tocsin::tidy {
namespace {

constexpr auto npos = std::string_view::npos;

bool holds(const auto& list, std::string_view what) {
    return std::ranges::find(list, what) != std::end(list);
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    constexpr std::string_view space = " \t\n";
    for (auto at = text.find_first_not_of(space); at != npos; at = text.find_first_not_of(space, at)) {
        const auto end = std::min(text.find_first_of(space, at), text.size());
        words.emplace_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

// Name of the verb that this file defines ("constexpr Command command_declare{"); empty: none.
std::string verb_defined_in(const File& file) {
    constexpr std::string_view start = "Command command_";
    const auto code = code_of(file.text);
    for (auto at = code.find(start); at != npos; at = code.find(start, at + 1)) {
        const auto name = at + start.size();
        auto end = name;
        while (end < code.size() && word_char(code[end])) ++end;
        if (end < code.size() && code[end] == '{') return code.substr(name, end - name);
    }
    return {};
}

// Said to the bot in some test: "declare ...", "declare", or after "/incident ".
bool said_in(std::string_view text, std::string_view verb) {
    for (auto at = find_word(text, verb); at != npos; at = find_word(text, verb, at + 1)) {
        const auto before = text.substr(0, at), after = text.substr(at + verb.size());
        const bool begins = before.ends_with('"') || before.ends_with("incident ");
        const bool ends = after.starts_with(' ') || after.starts_with('"') || after.starts_with('\\');
        if (begins && ends) return true;
    }
    return false;
}

} // namespace

Complaints top_level(const std::vector<std::string>& names, std::string_view gitignore) {
    constexpr auto wanted = std::to_array<std::string_view>(
        {"CMakeLists.txt", "README.md", "bot", "commands", "deploy", "integrations", "storage", "tests"});
    std::vector<std::string_view> ignored;
    for (auto line : lines_of(gitignore)) {
        if (line.starts_with('/')) line.remove_prefix(1);
        if (line.ends_with('/')) line.remove_suffix(1);
        ignored.push_back(line);
    }
    Complaints out;
    for (const auto& name : names)
        if (!name.starts_with('.') && !holds(ignored, name) && !holds(wanted, name))
            out.push_back(complaint(name, 1, "has no place at the top"));
    for (const auto name : wanted)
        if (!holds(names, name)) out.push_back(complaint(name, 1, "is missing at the top"));
    return out;
}

std::vector<std::string> entries(std::string_view def, std::string_view macro, std::size_t argument) {
    std::vector<std::string> found;
    for (const auto line : lines_of(def)) {
        if (!line.starts_with(std::string{macro} + "(")) continue;
        auto rest = line.substr(macro.size() + 1, line.rfind(')') - macro.size() - 1);
        for (std::size_t i = 0; i < argument; ++i)
            rest.remove_prefix(std::min(rest.find(',') + 1, rest.size()));
        found.emplace_back(trimmed(rest.substr(0, rest.find(','))));
    }
    return found;
}

Complaints verbs_in_table(const std::vector<std::string>& table, const Files& files) {
    Complaints out;
    std::vector<std::string> defined;
    for (const auto& file : files) {
        const auto verb = verb_defined_in(file);
        if (!file.path.starts_with("commands/") || verb.empty()) continue;
        defined.push_back(verb);
        if (file.path != "commands/" + verb + ".cpp")
            out.push_back(complaint(file.path, 1, "defines " + verb + ", but does not bear its name"));
        if (!holds(table, verb)) out.push_back(complaint(file.path, 1, verb + " is missing in commands.def"));
    }
    for (const auto& verb : table)
        if (!holds(defined, verb))
            out.push_back(complaint("commands/commands.def", 1, verb + " has no file"));
    return out;
}

Complaints verbs_in_tests(const std::vector<std::string>& table, const Files& files) {
    Complaints out;
    for (const auto& verb : table) {
        const bool said = std::ranges::any_of(files, [&](const File& file) {
            return file.path.starts_with("tests/") && said_in(file.text, verb);
        });
        if (!said) out.push_back(complaint("commands/" + verb + ".cpp", 1, "no test says " + verb));
    }
    return out;
}

Complaints events_in_table(std::string_view def, const Files& files) {
    Complaints out;
    const auto types = entries(def, "EVENT", 0), names = entries(def, "EVENT", 1);
    std::map<std::string, int> seen;
    for (const auto& name : names)
        if (++seen[name] > 1)
            out.push_back(complaint("commands/core/events.def", 1, name + " is stored twice"));
    for (const auto& type : types) {
        const bool defined = std::ranges::any_of(files, [&](const File& file) {
            return file.path.starts_with("commands/core/events/") &&
                   code_of(file.text).find("struct " + type + " {") != npos;
        });
        if (!defined)
            out.push_back(complaint("commands/core/events.def", 1, type + " has no struct in events/"));
    }
    return out;
}

Complaints integrations_in_table(const std::vector<std::string>& table, const Files& files) {
    Complaints out;
    std::vector<std::string> ports;
    for (const auto& file : files) {
        const std::string_view path = file.path;
        if (!path.starts_with("integrations/") || path.find('/', 13) == npos) continue;
        const std::string folder{path.substr(13, path.find('/', 13) - 13)};
        if (code_of(file.text).find("public ChatPort") == npos || holds(ports, folder)) continue;
        ports.push_back(folder);
        if (!holds(table, folder))
            out.push_back(complaint(path, 1, folder + " is missing in integrations.def"));
    }
    for (const auto& name : table)
        if (!holds(ports, name))
            out.push_back(
                complaint("integrations/integrations.def", 1, name + " has no folder with a ChatPort"));
    return out;
}

Complaints links_point_down(std::string_view cmake) {
    const std::map<std::string, std::vector<std::string>, std::less<>> below{
        {"commands", {}},
        {"storage", {"tocsin_commands"}},
        {"integrations", {"tocsin_commands"}},
        {"bot", {"tocsin_commands", "tocsin_storage", "tocsin_integrations"}}};
    constexpr auto for_the_core =
        std::to_array<std::string_view>({"fmt::fmt", "${UTF8PROC}", "Boost::headers"});
    Complaints out;
    const auto check = [&](std::size_t at, std::string_view folder, const std::vector<std::string>& links) {
        const auto allowed = below.find(folder);
        for (const auto& link : links) {
            const bool ours = link.starts_with("tocsin_") && link != "tocsin_options";
            const bool fine = allowed != below.end() && (!ours || holds(allowed->second, link)) &&
                              (folder != "commands" || ours || link == "PUBLIC" || holds(for_the_core, link));
            if (!fine)
                out.push_back(
                    complaint("CMakeLists.txt", line_at(cmake, at), std::string{folder} + " links " + link));
        }
    };
    for (const std::string_view start : {"\ntocsin_library(", "\ntarget_link_libraries(tocsin_"})
        for (auto at = cmake.find(start); at != npos; at = cmake.find(start, at + 1)) {
            const auto open = at + start.size();
            auto words = words_of(cmake.substr(open, cmake.find(')', open) - open));
            if (words.empty() || !below.contains(words.front())) continue;
            const auto folder = words.front();
            words.erase(words.begin());
            check(at + 1, folder, words);
        }
    return out;
}

} // namespace tocsin::tidy
