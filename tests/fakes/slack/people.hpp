// What people do in the workspace, and what they see of it. People and channels may be named by id or by name
// ("mei", "#ops"); a name that does not exist is a mistake of the test and throws std::invalid_argument.
#pragma once

#include "tests/fakes/slack/world.hpp"

namespace tocsin::fakes {

class Slack;
struct Delivery;

// A line on somebody's screen.
struct Seen {
    std::string ts, thread_ts, from; // from: user id; "USLACKBOT" for what Slack itself says
    std::string text;
    json blocks; // null: none
    bool ephemeral{}, error{}, edited{};
};

class People {
public:
    explicit People(Slack& slack) : slack_{slack} {}

    struct Typing {
        std::string thread{};
        bool broadcast{};
        bool raw{}; // `text` is already as Slack sends it: "<@U1> &amp;"
        std::vector<std::string> files{};
    };
    // Returns the ts. Text as a person types it: "@mei" and "#ops" become mentions, & < > are escaped.
    std::string types(std::string_view user, std::string_view channel, std::string_view text, Typing);
    std::string types(std::string_view user, std::string_view channel, std::string_view text) {
        return types(user, channel, text, {});
    }
    // Shown to them: the ack's payload, or "... failed with the error "operation_timeout"" as an ephemeral.
    void command(std::string_view user, std::string_view channel, std::string_view command,
                 std::string_view text);
    // false: there is no such button or menu for them. `value`: empty for the first with that action_id; of
    // menus the option to choose.
    bool press(std::string_view user, std::string_view channel, std::string_view ts,
               std::string_view action_id, std::string_view value = {});
    // In the modal that is on top, or else in the home tab.
    bool press_in_view(std::string_view user, std::string_view action_id, std::string_view value = {});
    // `values` by block_id: text, an option's value, a list of them, a user id. What is left out keeps its
    // initial value. false: no modal is open, or a required input is empty (their client does not send it).
    bool submit(std::string_view user, const json& values);
    void close_view(std::string_view user); // view_closed, if it asked to be notified
    void shortcut(std::string_view user, std::string_view callback_id);
    void message_action(std::string_view user, std::string_view channel, std::string_view ts,
                        std::string_view callback_id);
    void reacts(std::string_view user, std::string_view channel, std::string_view ts, std::string_view name,
                bool add = true);
    void pins(std::string_view user, std::string_view channel, std::string_view ts, bool add = true);
    void edits(std::string_view user, std::string_view channel, std::string_view ts, std::string_view text);
    // A link in it gets its preview: message_changed, without a change of the text.
    void unfurls(std::string_view channel, std::string_view ts);
    void deletes(std::string_view user, std::string_view channel, std::string_view ts);
    void joins(std::string_view user, std::string_view channel);
    void leaves(std::string_view user, std::string_view channel);
    void invites(std::string_view user, std::string_view channel,
                 std::string_view whom); // the bot too: "tocsin"
    void renames(std::string_view user, std::string_view channel, std::string_view name);
    void archives(std::string_view user, std::string_view channel, bool archive = true);
    void sets_topic(std::string_view user, std::string_view channel, std::string_view topic);
    void opens_home(std::string_view user);
    // A new id for the same channel, as after a move on Grid; returns it.
    std::string moves_channel(std::string_view channel);
    void set_group(const std::string& group, const std::vector<std::string>& users);

    std::vector<Seen> seen(std::string_view user, std::string_view channel);
    json modal(std::string_view user); // the view on top; null: none
    json home(std::string_view user);  // null: none
    // What the modal on top says against the last submission, by block_id.
    json view_errors(std::string_view user);
    // Actions that got a warning sign, forms that "had some trouble connecting": the error's name each.
    std::vector<std::string> troubles(std::string_view user);

    // For Slack's other parts.
    json body_of_answer(const json& given); // what a command's or response_url's answer shows
    struct Scheduled {
        std::string channel;
        Instant at{};
    };
    std::map<std::string, Scheduled> scheduled; // chat.scheduleMessage

private:
    User& who(std::string_view);
    Channel& where(std::string_view);
    Message& what(const Channel&, std::string_view ts);
    json user_part(const User&) const;
    json interaction(const std::string& type, const User&, const std::string& view = {});
    void interact(const std::string& user, json payload, bool accepts,
                  std::function<void(const json&)> acked = {});
    void show_command_answer(const std::string& user, const std::string& channel, const std::string& typed,
                             const json&);
    json response_urls_of(const std::string& user, const json& view);
    void take_submission(const std::string& user, const std::string& view, const json& answer);
    void press_message(const User&, Channel&, const json& body, const std::string& ts, bool ephemeral,
                       const json& block, const json& action, const std::string& thread);

    Slack& slack_;
    std::map<std::string, json> errors_;                       // by user
    std::map<std::string, std::vector<std::string>> troubles_; // by user
};

} // namespace tocsin::fakes
