// Socket Mode of the fake Slack (SLACK.md 1): tickets, hello, envelopes, acks, redelivery, disconnects.
#pragma once

#include "tests/fakes/slack/tools.hpp"

#include <memory>

namespace tocsin::fakes {

class Slack;

// How a socket is reached; the listener or the in-process adapter fills it in.
struct Line {
    std::function<void(std::string)> send;    // a text frame
    std::function<void(std::uint16_t)> close; // after what was sent
    std::function<void()> cut;                // without a Close frame
};

struct Delivery {
    std::string type; // events_api, slash_commands, interactive
    json payload;
    bool accepts{}; // accepts_response_payload
    bool again{};   // comes again without an ack: events do, commands and interactions do not
    std::function<void(const json&)> acked{};         // in time; the payload, {} if there was none
    std::function<void(const std::string&)> failed{}; // operation_timeout, dispatch_failed; not of events
};

class Sockets {
public:
    using Id = std::uint64_t;
    explicit Sockets(Slack& slack) : slack_{slack} {}

    std::string new_ticket();
    bool ticket_good(std::string_view) const;
    // Uses the ticket up and sends hello at once. nullopt: no such ticket, or too many (that one is told so,
    // then closed).
    std::optional<Id> open(std::string_view ticket, Line, bool debug_reconnects = false);
    void received(Id, std::string_view text); // what is no ack is a complaint
    void closed(Id, bool with_close_frame);

    void deliver(Delivery);
    // disconnect frame, and 10 s later the end (warning) or at once (all other reasons). 0: all sockets.
    void disconnect(const std::string& reason, Id = 0);
    void cut(Id = 0); // without a Close frame
    void flow();      // a stall is over: what waited goes through
    std::vector<Id> open_sockets() const;
    std::size_t registered() const; // what hello says

    // Counted for tests.
    struct Counts {
        std::size_t delivered{}, redelivered{}, acked{}, late_acks{}, stray_acks{}, lost{}, events_dropped{};
    } counts;

private:
    struct Socket {
        Line line;
        bool closing{};
        std::vector<std::string> held_out{}, held_in{};
    };
    struct Flight : Delivery {
        int attempt{};
        bool done{};
        std::string reason{};
        Instant begun{};
    };
    using FlightPtr = std::shared_ptr<Flight>;
    struct Envelope {
        FlightPtr flight;
        Id socket{};
        Instant sent{};
    };
    void send(Id, std::string text);
    void attempt(const FlightPtr&);
    void put_on(Id, const FlightPtr&, const std::string& envelope);
    void missed(const FlightPtr&, int attempt, bool nobody);
    void take_ack(Id, const json&);
    std::optional<Id> pick(bool& nobody);
    std::optional<Duration> pause_before(int attempt) const;
    void end(Id);

    Slack& slack_;
    std::map<Id, Socket> sockets_;
    std::map<std::string, Instant, std::less<>> tickets_;
    std::map<std::string, Envelope, std::less<>> envelopes_;
    std::vector<Instant> dead_; // registrations of connections that vanished, until then
    Id count_{};
};

} // namespace tocsin::fakes
