// From facts to messages: the walk over a decision's events, and what its messages are made with.
#include "commands/notices/notices.hpp"

#include "commands/clocks/call_out.hpp"
#include "commands/core/room_wish.hpp"
#include "commands/notices/noticing.hpp"
#include "commands/notices/texts.hpp"
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/describe.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin {

std::string Noticing::who() const { return r.meta.by ? text::isolated(r.meta.by_name) : "Tocsin"; }

Message Noticing::one(std::string words) {
    Message m;
    m.lines.push_back({say(words)});
    return m;
}

Message Noticing::with_quote(std::string words, std::string_view quoted) {
    const bool none = text::trimmed(quoted).empty();
    Message m = one(words + (none ? "." : ": "));
    if (!none) m.lines.back().push_back(quote(text::cut(quoted, texts::words_max)));
    return m;
}

void Noticing::post(const RoomId& room, Priority priority, Message m) {
    const bool own = std::find(now.rooms.begin(), now.rooms.end(), room) != now.rooms.end();
    if (now.is_private && !own) return;
    out.push_back({.incident = now.id, .priority = priority, .room = room, .message = std::move(m)});
}

void Noticing::rooms(Priority priority, const Message& m) {
    for (const RoomId& room : now.rooms) post(room, priority, m);
}

void Noticing::tell(PersonId person, Priority priority, Message m) {
    if (person)
        out.push_back({.incident = now.id,
                       .priority = priority,
                       .room = now.home,
                       .person = person,
                       .message = std::move(m)});
}

void Noticing::remind(PersonId person, Message m) {
    // The event that is told of is in the log by now.
    if (clocks::unasked_lately(all, person, r.recorded_at) <= clocks::unasked_an_hour)
        tell(person, Priority::reply, std::move(m));
}

namespace {

// "olena: H2 the pool is empty": what is told nobody else because in most rooms everybody reads it as it is
// typed.
constexpr bool is_noted(const Event& event) {
    return std::visit(
        [](const auto& e) {
            using E = std::remove_cvref_t<decltype(e)>;
            return is_one_of<
                E, std::variant<NoteAdded, ImpactStarted, ImpactEnded, ImpactStated, HypothesisStated,
                                HypothesisJudged, QuestionAsked, QuestionAnswered, EvidenceTaken,
                                LessonLearned, ActionAdded, ActionChanged, CheckTicked, EntryCorrected,
                                EntryRetracted, KeyTimeStamped, TaskGiven, TaskDone, TaskExtended,
                                TaskDropped, CanReported, PollObjected>>;
        },
        static_cast<const EventVariant&>(event));
}

void tell_noted(const IncidentFile& file, std::span<const Recorded> events, std::vector<Outgoing>& out) {
    constexpr std::size_t words_max = 240;
    Message m;
    for (const Recorded& r : events) {
        if (!is_noted(r.event)) continue;
        views::Entry entry{.seq = r.seq, .index = r.index, .at = r.meta.at, .recorded = r.recorded_at};
        std::visit(views::Describe{file, r, entry}, static_cast<const EventVariant&>(r.event));
        m.lines.push_back(
            {say(fmt::format("{}: {}{}{}", text::isolated(r.meta.by_name), entry.item,
                             entry.item.empty() ? "" : " ", text::cut(entry.text, words_max)))});
        if (r.meta.at < r.recorded_at - minutes{1} && !r.meta.day_only)
            m.lines.back().push_back(say(" (" + text::near(r.meta.at, r.recorded_at) + ")"));
    }
    if (!m.lines.empty())
        out.push_back({.incident = file.now.id,
                       .priority = Priority::chatter,
                       .room = file.now.home,
                       .message = std::move(m)});
}

// What room_wish is made of: most commands change none of it, and comparing is cheaper than making two
// wishes.
bool wishes_the_same(const Incident& was, const Incident& now) {
    const auto commander = [](const Incident& i) {
        const Tenure* t = i.commander();
        return t ? std::string_view{t->name} : std::string_view{};
    };
    return was.home == now.home && was.is_private == now.is_private && was.number == now.number &&
           was.code_name == now.code_name && was.title == now.title && was.severity == now.severity &&
           was.state == now.state && commander(was) == commander(now) &&
           was.participants == now.participants && was.members == now.members && was.offers == now.offers &&
           was.pages.size() == now.pages.size() && was.tasks.size() == now.tasks.size();
}

// Its own room, where the platform makes rooms: whenever it should be otherwise than it was (or is not there
// yet).
void wish_for_room(const Incident& was, const Everything& all, const Incident& now,
                   std::vector<Outgoing>& out) {
    if (now.home_failed || !all.policy().traits_of(platform_of(now.home)).makes_rooms) return;
    if (was.id && wishes_the_same(was, now)) return;
    const RoomWish wish = room_wish(all, now);
    if (was.id && was.home == now.home && room_wish(all, was) == wish) return;
    out.insert(out.begin(), {.incident = now.id,
                             .priority = Priority::page, // it comes before everything that is said in it
                             .room = now.home,
                             .card = room_card(now.id),
                             .message = {},
                             .wish = to_json(wish)});
}

} // namespace

std::vector<Outgoing> notices(const Incident& was, const Everything& all, std::span<const Recorded> events,
                              bool unseen) {
    std::vector<Outgoing> out;
    if (events.empty()) return out;
    const IncidentFile* file = all.find(events.front().incident);
    if (!file) return out;
    bool card_changed = false;
    for (const Recorded& r : events)
        std::visit(Noticing{was, all, *file, file->now, r, events, out, card_changed}, r.event);
    if (unseen) tell_noted(*file, events, out);
    wish_for_room(was, all, file->now, out);
    if (card_changed)
        for (const RoomId& room : file->now.rooms)
            out.push_back({.incident = file->now.id,
                           .priority = Priority::card,
                           .room = room,
                           .card = "card/" + std::to_string(file->now.id.value),
                           .message = views::card(all, file->now)});
    return out;
}

} // namespace tocsin
