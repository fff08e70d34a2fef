// What Tocsin on Slack costs, beside the least that is possible (the floor) and what a team would write
// instead (the partner, Bolt). All three answer the same commands under the same load, from one fake Slack in
// this process.
#pragma once

#include "tests/bench/bench.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tocsin::bench {

inline constexpr std::size_t in_flight_many = 64;

struct Load {
    std::size_t one, many; // commands one at a time, and with 64 in flight
};

// Frame out to acknowledgement in, measured where the frame leaves.
struct Figures {
    Times one, many;
    double deaf_ms{};    // over a refresh of the connection: the longest while in which no command was heard
    double slowest_ms{}; // of the commands heard during it
    std::size_t lost{};  // commands of that while that nobody answered
    std::size_t rss_idle{}, rss_after{}; // resident bytes, connected and then after the load
};

// Who answers. All are up at once and take turns in short rounds: how long an fsync takes changes from one
// minute to the next, often tenfold, and each has to meet the same disk.
class Contender {
public:
    virtual ~Contender() = default;
    virtual void run(const Load& round) = 0; // adds to the figures; throws if a command gets no answer
    virtual void serve() {}                  // answers what has come in between, such as pings
    virtual void refresh(const std::function<void()>& /*meanwhile*/) {} // last of all
    Figures figures;
};

// A program that connects to the fake: started by the shell in a folder of its own, where config.toml and
// ca.pem lie. {folder}, {api}, {ca} and {config} stand for what they say; tokens and addresses are in the
// environment as well, in Tocsin's names (TOCSIN_SLACK_APP_TOKEN, ...) and in Bolt's (SLACK_APP_TOKEN, ...).
struct Program {
    std::string name, line;
    std::string first{};    // a command typed once before the measuring; empty: none
    std::string command;    // and what is measured: what follows /incident
    std::size_t sockets{1}; // ready once that many are open
};
std::unique_ptr<Contender> start(const Program&); // throws if it does not connect

// The same rows committed with an fsync, and an echo of a frame and its acknowledgement over TLS on loopback.
// With 64 in flight what has arrived is committed at once.
std::unique_ptr<Contender> start_floor();

} // namespace tocsin::bench
