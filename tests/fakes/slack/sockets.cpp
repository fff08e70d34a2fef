// Tickets, envelopes, acks and redelivery.
#include "tests/fakes/slack/slack.hpp"

#include <algorithm>

namespace tocsin::fakes {
namespace {

using namespace std::chrono_literals;

constexpr Duration ticket_lives = 30s;
constexpr Duration warning_before = 10s;
constexpr Duration debug_lives = 360s;
constexpr std::size_t hourly_retries_max = 24;
constexpr Duration strays_known_for = 1min; // a later ack is one of nothing
constexpr Duration event_lives = 2h;        // without Delayed Events

} // namespace

std::string Sockets::new_ticket() {
    auto ticket = lower_case(slack_.dice.letters(8)) + "-" + lower_case(slack_.dice.letters(24));
    tickets_.emplace(ticket, slack_.now() + ticket_lives);
    return ticket;
}

bool Sockets::ticket_good(std::string_view ticket) const {
    const auto found = tickets_.find(ticket);
    return found != tickets_.end() && slack_.now() < found->second && !slack_.faults.link_disabled &&
           slack_.now() >= slack_.faults.away_until;
}

std::size_t Sockets::registered() const {
    const auto ghosts = static_cast<std::size_t>(std::max(0, slack_.faults.ghosts));
    const auto dead = std::ranges::count_if(dead_, [&](Instant until) { return slack_.now() < until; });
    return sockets_.size() + ghosts + static_cast<std::size_t>(dead);
}

std::vector<Sockets::Id> Sockets::open_sockets() const {
    std::vector<Id> out;
    for (const auto& [id, socket] : sockets_) out.push_back(id);
    return out;
}

std::optional<Sockets::Id> Sockets::open(std::string_view ticket, Line line, bool debug_reconnects) {
    const bool good = ticket_good(ticket);
    if (const auto found = tickets_.find(ticket); found != tickets_.end()) tickets_.erase(found);
    if (!good) return std::nullopt;
    if (registered() >= slack_.settings.sockets_max) {
        line.send(json{{"type", "disconnect"},
                       {"reason", "too_many_websockets"},
                       {"num_connections", registered()},
                       {"debug_info", {{"host", "applink-fake-1"}}},
                       {"connection_info", {{"app_id", slack_.world.app}}}}
                      .dump());
        line.close(1000);
        return std::nullopt;
    }
    const Id id = ++count_;
    sockets_.emplace(id, Socket{std::move(line)});
    const auto lives = debug_reconnects ? debug_lives : slack_.settings.socket_lives;
    const auto lives_seconds = std::chrono::floor<seconds>(lives).count();
    send(id, json{{"type", "hello"},
                  {"num_connections", registered()},
                  {"debug_info",
                   {{"host", "applink-fake-" + std::to_string(id)},
                    {"build_number", 10},
                    {"approximate_connection_time", lives_seconds}}},
                  {"connection_info", {{"app_id", slack_.world.app}}}}
                 .dump());
    slack_.timers.at(slack_.now() + lives - warning_before, [this, id] {
        if (sockets_.contains(id)) disconnect("warning", id);
    });
    return id;
}

void Sockets::send(Id id, std::string text) {
    const auto found = sockets_.find(id);
    if (found == sockets_.end()) return;
    if (slack_.faults.stalled)
        found->second.held_out.push_back(std::move(text));
    else
        found->second.line.send(std::move(text));
}

void Sockets::flow() {
    for (const auto id : open_sockets()) {
        auto& socket = sockets_.at(id);
        const auto out = std::exchange(socket.held_out, {}), in = std::exchange(socket.held_in, {});
        for (const auto& text : out) send(id, text);
        for (const auto& text : in) received(id, text);
    }
}

void Sockets::received(Id id, std::string_view text) {
    const auto found = sockets_.find(id);
    if (found == sockets_.end()) return;
    if (slack_.faults.stalled) {
        found->second.held_in.emplace_back(text);
        return;
    }
    const auto frame = json::parse(text, nullptr, false);
    if (!frame.is_object() || !frame.contains("envelope_id") || !frame["envelope_id"].is_string()) {
        slack_.complain("a frame that is no ack: " + std::string{text.substr(0, 80)});
        return;
    }
    take_ack(id, frame);
}

void Sockets::take_ack(Id id, const json& frame) {
    const auto found = envelopes_.find(frame["envelope_id"].get<std::string>());
    if (found == envelopes_.end()) {
        ++counts.stray_acks;
        return;
    }
    const Envelope envelope = found->second;
    auto& flight = *envelope.flight;
    const auto payload = frame.value("payload", json::object());
    const auto after = slack_.now() - envelope.sent;
    slack_.record(
        {{"kind", "ack"},
         {"type", flight.type},
         {"about", flight.payload.value("type", flight.payload.value("command", ""))},
         {"callback_id", flight.payload.contains("view") ? flight.payload["view"].value("callback_id", "")
                                                         : flight.payload.value("callback_id", "")},
         {"accepts_response_payload", flight.accepts},
         {"payload", payload},
         {"after_ms", after.count()}});
    if (envelope.socket != id) { // acks go to the socket of delivery
        ++counts.stray_acks;
        slack_.complain("an ack came on another socket than its envelope");
        return;
    }
    envelopes_.erase(found);
    if (after > slack_.settings.ack_within) {
        ++counts.late_acks;
        return;
    }
    if (flight.again && slack_.dice.happens(slack_.faults.acks_lost)) return;
    ++counts.acked;
    if (!flight.accepts && payload.is_object() && !payload.empty())
        slack_.complain("a payload in the ack of " + flight.type + ", which accepts none");
    if (std::exchange(flight.done, true)) return;
    if (flight.acked) flight.acked(flight.accepts ? payload : json::object());
}

void Sockets::deliver(Delivery delivery) {
    auto flight = std::make_shared<Flight>();
    static_cast<Delivery&>(*flight) = std::move(delivery);
    flight->begun = slack_.now();
    const auto times = flight->again && slack_.dice.happens(slack_.faults.doubled) ? 2 : 1;
    for (int i = 0; i < times; ++i) {
        const auto jitter = slack_.faults.jitter;
        if (jitter <= Duration{}) {
            attempt(flight);
            continue;
        }
        const Duration later{slack_.dice.below(static_cast<std::size_t>(jitter.count()) + 1)};
        slack_.timers.at(slack_.now() + later, [this, flight] { attempt(flight); });
    }
}

// One of the open sockets. nullopt: it went to nobody who reads, or (`nobody`) nothing is registered at all.
std::optional<Sockets::Id> Sockets::pick(bool& nobody) {
    std::vector<Id> open;
    for (const auto& [id, socket] : sockets_)
        if (!socket.closing) open.push_back(id);
    if (open.empty()) open = open_sockets();
    std::erase_if(dead_, [&](Instant until) { return slack_.now() >= until; });
    const auto unread = static_cast<std::size_t>(std::max(0, slack_.faults.ghosts)) + dead_.size();
    nobody = open.empty() && unread == 0;
    if (nobody) return std::nullopt;
    if (slack_.dice.happens(slack_.faults.withheld)) return std::nullopt;
    const auto total = open.size() + unread;
    const auto drawn = total == 1 ? 0 : slack_.dice.below(total);
    if (drawn >= open.size()) return std::nullopt;
    return open[drawn];
}

void Sockets::attempt(const FlightPtr& flight) {
    const int number = flight->attempt;
    bool nobody = false;
    const auto socket = pick(nobody);
    ++counts.delivered;
    if (number > 0) ++counts.redelivered;
    if (nobody) {
        missed(flight, number, true);
        return;
    }
    std::string envelope;
    if (socket) {
        envelope = lower_case(slack_.dice.letters(8)) + "-" + lower_case(slack_.dice.letters(12));
        put_on(*socket, flight, envelope);
        slack_.timers.at(slack_.now() + slack_.settings.ack_within + strays_known_for,
                         [this, envelope] { envelopes_.erase(envelope); });
    }
    slack_.timers.at(slack_.now() + slack_.settings.ack_within + Duration{1},
                     [this, flight, number] { missed(flight, number, false); });
}

void Sockets::put_on(Id id, const FlightPtr& flight, const std::string& envelope) {
    envelopes_[envelope] = {flight, id, slack_.now()};
    json frame{{"envelope_id", envelope},
               {"payload", flight->payload},
               {"type", flight->type},
               {"accepts_response_payload", flight->accepts}};
    if (flight->again) {
        frame["retry_attempt"] = flight->attempt;
        frame["retry_reason"] = flight->reason;
    }
    send(id, frame.dump());
}

// As the settings say; then hourly for a day if the app has that setting.
std::optional<Duration> Sockets::pause_before(int attempt) const {
    const auto& retries = slack_.settings.retries;
    const auto n = static_cast<std::size_t>(attempt);
    if (n <= retries.size()) return retries[n - 1];
    if (slack_.settings.delayed_events && n <= retries.size() + hourly_retries_max) return 1h;
    return std::nullopt;
}

void Sockets::missed(const FlightPtr& flight, int number, bool nobody) {
    if (flight->done || flight->attempt != number) return;
    if (!flight->again) {
        flight->done = true;
        ++counts.lost;
        if (flight->failed) flight->failed(nobody ? "dispatch_failed" : "operation_timeout");
        return;
    }
    const auto pause = pause_before(number + 1);
    const bool too_old = !slack_.settings.delayed_events && slack_.now() - flight->begun > event_lives;
    if (!pause || too_old) {
        flight->done = true;
        ++counts.events_dropped;
        return;
    }
    flight->attempt = number + 1;
    flight->reason = "timeout";
    slack_.timers.at(slack_.now() + *pause, [this, flight] {
        if (!flight->done) attempt(flight);
    });
}

void Sockets::disconnect(const std::string& reason, Id which) {
    const bool notice = reason == "warning";
    for (const auto id : open_sockets()) {
        if (which != 0 && id != which) continue;
        auto& socket = sockets_.at(id);
        if (std::exchange(socket.closing, true)) continue;
        send(id, json{{"type", "disconnect"},
                      {"reason", reason},
                      {"debug_info", {{"host", "applink-fake-" + std::to_string(id)}}}}
                     .dump());
        if (notice)
            slack_.timers.at(slack_.now() + warning_before, [this, id] { end(id); });
        else
            end(id);
    }
}

// Ends it with a Close frame, from our side.
void Sockets::end(Id id) {
    const auto found = sockets_.find(id);
    if (found == sockets_.end()) return;
    const auto line = std::move(found->second.line);
    sockets_.erase(found);
    line.close(1000);
}

void Sockets::cut(Id which) {
    for (const auto id : open_sockets()) {
        if (which != 0 && id != which) continue;
        const auto line = std::move(sockets_.at(id).line);
        sockets_.erase(id);
        line.cut();
    }
}

void Sockets::closed(Id id, bool with_close_frame) {
    if (sockets_.erase(id) == 0 || with_close_frame) return;
    if (slack_.settings.dead_registration_lives > Duration{})
        dead_.push_back(slack_.now() + slack_.settings.dead_registration_lives);
}

} // namespace tocsin::fakes
