// Being deaf (P12): noticed, told, and what was said meanwhile read from Slack's history, with its own times.
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "integrations/line.hpp"
#include "integrations/slack/impl.hpp"
#include "integrations/slack/json_reading.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::string_view heard_name = "slack.heard";
constexpr int page_size = 200;
constexpr Duration overlap = seconds{10}; // clocks differ; what is read twice counts once
constexpr Duration gap_max = hours{24 * 14};
constexpr std::size_t threads_max = 50;
constexpr Duration old_again_after = seconds{5};
constexpr int old_tries_max = 720; // an hour

} // namespace

struct Slack::Impl::Gap {
    GapKind kind{};
    Instant since{}, until{};
    struct Room {
        Backstage::Heard heard;
        std::string channel;
        std::uint32_t recovered{};
        std::size_t under_way{};
        bool read{}, told{}, incomplete{};
        std::vector<std::string> old, threads;
    };
    std::vector<Room> rooms;
};

void Slack::Impl::note_heard() {
    if (!hears_now) return;
    // A connection that is dead and not yet noticed to be hears nothing.
    const Instant last = sockets ? std::min(sockets->status().last_frame, doors.now()) : doors.now();
    doors.remember(std::string{heard_name}, std::to_string(last.time_since_epoch().count()));
}

void Slack::Impl::hears(bool up) {
    if (up == hears_now && deaf_since == Instant{} && up) return;
    const Instant now = doors.now();
    const bool first = deaf_since == Instant{} && !hears_now;
    hears_now = up;
    if (!up) {
        // A dead connection is noticed only a while after the last that came through it.
        const Instant last = sockets ? sockets->status().last_frame : now;
        deaf_since = last == Instant{} ? now : std::min(last, now);
        const auto number = ++deaf_number;
        doors.scheduler.after(lost_after, [weak = weak_from_this(), number] {
            const auto self = weak.lock();
            if (self && !self->stopping && self->deaf_number == number && !self->hears_now)
                self->tell_lost(self->deaf_since);
        });
        return;
    }
    ++deaf_number;
    swept_at = now;
    if (!first) return catch_up(std::exchange(deaf_since, Instant{}), now, GapKind::deaf);
    // The first time in this life: since the last one ended, if there was one.
    const auto kept = doors.remembered(heard_name);
    std::int64_t ms{};
    if (kept && std::from_chars(kept->data(), kept->data() + kept->size(), ms).ec == std::errc{} && ms > 0)
        catch_up(Instant{Duration{ms}}, now, GapKind::stopped);
    note_heard();
}

// In the rooms of other platforms, where people are.
void Slack::Impl::tell_lost(Instant since) {
    std::set<IncidentId> incidents;
    for (const auto& room : doors.backstage.rooms_of("slack"))
        if (room.is_open) incidents.insert(room.incident);
    for (const IncidentId id : incidents) {
        Ask a{.source = "slack-hearing",
              .key = fmt::format("lost/{}/{}", id.value, since.time_since_epoch().count()),
              .said_at = doors.now(),
              .heard_at = doors.now(),
              .what = Hearing{
                  .incident = id, .platform = "slack", .since = since, .until = no_instant, .lost = ""}};
        ask(std::move(a), [](const Answer&) {});
    }
}

// What went past us without a trace: Slack sent something again, or counts connections that are not ours; and
// now and then for no reason at all.
void Slack::Impl::sweep() {
    if (!sockets || !hears_now || deaf_since != Instant{}) return;
    const auto status = sockets->status();
    const Instant now = doors.now();
    const bool doubt = status.retried != swept_retried || status.strangers > 0;
    if (now - swept_at < (doubt ? sweep_in_doubt : sweep_each)) return;
    swept_retried = status.retried;
    catch_up(std::exchange(swept_at, now), now, GapKind::doubt);
}

void Slack::Impl::catch_up(Instant since, Instant until, GapKind kind) {
    auto gap = std::make_shared<Gap>();
    gap->since = std::max(since, until - gap_max);
    gap->until = until;
    gap->kind = kind;
    for (const auto& room : doors.backstage.rooms_of("slack")) {
        const Channel* channel = channels.channel_of(room.room);
        if (channel) gap->rooms.push_back({.heard = room, .channel = channel->id});
    }
    for (std::size_t n = 0; n < gap->rooms.size(); ++n) read_room(gap, n, "", 0);
}

// From the newest line that is known of the room, or from when Slack was last heard, whichever is earlier.
void Slack::Impl::read_room(const std::shared_ptr<Gap>& gap, std::size_t n, const std::string& cursor,
                            std::size_t page) {
    Gap::Room& room = gap->rooms[n];
    json args = {{"channel", room.channel},
                 {"oldest", ts_of(gap->since - overlap)},
                 {"inclusive", true},
                 {"include_all_metadata", true},
                 {"limit", page_size}};
    if (!cursor.empty()) args["cursor"] = cursor;
    api.call("conversations.history", std::move(args), Lane::history,
             [weak = weak_from_this(), gap, n, cursor, page](const ApiResult& r) {
                 const auto self = weak.lock();
                 if (!self || self->stopping) return;
                 Gap::Room& of = gap->rooms[n];
                 if (!r.ok && (r.unreachable || r.fate == Fate::again)) {
                     const Duration wait = std::max<Duration>(r.retry_after, seconds{5});
                     self->doors.scheduler.after(wait, [weak, gap, n, cursor, page] {
                         if (const auto again = weak.lock()) again->read_room(gap, n, cursor, page);
                     });
                     return;
                 }
                 if (!r.ok) of.incomplete = true;
                 const json& all = reading::list(r.body, "messages");
                 for (auto m = all.rbegin(); m != all.rend(); ++m) // the newest comes first
                     self->take_old(gap, n, *m);
                 const std::string next = reading::next_cursor(r.body);
                 if (!next.empty() && page + 1 < history_pages_max)
                     return self->read_room(gap, n, next, page + 1);
                 if (!next.empty()) of.incomplete = true;
                 self->read_threads(gap, n);
             });
}

// Replies do not stand in a channel's history.
void Slack::Impl::read_threads(const std::shared_ptr<Gap>& gap, std::size_t n) {
    Gap::Room& room = gap->rooms[n];
    if (room.threads.empty()) {
        room.read = true;
        return gap_read(gap);
    }
    const std::string parent = room.threads.back();
    room.threads.pop_back();
    api.call("conversations.replies",
             {{"channel", room.channel},
              {"ts", parent},
              {"oldest", ts_of(gap->since - overlap)},
              {"limit", page_size}},
             Lane::history, [weak = weak_from_this(), gap, n, parent](const ApiResult& r) {
                 const auto self = weak.lock();
                 if (!self || self->stopping) return;
                 if (!r.ok) gap->rooms[n].incomplete = true;
                 for (const json& m : reading::list(r.body, "messages"))
                     if (m.is_object() && reading::text(m, "ts") != parent) self->take_old(gap, n, m);
                 self->read_threads(gap, n);
             });
}

void Slack::Impl::take_old(const std::shared_ptr<Gap>& gap, std::size_t n, const json& m) {
    Gap::Room& room = gap->rooms[n];
    if (!m.is_object()) return;
    const std::string ts = reading::text(m, "ts"), thread = reading::text(m, "thread_ts"),
                      subtype = reading::text(m, "subtype");
    Instant said{};
    if (!instant_of(ts, said)) return;
    if (m.contains("reply_count") && reading::text(m, "latest_reply") > ts_of(gap->since - overlap) &&
        room.threads.size() < threads_max)
        room.threads.push_back(ts);
    Actor actor{.user = reading::text(m, "user")};
    const std::string bot = reading::text(m, "bot_id");
    const bool plain = subtype.empty() || subtype == "file_share" || subtype == "thread_broadcast" ||
                       subtype == "bot_message";
    if (!plain || people.is_us(actor.user, bot)) return;
    if (actor.user.empty()) actor = {.user = bot, .name = reading::text(m, "username")};
    if (actor.user.empty() || doors.backstage.said(room.heard.room, ts)) return; // heard before
    ++room.under_way;
    auto go = [weak = weak_from_this(), gap, n, actor, ts, thread, said, words = reading::text(m, "text"),
               bot] {
        const auto self = weak.lock();
        if (!self) return;
        self->read_line(words, [self, gap, n, actor, ts, thread, said, words, bot](const Read& read) {
            Gap::Room& of = gap->rooms[n];
            std::string line{tocsin::text::trimmed(read.text)};
            const std::string called = "<@" + self->people.our_user() + ">";
            const bool by_name = words.starts_with(called);
            if (by_name)
                line = std::string{tocsin::text::trimmed(
                    std::string_view{line}.substr(std::min(line.find(' '), line.size())))};
            const Typed how = typed(line, self->settings.prefix, false);
            const bool command = bot.empty() && (by_name || !how.talk);
            Ask a = self->ask_of(actor, of.heard.room, of.channel + "/" + ts);
            a.said_at = std::min(said, self->doors.now());
            a.what = Typed{.line = read.text, .talk = true, .ref = ts, .thread = thread == ts ? "" : thread};
            // An old command is not run as if it were fresh: it is shown with its time, to be run by a press.
            if (command && of.old.size() < old_lines_max)
                of.old.push_back(fmt::format("{} {} {}", token_of(a.name), tocsin::text::hhmm(said),
                                             how.talk ? line : how.line));
            self->keep_old(gap, n, std::move(a), 1);
        });
    };
    if (people.find(actor.user) || !bot.empty()) return go();
    people.look_up(actor.user, go);
}

// What could not be saved is saved later: Slack will not bring it again.
void Slack::Impl::keep_old(const std::shared_ptr<Gap>& gap, std::size_t n, Ask a, int tries) {
    ask(a, [self = shared_from_this(), gap, n, a, tries](const Answer& answer) {
        Gap::Room& room = gap->rooms[n];
        if (!answer.recorded && tries < old_tries_max && !self->stopping) {
            self->doors.scheduler.after(old_again_after, [weak = std::weak_ptr{self}, gap, n, a, tries] {
                if (const auto again = weak.lock()) again->keep_old(gap, n, a, tries + 1);
            });
            return;
        }
        if (!answer.recorded) room.incomplete = true;
        if (!answer.duplicate && answer.recorded) ++room.recovered;
        --room.under_way;
        self->gap_read(gap);
    });
}

// One report an incident, once all of its room was read.
void Slack::Impl::gap_read(const std::shared_ptr<Gap>& gap) {
    for (Gap::Room& room : gap->rooms) {
        if (!room.read || room.told || room.under_way > 0) continue;
        room.told = true;
        const Duration length = gap->until - gap->since;
        const Duration worth_telling = gap->kind == GapKind::deaf      ? gap_min
                                       : gap->kind == GapKind::stopped ? stopped_min
                                                                       : Duration::max();
        const bool missed = room.recovered > 0 || !room.old.empty();
        if (!missed && (length < worth_telling || !room.heard.is_open)) continue;
        std::string lost = "edits and reactions made meanwhile";
        if (room.incomplete) lost += ", and lines that Slack did not show me";
        Ask a{.source = "slack-hearing",
              .key =
                  fmt::format("back/{}/{}", room.heard.incident.value, gap->until.time_since_epoch().count()),
              .said_at = doors.now(),
              .heard_at = doors.now(),
              .what = Hearing{.incident = room.heard.incident,
                              .platform = "slack",
                              .since = gap->since,
                              .until = gap->until,
                              .recovered = room.recovered,
                              .lost = lost,
                              .old = room.old}};
        ask(std::move(a), [](const Answer&) {});
    }
}

} // namespace tocsin::slack
