// The table of channels.
#include "integrations/slack/channels.hpp"

#include "integrations/net/json.hpp"
#include "integrations/slack/json_reading.hpp"

#include <fmt/format.h>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::string_view kept_name = "slack.channels";
constexpr int page_size = 200;
constexpr std::size_t kept_max = 2'000;

} // namespace

Channels::Channels(Doors doors) : doors_{std::move(doors)} {
    const auto kept = doors_.remembered(kept_name);
    const auto table = kept ? net::parse_untrusted(*kept) : Result<json>{Error{}};
    if (!table || !table->is_object()) return;
    for (const auto& [id, room] : table->items()) {
        if (!room.is_string()) continue;
        rooms_[id] = {"slack:" + room.get<std::string>()};
        ids_[rooms_[id]] = id;
        channels_[id].id = id;
    }
}

void Channels::remember() {
    json table = json::object();
    for (const auto& [id, room] : rooms_)
        if (table.size() < kept_max) table[id] = name_of(room);
    doors_.remember(std::string{kept_name}, table.dump(-1, ' ', false, json::error_handler_t::replace));
}

Channel& Channels::keep(const json& c) {
    const std::string id = reading::text(c, "id");
    Channel& channel = channels_[id];
    channel.id = id;
    if (const std::string name = reading::text(c, "name"); !name.empty()) channel.name = name;
    channel.is_private = reading::yes(c, "is_private");
    channel.archived = reading::yes(c, "is_archived");
    channel.member = reading::yes(c, "is_member");
    channel.shared = reading::yes(c, "is_ext_shared") || reading::yes(c, "is_pending_ext_shared");
    if (const auto pending = c.find("pending_shared");
        pending != c.end() && pending->is_array() && !pending->empty())
        channel.shared = true;
    return channel;
}

void Channels::load(std::function<void()> then) {
    waiting_.push_back(std::move(then));
    if (listing_) return;
    listing_ = true;
    listed_ = doors_.now();
    page("", [this] {
        listing_ = false;
        for (const auto& call : std::exchange(waiting_, {})) call();
    });
}

void Channels::page(const std::string& cursor, std::function<void()> then) {
    json args = {
        {"types", "public_channel,private_channel"}, {"exclude_archived", true}, {"limit", page_size}};
    if (!cursor.empty()) args["cursor"] = cursor;
    doors_.api.call("conversations.list", std::move(args), Lane::upkeep, [this, then](const ApiResult& r) {
        if (!r.ok) return then();
        for (const json& c : reading::list(r.body, "channels"))
            if (c.is_object() && channels_.size() < channels_max) keep(c);
        const std::string next = reading::next_cursor(r.body);
        if (next.empty() || channels_.size() >= channels_max) return then();
        page(next, then);
    });
}

// "#ops"; a private one whose name nobody told us goes by the end of its id.
RoomId Channels::name_for(const Channel& channel) {
    std::string name =
        channel.name.empty()
            ? "#private-" + channel.id.substr(channel.id.size() > 4 ? channel.id.size() - 4 : 0)
            : "#" + channel.name;
    RoomId room{"slack:" + name};
    for (int n = 2; ids_.contains(room); ++n) room = {fmt::format("slack:{}~{}", name, n)};
    return room;
}

RoomId Channels::room_of(std::string_view id) {
    if (const auto it = rooms_.find(id); it != rooms_.end()) return it->second;
    Channel& channel = channels_[std::string{id}];
    channel.id = std::string{id};
    const RoomId room = name_for(channel);
    rooms_[channel.id] = room;
    ids_[room] = channel.id;
    remember();
    return room;
}

const Channel* Channels::find(std::string_view id) const {
    const auto it = channels_.find(id);
    return it == channels_.end() ? nullptr : &it->second;
}

const Channel* Channels::channel_of(const RoomId& room) const {
    if (const auto it = ids_.find(room); it != ids_.end()) return find(it->second);
    // Named in the config, and not heard of yet: by its name now, or by its id.
    const std::string name = name_of(room);
    if (const Channel* by_id = find(name)) return by_id;
    for (const auto& [id, channel] : channels_)
        if (!channel.archived && !rooms_.contains(id) && "#" + channel.name == name) return &channel;
    return nullptr;
}

std::string Channels::id_of(std::string_view shown) const {
    const Channel* channel = channel_of({"slack:" + std::string{shown}});
    return channel ? channel->id : "";
}

std::string Channels::shown(std::string_view id) const {
    if (const auto it = rooms_.find(id); it != rooms_.end()) return name_of(it->second);
    const Channel* channel = find(id);
    return channel && !channel->name.empty() ? "#" + channel->name : "";
}

void Channels::heard(std::string_view id, std::string_view name) {
    if (id.empty() || name.empty() || channels_.size() >= channels_max) return;
    Channel& channel = channels_[std::string{id}];
    channel.id = std::string{id};
    if (channel.name.empty()) channel.name = std::string{name};
}

void Channels::bind(const RoomId& room, const Channel& channel) {
    channels_[channel.id] = channel;
    if (const auto it = rooms_.find(channel.id); it != rooms_.end()) ids_.erase(it->second);
    rooms_[channel.id] = room;
    ids_[room] = channel.id;
    remember();
}

void Channels::renamed(std::string_view id, std::string_view name) {
    if (const auto it = channels_.find(id); it != channels_.end()) it->second.name = std::string{name};
}

void Channels::moved(std::string_view id, std::string_view new_id) {
    const auto known = channels_.find(id);
    if (known == channels_.end() || new_id.empty()) return;
    const auto room = rooms_.find(id);
    auto channel = channels_.extract(known);
    channel.key() = channel.mapped().id = std::string{new_id};
    channels_.insert(std::move(channel));
    if (room == rooms_.end()) return;
    const RoomId name = room->second;
    rooms_.erase(room);
    rooms_[std::string{new_id}] = name;
    ids_[name] = std::string{new_id};
    remember();
}

void Channels::set_archived(std::string_view id, bool archived) {
    if (const auto it = channels_.find(id); it != channels_.end()) it->second.archived = archived;
}
void Channels::set_member(std::string_view id, bool member) {
    if (const auto it = channels_.find(id); it != channels_.end()) it->second.member = member;
}

void Channels::look_for(const RoomId& room, std::function<void(const Channel*)> then) {
    const Channel* known = channel_of(room);
    if (known || (!listing_ && listed_ != Instant{} && doors_.now() - listed_ < list_again_after))
        return then(known);
    load([this, room, then] { then(channel_of(room)); });
}

void Channels::refresh(const std::string& id, std::function<void(const Channel*)> then) {
    doors_.api.call("conversations.info", {{"channel", id}}, Lane::reply,
                    [this, id, then](const ApiResult& r) {
                        if (r.ok && r.body.contains("channel") && r.body["channel"].is_object())
                            keep(r.body["channel"]);
                        then(find(id));
                    });
}

} // namespace tocsin::slack
