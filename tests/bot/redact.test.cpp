// A redaction: the words are nowhere any more, a mark stays, the chain verifies, and the next life reads the
// same.
#include "tests/support/life.hpp"

using namespace tocsin;
using test::has;
using test::Life;
using test::text;
using Fault = test::FaultyDisk::Fault;

namespace {

constexpr auto secret = "hunter2-of-the-\"gateway\"";

struct Leaky : Life {
    Leaky() {
        say("mei", "#ops", "declare sev2 cards fail");
        say("ana", "#inc-1", std::string{"note the password is "} + secret, "leak");
        say("ana", "#inc-1", std::string{"correct N1 at=-1m the password was "} + secret);
        ask(talk("mei", "#ops", std::string{"did ana write the password is "} + secret + "?"));
        say("mei", "#inc-1", "show N1", "shown");
        say("mei", "#inc-1", "note harmless");
    }
    // In every row that anything can be read from.
    bool anywhere() {
        const auto holds = [](const std::string& where) {
            return where.find("hunter2") != std::string::npos;
        };
        for (const Recorded& r : *store().load_events()) {
            std::string body;
            std::visit(
                [&](auto e) {
                    fields(e, [&](const char*, auto& f) {
                        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(f)>, std::string>)
                            body += f;
                    });
                },
                r.event);
            if (holds(body)) return true;
        }
        for (const auto* room : {"room:#ops", "room:#inc-1"}) {
            const RoomId id{room};
            for (const TalkLine& line : *store().talk({&id, 1}, 0, 1'000))
                if (holds(line.text)) return true;
        }
        for (const auto& row : *store().recent_inbox(Instant{}))
            if (holds(row.line) || holds(row.answer)) return true;
        for (const Recorded& r : state().incidents.at({1}).log)
            if (const auto* note = std::get_if<NoteAdded>(&r.event); note && holds(note->text)) return true;
        return false;
    }
};

} // namespace

TEST_CASE("P6: redact takes the words out of record, answers and talk; a mark stays and the chain verifies",
          "[bot][redact]") {
    Leaky bot;
    REQUIRE(bot.anywhere());
    const Answer done = bot.say("ana", "#inc-1", "redact N1 holds a password", "gone");
    CHECK(done.outcome == Outcome::done);
    CHECK_FALSE(bot.anywhere());
    CHECK(bot.store().verify()->problems.empty());
    CHECK(bot.store().verify()->redacted == 2); // the note and its correction
    CHECK_THAT(text(bot.say("mei", "#inc-1", "timeline")), has("[redacted]") && has("harmless"));
    CHECK_THAT(text(bot.say("mei", "#inc-1", "show N1")), has("[redacted]"));
    bot.state_is_on_disk();
    bot.die_and_start();
    CHECK_FALSE(bot.anywhere());
    bot.state_is_on_disk();
    const Answer again = bot.say("ana", "#inc-1", "redact N1 holds a password", "gone");
    CHECK(again.duplicate);
    const auto repeat = text(bot.say("ana", "#inc-1", std::string{"note the password is "} + secret, "leak"));
    CHECK_THAT(repeat,
               has("This was answered before") && !has("another text")); // its line is no longer known
    CHECK_FALSE(bot.anywhere());
    CHECK_THAT(text(bot.say("ana", "#inc-1", "undo")), has("gone for good"));
}

TEST_CASE("A redaction that the disk did not take leaves everything as it was, and says so",
          "[bot][redact]") {
    Leaky bot;
    bot.disk.fail_after(1, Fault::io_error);
    CHECK_FALSE(bot.say("ana", "#inc-1", "redact N1 holds a password").recorded);
    CHECK_THAT(text(bot.say("mei", "#inc-1", "show N1")), has("hunter2"));
    bot.state_is_on_disk();
    CHECK(bot.say("ana", "#inc-1", "redact N1 holds a password").recorded);
    CHECK_FALSE(bot.anywhere());
}

TEST_CASE("redact is never guessed, needs a reason, and refuses one that repeats the secret", "[redact]") {
    Leaky bot;
    for (const std::string line : {"redct N1 x", "reda N1 x", "redact N1", "redact", "redact N9 x"}) {
        INFO(line);
        bot.say("ana", "#inc-1", line);
        CHECK(bot.anywhere());
    }
    CHECK_THAT(text(bot.say("ana", "#inc-1", std::string{"redact N1 the password was "} + secret)),
               has("The reason holds the words"));
}
