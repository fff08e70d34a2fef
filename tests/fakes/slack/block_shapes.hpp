// Which members a block or an element may have, where it may stand, and how long its parts may be.
#pragma once

#include "tests/fakes/slack/block_rules.hpp"

#include <set>

namespace tocsin::fakes {

enum class Kind : std::uint8_t {
    plain, // plain_text object of at most `max` characters
    text,  // plain_text or mrkdwn
    words, // bare text
    url,
    flag,
    number,
    style, // primary, danger
    action_id,
    texts, // list of text objects
    confirm,
    option,
    options,
    groups,
    accessory,     // one element of a section
    input_element, // one element of an input
    actions,       // elements of an actions block
    context,       // elements of a context block
    anything,      // not looked into
};

struct Field {
    std::string_view name;
    Kind kind;
    std::size_t max{};
    bool required{};
};
struct Shape {
    std::vector<Field> fields;
    std::set<Surface> on{}; // of blocks
    std::set<Kind> in{};    // of elements
};
const Shape* block_shape(std::string_view type); // nullptr: Slack has no such thing
const Shape* element_shape(std::string_view type);

} // namespace tocsin::fakes
