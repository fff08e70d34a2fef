// Values of inputs, as state.values and actions[] have them.
#include "tests/fakes/slack/state.hpp"

namespace tocsin::fakes {
namespace {

// Which member of the state holds the value, and which one of the element its initial value.
struct Names {
    const char *value, *initial;
};
Names names_of(const std::string& type) {
    static const std::map<std::string, Names> table{
        {"static_select", {"selected_option", "initial_option"}},
        {"external_select", {"selected_option", "initial_option"}},
        {"radio_buttons", {"selected_option", "initial_option"}},
        {"overflow", {"selected_option", ""}},
        {"multi_static_select", {"selected_options", "initial_options"}},
        {"multi_external_select", {"selected_options", "initial_options"}},
        {"checkboxes", {"selected_options", "initial_options"}},
        {"users_select", {"selected_user", "initial_user"}},
        {"multi_users_select", {"selected_users", "initial_users"}},
        {"conversations_select", {"selected_conversation", "initial_conversation"}},
        {"multi_conversations_select", {"selected_conversations", "initial_conversations"}},
        {"channels_select", {"selected_channel", "initial_channel"}},
        {"multi_channels_select", {"selected_channels", "initial_channels"}},
        {"datepicker", {"selected_date", "initial_date"}},
        {"timepicker", {"selected_time", "initial_time"}},
        {"datetimepicker", {"selected_date_time", "initial_date_time"}},
    };
    const auto found = table.find(type);
    return found == table.end() ? Names{"value", "initial_value"} : found->second;
}

json option_of(const json& element, const json& value) {
    const auto in = [&](const json& options) -> json {
        for (const auto& option : options)
            if (option.contains("value") && option["value"] == value) return option;
        return nullptr;
    };
    if (element.contains("options")) return in(element["options"]);
    if (element.contains("option_groups"))
        for (const auto& group : element["option_groups"])
            if (auto found = in(group["options"]); !found.is_null()) return found;
    if (element.value("type", "").find("external") != std::string::npos)
        return {{"text", {{"type", "plain_text"}, {"text", value}}}, {"value", value}};
    return nullptr;
}

// A person's words for it as the state has it: an option's value becomes the option.
json chosen(const json& element, const std::string& member, const json& value) {
    if (value.is_null()) return value;
    if (member == "selected_option") return option_of(element, value);
    if (member == "selected_options") {
        json list = json::array();
        const auto values = value.is_array() ? value : json::array({value});
        for (const auto& one : values)
            if (auto option = option_of(element, one); !option.is_null()) list.push_back(std::move(option));
        return list;
    }
    if (member.ends_with('s') && member.starts_with("selected_") && !value.is_array())
        return json::array({value});
    if (member == "value" && value == "") return nullptr; // an empty input has value null
    return value;
}

} // namespace

std::vector<json> elements_of(const json& block) {
    std::vector<json> out;
    for (const char* one : {"accessory", "element"})
        if (block.contains(one)) out.push_back(block[one]);
    if (block.value("type", "") == "actions")
        for (const auto& element : block["elements"]) out.push_back(element);
    std::erase_if(out, [](const json& e) { return !e.contains("action_id"); });
    return out;
}

std::optional<json> action_of(const json& element, std::string_view action_id, std::string_view value) {
    if (element.value("action_id", "") != action_id) return std::nullopt;
    const auto type = element.value("type", "");
    json action{{"action_id", action_id}, {"type", type}};
    if (type == "button") {
        if (!value.empty() && element.value("value", "") != value) return std::nullopt;
        action["text"] = element["text"];
        if (element.contains("value")) action["value"] = element["value"];
        return action;
    }
    const std::string member = names_of(type).value;
    auto now = chosen(element, member, value);
    if (now.is_null() && !value.empty()) return std::nullopt; // no such option
    action[member] = std::move(now);
    return action;
}

json state_of(const json& blocks, const json& values) {
    json out = json::object();
    for (const auto& block : blocks)
        for (const auto& element : elements_of(block)) {
            const auto type = element.value("type", "");
            if (type == "button" || type == "overflow") continue;
            const auto names = names_of(type);
            const auto block_id = block.value("block_id", "");
            json entry{{"type", type},
                       {names.value, element.contains(names.initial) ? element[names.initial] : json{}}};
            if (std::string_view{names.value}.ends_with("options") && entry[names.value].is_null())
                entry[names.value] = json::array();
            if (values.contains(block_id))
                entry[names.value] = chosen(element, names.value, values[block_id]);
            out[block_id][element["action_id"].get<std::string>()] = std::move(entry);
        }
    return out;
}

bool is_empty(const json& state_values, const json& block) {
    for (const auto& element : elements_of(block)) {
        const auto& entry =
            state_values.at(block["block_id"].get<std::string>()).at(element["action_id"].get<std::string>());
        const auto& value = entry.at(names_of(element["type"]).value);
        if (value.is_null() || value.empty() || value == "") return true;
    }
    return false;
}

} // namespace tocsin::fakes
