// Roles as they are typed.
#include "commands/roles.hpp"

#include "commands/text/unicode.hpp"

namespace tocsin {
namespace {

constexpr std::size_t role_clusters_max = 40;

} // namespace

WantedRole wanted_role(const Arguments& args) {
    WantedRole w{std::string{args.word("role")}, args.people.empty() ? "" : args.people.front(), ""};
    std::string_view rest{args.text};
    while (w.role.empty() || w.person.empty()) {
        const auto start = rest.find_first_not_of(" \t\n");
        if (start == std::string_view::npos) break;
        const auto word = rest.substr(start, rest.substr(start).find_first_of(" \t\n"));
        const bool mention = word.size() > 1 && word.front() == '@';
        if (mention && w.person.empty())
            w.person = std::string{word.substr(1)};
        else if (!mention && w.role.empty())
            w.role = text::cut(role_shown(word), role_clusters_max);
        else
            break;
        rest.remove_prefix(start + word.size());
    }
    w.text = text::trimmed(rest);
    return w;
}

void leave_triage(const Context& c, std::string_view role, Facts& facts) {
    if (role == "commander" && c.incident().state == State::triage)
        facts.add(StateChanged{State::triage, State::investigating, ""});
}

} // namespace tocsin
