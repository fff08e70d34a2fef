// Reading members of JSON that may be anything, without a copy of what is not wanted: of what Slack sends and
// answers.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace tocsin::slack::reading {

using Json = nlohmann::json;

// A member of an object; null if there is none, or if `object` is none.
inline const Json& at(const Json& object, std::string_view name) {
    static const Json nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

// Text or "". A number where text belongs is no text: a `ts` read as a double would be another message's.
inline std::string text(const Json& value) {
    const auto* text = value.get_ptr<const std::string*>();
    return text == nullptr ? std::string{} : *text;
}
inline std::string text(const Json& object, std::string_view name) { return text(at(object, name)); }
inline std::string first_text(std::string first, const Json& object, std::string_view name) {
    return first.empty() ? text(object, name) : first;
}
inline bool says(const Json& object, std::string_view name, std::string_view expected) {
    const auto* text = at(object, name).get_ptr<const std::string*>();
    return text != nullptr && *text == expected;
}

// A whole number, or 0.
inline std::int64_t number(const Json& object, std::string_view name) {
    const Json& value = at(object, name);
    if (!value.is_number_integer()) return 0;
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    const auto* unsign = value.get_ptr<const std::uint64_t*>();
    if (unsign != nullptr && *unsign > static_cast<std::uint64_t>(max)) return max;
    return value.get<std::int64_t>();
}
inline int count(const Json& object, std::string_view name) {
    constexpr std::int64_t max = std::numeric_limits<int>::max();
    return static_cast<int>(std::clamp(number(object, name), std::int64_t{0}, max));
}
inline bool yes(const Json& object, std::string_view name) {
    const Json& value = at(object, name);
    return value.is_boolean() && value.get<bool>();
}

// Somewhere an id, elsewhere an object with it: {"channel":"C1"} and {"channel":{"id":"C1"}}.
inline std::string id(const Json& object, std::string_view name) {
    const Json& value = at(object, name);
    return value.is_object() ? text(value, "id") : text(value);
}

// A list; empty if there is none.
inline const Json& list(const Json& object, std::string_view name) {
    static const Json nothing = Json::array();
    const Json& value = at(object, name);
    return value.is_array() ? value : nothing;
}
// Where the next page begins; "": this was the last (SLACK.md 3).
inline std::string next_cursor(const Json& body) {
    return text(at(body, "response_metadata"), "next_cursor");
}

} // namespace tocsin::slack::reading
