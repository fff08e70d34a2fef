// The table of lengths, walked over blocks.
#include "tests/support/slack_limits.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace tocsin::test {
namespace {

using nlohmann::json;

constexpr std::size_t text_max = 4'000, visible_max = 10'000, blocks_json_max = 13'200,
                      message_blocks_max = 50, view_blocks_max = 100, view_bytes_max = 250'000,
                      attachments_max = 100;
constexpr std::size_t title_max = 24, metadata_max = 3'000, id_max = 255, header_max = 150,
                      section_max = 3'000, fields_max = 10, field_max = 2'000, context_max = 10,
                      actions_max = 25;
constexpr std::size_t label_max = 2'000, input_max = 3'000, placeholder_max = 150, button_max = 75,
                      value_max = 2'000, url_max = 3'000, options_max = 100, few_options_max = 10,
                      overflow_max = 5, option_text_max = 75, option_value_max = 150, image_text_max = 2'000;
constexpr std::size_t confirm_title_max = 100, confirm_text_max = 300, confirm_button_max = 30;

bool is_blank(const std::string& s) { return s.find_first_not_of(" \n\t") == std::string::npos; }

class Checker {
public:
    std::vector<std::string> take() { return std::move(problems_); }

    void message(const json& m) {
        words(m, "text", text_max, true);
        if (!m.contains("blocks")) return;
        const json& all = m.at("blocks");
        blocks(all, message_blocks_max);
        at_most("blocks, their visible text", visible_, visible_max);
        at_most("blocks, their JSON", slack_length(all.dump()), blocks_json_max);
        if (m.contains("attachments")) at_most("attachments", m.at("attachments").size(), attachments_max);
    }
    void view(const json& v) {
        const bool modal = v.at("type") == "modal";
        for (const auto* name : {"title", "submit", "close"})
            if (v.contains(name)) {
                if (!modal) say(name, "only modals have it");
                text(v.at(name), name, title_max, true);
            }
        if (modal && !v.contains("title")) say("title", "is missing");
        words(v, "callback_id", id_max, false);
        words(v, "external_id", id_max, false);
        words(v, "private_metadata", metadata_max, false);
        if (!v.contains("blocks")) return say("blocks", "are missing");
        blocks(v.at("blocks"), view_blocks_max);
        at_most("view", v.dump().size(), view_bytes_max);
        if (has_input_ && !v.contains("submit")) say("submit", "is missing beside an input");
        if (has_input_ && !modal) say("blocks", "an input in the Home tab");
    }

private:
    void say(const std::string& where, const std::string& what) { problems_.push_back(where + ": " + what); }
    void at_most(const std::string& where, std::size_t n, std::size_t max) {
        if (n > max) say(where, std::to_string(n) + " of " + std::to_string(max));
    }
    // A text member by itself.
    void words(const json& j, const char* name, std::size_t max, bool required) {
        const auto it = j.find(name);
        if (it == j.end()) return required ? say(name, "is missing") : void();
        if (!it->is_string()) return say(name, "is no text");
        const auto& s = it->get_ref<const std::string&>();
        if (required && is_blank(s)) say(name, "is empty");
        at_most(name, slack_length(s), max);
    }
    // A text object.
    void text(const json& t, const std::string& where, std::size_t max, bool plain_only) {
        if (!t.is_object() || !t.contains("text") || !t.at("text").is_string())
            return say(where, "is no text object");
        const auto& s = t.at("text").get_ref<const std::string&>();
        const auto type = t.value("type", "");
        if (type != "plain_text" && (plain_only || type != "mrkdwn")) say(where, "has the type " + type);
        if (is_blank(s)) say(where, "is empty");
        at_most(where, slack_length(s), max);
        visible_ += slack_length(s);
        if (type != "mrkdwn") return;
        if (t.value("verbatim", false) != true) say(where, "is not verbatim");
        markup(s, where);
    }
    void markup(const std::string& s, const std::string& where) {
        for (auto at = s.find('<'); at != std::string::npos; at = s.find('<', at + 1)) {
            const auto end = s.find_first_of("<>\n", at + 1);
            if (end == std::string::npos || s[end] != '>') {
                say(where, "an open < at " + std::to_string(at));
                continue;
            }
            const auto inner = s.substr(at + 1, end - at - 1);
            const bool known = inner.starts_with("@U") || inner.starts_with("@W") ||
                               inner.starts_with("#C") || inner.starts_with("!date^") ||
                               inner.starts_with("https://") || inner.starts_with("http://");
            if (!known) say(where, "<" + inner + "> is none of ours");
            if (std::count(inner.begin(), inner.end(), '|') > 1) say(where, "two | in <" + inner + ">");
        }
    }
    void id(const json& j, const char* name, const std::string& where, std::set<std::string>& seen) {
        if (!j.contains(name)) return;
        const auto value = j.at(name).get<std::string>();
        if (value.empty()) say(where, std::string{name} + " is empty");
        at_most(where + "." + name, slack_length(value), id_max);
        if (!seen.insert(value).second) say(where, std::string{name} + " " + value + " stands twice");
    }

    void blocks(const json& all, std::size_t max) {
        if (!all.is_array() || all.empty()) return say("blocks", "none");
        at_most("blocks", all.size(), max);
        for (std::size_t n = 0; n < all.size(); ++n) block(all[n], "blocks[" + std::to_string(n) + "]");
    }
    void block(const json& b, const std::string& where) {
        id(b, "block_id", where, block_ids_);
        const auto type = b.value("type", "");
        if (type == "header") return text(b.value("text", json{}), where, header_max, true);
        if (type == "divider") return;
        if (type == "section") return section(b, where);
        if (type == "context") return each(b, where, context_max, &Checker::context_element);
        if (type == "actions") return each(b, where, actions_max, &Checker::element);
        if (type == "input") return input(b, where);
        say(where, "is of the unknown type " + type);
    }
    void section(const json& b, const std::string& where) {
        if (!b.contains("text") && !b.contains("fields")) say(where, "has neither text nor fields");
        if (b.contains("text")) text(b.at("text"), where + ".text", section_max, false);
        if (b.contains("fields")) {
            at_most(where + ".fields", b.at("fields").size(), fields_max);
            for (const json& field : b.at("fields")) text(field, where + ".fields", field_max, false);
        }
        if (b.contains("accessory")) element(b.at("accessory"), where + ".accessory");
    }
    void each(const json& b, const std::string& where, std::size_t max,
              void (Checker::*check)(const json&, const std::string&)) {
        const auto elements = b.value("elements", json::array());
        if (elements.empty()) say(where, "has no elements");
        at_most(where + ".elements", elements.size(), max);
        for (std::size_t n = 0; n < elements.size(); ++n)
            (this->*check)(elements[n], where + ".elements[" + std::to_string(n) + "]");
    }
    void context_element(const json& e, const std::string& where) {
        if (e.value("type", "") == "image") return words(e, "alt_text", image_text_max, true);
        text(e, where, section_max, false);
    }
    void input(const json& b, const std::string& where) {
        has_input_ = true;
        text(b.value("label", json{}), where + ".label", label_max, true);
        if (b.contains("hint")) text(b.at("hint"), where + ".hint", label_max, true);
        if (!b.contains("element")) return say(where, "has no element");
        element(b.at("element"), where + ".element");
    }

    void element(const json& e, const std::string& where) {
        id(e, "action_id", where, action_ids_);
        if (!e.contains("action_id")) say(where, "has no action_id");
        if (e.contains("placeholder"))
            text(e.at("placeholder"), where + ".placeholder", placeholder_max, true);
        if (e.contains("confirm")) confirm(e.at("confirm"), where + ".confirm");
        const auto type = e.value("type", "");
        if (type == "button") return button(e, where);
        if (type == "plain_text_input") return text_input(e, where);
        const std::map<std::string, std::size_t> choices{{"static_select", options_max},
                                                         {"multi_static_select", options_max},
                                                         {"checkboxes", few_options_max},
                                                         {"radio_buttons", few_options_max},
                                                         {"overflow", overflow_max}};
        const auto choice = choices.find(type);
        if (choice == choices.end()) return say(where, "is of the unknown type " + type);
        options(e, where, choice->second);
    }
    void confirm(const json& c, const std::string& where) {
        text(c.value("title", json{}), where + ".title", confirm_title_max, true);
        text(c.value("text", json{}), where + ".text", confirm_text_max, false);
        for (const auto* name : {"confirm", "deny"})
            text(c.value(name, json{}), where + "." + name, confirm_button_max, true);
    }
    void button(const json& e, const std::string& where) {
        text(e.value("text", json{}), where + ".text", button_max, true);
        const auto style = e.value("style", "primary");
        if (style != "primary" && style != "danger") say(where, "has the style " + style);
        words(e, "value", value_max, e.contains("value"));
        words(e, "url", url_max, e.contains("url"));
    }
    void text_input(const json& e, const std::string& where) {
        const auto longest = e.value("max_length", input_max);
        at_most(where + ".max_length", longest, input_max);
        if (e.contains("initial_value"))
            at_most(where + ".initial_value", slack_length(e.at("initial_value").get<std::string>()),
                    longest);
    }
    void options(const json& e, const std::string& where, std::size_t max) {
        const auto all = e.value("options", json::array());
        if (all.empty()) say(where, "has no options");
        at_most(where + ".options", all.size(), max);
        std::set<std::string> values;
        for (const json& option : all) {
            text(option.value("text", json{}), where + ".option", option_text_max, false);
            if (option.contains("description"))
                text(option.at("description"), where + ".option.description", option_text_max, false);
            const auto value = option.value("value", "");
            if (value.empty()) say(where, "an option has no value");
            at_most(where + ".option.value", slack_length(value), option_value_max);
            if (!values.insert(value).second) say(where, "the option " + value + " stands twice");
        }
        json chosen = e.value("initial_options", json::array());
        if (e.contains("initial_option")) chosen.push_back(e.at("initial_option"));
        for (const json& one : chosen)
            if (std::find(all.begin(), all.end(), one) == all.end())
                say(where, "chosen is what is no option");
    }

    std::vector<std::string> problems_;
    std::set<std::string> block_ids_, action_ids_;
    std::size_t visible_{};
    bool has_input_{};
};

} // namespace

std::size_t slack_length(const std::string& utf8) {
    std::size_t n = 0;
    for (const char c : utf8) {
        const auto u = static_cast<unsigned char>(c);
        if ((u & 0xC0U) != 0x80U) n += u >= 0xF0U ? 2 : 1;
    }
    return n;
}

std::vector<std::string> block_problems(const json& message_or_view) {
    Checker checker;
    const auto type = message_or_view.value("type", "");
    if (type == "modal" || type == "home")
        checker.view(message_or_view);
    else
        checker.message(message_or_view);
    return checker.take();
}

} // namespace tocsin::test
