// /api/v1: the same grammar for programs and for the command line, with a bearer token; health for
// supervisors.
//   POST /api/v1/ask   {"room":"#production","who":"ana","text":"/incident note x","key":"k1"}
//        200 the Answer as JSON {"reply":{"text",...},"incident":"INC-n"|null,"events":[{"seq","kind"}],
//            "duplicate":false,...}
//        400 {"error":"..."} key missing, not JSON, a field missing, over 64 KiB
//        401 {"error":"..."} no or wrong token
//        503 {"error":"..."} could not be saved: send it again with the same key
//        A text without the command prefix is talk: {"talk":true,...}. "at" (ISO time): said in the past.
//   GET  /api/v1/tail?after=N&wait=25  -> {"lines":[LINE...],"after":N}
//        lines of all rooms after a cursor; waits up to `wait` seconds for the first
//   GET  /api/v1/incidents, /api/v1/incidents/INC-7, .../timeline[?full=1], .../draft?layout=sre&format=md
//   POST /api/v1/link  {"name":"ana"|""} -> {"link":"..."}: a fresh join link
//   GET  /metrics -> how the platforms are heard, for operators (Prometheus' text form)
//   GET  /healthz -> 200 "ok" while the process lives · /readyz -> 200 or 503 with the reason
#pragma once

#include "integrations/integration.hpp"
#include "integrations/net/http_server.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace tocsin::http {

struct Doors {
    Inbound& inbound;
    Reader& reader;
    runtime::Scheduler& scheduler;
    std::function<Instant()> now;
    std::function<void(std::span<std::byte>)> random;
    std::function<std::string(std::string_view name)> join_link; // empty: there is no own room
    std::function<std::string()> not_ready;                      // empty string: ready
    std::function<std::string()> metrics{};                      // Prometheus' text form; of no incident
};

struct Settings {
    std::string token; // bearer token, at least 32 characters
    std::string prefix{"/incident "};
    std::string platform{"room"}; // whose accounts and rooms "who" and "room" are
};

class Api {
public:
    Api(Settings, Doors);
    ~Api();
    void serve(net::HttpServer&);
    void said(const TalkLine&);
    // a line for those who wait in tail
    // Lines that hold one of the words are told to nobody any more.
    void redacted(const std::vector<std::string>& words);
    void stop(); // answers those who wait

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

} // namespace tocsin::http
