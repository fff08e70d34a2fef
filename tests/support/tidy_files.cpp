// Habits that one file can break by itself.
#include "tests/support/tidy.hpp"
#include "tests/support/tidy_text.hpp"

#include <algorithm>
#include <array>

namespace tocsin::tidy {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t lines_max = 450; // STYLE, "Small by habit"

template <class List> bool among(const List& list, std::string_view what) {
    return std::ranges::find(list, what) != std::end(list);
}

struct Include {
    std::size_t line;
    std::string_view name; // boost/asio.hpp
    bool quoted;
};

// The include lines that are code, not part of a comment or of a sample in a literal.
std::vector<Include> includes_of(const File& file) {
    std::vector<Include> found;
    const auto code = code_of(file.text);
    const auto raw = lines_of(file.text);
    const auto real = lines_of(code);
    for (std::size_t i = 0; i < real.size(); ++i) {
        if (!trimmed(real[i]).starts_with("#include")) continue;
        const auto open = raw[i].find_first_of("<\"");
        const auto close = open == npos ? npos : raw[i].find_first_of(">\"", open + 1);
        if (close == npos) continue;
        found.push_back({i + 1, raw[i].substr(open + 1, close - open - 1), raw[i][open] == '"'});
    }
    return found;
}

std::string_view folder_of(std::string_view path) { return path.substr(0, path.find('/')); }
bool header(const File& file) { return file.path.ends_with(".hpp"); }

// commands/ may include the standard library, Boost's headers, fmt and utf8proc; of these not what reaches
// outside.
constexpr std::array outside_headers = std::to_array<std::string_view>(
    {"fstream",      "filesystem",   "thread",    "mutex",  "iostream",
     "locale",       "regex",        "random",    "future", "condition_variable",
     "shared_mutex", "stop_token",   "semaphore", "latch",  "barrier",
     "ctime",        "clocale",      "csignal",   "cstdio", "fmt/chrono.h",
     "fmt/os.h",     "fmt/ostream.h"});
constexpr std::array outside_boost = std::to_array<std::string_view>(
    {"asio", "beast", "json", "filesystem", "process", "chrono", "thread", "locale", "interprocess", "log",
     "random", "date_time", "iostreams", "regex"});
constexpr std::array outside_words = std::to_array<std::string_view>(
    {"::now(", "random_device", "mt19937", "getenv", "std::regex", "std::rand", "localtime", "setlocale",
     "std::time(", "std::clock(", "gettimeofday", "clock_gettime", "std::system(", "thread_local"});

bool core_may_include(const Include& include) {
    const auto name = include.name;
    if (include.quoted) return name.starts_with("commands/");
    if (among(outside_headers, name)) return false;
    if (name.starts_with("boost/")) {
        const auto library = name.substr(6, name.find_first_of("/.", 6) - 6);
        return !among(outside_boost, library);
    }
    return name.find_first_of("/.") == npos || name.starts_with("fmt/") || name == "utf8proc.h";
}

// What each folder may include of ours; tests may include everything.
bool may_see(std::string_view from, std::string_view to) {
    if (from == to || from == "tests" || to == "commands") return true;
    return from == "bot" && (to == "storage" || to == "integrations");
}

// Nearest bracket around `position` that is a block (it has a statement of its own), or an initialiser.
bool is_block(std::string_view code, std::size_t open_at) {
    const auto end = std::min(closing(code, open_at), code.size());
    for (auto i = open_at + 1; i < end; ++i) {
        if (code[i] == ';') return true;
        if (code[i] != '(' && code[i] != '{' && code[i] != '[') continue;
        const auto past = closing(code, i);
        if (past == npos) return false;
        i = past;
    }
    return false;
}

bool in_head(std::string_view code, std::size_t at) {
    const auto block = enclosing(code, at, '{');
    for (auto open = enclosing(code, at, '('); open != npos && (block == npos || open > block);
         open = enclosing(code, open, '(')) {
        auto word = word_before(code, open);
        if (word == "constexpr") word = word_before(code, code.rfind(word, open));
        if (word == "if" || word == "while" || word == "switch") return true;
    }
    return false;
}

// A '?' before or after `at` in the same statement, inside no bracket that `at` is not in.
bool in_conditional(std::string_view code, std::size_t at) {
    std::size_t depth = 0;
    for (auto i = at; i-- > 0;) {
        if (code[i] == ')' || code[i] == '}' || code[i] == ']') ++depth;
        if (depth == 0 && (code[i] == ';' || (code[i] == '{' && is_block(code, i)))) break;
        if (depth == 0 && code[i] == '?') return true;
        if (depth > 0 && (code[i] == '(' || code[i] == '{' || code[i] == '[')) --depth;
    }
    depth = 0;
    for (auto i = at; i < code.size(); ++i) {
        if (code[i] == '(' || code[i] == '{' || code[i] == '[') ++depth;
        if (depth == 0 && code[i] == ';') break;
        if (depth == 0 && code[i] == '?') return true;
        if (depth > 0 && (code[i] == ')' || code[i] == '}' || code[i] == ']')) --depth;
    }
    return false;
}

bool in_initialiser(std::string_view code, std::size_t at) {
    const auto open = enclosing(code, at, '{');
    return open != npos && !is_block(code, open);
}

void complain_of_words(Complaints& out, const File& file, std::string_view text, const auto& words,
                       std::string_view why) {
    for (const std::string_view word : words)
        for (auto at = find_word(text, word); at != npos; at = find_word(text, word, at + 1))
            out.push_back(
                complaint(file.path, line_at(text, at), std::string{word} + " " + std::string{why}));
}

} // namespace

bool is_cpp(const File& file) { return file.path.ends_with(".cpp") || file.path.ends_with(".hpp"); }

Complaints pure(const File& file) {
    Complaints out;
    for (const auto& include : includes_of(file))
        if (!core_may_include(include))
            out.push_back(
                complaint(file.path, include.line, std::string{include.name} + " has no place in the core"));
    complain_of_words(out, file, code_of(file.text), outside_words, "reaches out of the core");
    return out;
}

Complaints includes_point_down(const File& file) {
    Complaints out;
    const auto from = folder_of(file.path);
    for (const auto& include : includes_of(file)) {
        if (include.quoted && !may_see(from, folder_of(include.name)))
            out.push_back(complaint(file.path, include.line, std::string{include.name} + " is not below it"));
        if (from == "storage" && include.name.starts_with("boost/asio"))
            out.push_back(complaint(file.path, include.line, "storage is synchronous: no Asio"));
        if (from == "integrations" && (include.name == "sqlite3.h" || include.name.starts_with("SQLiteCpp")))
            out.push_back(complaint(file.path, include.line, "only storage speaks to SQLite"));
    }
    return out;
}

Complaints beast_in_its_place(const File& file) {
    Complaints out;
    const bool allowed =
        !header(file) && (file.path.starts_with("integrations/net/") || file.path.starts_with("tests/"));
    for (const auto& include : includes_of(file))
        if (include.name.starts_with("boost/beast") && !allowed)
            out.push_back(complaint(file.path, include.line,
                                    "Beast belongs into integrations/net/*.cpp, never a header"));
    return out;
}

Complaints awaits_stand_alone(const File& file) {
    Complaints out;
    const auto code = code_of(file.text);
    for (auto at = find_word(code, "co_await"); at != npos; at = find_word(code, "co_await", at + 1)) {
        const auto line = line_at(code, at);
        if (in_head(code, at))
            out.push_back(complaint(file.path, line, "co_await in the head of if, while or switch"));
        if (in_conditional(code, at))
            out.push_back(complaint(file.path, line, "co_await in a conditional expression"));
        if (in_initialiser(code, at)) out.push_back(complaint(file.path, line, "co_await inside braces"));
    }
    return out;
}

Complaints not_too_long(const File& file) {
    const auto lines = lines_of(file.text).size();
    if (lines <= lines_max) return {};
    return {complaint(file.path, lines, "more than " + std::to_string(lines_max) + " lines")};
}

Complaints waits_for_no_clock(const File& file) {
    Complaints out;
    constexpr auto words = std::to_array<std::string_view>(
        {"this_thread::sleep_for", "this_thread::sleep_until", "usleep", "nanosleep"});
    complain_of_words(out, file, code_of(file.text), words, "hopes that it was long enough");
    return out;
}

Complaints leaves_no_debris(const File& file) {
    Complaints out;
    const auto comments = is_cpp(file) ? comments_of(file.text) : file.text;
    constexpr auto words = std::to_array<std::string_view>({"FIXME", "XXX"});
    complain_of_words(out, file, comments, words, "belongs into an issue");
    // Inside a sentence TODO is the draft's own mark for a gap.
    const auto remarks = lines_of(comments);
    for (std::size_t i = 0; i < remarks.size(); ++i) {
        const auto start = remarks[i].find_first_not_of(" /*#");
        if (start != npos && find_word(remarks[i], "TODO", start) == start)
            out.push_back(complaint(file.path, i + 1, "TODO belongs into an issue"));
    }
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].starts_with("<<<<<<< ") || lines[i].starts_with(">>>>>>> "))
            out.push_back(complaint(file.path, i + 1, "a merge left this"));
        if (lines[i].ends_with(' ') || lines[i].ends_with('\t') || lines[i].ends_with('\r'))
            out.push_back(complaint(file.path, i + 1, "white space at the end"));
    }
    if (!file.text.empty() && file.text.back() != '\n')
        out.push_back(complaint(file.path, lines.size(), "no line end at the end"));
    return out;
}

Complaints opens_with_its_purpose(const File& file) {
    const auto first = std::string_view{file.text}.substr(0, file.text.find('\n'));
    const bool says = first.starts_with("// ") || first.starts_with("/* ") || first.starts_with("# ") ||
                      first.starts_with("#!") || first.starts_with("-- ");
    if (says) return {};
    return {complaint(file.path, 1, "does not open with a line on what it is for")};
}

std::set<std::string> unordered_names(const File& file) {
    std::set<std::string> names;
    const auto code = code_of(file.text);
    for (const std::string_view type :
         {"unordered_map", "unordered_set", "unordered_multimap", "unordered_flat_map"})
        for (auto at = find_word(code, type); at != npos; at = find_word(code, type, at + 1)) {
            auto i = at + type.size();
            std::size_t depth = 0;
            for (; i < code.size(); ++i) {
                if (code[i] == '<') ++depth;
                if (code[i] == '>' && --depth == 0) break;
                if (depth == 0) break;
            }
            i = std::min(code.find_first_not_of(" &*\n", i + 1), code.size());
            auto end = i;
            while (end < code.size() && word_char(code[end])) ++end;
            if (end > i) names.insert(code.substr(i, end - i));
        }
    return names;
}

Complaints iterates_in_order(const File& file, const std::set<std::string>& unordered) {
    Complaints out;
    const auto code = code_of(file.text);
    const auto say = [&](std::size_t at, std::string_view name) {
        out.push_back(
            complaint(file.path, line_at(code, at), "iterates over unordered " + std::string{name}));
    };
    for (auto at = find_word(code, "for"); at != npos; at = find_word(code, "for", at + 1)) {
        const auto open = code.find('(', at);
        const auto close = open == npos ? npos : closing(code, open);
        if (close == npos) continue;
        const auto over = word_before(code, close);
        if (code.substr(open, close - open).find(" : ") != npos && unordered.contains(std::string{over}))
            say(at, over);
    }
    for (const auto& name : unordered)
        for (const auto* begin : {".begin(", ".cbegin("})
            if (const auto at = find_word(code, name + begin); at != npos) say(at, name);
    return out;
}

} // namespace tocsin::tidy
