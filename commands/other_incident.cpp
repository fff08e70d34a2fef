// Other incidents.
#include "commands/other_incident.hpp"

#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

std::size_t word_end(std::string_view text, std::size_t from) {
    return std::min(text.find_first_of(" \t\n,", from), text.size());
}

} // namespace

const IncidentFile* take_incident(const Context& c, std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    const std::size_t first = word_end(text, 0);
    const std::size_t second = first < text.size() ? word_end(text, first + 1) : first;
    for (const std::size_t end : {second, first}) { // a code name has two words
        std::string typed{text.substr(0, end)};
        if (!typed.empty() && typed.find_first_not_of("0123456789") == std::string::npos)
            typed.insert(0, "INC-");
        const IncidentFile* file = c.all.referred(typed);
        if (!file || !file->now.may_read(c.speaker)) continue;
        text.remove_prefix(end);
        while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
        return file;
    }
    return nullptr;
}

std::string outsider_of(const Incident& here, const Incident& other) {
    if (!other.is_private) return "";
    if (!here.is_private) return "everybody";
    for (const auto& [person, name] : here.members)
        if (!other.may_read(person)) return name;
    return "";
}

Decision no_such_incident(const Context& c, std::string_view text, std::string_view example) {
    const std::string typed = text::cut(text.substr(0, word_end(text, 0)), 40);
    Message m =
        one_line({say(typed.empty() ? "Which incident? Nothing was done. "
                                    : fmt::format("I know no {}. Nothing was done. ", text::isolated(typed))),
                  command(example)});
    add_line(m, {say("All open ones: "), command("list")});
    return refused(c, std::move(m));
}

} // namespace tocsin
