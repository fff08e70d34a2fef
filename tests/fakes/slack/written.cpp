// Mentions, links and escapes.
#include "tests/fakes/slack/written.hpp"

namespace tocsin::fakes {
namespace {

bool inside_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

// `name` stands at the beginning of `text` and is not the beginning of a longer word.
bool stands(std::string_view text, std::string_view name) {
    return !name.empty() && text.starts_with(name) &&
           (text.size() == name.size() || !inside_word(text[name.size()]));
}

struct Found {
    std::size_t length{};
    std::string sent{};
    void take(std::string_view rest, std::string_view name, const std::string& as) {
        if (name.size() > length && stands(rest, name)) *this = {name.size(), as};
    }
};

Found mention(const World& world, std::string_view rest) {
    Found found;
    for (const auto* word : {"here", "channel", "everyone"})
        found.take(rest, word, std::string{"<!"} + word + ">");
    for (const auto& [id, user] : world.users) {
        found.take(rest, user.name, "<@" + id + ">");
        found.take(rest, user.display_name, "<@" + id + ">");
        found.take(rest, user.real_name, "<@" + id + ">");
    }
    for (const auto& [id, group] : world.groups)
        found.take(rest, group.handle, "<!subteam^" + id + "|@" + group.handle + ">");
    return found;
}

Found channel(const World& world, std::string_view rest) {
    Found found;
    for (const auto& [id, c] : world.channels)
        if (!c.direct())
            found.take(rest, c.name, "<#" + id + "|" + (c.kind == Channel::Kind::open ? c.name : "") + ">");
    return found;
}

Found link(std::string_view rest) {
    if (!rest.starts_with("http://") && !rest.starts_with("https://")) return {};
    const auto end = std::min(rest.find_first_of(" \n\t<>"), rest.size());
    std::string inner;
    for (const char c : rest.substr(0, end)) inner += c == '&' ? std::string{"&amp;"} : std::string{c};
    return {end, "<" + inner + ">"};
}

} // namespace

std::string written(const World& world, std::string_view typed) {
    std::string out;
    for (std::size_t i = 0; i < typed.size();) {
        const char c = typed[i];
        const bool word_begins = i == 0 || !inside_word(typed[i - 1]);
        Found found;
        if (c == '@' && word_begins) {
            found = mention(world, typed.substr(i + 1));
            if (found.length > 0) ++found.length;
        } else if (c == '#' && word_begins) {
            found = channel(world, typed.substr(i + 1));
            if (found.length > 0) ++found.length;
        } else if (c == 'h' && word_begins) {
            found = link(typed.substr(i));
        }
        if (found.length > 0) {
            out += found.sent;
            i += found.length;
            continue;
        }
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
        ++i;
    }
    return out;
}

} // namespace tocsin::fakes
