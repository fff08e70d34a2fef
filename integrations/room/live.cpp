// Frames to open pages (room.hpp lists them).
#include "integrations/room/live.hpp"

#include "commands/core/json_writer.hpp"
#include "integrations/room/lines.hpp"

#include <algorithm>

namespace tocsin::room {
namespace {

std::string timed(std::string_view type, Instant now) {
    JsonWriter j;
    j.object([&] {
        j.key("type").value(type);
        j.key("now").value(std::int64_t{now.time_since_epoch().count()});
    });
    return j.take();
}

std::string wrapped(std::string_view type, std::string_view json) {
    JsonWriter j;
    j.object([&] {
        j.key("type").value(type);
        j.key(type).raw(json);
    });
    return j.take();
}

std::string card_frame(const RoomId& home, std::string_view card) {
    JsonWriter j;
    j.object([&] {
        j.key("type").value("card");
        j.key("room").value(name_of(home));
        j.key("card").raw(card);
    });
    return j.take();
}

} // namespace

Live::Live(const Settings& settings, const Doors& doors) : settings_{settings}, doors_{doors} {}

void Live::opened(std::shared_ptr<net::Socket> socket, std::string account, Instant session_end) {
    const auto theirs = [&](const Page& page) { return page.account == account; };
    if (static_cast<std::size_t>(std::count_if(pages_.begin(), pages_.end(), theirs)) >= pages_per_person_max)
        std::find_if(pages_.begin(), pages_.end(), theirs)->socket->close();
    socket->send(timed("hello", doors_.now()));
    pages_.push_back({std::move(socket), std::move(account), session_end});
    if (!ping_at_) ping_at_ = doors_.scheduler.after(ping_every, [this] { ping(); });
}

void Live::closed(const net::Socket* socket) {
    std::erase_if(pages_, [&](const Page& page) { return page.socket.get() == socket; });
}

void Live::said(const TalkLine& line) {
    if (pages_.empty()) return;
    const std::string frame = wrapped("line", line_json(line, settings_.prefix));
    for (const Page& page : pages_)
        if ((!line.only_for || line.only_for == viewer(page)) &&
            doors_.reader.may_enter(viewer(page), line.room))
            page.socket->send(frame);
}

void Live::changed(IncidentId incident, const RoomId& home, std::function<std::string()> card) {
    if (pages_.empty()) return;
    changes_[incident] = {home, std::move(card)};
    if (!rests_) tell_changes();
}

// The first change goes out at once; what comes in the rest after it goes out at its end.
void Live::tell_changes() {
    flush();
    rests_ = doors_.scheduler.after(changes_every, [this] {
        rests_.reset();
        if (!changes_.empty()) tell_changes();
    });
}

void Live::flush() {
    const auto changes = std::exchange(changes_, {});
    for (const auto& [incident, change] : changes) {
        const std::string frame = card_frame(change.home, change.card());
        for (const Page& page : pages_)
            if (doors_.reader.may_enter(viewer(page), change.home)) page.socket->send(frame);
    }
    std::map<PersonId, std::string> overviews; // one person may have several pages
    for (const Page& page : pages_) {
        const PersonId person = viewer(page);
        // To whom nothing changed, not even the moment of a frame tells of a private incident.
        if (std::none_of(changes.begin(), changes.end(),
                         [&](const auto& c) { return doors_.reader.may_enter(person, c.second.home); }))
            continue;
        auto& frame = overviews[person];
        if (frame.empty()) frame = wrapped("overview", doors_.reader.overview(person));
        page.socket->send(frame);
    }
}

void Live::rooms_changed(const RoomId& room, const std::function<std::string(PersonId)>& list) {
    for (const Page& page : pages_)
        if (doors_.reader.may_enter(viewer(page), room))
            page.socket->send(wrapped("rooms", list(viewer(page))));
}

void Live::ping() {
    ping_at_.reset();
    const std::string frame = timed("ping", doors_.now());
    for (const Page& page : pages_) {
        if (page.session_end <= doors_.now())
            page.socket->close();
        else
            page.socket->send(frame);
    }
    if (!pages_.empty()) ping_at_ = doors_.scheduler.after(ping_every, [this] { ping(); });
}

void Live::stop() {
    for (auto* ticket : {&rests_, &ping_at_})
        if (*ticket) doors_.scheduler.cancel(*std::exchange(*ticket, std::nullopt));
    for (const Page& page : pages_) page.socket->close();
}

} // namespace tocsin::room
