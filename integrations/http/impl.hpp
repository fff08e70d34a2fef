// The API's inside: api.cpp answers, tail.cpp keeps the newest lines and those who wait for the next one.
#pragma once

#include "integrations/http/api.hpp"

#include <deque>
#include <list>

namespace tocsin::http {

// Lines of all rooms after a cursor. Only the newest are kept in memory; at the first question they are read
// once.
class Tail {
public:
    static constexpr std::size_t lines_max = 1000;
    static constexpr std::size_t answer_lines_max = 200;
    static constexpr std::size_t lines_of_a_room_max = 100; // read at the first question
    static constexpr std::size_t waiting_max = 64;
    static constexpr seconds wait_max{25};

    Tail(const Settings& settings, const Doors& doors) : settings_{settings}, doors_{doors} {}
    void ask(std::uint64_t after, seconds wait, net::Respond);
    void said(const TalkLine&);
    void redacted(const std::vector<std::string>& words);
    void stop(); // answers those who wait

private:
    struct Waiting {
        std::uint64_t after{};
        net::Respond respond;
        runtime::Scheduler::Ticket until;
    };
    void read_once();
    void keep(const TalkLine&);
    net::Response answer(std::uint64_t after) const;

    const Settings& settings_;
    const Doors& doors_;
    struct Kept {
        std::uint64_t id{};
        std::string json;
    };
    std::deque<Kept> lines_; // by id
    std::list<Waiting> waiting_;
    bool read_{}, stopped_{};
};

struct Api::Impl : std::enable_shared_from_this<Api::Impl> {
    Impl(Settings s, Doors d);
    void serve(net::HttpServer&);

    void ask(const net::Request&, net::Respond);
    void tail_lines(const net::Request&, net::Respond);
    void incidents(const net::Request&, net::Respond);
    void one_incident(const net::Request&, net::Respond);
    void link(const net::Request&, net::Respond);

    Settings settings;
    Doors doors;
    Tail tail{settings, doors};

private:
    bool may(const net::Request&) const;
    void answered(const Answer&, bool talk, const net::Respond&) const;
    std::string token_id_; // before every key: one token's keys are not another's (DESIGN 4.3)
};

} // namespace tocsin::http
