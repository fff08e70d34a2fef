// The bounds of untrusted JSON: a scan counts first, so that the parser never sees a bomb.
#include "integrations/net/json.hpp"

#include <nlohmann/json.hpp>

namespace tocsin::net {
namespace {

// Values are counted by what separates them: at most one more than the commas and brackets.
bool within_bounds(std::string_view text, std::size_t values_max) {
    std::size_t depth = 0, values = 1;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            ++values;
            if (++depth > json_depth_max) return false;
        } else if (c == ']' || c == '}') {
            if (depth > 0) --depth;
        } else if (c == ',') {
            ++values;
        }
        if (values > values_max) return false;
    }
    return true;
}

} // namespace

Result<nlohmann::json> parse_untrusted(std::string_view text, std::size_t bytes_max, std::size_t values_max) {
    if (text.size() > bytes_max)
        return Error{ErrorCode::bad_input,
                     "This is too long: at most " + std::to_string(bytes_max) + " bytes."};
    if (!within_bounds(text, values_max))
        return Error{ErrorCode::bad_input, "This JSON is nested too deeply or holds too many values."};
    nlohmann::json parsed = nlohmann::json::parse(text, nullptr, false);
    // The library takes a NUL for the end, whatever follows.
    if (parsed.is_discarded() || text.find('\0') != text.npos)
        return Error{ErrorCode::bad_input, "This is not JSON."};
    return {boost::system::in_place_value, std::move(parsed)};
}

std::optional<std::string> text_in(const nlohmann::json& object, std::string_view name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<std::int64_t> number_in(const nlohmann::json& object, std::string_view name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number_integer()) return std::nullopt;
    return found->get<std::int64_t>();
}

} // namespace tocsin::net
