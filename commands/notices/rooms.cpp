// Rooms that a platform makes: how they should be, who belongs in them; and platforms that cannot be heard.
#include "commands/core/json_writer.hpp"
#include "commands/core/room_wish.hpp"
#include "commands/notices/noticing.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin {
namespace {

constexpr std::size_t texts_max = 240;
constexpr std::size_t old_buttons_max = 3;

} // namespace

void Noticing::operator()(const RoomMade&) { card_changed = true; } // what waited for it is sent now

// Said where people are: in the rooms that there are, and to whoever declared it.
void Noticing::operator()(const RoomFailed& e) {
    card_changed = true;
    Message m = one(fmt::format("The room {} could NOT be made: {}", name_of(e.room), e.reason));
    m.tone = Tone::late;
    m.lines.push_back(
        {say(now.rooms.empty() ? fmt::format("{} goes on; type its number with each command: ", now.ref())
                               : fmt::format("{} goes on in its other rooms, and here: ", now.ref())),
         command(now.ref() + " show")});
    m.phone = fmt::format("{}: its room could not be made.", now.ref());
    tell(now.declarer, Priority::reply, m);
    rooms(Priority::reply, m);
}

void Noticing::operator()(const PlatformLost& e) {
    Message m =
        one(fmt::format("{} does not answer since {}. Work goes on here: ", views::capital(e.platform),
                        text::near(e.since, r.recorded_at)));
    m.tone = Tone::late;
    m.lines.back().push_back(link(now.ref(), "/i/" + now.slug()));
    m.phone = fmt::format("{}: {} does not answer.", now.ref(), views::capital(e.platform));
    for (const RoomId& room : now.rooms)
        if (platform_of(room) != e.platform) post(room, Priority::reply, m);
}

void Noticing::operator()(const PlatformBack& e) {
    const std::string platform = views::capital(e.platform);
    const std::string length = text::length(e.until - e.since);
    Message m =
        one(fmt::format("I could not hear {} from {} to {} ({}). Recovered: {}, with their own times.",
                        platform, text::near(e.since, r.recorded_at), text::near(e.until, r.recorded_at),
                        length, views::counted(e.recovered, "line")));
    m.phone = fmt::format("{}: I was cut off from {} for {}. {} recovered.", now.ref(), platform, length,
                          views::counted(e.recovered, "line"));
    if (!e.lost.empty()) m.lines.push_back({say(fmt::format("Not recoverable: {}.", e.lost))});
    std::string_view old{e.old};
    while (!old.empty()) {
        const auto end = std::min(old.find('\n'), old.size());
        const auto line = old.substr(0, end); // "olena 02:32 note x": who and when end at the second space
        m.lines.push_back({say("Not run, because old: "), quote(text::cut(line, texts_max)),
                           say(". Still wanted? Type it again.")});
        const auto name = std::min(line.find(' '), line.size());
        const auto time = std::min(line.find(' ', name + 1), line.size());
        if (time < line.size() && m.buttons.size() < old_buttons_max)
            m.buttons.push_back({"Run: " + text::cut(line.substr(time + 1), 40),
                                 fmt::format("{} {}", now.ref(), line.substr(time + 1))});
        old.remove_prefix(std::min(end + 1, old.size()));
    }
    for (const RoomId& room : now.rooms)
        if (platform_of(room) == e.platform) post(room, Priority::reply, m);
}

RoomWish room_wish(const Everything& all, const Incident& i) {
    RoomWish wish{.is_private = i.is_private};
    wish.name = name_of(i.home);
    if (wish.name.starts_with('#')) wish.name.erase(0, 1);
    wish.mark = i.slug();
    const Tenure* commander = i.commander();
    // Neither times nor numbers: each change is a line of the platform's own in the room.
    const std::string title = i.is_private ? i.code_name : i.title;
    wish.topic =
        fmt::format("{} · {} · {}: {} · {}", i.ref(), word(i.severity), commander ? "commander" : "leads",
                    commander ? commander->name : i.declarer_name, title);
    wish.topic += fmt::format(" · {}", word(i.state));
    const auto add = [&](PersonId person) {
        if (person && i.may_read(person) && all.person(person)) wish.people.insert(person);
    };
    add(i.declarer);
    for (const PersonId person : i.participants) add(person);
    for (const auto& [role, offer] : i.offers) add(offer.person);
    for (const auto& [number, page] : i.pages) add(page.person);
    for (const auto& [number, t] : i.tasks) add(t.owner);
    for (const auto& [person, name] : i.members) add(person);
    wish.bookmarks = {{"Card and timeline", "/i/" + i.slug()},
                      {"Post-mortem draft", "/i/" + i.slug() + "/draft"}};
    return wish;
}

std::string to_json(const RoomWish& wish) {
    JsonWriter j;
    j.object([&] {
        j.key("room").object([&] {
            j.key("name").value(wish.name);
            j.key("mark").value(wish.mark);
            j.key("private").value(wish.is_private);
            j.key("topic").value(wish.topic);
            j.key("people").array([&] {
                for (const PersonId person : wish.people) j.value(person.value);
            });
            j.key("bookmarks").array([&] {
                for (const auto& [title, href] : wish.bookmarks)
                    j.object([&] {
                        j.key("title").value(title);
                        j.key("href").value(href);
                    });
            });
        });
    });
    return j.take();
}

} // namespace tocsin
