// The tables: SLACK.md 4, "Block Kit limits".
#include "tests/fakes/slack/block_shapes.hpp"

namespace tocsin::fakes {
namespace {

const std::set<Surface> everywhere{Surface::message, Surface::modal, Surface::home};
const std::set<Surface> only_messages{Surface::message};
constexpr std::size_t any = 100'000;

const std::map<std::string_view, Shape>& blocks() {
    static const std::map<std::string_view, Shape> table{
        {"section",
         {{{"text", Kind::text, 3000},
           {"fields", Kind::texts, 10},
           {"accessory", Kind::accessory},
           {"expand", Kind::flag}},
          everywhere}},
        {"divider", {{}, everywhere}},
        {"header", {{{"text", Kind::plain, 150, true}}, everywhere}},
        {"context", {{{"elements", Kind::context, 10, true}}, everywhere}},
        {"actions", {{{"elements", Kind::actions, 25, true}}, everywhere}},
        {"image",
         {{{"image_url", Kind::url, 3000},
           {"slack_file", Kind::anything},
           {"alt_text", Kind::words, 2000, true},
           {"title", Kind::plain, 2000}},
          everywhere}},
        {"input",
         {{{"label", Kind::plain, 2000, true},
           {"element", Kind::input_element, 0, true},
           {"hint", Kind::plain, 2000},
           {"optional", Kind::flag},
           {"dispatch_action", Kind::flag}},
          everywhere}},
        {"markdown", {{{"text", Kind::words, 12000, true}}, only_messages}},
        {"rich_text", {{{"elements", Kind::anything, 0, true}}, everywhere}},
        {"video",
         {{{"alt_text", Kind::words, 2000, true},
           {"title", Kind::plain, 200, true},
           {"thumbnail_url", Kind::url, 3000, true},
           {"video_url", Kind::url, 3000, true},
           {"title_url", Kind::url, 3000},
           {"author_name", Kind::words, 50},
           {"provider_name", Kind::words, any},
           {"provider_icon_url", Kind::url, 3000},
           {"description", Kind::plain, 200}},
          everywhere}},
        {"table", {{{"rows", Kind::anything, 0, true}, {"column_settings", Kind::anything}}, only_messages}},
    };
    return table;
}

const std::set<Kind> in_actions{Kind::accessory, Kind::actions};
const std::set<Kind> in_inputs{Kind::input_element};
const std::set<Kind> in_all{Kind::accessory, Kind::actions, Kind::input_element};

Shape with(std::vector<Field> fields, std::set<Kind> in) {
    fields.push_back({"action_id", Kind::action_id});
    return {std::move(fields), {}, std::move(in)};
}
Shape choice(std::vector<Field> more) {
    more.push_back({"placeholder", Kind::plain, 150});
    more.push_back({"confirm", Kind::confirm});
    more.push_back({"focus_on_load", Kind::flag});
    return with(std::move(more), in_all);
}
Shape typed(std::vector<Field> more) {
    more.push_back({"placeholder", Kind::plain, 150});
    more.push_back({"focus_on_load", Kind::flag});
    more.push_back({"dispatch_action_config", Kind::anything});
    return with(std::move(more), in_inputs);
}

const std::map<std::string_view, Shape>& elements() {
    static const std::map<std::string_view, Shape> table{
        {"button", with({{"text", Kind::plain, 75, true},
                         {"value", Kind::words, 2000},
                         {"url", Kind::url, 3000},
                         {"style", Kind::style},
                         {"confirm", Kind::confirm},
                         {"accessibility_label", Kind::words, 75}},
                        in_actions)},
        {"image",
         {{{"image_url", Kind::url, 3000},
           {"slack_file", Kind::anything},
           {"alt_text", Kind::words, 2000, true}},
          {},
          {Kind::accessory, Kind::context}}},
        {"static_select", choice({{"options", Kind::options, 100},
                                  {"option_groups", Kind::groups, 100},
                                  {"initial_option", Kind::option}})},
        {"multi_static_select", choice({{"options", Kind::options, 100},
                                        {"option_groups", Kind::groups, 100},
                                        {"initial_options", Kind::options, 100},
                                        {"max_selected_items", Kind::number}})},
        {"external_select", choice({{"min_query_length", Kind::number}, {"initial_option", Kind::option}})},
        {"multi_external_select", choice({{"min_query_length", Kind::number},
                                          {"initial_options", Kind::options, 100},
                                          {"max_selected_items", Kind::number}})},
        {"users_select", choice({{"initial_user", Kind::words, any}})},
        {"multi_users_select",
         choice({{"initial_users", Kind::anything}, {"max_selected_items", Kind::number}})},
        {"conversations_select", choice({{"initial_conversation", Kind::words, any},
                                         {"default_to_current_conversation", Kind::flag},
                                         {"filter", Kind::anything},
                                         {"response_url_enabled", Kind::flag}})},
        {"multi_conversations_select", choice({{"initial_conversations", Kind::anything},
                                               {"default_to_current_conversation", Kind::flag},
                                               {"filter", Kind::anything},
                                               {"max_selected_items", Kind::number}})},
        {"channels_select",
         choice({{"initial_channel", Kind::words, any}, {"response_url_enabled", Kind::flag}})},
        {"multi_channels_select",
         choice({{"initial_channels", Kind::anything}, {"max_selected_items", Kind::number}})},
        {"overflow", with({{"options", Kind::options, 5, true}, {"confirm", Kind::confirm}}, in_actions)},
        {"datepicker", choice({{"initial_date", Kind::words, 10}})},
        {"timepicker", choice({{"initial_time", Kind::words, 5}, {"timezone", Kind::words, any}})},
        {"datetimepicker",
         with(
             {{"initial_date_time", Kind::number}, {"confirm", Kind::confirm}, {"focus_on_load", Kind::flag}},
             {Kind::actions, Kind::input_element})},
        {"checkboxes", with({{"options", Kind::options, 10, true},
                             {"initial_options", Kind::options, 10},
                             {"confirm", Kind::confirm},
                             {"focus_on_load", Kind::flag}},
                            in_all)},
        {"radio_buttons", with({{"options", Kind::options, 10, true},
                                {"initial_option", Kind::option},
                                {"confirm", Kind::confirm},
                                {"focus_on_load", Kind::flag}},
                               in_all)},
        {"plain_text_input", typed({{"initial_value", Kind::words, 3000},
                                    {"multiline", Kind::flag},
                                    {"min_length", Kind::number},
                                    {"max_length", Kind::number}})},
        {"email_text_input", typed({{"initial_value", Kind::words, any}})},
        {"url_text_input", typed({{"initial_value", Kind::words, any}})},
        {"number_input", typed({{"is_decimal_allowed", Kind::flag},
                                {"initial_value", Kind::words, any},
                                {"min_value", Kind::words, any},
                                {"max_value", Kind::words, any}})},
        {"rich_text_input", typed({{"initial_value", Kind::anything}})},
        {"file_input", with({{"filetypes", Kind::anything}, {"max_files", Kind::number}}, in_inputs)},
    };
    return table;
}

const Shape* found(const std::map<std::string_view, Shape>& table, std::string_view type) {
    const auto at = table.find(type);
    return at == table.end() ? nullptr : &at->second;
}

} // namespace

const Shape* block_shape(std::string_view type) { return found(blocks(), type); }
const Shape* element_shape(std::string_view type) { return found(elements(), type); }

} // namespace tocsin::fakes
