// Sections, buttons, header and context from rows; what Slack would refuse goes on in `more`.
#include "integrations/slack/blocks.hpp"

#include "integrations/slack/fit.hpp"
#include "integrations/slack/objects.hpp"
#include "integrations/slack/rows.hpp"
#include "integrations/slack/text.hpp"

#include "commands/command.hpp"
#include "commands/grammar/tokens.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::slack {
namespace {

using nlohmann::json;

// Beyond these a message is no longer read; the rest goes to the thread.
constexpr std::size_t sections_max = 6;
constexpr std::size_t context_points_max = 300;
// Of the JSON of all blocks: Slack refused some from about 13,200 on (SLACK.md 4). The buttons' share is
// bounded, so that the first section always fits beside them.
constexpr std::size_t blocks_json_max = 12'000;
constexpr std::size_t actions_json_max = 2'500;
constexpr std::size_t block_frame = 2;    // commas and brackets between blocks
constexpr std::size_t verb_words_max = 3; // "slate heron update": a reference has two words at most
constexpr std::string_view nothing_said = "Tocsin has nothing to say here.";
constexpr std::string_view goes_on = "Not all of it fits here. The rest follows.";

// Lines whose press tells or wakes people who did not ask.
constexpr std::string_view outward[]{"update", "approve", "yes", "correct", "next", "escalate", "notify"};

bool goes_outside(std::string_view line) {
    grammar::Tokens tokens{line};
    for (std::size_t n = 0; n < verb_words_max && tokens.peek(); ++n, tokens.take())
        if (const Command* verb = command_named(tokens.peek()->word))
            return std::find(std::begin(outward), std::end(outward), verb->name) != std::end(outward);
    return false;
}

bool is_blank(std::string_view words) { return text::trimmed(words).empty(); }
bool is_blank(const Row& row) {
    return std::all_of(row.pieces.begin(), row.pieces.end(), [](const Piece& p) { return is_blank(p.text); });
}

std::size_t json_units(const json& value) { return units(value.dump()); }

// The visible text of a block, as it is sent.
std::size_t visible(const json& block) {
    std::size_t sum = 0;
    if (const auto text = block.find("text"); text != block.end())
        sum += text->is_string() ? units(text->get_ref<const std::string&>()) : visible(*text);
    if (const auto elements = block.find("elements"); elements != block.end())
        for (const json& element : *elements) sum += visible(element);
    return sum;
}

std::vector<Button> safe_first(const std::vector<Button>& buttons) {
    std::vector<Button> out;
    for (const bool outside : {false, true})
        std::copy_if(buttons.begin(), buttons.end(), std::back_inserter(out),
                     [outside](const Button& b) { return goes_outside(b.line) == outside; });
    return out;
}

// The buttons that fit, the safe ones first; the others become rows with the line to type, so that nothing is
// lost.
json actions_of(const Message& message, const Place& place, std::vector<Row>& rows) {
    json elements = json::array();
    std::size_t used = 0;
    for (const Button& b : safe_first(message.buttons)) {
        const auto line = clean(b.line);
        const auto label = on_one_line(b.label);
        const bool has_room = elements.size() < actions_max && units(line) <= button_value_max;
        json made = has_room && !is_blank(line) && !label.empty()
                        ? button(label, "line/" + std::to_string(elements.size()), line)
                        : json{};
        const auto wide = made.is_null() ? 0 : json_units(made);
        const bool fits = !made.is_null() && used + wide <= actions_json_max;
        if (!fits || units(label) > button_text_max) {
            Line written;
            if (!label.empty()) written.push_back(say(label + ": "));
            if (!is_blank(line)) written.push_back(command(line));
            for (Row& row : rows_of(written, place)) rows.push_back(std::move(row));
        }
        if (!fits) continue;
        if (elements.empty() && !goes_outside(line)) made["style"] = "primary";
        used += wide;
        elements.push_back(std::move(made));
    }
    return elements;
}

// What a screen reader reads: it does not read blocks.
std::string text_of_message(const Message& message, const Place& place) {
    std::string words = clean(message.phone);
    if (is_blank(words)) {
        words.clear();
        for (const Line& line : message.lines) words += (words.empty() ? "" : "\n") + plain_of(line, place);
    }
    words = text::trimmed(words);
    if (words.empty()) words = nothing_said;
    return escaped(shortened_escaped(words, text_points_max));
}

struct Parts {
    json head = json::array(); // blocks before the sections
    std::vector<Row> rows;
    json foot = json::array(); // elements of a context
};

Rendered assembled(const Message& message, const Place& place, Parts parts) {
    Rendered out{.text = text_of_message(message, place), .blocks = std::move(parts.head)};
    const json buttons = actions_of(message, place, parts.rows);
    json last = json::array();
    if (!buttons.empty()) last.push_back(actions(buttons));
    if (!parts.foot.empty()) last.push_back(context(parts.foot));
    const json notice = context(json::array({mrkdwn(std::string{goes_on})}));

    std::size_t json_used = json_units(out.blocks) + json_units(last) + json_units(notice);
    std::size_t seen = visible(notice);
    for (const json& block : out.blocks) seen += visible(block);
    for (const json& block : last) seen += visible(block);

    std::size_t sections = 0;
    for (std::string& part : packed(parts.rows, section_points_max)) {
        const json block = section(part);
        json_used += json_units(block) + block_frame;
        seen += visible(block);
        const bool fits =
            sections < sections_max && json_used <= blocks_json_max && seen <= blocks_points_max;
        if (fits) {
            out.blocks.push_back(block);
            ++sections;
        } else {
            out.more.push_back(std::move(part));
        }
    }
    if (out.blocks.empty() && last.empty()) out.blocks.push_back(section(out.text));
    if (!out.more.empty()) out.blocks.push_back(notice);
    for (json& block : last) out.blocks.push_back(std::move(block));
    return out;
}

void append(std::vector<Row>& rows, std::vector<Row> more) {
    std::move(more.begin(), more.end(), std::back_inserter(rows));
}

bool has_link(const Line& line) {
    return std::any_of(line.begin(), line.end(), [](const Run& r) { return r.kind == Run::Kind::link; });
}

// A line small enough for the context; null: it is not.
json foot_element(const Line& line, const Place& place) {
    const auto rows = rows_of(line, place);
    if (rows.size() != 1 || is_blank(rows.front())) return {};
    auto words = mrkdwn_of(rows.front());
    return units(words) <= context_points_max ? mrkdwn(std::move(words)) : json{};
}

} // namespace

Rendered render(const tocsin::Message& message, const Place& place) {
    Parts parts;
    for (const Line& line : message.lines) append(parts.rows, rows_of(line, place));
    return assembled(message, place, std::move(parts));
}

Rendered render_card(const tocsin::Message& message, const Place& where) {
    Place place = where; // its lines are short enough for a phone (VOICE 4): one time each
    place.local_times = false;
    Parts parts;
    std::size_t first = 0, last = message.lines.size();
    if (first < last) {
        const auto title = on_one_line(plain_of(message.lines.front(), place));
        if (!title.empty()) parts.head.push_back(header(title));
        if (title.empty() || units(title) <= header_points_max) ++first;
    }
    // The last line says when it changed; the links stand before it.
    for (int n = 0; n < 2 && last > first + 1; ++n) {
        const Line& line = message.lines[last - 1];
        if (n > 0 && !has_link(line)) break;
        json element = foot_element(line, place);
        if (element.is_null()) break;
        parts.foot.insert(parts.foot.begin(), std::move(element));
        --last;
    }
    for (; first < last; ++first) append(parts.rows, rows_of(message.lines[first], place));
    return assembled(message, place, std::move(parts));
}

} // namespace tocsin::slack
