// Slack's channels as rooms. Tocsin calls an incident's channel by the name it wished for ("slack:#inc-7")
// and every other by the name it had when it was first heard of ("slack:#ops"): names that people can read,
// which stay when a channel is renamed. Slack's id stands beside each, and is kept across restarts.
#pragma once

#include "commands/core/ids.hpp"
#include "integrations/slack/api.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tocsin::slack {

struct Channel {
    std::string id;
    std::string name; // as Slack has it now, without #; "" : a private one that we are not told of
    bool is_private{}, shared{}, archived{}, member{};
};

class Channels {
public:
    struct Doors {
        Api& api;
        std::function<std::optional<std::string>(std::string_view)> remembered;
        std::function<void(std::string, std::string)> remember;
        std::function<Instant()> now;
    };
    static constexpr std::size_t channels_max = 20'000;
    static constexpr Duration list_again_after = minutes{1};

    explicit Channels(Doors);
    // Reads the list of channels; `then` when it is read, or could not be.
    void load(std::function<void()> then);

    RoomId room_of(std::string_view id);            // makes a name for a new one
    const Channel* channel_of(const RoomId&) const; // nullptr: not known
    const Channel* find(std::string_view id) const;
    // By the words people see: "#inc-7", "#ops".
    std::string id_of(std::string_view shown) const;
    // The name of a channel as a text shows it, "#ops"; "": not known.
    std::string shown(std::string_view id) const;

    void heard(std::string_view id, std::string_view name); // from a payload
    void bind(const RoomId&, const Channel&);               // of an incident's own channel
    void renamed(std::string_view id, std::string_view name);
    void moved(std::string_view id, std::string_view new_id);
    void set_archived(std::string_view id, bool);
    void set_member(std::string_view id, bool);
    // Looks a channel up that is wanted by name: the list is read again, at most once a minute.
    void look_for(const RoomId&, std::function<void(const Channel*)> then);
    // Newest facts of one channel (shared, archived, member).
    void refresh(const std::string& id, std::function<void(const Channel*)> then);

private:
    void page(const std::string& cursor, std::function<void()> then);
    Channel& keep(const nlohmann::json& channel);
    RoomId name_for(const Channel&);
    void remember();

    Doors doors_;
    std::map<std::string, Channel, std::less<>> channels_; // by id
    std::map<std::string, RoomId, std::less<>> rooms_;     // by id
    std::map<RoomId, std::string> ids_;                    // by room
    Instant listed_{};
    bool listing_{};
    std::vector<std::function<void()>> waiting_;
};

} // namespace tocsin::slack
