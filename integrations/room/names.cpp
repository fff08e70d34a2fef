// Names. What cannot be seen is refused: two names that look the same must be the same.
#include "integrations/room/names.hpp"

#include "commands/text/unicode.hpp"

#include <utf8proc.h>

namespace tocsin::room {
namespace {

constexpr std::size_t name_bytes_max = 400; // a cluster may pile up marks without end
constexpr std::string_view bot_name = "tocsin";

bool invisible(char32_t c) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN: return true;
    default: return false;
    }
}

bool of_word(char32_t c) { // letters, their marks, digits of any script
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND;
}

template <class Is> bool any(std::string_view text, Is is) {
    for (std::size_t i = 0; i < text.size();)
        if (is(text::next_code_point(text, i))) return true;
    return false;
}

bool too_long(std::string_view name, std::size_t clusters) {
    return name.size() > name_bytes_max || text::length(name) > clusters;
}

std::string handle_problem(std::string_view name) {
    if (name.empty()) return "A name is missing. Type the one that others know you by.";
    if (too_long(name, handle_clusters_max))
        return "This name is too long. At most 40 characters, such as ana.";
    if (any(name, text::is_space))
        return "A name has no spaces. Join the words with a dot, such as ana.lopez.";
    if (any(name, invisible)) return "This name holds characters that cannot be seen. Type it anew.";
    if (any(name, [](char32_t c) { return c == '@' || c == '#'; }))
        return "A name has no @ and no #, such as ana.";
    if (!any(name, of_word)) return "A name needs a letter or a digit, such as ana.";
    if (text::folded(name) == bot_name) return "Tocsin is the bot's own name. Choose another one.";
    return {};
}

std::string room_problem(std::string_view name) {
    const auto outside = [](char32_t c) { return !of_word(c) && c != '-' && c != '_' && c != '.'; };
    if (name.size() < 2 || name.front() != '#') return "A room's name begins with #, such as #ops.";
    if (too_long(name.substr(1), room_name_max))
        return "This room's name is too long. At most 80 characters.";
    if (any(name.substr(1), outside))
        return "A room's name has letters, digits, dash, dot and underscore only, such as #ops.";
    return {};
}

} // namespace

Named handle(std::string_view typed) {
    if (!text::valid_utf8(typed) || typed.size() > 2 * name_bytes_max)
        return {{}, "This name cannot be read. Type it anew."};
    std::string name = text::nfc(text::trimmed(typed));
    return {name, handle_problem(name)};
}

Named room_name(std::string_view typed) {
    if (!text::valid_utf8(typed) || typed.size() > 2 * name_bytes_max)
        return {{}, "This room's name cannot be read."};
    std::string name = text::nfc(typed);
    return {name, room_problem(name)};
}

} // namespace tocsin::room
