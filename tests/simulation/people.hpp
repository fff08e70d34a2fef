// People in several rooms: what they type next, from what they can see. Most of it makes sense, some is
// mistyped, some is nonsense, some is talk.
#pragma once

#include "commands/core/ask.hpp"
#include "commands/core/state.hpp"
#include "tests/simulation/chance.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::simulation {

struct Said {
    std::string who, room; // as people write them: "mei", "#ops"
    std::string text;      // without the prefix
    std::string verb;      // what it is meant to be: a verb, or "mistyped", "nonsense", "talk"
    std::string tag;       // a word that no other line has; empty: it may be said again
    bool talk{};
};

class People {
public:
    explicit People(Chance& chance) : chance_{chance} {}

    Said next(const Everything&);
    // Names of all kinds of lines, to see that each was met.
    static std::vector<std::string_view> kinds();

private:
    struct Where;
    Said line(const Where&, std::string_view verb);
    // Parts of `line`; false: none of their verbs.
    bool line_about_people(const Where&, std::string_view verb, const std::string& text, std::string& line,
                           bool& tagged);
    bool line_of_thought(const Where&, std::string_view verb, const std::string& text, std::string& line);
    Said mistyped(Said);
    Said nonsense(const Where&);
    Where somewhere(const Everything&);
    const IncidentFile* some_incident(const Everything&, bool open);
    std::string new_tag();
    std::string words(const std::string& tag);
    std::string some_person();
    std::string some_time();
    std::string some_item(const IncidentFile*, std::string_view kinds);

    Chance& chance_;
    std::optional<Said> asked_back_; // the newest line that may have been answered with a question
    std::uint64_t tags_{};
};

} // namespace tocsin::simulation
