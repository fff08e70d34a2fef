// What becomes of messages once they are durable: order, cards, retries, ends, and receipts that are events.
#include "tests/support/bot_on_disk.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using storage::OutboxRow;
using storage::OutboxState;
using test::BotOnDisk;

namespace {

using How = Delivered::How;
auto has(const std::string& words) { return Catch::Matchers::Contains(words); }

// A bot whose platform does nothing until it is told to.
struct Sending : BotOnDisk {
    struct Under {
        Delivery delivery;
        Done done;
        Instant at{};
    };
    std::vector<Under> tries; // all of this life and those before
    std::uint64_t ids{1'000};

    Sending() {
        deliver = [this](const Delivery& d, Done done) { tries.push_back({d, std::move(done), now}); };
        REQUIRE(start().has_value());
    }
    void restart() {
        die();
        REQUIRE(start().has_value());
    }
    OutboxRow row(Priority priority, std::string room = "#ops", std::string card = "") {
        OutboxRow r;
        r.id.value = ++ids;
        r.priority = static_cast<std::uint8_t>(priority);
        r.room = {"room:" + room};
        r.lane = r.room.value;
        r.card = std::move(card);
        r.made_at = r.try_at = now;
        r.body = to_json(Message{.lines = {{tocsin::say("row " + std::to_string(ids))}}});
        return r;
    }
    // As the pipeline does it: on disk first.
    OutboxId put(OutboxRow r) {
        storage::Write w;
        w.outbox.push_back(r);
        REQUIRE(store().commit({&w, 1}).has_value());
        const OutboxId id = r.id;
        engine().worker().put({std::move(r)});
        return id;
    }
    void answer(How how, std::string reason = "", Duration after = {}) {
        const Under last = tries.back(); // answering may send the next
        if (how == How::accepted && last.delivery.card.empty()) engine().worker().keep_line(last.delivery);
        last.done({.how = how,
                   .receipt = "r" + std::to_string(last.delivery.id.value),
                   .reason = std::move(reason),
                   .retry_after = after});
    }
    // Accepts whatever comes, until nothing does.
    void accept_all() {
        for (std::size_t n = 0; n < tries.size(); ++n) {
            const Under one = tries[n];
            if (one.delivery.card.empty()) engine().worker().keep_line(one.delivery);
            one.done({.receipt = "r" + std::to_string(one.delivery.id.value)});
        }
    }
    std::vector<std::uint64_t> order() const {
        std::vector<std::uint64_t> found;
        for (const auto& t : tries) found.push_back(t.delivery.id.value);
        return found;
    }
    std::optional<OutboxRow> pending(OutboxId id) const {
        const auto rows = another_reader()->pending_outbox();
        for (const auto& r : *rows)
            if (r.id == id) return r;
        return std::nullopt;
    }
    const IncidentFile& incident() const { return state().incidents.begin()->second; }
};

template <class E> std::vector<E> events_of(const IncidentFile& file) {
    std::vector<E> found;
    for (const Recorded& r : file.log)
        if (const auto* e = std::get_if<E>(&r.event)) found.push_back(*e);
    return found;
}

} // namespace

TEST_CASE("In a lane one message is under way at a time, by priority, then by age", "[bot][outbox]") {
    Sending bot;
    bot.put(bot.row(Priority::chatter));
    REQUIRE(bot.tries.size() == 1);
    const auto mirror = bot.put(bot.row(Priority::mirror)), page = bot.put(bot.row(Priority::page)),
               update = bot.put(bot.row(Priority::update));
    bot.pass(seconds{1});
    const auto older = bot.put(bot.row(Priority::reply)), younger = bot.put(bot.row(Priority::reply));
    CHECK(bot.tries.size() == 1);
    while (bot.engine().worker().waiting() > 0) bot.answer(How::accepted);
    CHECK(bot.order() == std::vector<std::uint64_t>{1'001, page.value, older.value, younger.value,
                                                    update.value, mirror.value});
}

TEST_CASE("Lanes do not wait for each other", "[bot][outbox]") {
    Sending bot;
    bot.put(bot.row(Priority::reply, "#ops"));
    bot.put(bot.row(Priority::chatter, "#general"));
    CHECK(bot.tries.size() == 2);
}

TEST_CASE("A card that waits is replaced by its newer text, and what is posted is edited", "[bot][outbox]") {
    Sending bot;
    const auto first = bot.put(bot.row(Priority::card, "#ops", "card/1"));
    const auto second = bot.put(bot.row(Priority::card, "#ops", "card/1"));
    const auto other = bot.put(bot.row(Priority::card, "#ops", "card/2"));
    const auto third = bot.put(bot.row(Priority::card, "#ops", "card/1"));
    while (bot.engine().worker().waiting() > 0) bot.answer(How::accepted);
    CHECK(bot.order() == std::vector<std::uint64_t>{first.value, other.value, third.value});
    CHECK(bot.tries[0].delivery.edit_of.empty());
    CHECK(bot.tries[1].delivery.edit_of.empty());
    CHECK(bot.tries[2].delivery.edit_of == "r1001"); // the receipt of the first post
    CHECK_FALSE(bot.pending(second));                // superseded, on disk too
    CHECK(bot.engine().worker().undelivered().empty());

    bot.restart(); // the receipt is kept
    bot.put(bot.row(Priority::card, "#ops", "card/1"));
    CHECK(bot.tries.back().delivery.edit_of == "r1004");
    bot.put(bot.row(Priority::card, "#general", "card/1")); // another room has a card of its own
    CHECK(bot.tries.back().delivery.edit_of.empty());
}

TEST_CASE("A card that failed gives way to the newer text that waits behind it", "[bot][outbox]") {
    Sending bot;
    const auto first = bot.put(bot.row(Priority::card, "#ops", "card/1"));
    const auto second = bot.put(bot.row(Priority::card, "#ops", "card/1"));
    bot.answer(How::try_again, "busy");
    CHECK(bot.order() ==
          std::vector<std::uint64_t>{first.value, second.value}); // at once, and the first never again
    bot.answer(How::accepted);
    CHECK(bot.engine().worker().waiting() == 0);
    CHECK_FALSE(bot.pending(first));
    CHECK(bot.engine().worker().undelivered().empty());
}

TEST_CASE(
    "P3: retries wait longer and longer up to a bound, end after the last, and stand where people see it",
    "[bot][outbox]") {
    Sending bot;
    const auto id = bot.put(bot.row(Priority::reply));
    std::vector<Duration> waits;
    for (std::uint32_t n = 1; n < bot::OutboxWorker::tries_max; ++n) {
        REQUIRE(bot.tries.size() == n);
        bot.answer(How::try_again, "cannot be reached");
        CHECK(bot.pending(id)->tries == n);
        bot.pass(bot::OutboxWorker::wait_max);
        REQUIRE(bot.tries.size() == n + 1);
        waits.push_back(bot.tries[n].at - bot.tries[n - 1].at);
    }
    bot.answer(How::try_again, "cannot be reached");
    CHECK(bot.engine().worker().waiting() == 0);
    CHECK(std::ranges::is_sorted(waits));
    CHECK(waits.front() <= bot::OutboxWorker::wait_first);
    CHECK(waits.back() > seconds{30});
    bot.pass(hours{1});
    CHECK(bot.tries.size() == bot::OutboxWorker::tries_max);
    REQUIRE(bot.engine().worker().undelivered().size() == 1);
    CHECK(bot.engine().worker().undelivered()[0].reason == "cannot be reached");
    CHECK_THAT(bot.engine().reader().overview({}), has("cannot be reached") && has("row 1001"));
    bot.restart();
    CHECK(bot.tries.size() == bot::OutboxWorker::tries_max);
    CHECK(bot.engine().worker().undelivered().size() == 1);
    CHECK(bot.engine().worker().undelivered()[0].state == OutboxState::dead);
}

TEST_CASE("What the platform asks to wait is waited", "[bot][outbox]") {
    Sending bot;
    bot.put(bot.row(Priority::reply));
    bot.answer(How::try_again, "too many requests", minutes{7});
    bot.pass(minutes{7} - Duration{1});
    CHECK(bot.tries.size() == 1);
    bot.pass(Duration{1});
    CHECK(bot.tries.size() == 2);
}

TEST_CASE("A lane keeps its order while its first message waits, but what is more urgent goes",
          "[bot][outbox]") {
    Sending bot;
    bot.put(bot.row(Priority::update));
    bot.answer(How::try_again, "busy", minutes{1});
    bot.put(bot.row(Priority::update)); // behind it
    CHECK(bot.tries.size() == 1);
    const auto page = bot.put(bot.row(Priority::page));
    REQUIRE(bot.tries.size() == 2);
    CHECK(bot.tries[1].delivery.id == page);
    bot.answer(How::accepted);
    bot.pass(minutes{1});
    while (bot.engine().worker().waiting() > 0) bot.answer(How::accepted);
    CHECK(bot.order() == std::vector<std::uint64_t>{1'001, page.value, 1'001, 1'002});
}

TEST_CASE("P3: what is refused is given up at once, and so is what has no platform", "[bot][outbox]") {
    Sending bot;
    bot.put(bot.row(Priority::reply));
    bot.answer(How::refused, "the channel is archived");
    OutboxRow elsewhere = bot.row(Priority::reply);
    elsewhere.room = {"pigeon:1"};
    elsewhere.lane = "pigeon:1";
    bot.put(elsewhere);
    CHECK(bot.tries.size() == 1);
    REQUIRE(bot.engine().worker().undelivered().size() == 2);
    CHECK(bot.engine().worker().undelivered()[1].reason == "the channel is archived");
    CHECK_THAT(bot.engine().worker().undelivered()[0].reason,
               has("no such chat platform is connected: pigeon"));
}

TEST_CASE("P3: what comes too late to be useful is dropped, and stands in the list", "[bot][outbox]") {
    Sending bot;
    OutboxRow late = bot.row(Priority::reply);
    late.not_after = bot.now + minutes{5};
    bot.put(late);
    bot.answer(How::try_again, "busy", minutes{6});
    bot.pass(minutes{10});
    CHECK(bot.tries.size() == 1);
    CHECK(bot.engine().worker().waiting() == 0);
    REQUIRE(bot.engine().worker().undelivered().size() == 1);
    CHECK(bot.engine().worker().undelivered()[0].state == OutboxState::dropped);
    bot.restart();
    CHECK(bot.tries.size() == 1);
    CHECK(bot.engine().worker().undelivered()[0].state == OutboxState::dropped);
}

TEST_CASE("The receipt of an update is an event, on disk together with its row, and discharges what was owed",
          "[bot][outbox]") {
    Sending bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.accept_all();
    bot.stop();
    bot.holds_writes = true;
    REQUIRE(bot.start().has_value());
    std::optional<Answer> answered;
    bot.pipeline().ask(bot.line("mei", "#inc-1", "update customers next=30m Cards fail for some."),
                       [&](Answer a) { answered = std::move(a); });
    bot.tries.clear();
    bot.held()->commit();
    CHECK(bot.tries.empty()); // P1: nothing is sent before it is on disk ...
    bot.held()->tell();
    const auto update = std::ranges::find_if(
        bot.tries, [](const auto& t) { return t.delivery.room.value == "room:#customers"; });
    REQUIRE(update != bot.tries.end()); // ... and then at once
    const OutboxId id = update->delivery.id;
    CHECK(bot.incident().now.clocks.at(Audience::customers).settled.empty());

    bot.pass(seconds{4});
    update->done({.receipt = "r"});
    const auto on_disk = [&] {
        std::size_t n = 0;
        const auto reader = bot.another_reader();
        for (const Recorded& r : *reader->load_events())
            n += std::holds_alternative<UpdateDelivered>(r.event);
        return n;
    };
    CHECK(bot.pending(id));
    CHECK(on_disk() == 0);
    bot.held()->commit();
    CHECK_FALSE(bot.pending(id));
    CHECK(on_disk() == 1);
    bot.held()->tell();

    const auto& clock = bot.incident().now.clocks.at(Audience::customers);
    REQUIRE(clock.settled.size() == 1);
    CHECK(clock.settled[0].published == bot.now);
    REQUIRE(clock.open);
    CHECK(clock.open->due == bot.incident().updates.at({1, Audience::customers}).promise);
    CHECK(events_of<UpdateDelivered>(bot.incident()).size() == 1);
}

TEST_CASE("A person's message that is edited stays one line, where it was first said", "[bot][outbox]") {
    BotOnDisk bot{1};
    REQUIRE(bot.start().has_value());
    const auto send = [&](std::string words) {
        OutboxRow r;
        r.id.value = 1'000 + static_cast<std::uint64_t>(words.size());
        r.room = {"room:#ops"};
        r.lane = r.room.value;
        r.person = {7};
        r.card = "waits/1/1";
        r.made_at = r.try_at = bot.now;
        r.body = to_json(Message{.lines = {{tocsin::say(words)}}});
        storage::Write w;
        w.outbox.push_back(r);
        REQUIRE(bot.store().commit({&w, 1}).has_value());
        bot.engine().worker().put({std::move(r)});
        bot.pass(minutes{10});
    };
    const auto lines = [&] {
        const RoomId room{"room:#ops"};
        return bot.another_reader()
            ->talk(std::span{&room, 1}, std::numeric_limits<std::uint64_t>::max(), 10)
            .value();
    };
    send("one thing waits");
    const auto first = lines();
    REQUIRE(first.size() == 1);
    bot.die();
    REQUIRE(bot.start().has_value()); // the receipt is kept
    send("nothing waits any more");
    const auto second = lines();
    REQUIRE(second.size() == 1);
    CHECK(second[0].id == first[0].id);
    CHECK(second[0].said_at == first[0].said_at);
    CHECK(second[0].text.find("nothing waits any more") != std::string::npos);
    CHECK(second[0].only_for == PersonId{7});
}

TEST_CASE("P3: an update that nobody got is told to the room, and what was owed stays owed",
          "[bot][outbox]") {
    Sending bot;
    bot.say("mei", "#ops", "declare sev2 cards fail");
    bot.deliver = [&](const Delivery& d, const BotOnDisk::Done& done) {
        if (d.room.value == "room:#customers")
            return done({.how = How::refused, .reason = "the channel is archived"});
        if (d.card.empty()) bot.engine().worker().keep_line(d);
        done({.receipt = "r"});
    };
    bot.restart();
    bot.say("mei", "#inc-1", "update customers Cards fail for some.");
    const auto failed = events_of<UpdateUndelivered>(bot.incident());
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].reason == "the channel is archived");
    CHECK(bot.incident().updates.at({1, Audience::customers}).undelivered);
    CHECK(bot.incident().now.clocks.at(Audience::customers).settled.empty());
    const auto told = bot.told("#inc-1");
    CHECK(std::ranges::any_of(told, [](const auto& line) {
        return line.find("did NOT reach") != std::string::npos && line.find("archived") != std::string::npos;
    }));
}

TEST_CASE("P3: what was not sent when the process ended is sent by the next one", "[bot][outbox]") {
    Sending bot;
    const auto under_way = bot.put(bot.row(Priority::reply)), waiting = bot.put(bot.row(Priority::chatter));
    const bool in_order = GENERATE(true, false);
    bot.tries.clear();
    if (in_order)
        bot.stop();
    else
        bot.die();
    REQUIRE(bot.start().has_value());
    while (bot.engine().worker().waiting() > 0) bot.answer(How::accepted);
    CHECK(bot.order() == std::vector<std::uint64_t>{under_way.value, waiting.value});
    CHECK(bot.told("#ops").size() == 2);
    bot.tries.clear();
    bot.restart();
    CHECK(bot.tries.empty());
}

TEST_CASE("P2: what was sent and could not be written is written again, not sent again", "[bot][outbox]") {
    Sending bot;
    std::vector<TalkLine> said;
    bot.said = [&](const TalkLine& line) { said.push_back(line); };
    const auto id = bot.put(bot.row(Priority::reply));
    bot.disk.fail_after(1, test::FaultyDisk::Fault::io_error, test::FaultyDisk::for_ever);
    bot.answer(How::accepted);
    bot.pass(seconds{30});
    CHECK(said.empty()); // P1: not shown before it is on disk
    CHECK(bot.pending(id));
    bot.disk.heal();
    bot.pass(bot::OutboxWorker::save_again_after);
    CHECK_FALSE(bot.pending(id));
    CHECK(said.size() == 1);
    CHECK(bot.tries.size() == 1);
    bot.restart();
    CHECK(bot.tries.size() == 1);
    CHECK(bot.told("#ops").size() == 1);
}

TEST_CASE("P11: a platform that answers at once is called once at a time, however long the queue",
          "[bot][outbox]") {
    Sending bot;
    bot.put(bot.row(Priority::page)); // keeps the lane busy
    for (int i = 0; i < 300; ++i) bot.put(bot.row(Priority::reply));
    int depth = 0, deepest = 0, sent = 0;
    bot.deliver = [&](const Delivery&, const BotOnDisk::Done& done) {
        deepest = std::max(deepest, ++depth);
        ++sent;
        done({.receipt = "r"});
        --depth;
    };
    bot.answer(How::accepted);
    CHECK(sent == 300);
    CHECK(deepest == 1);
}

TEST_CASE("A quiet worker takes nothing new and finishes what is under way", "[bot][outbox]") {
    Sending bot;
    const auto first = bot.put(bot.row(Priority::reply));
    bot.put(bot.row(Priority::reply));
    bot.engine().quiet();
    CHECK_FALSE(bot.engine().worker().idle());
    bot.answer(How::accepted);
    CHECK(bot.engine().worker().idle());
    CHECK(bot.tries.size() == 1);
    CHECK_FALSE(bot.pending(first));
}
