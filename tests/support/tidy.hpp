// The repository's habits (purity of the core, the coroutine rule, where things stand) as functions over a
// path and its text. Each returns complaints, "path:line: what"; tests/tidy.test.cpp feeds them the
// repository and bad samples.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::tidy {

struct File {
    std::string path; // from the top of the repository
    std::string text;
};
using Files = std::vector<File>;
using Complaints = std::vector<std::string>;

// The text with everything but code (but comments) blanked; lines and columns stay. Literals keep their
// quotes.
std::string code_of(std::string_view text);
std::string comments_of(std::string_view text);

bool is_cpp(const File&);

// Habits of single files.
Complaints pure(const File&); // commands/: no clock, chance, environment, disk, network, outer library
Complaints includes_point_down(const File&);
Complaints beast_in_its_place(const File&);
Complaints awaits_stand_alone(const File&); // the coroutine rule
Complaints not_too_long(const File&);
Complaints waits_for_no_clock(const File&); // tests: no sleeping and hoping
Complaints leaves_no_debris(const File&);
Complaints opens_with_its_purpose(const File&);
Complaints iterates_in_order(const File&, const std::set<std::string>& unordered);
// Names of variables and members of unordered containers.
std::set<std::string> unordered_names(const File&);

// Habits of the whole.
Complaints top_level(const std::vector<std::string>& names, std::string_view gitignore);
// First arguments of MACRO(...) lines in a .def file; and the n-th.
std::vector<std::string> entries(std::string_view def, std::string_view macro, std::size_t argument = 0);
Complaints verbs_in_table(const std::vector<std::string>& table, const Files&);
Complaints verbs_in_tests(const std::vector<std::string>& table, const Files&);
Complaints events_in_table(std::string_view def, const Files&);
Complaints integrations_in_table(const std::vector<std::string>& table, const Files&);
Complaints links_point_down(std::string_view cmake);

} // namespace tocsin::tidy
