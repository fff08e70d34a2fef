// Block Kit objects.
#include "integrations/slack/objects.hpp"

#include "integrations/slack/fit.hpp"
#include "integrations/slack/rows.hpp"

#include "commands/text/unicode.hpp"

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

void add_plain_sections(json& blocks, std::string_view words) {
    const std::string all = clean(words);
    for (std::string_view rest = all; !rest.empty();) {
        const auto bytes = bytes_that_fit(rest, section_points_max, As::plain, Cut::words);
        const auto part = rest.substr(0, bytes);
        rest.remove_prefix(bytes);
        if (!text::trimmed(part).empty())
            blocks.push_back({{"type", "section"}, {"text", plain_text(part, section_points_max)}});
    }
}

void add_sections(json& blocks, const std::vector<Line>& lines, const Place& place,
                  std::size_t sections_max) {
    std::vector<Row> rows;
    for (const Line& line : lines)
        for (Row& row : rows_of(line, place)) rows.push_back(std::move(row));
    auto parts = packed(rows, section_points_max);
    if (parts.size() > sections_max) parts.resize(sections_max);
    for (std::string& part : parts) blocks.push_back(section(std::move(part)));
}

json option(const Choice& c) {
    json made{{"text", plain_text(c.text, option_text_max)}, {"value", c.value}};
    if (!c.description.empty()) made["description"] = plain_text(c.description, option_text_max);
    return made;
}

json select(std::string_view id, const std::vector<Choice>& choices, std::string_view chosen) {
    json made{{"type", "static_select"}, {"action_id", id}, {"options", json::array()}};
    for (const Choice& c : choices) {
        made["options"].push_back(option(c));
        if (c.value == chosen) made["initial_option"] = option(c);
    }
    return made;
}

json text_input(std::string_view id, std::string_view initial, std::size_t max, bool multiline) {
    json made{{"type", "plain_text_input"}, {"action_id", id}, {"max_length", max}, {"multiline", multiline}};
    const std::string words = multiline ? clean(initial) : on_one_line(initial);
    if (!words.empty()) made["initial_value"] = shortened(words, max);
    return made;
}

json input(const Input& i, json element) {
    json made{{"type", "input"},
              {"block_id", i.id},
              {"label", plain_text(i.label, label_points_max)},
              {"optional", i.optional},
              {"element", std::move(element)}};
    if (!i.hint.empty()) made["hint"] = plain_text(i.hint, label_points_max);
    return made;
}

json modal(const Modal& m, json blocks) {
    json made{{"type", "modal"},
              {"callback_id", m.callback},
              {"title", plain_text(m.title, title_points_max)},
              {"close", plain_text(m.close, title_points_max)},
              {"blocks", std::move(blocks)}};
    if (!m.submit.empty()) made["submit"] = plain_text(m.submit, title_points_max);
    if (!m.private_metadata.empty() && units(m.private_metadata) <= private_metadata_max)
        made["private_metadata"] = clean(m.private_metadata);
    return made;
}

} // namespace tocsin::slack
