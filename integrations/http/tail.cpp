// Long polling: a program that follows what is said, without a socket of its own.
#include "commands/core/json_writer.hpp"
#include "integrations/http/impl.hpp"
#include "integrations/net/http_parts.hpp"
#include "integrations/room/lines.hpp"

#include <algorithm>

namespace tocsin::http {

// Lines for one person are not for the API: it reads as nobody in particular (P8).
void Tail::keep(const TalkLine& line) {
    if (line.only_for || platform_of(line.room) != settings_.platform ||
        !doors_.reader.may_enter({}, line.room))
        return;
    Kept kept{line.id, room::line_json(line, settings_.prefix)};
    const auto later = std::upper_bound(lines_.begin(), lines_.end(), kept,
                                        [](const Kept& a, const Kept& b) { return a.id < b.id; });
    if (later != lines_.begin() && std::prev(later)->id == kept.id) return;
    lines_.insert(later, std::move(kept));
    if (lines_.size() > lines_max) lines_.pop_front();
}

// What was said before this start.
void Tail::read_once() {
    if (std::exchange(read_, true)) return;
    for (const RoomId& room : doors_.reader.rooms({}, settings_.platform))
        for (const TalkLine& line : doors_.reader.talk({}, room, 0, lines_of_a_room_max)) keep(line);
}

net::Response Tail::answer(std::uint64_t after) const {
    auto first =
        std::find_if(lines_.begin(), lines_.end(), [&](const Kept& line) { return line.id > after; });
    std::uint64_t last = after;
    JsonWriter j;
    j.object([&] {
        j.key("lines").array([&] {
            for (std::size_t n = 0; first != lines_.end() && n < answer_lines_max; ++first, ++n) {
                j.raw(first->json);
                last = first->id;
            }
        });
        j.key("after").value(last);
    });
    return net::json_response(j.take());
}

void Tail::ask(std::uint64_t after, seconds wait, net::Respond respond) {
    read_once();
    const bool there = !lines_.empty() && lines_.back().id > after;
    if (there || wait <= seconds{0} || stopped_) return respond(answer(after));
    if (waiting_.size() >= waiting_max) {
        net::Response busy = net::problem(503, "Too many are waiting for the next line. Ask again soon.");
        busy.headers.emplace_back("Retry-After", "5");
        return respond(std::move(busy));
    }
    const auto mine = waiting_.insert(waiting_.end(), {after, std::move(respond), {}});
    mine->until = doors_.scheduler.after(std::min(wait, wait_max), [this, mine] {
        mine->respond(answer(mine->after));
        waiting_.erase(mine);
    });
}

void Tail::said(const TalkLine& line) {
    keep(line);
    if (lines_.empty()) return;
    for (auto each = waiting_.begin(); each != waiting_.end();) {
        if (lines_.back().id <= each->after) {
            ++each;
            continue;
        }
        doors_.scheduler.cancel(each->until);
        each->respond(answer(each->after));
        each = waiting_.erase(each);
    }
}

void Tail::redacted(const std::vector<std::string>& words) {
    std::erase_if(lines_, [&](const Kept& line) {
        return std::any_of(words.begin(), words.end(),
                           [&](const auto& w) { return line.json.find(w) != std::string::npos; });
    });
}

void Tail::stop() {
    stopped_ = true;
    for (const Waiting& each : waiting_) {
        doors_.scheduler.cancel(each.until);
        each.respond(answer(each.after));
    }
    waiting_.clear();
}

} // namespace tocsin::http
