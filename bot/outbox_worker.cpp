// The outbox worker.
#include "bot/outbox_worker.hpp"

#include "commands/core/item.hpp"
#include "commands/core/room_wish.hpp"
#include "integrations/room/lines.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::bot {

using storage::OutboxRow;
using storage::OutboxState;

OutboxWorker::OutboxWorker(Doors doors) : doors_{std::move(doors)} {}

void OutboxWorker::add_port(ChatPort& port) { ports_[std::string{port.platform()}] = &port; }

void OutboxWorker::start(std::vector<OutboxRow> pending, std::vector<OutboxRow> undelivered) {
    for (OutboxRow& row : undelivered) undelivered_.push_back(std::move(row));
    for (const OutboxRow& row : pending) inherited_.insert(row.id.value);
    put(std::move(pending));
}

void OutboxWorker::put(std::vector<OutboxRow> rows) {
    std::set<std::string> lanes;
    for (OutboxRow& row : rows) {
        lanes.insert(row.lane);
        enqueue(std::move(row));
    }
    for (const auto& lane : lanes) pump(lane);
}

void OutboxWorker::enqueue(OutboxRow row) {
    if (!row.card.empty()) supersede_older_card(row);
    const std::uint64_t id = row.id.value;
    lanes_[row.lane].queue[{row.priority, row.made_at, id}] = id;
    // Of an earlier process; by a clock that may have been set since.
    if (const Duration wait = row.try_at - doors_.now(); wait > Duration{})
        rest(row, std::min<Duration>(wait, wait_max));
    rows_[id] = std::move(row);
}

// One card per incident and room: what waits is replaced by the newer text (DESIGN 4.13).
void OutboxWorker::supersede_older_card(const OutboxRow& row) {
    std::uint64_t& waiting = waiting_cards_[{row.card, row.room}];
    if (const auto old = rows_.find(waiting); old != rows_.end()) {
        Lane& lane = lanes_[old->second.lane];
        const Order order{old->second.priority, old->second.made_at, waiting};
        if (lane.queue.erase(order)) {
            OutboxRow gone = std::move(old->second);
            rows_.erase(old);
            end(std::move(gone), OutboxState::superseded, "");
        }
    }
    waiting = row.id.value;
}

bool OutboxWorker::newer_card_waits(const OutboxRow& row) const {
    return !row.card.empty() && waiting_cards_.contains({row.card, row.room});
}

void OutboxWorker::pump(const std::string& name) {
    Lane& lane = lanes_[name];
    if (lane.pumping) return;
    lane.pumping = true;
    while (!lane.busy && !stopped_ && !lane.queue.empty() && send_next(name)) {
    }
    lane.pumping = false;
}

// False: the lane has to wait until the first row may be tried again, which pumps it.
bool OutboxWorker::send_next(const std::string& name) {
    Lane& lane = lanes_[name];
    const std::uint64_t id = lane.queue.begin()->second;
    OutboxRow& row = rows_.at(id);
    if (row.not_after != no_instant && doors_.now() > row.not_after) {
        lane.queue.erase(lane.queue.begin());
        OutboxRow late = std::move(row);
        rows_.erase(id);
        end(std::move(late), OutboxState::dropped, "too late to be useful");
        return true;
    }
    if (resting_.contains(id)) return false; // the lane keeps its order: what is younger waits too
    lane.queue.erase(lane.queue.begin());
    send(name, id);
    return true;
}

std::string OutboxWorker::edit_of(const OutboxRow& row) const {
    if (row.card.empty()) return "";
    if (const auto it = sent_cards_.find({row.card, row.room}); it != sent_cards_.end()) return it->second;
    const auto sent = doors_.store.sent_card(row.card, row.room); // posted by an earlier process
    return sent && *sent ? (*sent)->receipt : "";
}

void OutboxWorker::send(const std::string& name, std::uint64_t id) {
    OutboxRow& row = rows_.at(id);
    const auto port = ports_.find(platform_of(row.room));
    ++row.tries;
    if (!row.card.empty()) waiting_cards_.erase({row.card, row.room});
    lanes_[name].busy = true;
    ++under_way_;
    if (port == ports_.end())
        return finished(name, id,
                        {.how = Delivered::How::refused,
                         .reason = "no such chat platform is connected: " + platform_of(row.room)});
    port->second->deliver({.id = row.id,
                           .room = row.room,
                           .person = row.person,
                           .edit_of = edit_of(row),
                           .body = row.body,
                           .card = row.card,
                           .made_at = row.made_at,
                           .thread = row.thread,
                           .priority = row.priority,
                           .maybe_sent = inherited_.contains(row.id.value),
                           .page = row.page != 0,
                           .update = row.update != 0,
                           .audience = row.audience,
                           .wish = is_room_card(row.card)},
                          [this, name, id](Delivered d) { finished(name, id, d); });
}

void OutboxWorker::finished(const std::string& name, std::uint64_t id, const Delivered& d) {
    --under_way_;
    lanes_[name].busy = false;
    OutboxRow& row = rows_.at(id);
    const bool away = d.how == Delivered::How::away && doors_.now() - row.made_at < away_max;
    if (away && row.tries > 1) --row.tries; // nobody was asked, so nobody refused
    const bool to_be_tried = away || d.how == Delivered::How::try_again;
    if (to_be_tried && newer_card_waits(row)) {
        OutboxRow older = std::move(row);
        rows_.erase(id);
        end(std::move(older), OutboxState::superseded, "");
    } else if (to_be_tried && (away || row.tries < tries_max)) {
        again(name, row, d);
    } else {
        OutboxRow ended = std::move(row);
        rows_.erase(id);
        const bool accepted = d.how == Delivered::How::accepted;
        ended.receipt = d.receipt;
        if (accepted && !ended.card.empty()) sent_cards_[{ended.card, ended.room}] = d.receipt;
        end(std::move(ended), accepted ? OutboxState::sent : OutboxState::dead, d.reason);
    }
    pump(name);
}

void OutboxWorker::again(const std::string& name, OutboxRow& row, const Delivered& d) {
    // Full jitter: somewhere between nothing and a bound that doubles.
    Duration bound = wait_first;
    for (std::uint32_t n = 1; n < row.tries && bound < wait_max; ++n) bound *= 2;
    const auto wait = std::max<Duration>(
        d.retry_after,
        Duration{static_cast<std::int64_t>(static_cast<double>(bound.count()) * doors_.jitter())});
    row.try_at = doors_.now() + wait;
    row.reason = d.reason;
    rest(row, wait);
    lanes_[name].queue[{row.priority, row.made_at, row.id.value}] = row.id.value;
    if (!row.card.empty()) waiting_cards_[{row.card, row.room}] = row.id.value;
    save(row);
}

// On the steady clock: one that is set back must not hold a message.
void OutboxWorker::rest(const OutboxRow& row, Duration wait) {
    resting_.insert(row.id.value);
    doors_.scheduler.after(wait, [this, id = row.id.value, lane = row.lane] {
        resting_.erase(id);
        pump(lane);
    });
}

void OutboxWorker::end(OutboxRow row, OutboxState state, std::string reason) {
    inherited_.erase(row.id.value);
    row.state = state;
    row.reason = std::move(reason);
    if (state == OutboxState::dead || state == OutboxState::dropped) {
        doors_.problem(fmt::format("not delivered to {}: {}", row.room.value, row.reason));
        undelivered_.push_front(row);
        if (undelivered_.size() > undelivered_max) undelivered_.pop_back();
    }
    save(std::move(row));
}

void OutboxWorker::redact(const std::vector<std::string>& words) {
    Message mark;
    mark.lines.push_back({say(redacted_mark)});
    const std::string body = to_json(mark);
    const auto holds = [&](const std::string& text) {
        return std::any_of(words.begin(), words.end(),
                           [&](const auto& w) { return text.find(w) != std::string::npos; });
    };
    for (auto& [id, row] : rows_)
        if (holds(row.body)) row.body = body;
    for (auto& row : undelivered_)
        if (holds(row.body)) row.body = body;
    for (auto& [id, line] : lines_)
        if (holds(line.text)) line.text = body;
}

TalkLine OutboxWorker::keep_line(const Delivery& d) {
    const auto before = room::line_of(d.edit_of);
    TalkLine line = doors_.pipeline.bot_line(d.room, d.person, d.body, before ? before->said_at : d.made_at);
    if (before) { // in its place
        line.id = before->id;
        line.edited = true;
    }
    lines_[d.id.value] = line;
    return line;
}

storage::Write OutboxWorker::row_with_line(const OutboxRow& row) const {
    storage::Write write;
    write.outbox.push_back(row);
    if (const auto line = lines_.find(row.id.value); line != lines_.end()) write.talk.push_back(line->second);
    return write;
}

// How an update or a page ended comes back as an Ask, in one transaction with its row: it discharges the
// obligation, or tells the room that nobody was told (DESIGN 4.5). Of other rows only the row is written.
void OutboxWorker::save(OutboxRow row) {
    const bool ended = row.state != OutboxState::waiting;
    const bool room = is_room_card(row.card) && row.state != OutboxState::superseded;
    if ((row.update == 0 && row.page == 0 && !room) || !ended) {
        storage::Write write = row_with_line(row);
        doors_.pipeline.write(std::move(write), [this, row = std::move(row)](const Result<void>& r) {
            saved(row, r.has_value());
        });
        return;
    }
    Ask ask{.source = "receipt",
            .key = fmt::format("receipt/{}", row.id.value),
            .platform = "",
            .account = "",
            .name = "",
            .room = row.room,
            .said_at = doors_.now(),
            .heard_at = doors_.now(),
            .entropy = {},
            .what = Receipt{row.id, row.incident, row.update, row.page, row.audience, row.room,
                            row.state == OutboxState::sent, row.reason, room, row.receipt}};
    storage::Write with = row_with_line(row);
    doors_.pipeline.ask_with(std::move(ask), std::move(with),
                             [this, row = std::move(row)](const Answer& a) { saved(row, a.recorded); });
}

// What was sent and could not be written is written again until the disk takes it: the row is not sent twice
// for that.
void OutboxWorker::saved(const OutboxRow& row, bool recorded) {
    if (!recorded) {
        if (row.state == OutboxState::waiting)
            return; // only its tries: a later state must not be written over by it
        doors_.scheduler.after(save_again_after, [this, row] { save(row); });
        return;
    }
    if (auto line = lines_.extract(row.id.value); !line.empty()) doors_.said(line.mapped());
}

} // namespace tocsin::bot
