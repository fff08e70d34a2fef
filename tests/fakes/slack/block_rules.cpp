// Blocks, element by element, against a table of shapes.
#include "tests/fakes/slack/block_rules.hpp"

#include "tests/fakes/slack/block_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tocsin::fakes {
namespace {

// Where exactly Slack begins to refuse is not documented: both marks were measured in the field.
constexpr std::size_t blocks_json_max = 13'200;
constexpr std::size_t blocks_visible_max = 11'340;
constexpr std::size_t view_bytes_max = 250'000;
constexpr std::size_t markdown_points_max = 12'000;

struct Bad {
    std::string message, at;
};

class Checker {
public:
    explicit Checker(Surface surface) : surface_{surface} {}

    void blocks(const json& list) {
        const auto path = std::string{"/blocks"};
        if (list.size() > (surface_ == Surface::message ? 50u : 100u))
            throw Bad{fmt::format("no more than {} items allowed", surface_ == Surface::message ? 50 : 100),
                      path};
        for (std::size_t i = 0; i < list.size(); ++i) block(list[i], path + "/" + std::to_string(i));
        if (markdown_ > markdown_points_max) throw Bad{"must be no more than 12000 characters", path};
    }
    void text(const json& value, const std::string& at, std::size_t max, bool plain_only) {
        object(value, at);
        const auto type = word(value, "type", at);
        if (type != "plain_text" && (type != "mrkdwn" || plain_only))
            throw Bad{"unsupported type: " + type, at};
        only(value, {"type", "text", type == "mrkdwn" ? "verbatim" : "emoji"}, at);
        words(value.contains("text") ? value["text"] : json{}, at + "/text", max, 1);
    }
    bool has_input() const { return has_input_; }

private:
    static void object(const json& value, const std::string& at) {
        if (!value.is_object()) throw Bad{"must be an object", at};
    }
    static std::string word(const json& value, const char* name, const std::string& at) {
        if (!value.contains(name)) throw Bad{std::string{"missing required field: "} + name, at};
        if (!value[name].is_string()) throw Bad{"must be a string", at + "/" + name};
        return value[name].get<std::string>();
    }
    static void words(const json& value, const std::string& at, std::size_t max, std::size_t min) {
        if (!value.is_string()) throw Bad{"must be a string", at};
        const auto n = points(value.get_ref<const std::string&>());
        if (n < min) throw Bad{"must be more than 0 characters", at};
        if (n > max) throw Bad{fmt::format("must be less than {} characters", max + 1), at};
    }
    static void only(const json& value, const std::vector<std::string_view>& names, const std::string& at) {
        for (const auto& [name, inner] : value.items())
            if (std::ranges::find(names, std::string_view{name}) == names.end())
                throw Bad{"invalid additional property: " + name, at};
    }

    void block(const json& value, const std::string& at) {
        object(value, at);
        const auto type = word(value, "type", at);
        const auto* shape = block_shape(type);
        if (!shape || !shape->on.contains(surface_)) throw Bad{"unsupported type: " + type, at};
        if (value.contains("block_id")) {
            words(value["block_id"], at + "/block_id", 255, 1);
            if (!block_ids_.insert(value["block_id"].get<std::string>()).second)
                throw Bad{"`block_id` already exists", at + "/block_id"};
        }
        if (type == "input") has_input_ = true;
        if (type == "section" && !value.contains("text") && !value.contains("fields"))
            throw Bad{"missing required field: text", at};
        if (type == "markdown" && value.contains("text") && value["text"].is_string())
            markdown_ += points(value["text"].get_ref<const std::string&>());
        action_ids_.clear();
        fields(value, *shape, at);
    }
    void fields(const json& value, const Shape& shape, const std::string& at) {
        for (const auto& [name, inner] : value.items()) {
            if (name == "type" || name == "block_id") continue;
            const auto field = std::ranges::find(shape.fields, std::string_view{name}, &Field::name);
            if (field == shape.fields.end()) throw Bad{"invalid additional property: " + name, at};
            check(*field, inner, at + "/" + name);
        }
        for (const auto& field : shape.fields)
            if (field.required && !value.contains(field.name))
                throw Bad{"missing required field: " + std::string{field.name}, at};
    }
    void check(const Field& field, const json& value, const std::string& at) {
        switch (field.kind) {
        case Kind::plain: return text(value, at, field.max, true);
        case Kind::text: return text(value, at, field.max, false);
        case Kind::words: return words(value, at, field.max, field.required ? 1 : 0);
        case Kind::url:
            words(value, at, field.max, 1);
            if (!value.get_ref<const std::string&>().starts_with("http"))
                throw Bad{"must be a valid URL", at};
            return;
        case Kind::flag:
            if (!value.is_boolean()) throw Bad{"must be a boolean", at};
            return;
        case Kind::number:
            if (!value.is_number()) throw Bad{"must be a number", at};
            return;
        case Kind::style:
            if (value != "primary" && value != "danger") throw Bad{"must be one of: primary, danger", at};
            return;
        case Kind::action_id:
            words(value, at, 255, 1);
            if (!action_ids_.insert(value.get<std::string>()).second)
                throw Bad{"`action_id` already exists", at};
            return;
        case Kind::texts:
            return list(value, at, field.max,
                        [&](const json& v, const std::string& p) { text(v, p, 2000, false); });
        case Kind::confirm: return confirm(value, at);
        case Kind::option: return option(value, at);
        case Kind::options:
            return list(value, at, field.max, [&](const json& v, const std::string& p) { option(v, p); });
        case Kind::groups:
            return list(value, at, field.max, [&](const json& v, const std::string& p) { group(v, p); });
        case Kind::accessory:
        case Kind::input_element: return element(value, at, field.kind);
        case Kind::actions:
        case Kind::context:
            return list(value, at, field.max,
                        [&](const json& v, const std::string& p) { element(v, p, field.kind); });
        case Kind::anything: return;
        }
    }
    template <class Each> void list(const json& value, const std::string& at, std::size_t max, Each each) {
        if (!value.is_array()) throw Bad{"must be an array", at};
        if (value.empty()) throw Bad{"no less than 1 items allowed", at};
        if (value.size() > max) throw Bad{fmt::format("no more than {} items allowed", max), at};
        for (std::size_t i = 0; i < value.size(); ++i) each(value[i], at + "/" + std::to_string(i));
    }
    void confirm(const json& value, const std::string& at) {
        object(value, at);
        only(value, {"title", "text", "confirm", "deny", "style"}, at);
        constexpr std::pair<const char*, std::size_t> parts[] = {
            {"title", 100}, {"text", 300}, {"confirm", 30}, {"deny", 30}};
        for (const auto& [name, max] : parts) {
            if (!value.contains(name)) throw Bad{std::string{"missing required field: "} + name, at};
            text(value[name], at + "/" + name, max, std::string_view{name} != "text");
        }
    }
    void option(const json& value, const std::string& at) {
        object(value, at);
        only(value, {"text", "value", "description", "url"}, at);
        if (!value.contains("text")) throw Bad{"missing required field: text", at};
        text(value["text"], at + "/text", 75, false);
        words(value.contains("value") ? value["value"] : json{}, at + "/value", 150, 1);
        if (value.contains("description")) text(value["description"], at + "/description", 75, false);
    }
    void group(const json& value, const std::string& at) {
        object(value, at);
        only(value, {"label", "options"}, at);
        if (!value.contains("label")) throw Bad{"missing required field: label", at};
        text(value["label"], at + "/label", 75, true);
        list(value.contains("options") ? value["options"] : json{}, at + "/options", 100,
             [&](const json& v, const std::string& p) { option(v, p); });
    }
    void element(const json& value, const std::string& at, Kind where) {
        object(value, at);
        const auto type = word(value, "type", at);
        if (where == Kind::context && (type == "plain_text" || type == "mrkdwn"))
            return text(value, at, 2000, false);
        const auto* shape = element_shape(type);
        if (!shape || !shape->in.contains(where)) throw Bad{"unsupported type: " + type, at};
        fields(value, *shape, at);
        if (type.ends_with("static_select") && value.contains("options") == value.contains("option_groups"))
            throw Bad{"must have either options or option_groups", at};
    }

    Surface surface_;
    std::set<std::string> block_ids_, action_ids_;
    std::size_t markdown_{};
    bool has_input_{};
};

void gather(const json& value, std::size_t& sum) {
    if (value.is_object() && value.contains("text") && value["text"].is_string())
        sum += points(value["text"].get_ref<const std::string&>());
    if (value.is_structured())
        for (const auto& inner : value) gather(inner, sum);
}

std::string pointed(const Bad& bad) { return bad.message + " [json-pointer:" + bad.at + "]"; }

} // namespace

std::size_t visible_points(const json& blocks) {
    std::size_t sum = 0;
    gather(blocks, sum);
    return sum;
}

std::optional<BlockProblem> block_problem(const json& blocks, Surface surface) {
    if (!blocks.is_array())
        return BlockProblem{"invalid_blocks_format", "must be an array [json-pointer:/blocks]"};
    try {
        Checker{surface}.blocks(blocks);
    } catch (const Bad& bad) {
        return BlockProblem{"invalid_blocks", pointed(bad)};
    }
    if (surface != Surface::message) return std::nullopt;
    if (points(blocks.dump()) > blocks_json_max || visible_points(blocks) > blocks_visible_max)
        return BlockProblem{"msg_blocks_too_long", "blocks are too long"};
    return std::nullopt;
}

std::optional<BlockProblem> view_problem(const json& view) {
    static const std::set<std::string> members{"type",           "title",
                                               "submit",         "close",
                                               "blocks",         "private_metadata",
                                               "callback_id",    "external_id",
                                               "clear_on_close", "notify_on_close",
                                               "submit_disabled"};
    if (!view.is_object()) return BlockProblem{"invalid_arguments", "must be an object [json-pointer:/view]"};
    if (view.dump().size() > view_bytes_max) return BlockProblem{"view_too_large", "view is too large"};
    try {
        const auto type = view.value("type", "");
        if (type != "modal" && type != "home") throw Bad{"unsupported type: " + type, "/view/type"};
        const bool modal = type == "modal";
        Checker checker{modal ? Surface::modal : Surface::home};
        for (const auto& [name, inner] : view.items())
            if (!members.contains(name)) throw Bad{"invalid additional property: " + name, "/view"};
        for (const char* name : {"title", "submit", "close"})
            if (view.contains(name)) checker.text(view[name], std::string{"/view/"} + name, 24, true);
        if (modal && !view.contains("title")) throw Bad{"missing required field: title", "/view"};
        for (const auto& [name, max] :
             {std::pair{"private_metadata", 3000u}, {"callback_id", 255u}, {"external_id", 255u}})
            if (view.contains(name) &&
                (!view[name].is_string() || points(view[name].get<std::string>()) > max))
                throw Bad{fmt::format("must be less than {} characters", max + 1),
                          std::string{"/view/"} + name};
        if (!view.contains("blocks") || !view["blocks"].is_array())
            throw Bad{"missing required field: blocks", "/view"};
        checker.blocks(view["blocks"]);
        if (checker.has_input() && modal && !view.contains("submit"))
            throw Bad{"missing required field: submit", "/view"};
    } catch (const Bad& bad) {
        return BlockProblem{"invalid_arguments", pointed(bad)};
    }
    return std::nullopt;
}

std::optional<std::string> metadata_problem(const json& metadata) {
    constexpr std::size_t metadata_bytes_max = 1024; // undocumented: what we promise to keep below
    if (!metadata.is_object()) return "invalid_metadata_format";
    if (metadata.empty()) return std::nullopt; // removes it
    for (const auto& [name, inner] : metadata.items())
        if (name != "event_type" && name != "event_payload" && name != "entities")
            return "invalid_metadata_schema";
    if (!metadata.contains("event_type") || !metadata["event_type"].is_string() ||
        metadata["event_type"] == "")
        return "invalid_metadata_schema";
    if (!metadata.contains("event_payload") || !metadata["event_payload"].is_object())
        return "invalid_metadata_schema";
    if (metadata.dump().size() > metadata_bytes_max) return "metadata_too_large";
    return std::nullopt;
}

std::optional<std::string> name_problem(std::string_view name) {
    if (name.empty()) return "invalid_name_required";
    if (points(name) > 80) return "invalid_name_maxlength";
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    if (!std::ranges::all_of(name, allowed)) return "invalid_name_specials";
    if (name.find_first_not_of("-_") == name.npos) return "invalid_name_punctuation";
    return std::nullopt;
}

void name_blocks(json& blocks, Dice& dice) {
    const auto name_element = [&](json& element) {
        const auto type = element.value("type", "");
        if (type == "image" || type == "mrkdwn" || type == "plain_text") return;
        if (!element.contains("action_id")) element["action_id"] = dice.letters(5);
    };
    for (auto& block : blocks) {
        if (!block.contains("block_id")) block["block_id"] = dice.letters(5);
        if (block.contains("accessory")) name_element(block["accessory"]);
        if (block.contains("element")) name_element(block["element"]);
        if (block.value("type", "") == "actions")
            for (auto& element : block["elements"]) name_element(element);
    }
}

} // namespace tocsin::fakes
