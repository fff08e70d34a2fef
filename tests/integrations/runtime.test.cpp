// The timer map, and the small bounded parts of the network code.
#include "integrations/net/json.hpp"
#include "integrations/net/live_page.hpp"
#include "integrations/net/rate.hpp"
#include "integrations/net/secret.hpp"
#include "integrations/runtime/scheduler.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace tocsin;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{Duration{1'000'000}};

// Both clocks are moved by hand.
struct Timers {
    Duration steady{5s};
    runtime::Scheduler scheduler{[this] { return steady; }};
};

} // namespace

TEST_CASE("What is due runs in the order of time, then of asking, each once", "[runtime]") {
    Timers timers;
    auto& scheduler = timers.scheduler;
    std::string ran;
    scheduler.at(start + 2s, [&] { ran += "c"; });
    scheduler.at(start + 1s, [&] { ran += "a"; });
    scheduler.at(start + 1s, [&] { ran += "b"; });
    scheduler.at(start + 9s, [&] { ran += "z"; });
    CHECK(scheduler.next(start) == start + 1s);
    scheduler.run_due(start);
    CHECK(ran.empty());
    scheduler.run_due(start + 2s);
    CHECK(ran == "abc");
    scheduler.run_due(start + 2s);
    CHECK(ran == "abc");
    CHECK(scheduler.next(start) == start + 9s);
}

TEST_CASE("An action may add what is due at once, cancel others, and cancel itself", "[runtime]") {
    Timers timers;
    auto& scheduler = timers.scheduler;
    std::string ran;
    runtime::Scheduler::Ticket self, other;
    self = scheduler.at(start, [&] {
        ran += "a";
        scheduler.cancel(self);
        scheduler.cancel(other);
        scheduler.at(start, [&] { ran += "c"; });
    });
    other = scheduler.at(start + 1s, [&] { ran += "b"; });
    scheduler.run_due(start + 1s);
    CHECK(ran == "ac");
    CHECK(!scheduler.next(start));
}

TEST_CASE("A wait takes as long as it was asked for, wherever the wall clock is set meanwhile", "[runtime]") {
    Timers timers;
    auto& scheduler = timers.scheduler;
    std::string ran;
    scheduler.after(2s, [&] { ran += "waited"; });
    scheduler.at(start + 1h, [&] { ran += " rang"; });
    const Instant set_back = start - 1h;
    CHECK(scheduler.next(set_back) == set_back + 2s);
    timers.steady += 2s - 1ms;
    scheduler.run_due(set_back + 2s);
    CHECK(ran.empty());
    timers.steady += 1ms;
    scheduler.run_due(set_back + 2s);
    CHECK(ran == "waited");
    scheduler.run_due(start + 1h);
    CHECK(ran == "waited rang");
    const auto ticket = scheduler.after(1s, [&] { ran += " never"; });
    scheduler.cancel(ticket);
    timers.steady += 1h;
    scheduler.run_due(start + 2h);
    CHECK(ran == "waited rang");
}

TEST_CASE("The driver hears when the next moment became earlier, and only then", "[runtime]") {
    Timers timers;
    auto& scheduler = timers.scheduler;
    int heard = 0;
    scheduler.on_earlier = [&] { ++heard; };
    scheduler.at(start + 5s, [] {});
    CHECK(heard == 1);
    scheduler.at(start + 6s, [] {});
    scheduler.at(start + 5s, [] {});
    CHECK(heard == 1);
    scheduler.at(start + 1s, [] {});
    CHECK(heard == 2);
}

TEST_CASE("JSON from outside is bounded in size, depth and number of values before it is built", "[json]") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(net::parse_untrusted(nested(32)).has_value());
    CHECK(net::parse_untrusted(nested(33)).has_error());
    CHECK(net::parse_untrusted(nested(500'000)).has_error());
    const auto flat = [](std::size_t values) {
        std::string text = "[1";
        for (std::size_t i = 1; i < values; ++i) text += ",1";
        return text + "]";
    };
    CHECK(net::parse_untrusted(flat(9'998)).has_value());
    CHECK(net::parse_untrusted(flat(10'001)).has_error());
    CHECK(net::parse_untrusted(std::string(100, ' ') + "1", 100).has_error());
    CHECK(net::parse_untrusted("\"" + std::string(20'000, ',') + "\\\"" + std::string(100, '[') + "\"")
              .has_value());
    CHECK(net::parse_untrusted("\"\xff\"").has_error());
    CHECK(net::parse_untrusted("{\"a\":1e400}").has_error());
    CHECK(net::parse_untrusted("{} {}").has_error());
    CHECK(net::parse_untrusted("").has_error());
    const auto object = net::parse_untrusted(R"({"text":"x","number":7})").value();
    CHECK(net::text_in(object, "text") == "x");
    CHECK(!net::text_in(object, "number"));
    CHECK(!net::text_in(nlohmann::json::array(), "text"));
    CHECK(net::number_in(object, "number") == 7);
    using namespace std::string_view_literals;
    for (const auto text : {"{}\0K"sv, "\0{}"sv, "{}\0"sv})
        CHECK(!net::parse_untrusted(text)); // no end of the text
}

TEST_CASE("A rate is counted for each key for itself, over a sliding time, and for a bounded number of keys",
          "[net]") {
    net::Rate rate{2, 10s};
    CHECK(rate.take("a", start));
    CHECK(rate.take("a", start + 6s));
    CHECK(!rate.take("a", start + 9s));
    CHECK(rate.take("b", start + 9s));
    CHECK(rate.take("a", start + 10s));
    CHECK(!rate.take("a", start + 15s));
    CHECK(rate.take("a", start + 16s));
    CHECK(!rate.take("a", start + 16s));
    rate.give_back("a");
    CHECK(rate.take("a", start + 16s));
    rate.give_back("nobody");
    // Many strangers at once share what is left, instead of filling the memory.
    for (std::size_t i = 0; i < net::Rate::keys_max; ++i) rate.take(std::to_string(i), start + 16s);
    rate.take("stranger", start + 16s);
    rate.take("stranger", start + 16s);
    CHECK(!rate.take("another stranger", start + 16s));
    CHECK(rate.take("another stranger", start + 1h));
}

TEST_CASE("Secrets carry all their random bytes, and are compared by their whole", "[net]") {
    const auto secret = [](std::byte last) {
        return net::make_secret([last](std::span<std::byte> bytes) { bytes.back() = last; });
    };
    CHECK(secret(std::byte{0}) == std::string(43, 'A'));
    CHECK(secret(std::byte{1}) != secret(std::byte{0}));
    CHECK(secret(std::byte{0x80}) != secret(std::byte{0}));
    CHECK(net::hash_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(net::same_secret("token", "token"));
    CHECK(!net::same_secret("token", "tokem"));
    CHECK(!net::same_secret("token", "token "));
    CHECK(!net::same_hash("", "a"));
}

TEST_CASE("A page's queue has an end, in frames and in bytes, and beyond it the page is cut", "[net]") {
    for (const auto& [frames, bytes] : {std::pair{4, 1}, std::pair{2, 5 << 20}}) {
        net::LivePage page{3};
        int cut = 0, told = 0;
        page.abort = [&] { ++cut; };
        page.on_closed = [&] { ++told; };
        for (int i = 1; i < frames; ++i) page.send(std::string(static_cast<std::size_t>(bytes), 'x'));
        CHECK(cut == 0);
        page.send(std::string(static_cast<std::size_t>(bytes), 'x'));
        CHECK(cut == 1);
        page.send("more");
        CHECK(cut == 1);
        CHECK(!page.next());
        page.end();
        page.end();
        CHECK(told == 1);
    }
}
