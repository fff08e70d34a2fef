// Socket Mode of the fake Slack: hello, acks, redelivery, disconnects (SLACK.md 1).
#include "tests/fakes/slack/office.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace std::chrono_literals;
using fakes::Office;
using nlohmann::json;

TEST_CASE("a ticket is good for one connection, and hello comes first, unasked", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    REQUIRE(tap->id);
    REQUIRE(tap->frames.size() == 1);
    CHECK(tap->frames[0]["type"] == "hello");
    CHECK(tap->frames[0]["num_connections"] == 1);
    CHECK(tap->frames[0]["connection_info"]["app_id"] == office.slack.world.app);
    const auto ticket = office.slack.sockets.new_ticket();
    CHECK(office.slack.sockets.open(ticket, {[](std::string) {}, [](std::uint16_t) {}, [] {}}));
    CHECK(!office.slack.sockets.open(ticket, {[](std::string) {}, [](std::uint16_t) {}, [] {}}));
    CHECK(office.connect()->frames[0]["num_connections"] == 3);
    const auto stale = office.slack.sockets.new_ticket();
    office.pass(31s);
    CHECK(!office.slack.sockets.ticket_good(stale));
}

TEST_CASE("an eleventh socket is told that it is too many", "[fake-slack]") {
    Office office;
    office.slack.faults.ghosts = 9;
    const auto tenth = office.connect();
    CHECK(tenth->frames[0]["num_connections"] == 10);
    const auto eleventh = office.connect();
    CHECK(!eleventh->id);
    REQUIRE(eleventh->frames.size() == 1);
    CHECK(eleventh->frames[0]["type"] == "disconnect");
    CHECK(eleventh->frames[0]["reason"] == "too_many_websockets");
    CHECK(eleventh->closed == 1000);
}

TEST_CASE("an event without an ack comes again at once, after one minute and after five, and then no more",
          "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    office.slack.people.types("mei", "#ops", "hello");
    struct Row {
        Duration from_start; // when it has come
        std::size_t count;
    };
    const std::vector<Row> rows{{0s, 1},  {3'900ms, 1}, {4'100ms, 2}, {67s, 2},
                                {68s, 3}, {370s, 3},    {371s, 4},    {8h, 4}};
    const auto begun = office.now;
    for (const auto& row : rows) {
        office.pass(begun + row.from_start - office.now);
        CAPTURE(row.from_start.count());
        CHECK(Office::count(*tap, "message") == row.count);
        const auto envelope = Office::newest(*tap, "message");
        CHECK(envelope["retry_attempt"] == row.count - 1);
        CHECK(envelope["retry_reason"] == (row.count == 1 ? "" : "timeout"));
    }
    std::set<std::string> events, envelopes;
    for (const auto& frame : tap->frames)
        if (frame.contains("payload")) {
            events.insert(frame["payload"]["event_id"]);
            envelopes.insert(frame["envelope_id"]);
        }
    CHECK(events.size() == 1);
    CHECK(envelopes.size() == 4);
    CHECK(office.slack.sockets.counts.events_dropped == 1);
}

TEST_CASE("both kinds of ack end the redelivery of an event, a late one does not", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    office.slack.people.types("mei", "#ops", "one");
    office.ack(*tap, Office::newest(*tap, "message"));
    office.slack.people.types("mei", "#ops", "two");
    office.ack(*tap, Office::newest(*tap, "message"), json::object()); // as the client for Node says it
    office.pass(1h - 11s);
    CHECK(Office::count(*tap, "message") == 2);
    CHECK(office.slack.sockets.counts.acked == 2);
    CHECK(office.slack.complaints.empty());

    const auto other = office.connect();
    tap->closed.reset();
    office.slack.sockets.closed(*tap->id, true);
    office.slack.people.types("mei", "#ops", "three");
    const auto late = Office::newest(*other, "message");
    office.pass(3'001ms);
    office.ack(*other, late);
    CHECK(office.slack.sockets.counts.late_acks == 1);
    office.pass(2s);
    CHECK(Office::count(*other, "message") == 2);
}

TEST_CASE("an ack belongs onto the socket that delivered, and a payload only where one is accepted",
          "[fake-slack]") {
    Office office;
    const auto first = office.connect();
    office.slack.people.types("mei", "#ops", "x");
    const auto envelope = Office::newest(*first, "message");
    const auto second = office.connect();
    office.ack(*second, envelope);
    CHECK(office.slack.sockets.counts.acked == 0);
    CHECK(office.slack.complaints.size() == 1);
    office.ack(*first, envelope, {{"text", "no"}});
    CHECK(office.slack.sockets.counts.acked == 1);
    CHECK(office.slack.complaints.size() == 2);
    office.slack.sockets.received(*first->id, "not json");
    CHECK(office.slack.complaints.size() == 3);
}

TEST_CASE("events that happened while no socket was open come with their retries", "[fake-slack]") {
    Office office;
    office.slack.people.types("mei", "#ops", "nobody hears");
    office.pass(30s);
    const auto tap = office.connect();
    office.pass(5min);
    REQUIRE(Office::count(*tap, "message") >= 1);
    CHECK(tap->frames[1]["retry_attempt"] == 2);
}

TEST_CASE("commands and presses never come again; the person sees that nothing came of it", "[fake-slack]") {
    Office office;
    office.slack.people.command("mei", "#ops", "/incident", "list");
    REQUIRE(office.slack.seen("mei", "#ops").size() == 1);
    CHECK(office.slack.seen("mei", "#ops")[0].text == "/incident failed with the error \"dispatch_failed\"");
    const auto tap = office.connect();
    office.slack.people.command("mei", "#ops", "/incident", "list");
    office.pass(2'999ms);
    CHECK(office.slack.seen("mei", "#ops").size() == 1);
    office.pass(1h - 20s);
    CHECK(Office::count(*tap, "/incident") == 1);
    REQUIRE(office.slack.seen("mei", "#ops").size() == 2);
    const auto last = office.slack.seen("mei", "#ops").back();
    CHECK(last.text == "/incident failed with the error \"operation_timeout\"");
    CHECK(last.error);
    CHECK(office.slack.seen("ana", "#ops").empty());
    office.ack(*tap, Office::newest(*tap, "/incident"), {{"text", "too late"}});
    CHECK(office.slack.seen("mei", "#ops").size() == 2);
}

TEST_CASE("each payload goes to one of the sockets, and what nobody reads is lost or comes again",
          "[fake-slack]") {
    Office office;
    const auto one = office.connect(), two = office.connect();
    for (int i = 0; i < 40; ++i) office.slack.people.types("mei", "#ops", "x");
    CHECK(Office::count(*one, "message") + Office::count(*two, "message") == 40);
    CHECK(Office::count(*one, "message") > 5);
    CHECK(Office::count(*two, "message") > 5);

    office.slack.faults.ghosts = 2; // half of it
    const auto before = Office::count(*one, "/incident") + Office::count(*two, "/incident");
    for (int i = 0; i < 40; ++i) office.slack.people.command("mei", "#ops", "/incident", "x");
    const auto came = Office::count(*one, "/incident") + Office::count(*two, "/incident") - before;
    CHECK(came > 8);
    CHECK(came < 32);
    office.slack.faults.ghosts = 0;
    office.slack.faults.withheld = 1;
    office.slack.people.command("ana", "#ops", "/incident", "x");
    office.pass(4s);
    CHECK(office.slack.seen("ana", "#ops").back().error);
}

TEST_CASE("a connection that vanished keeps its registration for a while", "[fake-slack]") {
    fakes::Settings settings;
    settings.dead_registration_lives = 5h;
    Office office{settings};
    const auto dead = office.connect();
    office.slack.sockets.closed(*dead->id, false);
    CHECK(office.connect()->frames[0]["num_connections"] == 2);
    const auto clean = office.connect();
    office.slack.sockets.closed(*clean->id, true);
    CHECK(office.slack.sockets.registered() == 2);
    office.slack.settings.socket_lives = 24h;
    office.pass(5h);
    CHECK(office.slack.sockets.registered() <= 1);
}

TEST_CASE("a warning gives ten seconds, other reasons none; a socket has an end", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    office.slack.sockets.disconnect("warning");
    CHECK(tap->frames.back()["reason"] == "warning");
    CHECK(!tap->frames.back().contains("envelope_id"));
    const auto fresh = office.connect(); // beside the old one
    CHECK(fresh->frames[0]["num_connections"] == 2);
    office.pass(9'999ms);
    CHECK(!tap->closed);
    office.pass(1ms);
    CHECK(tap->closed == 1000);
    office.slack.sockets.disconnect("refresh_requested");
    CHECK(fresh->frames.back()["reason"] == "refresh_requested");
    CHECK(fresh->closed == 1000);

    const auto old = office.connect();
    office.pass(1h - 11s);
    CHECK(old->frames.size() == 1);
    office.pass(1s);
    CHECK(old->frames.back()["reason"] == "warning");
    const auto brief = office.connect(true);
    CHECK(brief->frames[0]["debug_info"]["approximate_connection_time"] == 360);
    office.pass(6min);
    CHECK(brief->closed == 1000);
    office.slack.faults.link_disabled = true;
    CHECK(json::parse(office.form("apps.connections.open", json::object()).body)["error"] == "link_disabled");
}

TEST_CASE("deliveries double, lose their acks, and lose their order, each on demand", "[fake-slack]") {
    Office office;
    const auto tap = office.connect();
    SECTION("doubled") {
        office.slack.faults.doubled = 1;
        office.slack.people.types("mei", "#ops", "x");
        REQUIRE(Office::count(*tap, "message") == 2);
        CHECK(tap->frames[1]["payload"]["event_id"] == tap->frames[2]["payload"]["event_id"]);
        office.slack.people.command("mei", "#ops", "/incident", "x");
        CHECK(Office::count(*tap, "/incident") == 1);
    }
    SECTION("acks lost") {
        office.slack.faults.acks_lost = 1;
        office.slack.people.types("mei", "#ops", "x");
        office.ack(*tap, Office::newest(*tap, "message"));
        office.pass(5s);
        CHECK(Office::count(*tap, "message") == 2);
    }
    SECTION("out of order, but all of it") {
        office.slack.faults.jitter = 2s;
        std::vector<std::string> typed, came;
        for (int i = 0; i < 20; ++i) typed.push_back(office.slack.people.types("mei", "#ops", "x"));
        office.pass(2s);
        for (const auto& frame : tap->frames)
            if (frame.contains("payload")) came.push_back(frame["payload"]["event"]["ts"]);
        CHECK(came != typed);
        std::ranges::sort(came);
        CHECK(came == typed);
    }
    SECTION("stalled: nothing passes until it flows again") {
        office.slack.faults.stalled = true;
        office.slack.people.types("mei", "#ops", "x");
        CHECK(tap->frames.size() == 1);
        office.slack.faults.stalled = false;
        office.slack.sockets.flow();
        CHECK(tap->frames.size() == 2);
    }
    SECTION("cut without a Close frame") {
        office.slack.sockets.cut();
        CHECK(tap->closed == 0);
        CHECK(office.slack.sockets.registered() == 0);
    }
}
