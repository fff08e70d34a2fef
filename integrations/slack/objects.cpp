// Block Kit objects.
#include "integrations/slack/objects.hpp"

#include "integrations/slack/fit.hpp"

namespace tocsin::slack {

using nlohmann::json;

json plain_text(std::string_view words, std::size_t max) {
    return {{"type", "plain_text"}, {"text", shortened(clean(words), max)}, {"emoji", false}};
}

json mrkdwn(std::string written) {
    return {{"type", "mrkdwn"}, {"text", std::move(written)}, {"verbatim", true}};
}

json section(std::string written) { return {{"type", "section"}, {"text", mrkdwn(std::move(written))}}; }

json header(std::string_view words) {
    return {{"type", "header"}, {"text", plain_text(words, header_points_max)}};
}

json context(json elements) { return {{"type", "context"}, {"elements", std::move(elements)}}; }
json actions(json elements) { return {{"type", "actions"}, {"elements", std::move(elements)}}; }

json button(std::string_view label, std::string action_id, std::string value) {
    return {{"type", "button"},
            {"action_id", std::move(action_id)},
            {"text", plain_text(label, button_text_max)},
            {"value", std::move(value)}};
}

} // namespace tocsin::slack
