// Slack's inside. slack.cpp wires it; lines.cpp makes Asks of what people type, press and say; dialogs.cpp
// opens forms; history.cpp reads what was missed; health.cpp watches the connection.
#pragma once

#include "integrations/slack/api.hpp"
#include "integrations/slack/channels.hpp"
#include "integrations/slack/decode.hpp"
#include "integrations/slack/forms.hpp"
#include "integrations/slack/http_mode.hpp"
#include "integrations/slack/people.hpp"
#include "integrations/slack/room_keeper.hpp"
#include "integrations/slack/sender.hpp"
#include "integrations/slack/slack.hpp"
#include "integrations/slack/sockets.hpp"

#include <optional>
#include <set>

namespace tocsin::slack {

inline constexpr Duration answer_within{2'400};     // of Slack's 3 s; then: still being saved
inline constexpr Duration name_within{1'500};       // a name is waited for so long
inline constexpr Duration lost_after = seconds{60}; // not hearing Slack is said after this
inline constexpr Duration gap_min = seconds{30};    // shorter ones are said only if something was missed
inline constexpr Duration heard_noted_each = seconds{60};
inline constexpr std::size_t told_max = 200;         // different things that people were told are missing
inline constexpr std::size_t history_pages_max = 50; // of one channel after one gap
inline constexpr std::size_t old_lines_max = 20;

inline constexpr Duration stopped_min =
    minutes{5}; // a restart that is worth telling though nothing was missed
inline constexpr Duration sweep_each = hours{1}, sweep_in_doubt = minutes{5};

// deaf: no connection was up. stopped: Tocsin was not running. doubt: connections were up, and yet something
// may have gone past them.
enum class GapKind : std::uint8_t { deaf, stopped, doubt };

// How an envelope, or a request of HTTP mode, is answered: once. recorded false: Slack shall send it again.
using Acknowledge = std::function<void(std::optional<nlohmann::json> payload, bool recorded)>;

struct Slack::Impl : std::enable_shared_from_this<Slack::Impl> {
    Impl(Settings, Doors);
    void start();
    void stop(std::function<void()> done);
    void serve(net::HttpServer&);
    Status status() const;
    void deliver(Delivery, std::function<void(Delivered)>);

    // --- slack.cpp
    void know_ourselves(std::function<void()> then);
    void connect();
    Place place() const;
    std::string link(std::string_view href) const;
    void missing(const ApiResult&,
                 const std::string& channel); // people are told once what is not allowed and how to grant it
    void alarm(const std::string& words);

    // --- lines.cpp: everything that comes in
    void take(Frame, Sockets::Ack);
    void take_http(HttpPayload, RetryInfo, Acknowledge);
    bool is_ours(std::string_view team, std::string_view enterprise, std::string_view app) const;
    void on(const EventCallback&, const Acknowledge&);
    void on(const SlashCommand&, Acknowledge);
    void on(const Interaction&, Acknowledge);
    void on_message(const slack::Message&, const Acknowledge&, bool shared);
    void on_changed(const MessageChanged&, const Acknowledge&);
    void on_deleted(const MessageDeleted&, const Acknowledge&);
    void on_reaction(const Reaction&, const Acknowledge&);
    void on_pin(const Pin&, const Acknowledge&);
    void on_channel(const ChannelChanged&);
    void on_buttons(const BlockActions&, const Acknowledge&);

    // An Ask by a person of Slack. `typed`: mrkdwn.
    Ask ask_of(const Actor&, const RoomId&, std::string key) const;
    // Fills in the line: mentions beside it, groups as their members; then goes on.
    void read_line(std::string mrkdwn, std::function<void(Read)> then);
    void put_line(Ask&, const Read&, std::string line) const;
    void ask(Ask, std::function<void(const Answer&)>);
    nlohmann::json shown(const Answer&) const; // as a message: text, blocks
    void answer_later(const std::string& response_url, const Answer&, const std::string& user);
    void tell_person(const std::string& user, const tocsin::Message&); // in passing: not kept
    RoomId room_of(std::string_view channel, std::string_view type);   // {}: a direct message
    bool is_listened(const RoomId&) const;
    void add_entry(const Actor& by, const slack::Message&, const RoomId&, std::string key, Acknowledge);
    void show_taken(const std::string& channel, const std::string& ts);

    // --- dialogs.cpp
    void open_view(const std::string& trigger, nlohmann::json view, std::function<void(bool)> then);
    void open_declare(const std::string& trigger, DeclareForm, std::function<void(bool)> then);
    void open_update(const BlockActions&, std::string_view line);
    void open_line(const BlockActions&, std::string_view line); // a line with gaps to fill
    void submitted(const ViewSubmission&, const Acknowledge&);
    void publish_home(const std::string& user);
    static bool has_gaps(std::string_view line);

    // --- history.cpp
    void hears(bool);
    void note_heard();
    void catch_up(Instant since, Instant until, GapKind);
    void sweep();
    struct Gap;
    void read_room(const std::shared_ptr<Gap>&, std::size_t room, const std::string& cursor,
                   std::size_t page);
    void read_threads(const std::shared_ptr<Gap>&, std::size_t room);
    void take_old(const std::shared_ptr<Gap>&, std::size_t room, const nlohmann::json&);
    void keep_old(const std::shared_ptr<Gap>&, std::size_t room, Ask, int tries);
    void gap_read(const std::shared_ptr<Gap>&);
    void tell_lost(Instant since);

    // --- health.cpp
    void watch();
    void prove_token();
    void run_canary();
    void start_canary();
    void canary_heard();

    Settings settings;
    Doors doors;
    Api api;
    Channels channels;
    People people;
    std::string install;
    Sender sender;
    RoomKeeper keeper;
    std::optional<Sockets> sockets;
    std::optional<HttpMode> http;

    bool ready{}, stopping{}, stopped_for_good{};
    std::string app_id, team_name;
    bool hears_now{};
    Instant deaf_since{}, swept_at{};
    std::uint64_t swept_retried{};
    std::uint64_t deaf_number{}; // of the newest stretch in which nothing was heard
    std::set<std::string> told;
    struct Canary {
        std::string channel, ts;
        bool waits{}, on{};
        int missed{};
        std::uint64_t number{};
    } canary;
};

} // namespace tocsin::slack
