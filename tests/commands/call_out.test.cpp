// What waits for the commander: one message, edited in place (VOICE 5).
#include "commands/clocks/call_out.hpp"

#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tocsin;
using test::open_sev2;
using test::Scene;

namespace {

// jonas commands since 02:14, mei and bo are there; whoever types a note keeps nobody waiting.
Scene commanded() {
    Scene s = open_sev2();
    s.type("mei", "#inc-1", "note looking");
    s.type("bo", "#inc-1", "note here");
    s.type("jonas", "#inc-1", "role commander");
    return s;
}

bool any_of(const std::vector<std::string>& lines, std::string_view words) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

} // namespace

TEST_CASE("a commander who is silent for 10 min is told what is vacant, with the line that mends it",
          "[call-out]") {
    Scene s = commanded();
    s.at("+9m");
    CHECK(s.told_of("What waits for you") == 0);
    s.at("+1m");
    CHECK(s.told_of("@jonas: INC-1, sev2, open since 02:14 UTC. What waits for you:\n"
                    "Comms: NOBODY. /incident role comms @who\n"
                    "Customers were told nothing yet. Still sev2? /incident severity sev1 REASON") == 1);
    CHECK(any_of(s.phones(), "INC-1 waits for you: comms nobody."));
}

TEST_CASE("what was said once is not posted again: the same message is edited", "[call-out]") {
    Scene s = commanded();
    s.at("+10m");
    s.type("mei", "#inc-1", "question which card types?");
    s.at("+10m");
    CHECK(s.told_of("What waits for you") == 0);
    REQUIRE(s.edits().size() == 1);
    CHECK(s.edits()[0].find("waits/1/1 @jonas: ") == 0);
    CHECK(any_of(s.edits(), "Q1 which card types?: open since 02:24 UTC. /incident answer Q1 TEXT"));
    s.type("bo", "#inc-1", "answer Q1 all of them");
    s.type("mei", "#inc-1", "role comms");
    s.type("mei", "#inc-1", "update customers Cards fail for some shops since 02:00 UTC. We work on it.");
    s.at("+10m");
    REQUIRE(s.edits().size() == 1);
    CHECK(any_of(s.edits(), "Nothing waits for you.\nStill sev2?"));
}

TEST_CASE("new trouble is a message of its own, a page without an answer for one", "[call-out]") {
    Scene s = commanded();
    s.at("+10m");
    s.type("mei", "#inc-1", "page @bo database");
    s.at("+10m");
    CHECK(s.told_of("No answer: bo, paged 02:24 UTC. /incident page @who REASON") == 1);
    CHECK(s.incident().call_out.number == 2);
}

TEST_CASE("a commander who typed in the last 5 min knows where things are", "[call-out]") {
    Scene s = commanded();
    s.at("+8m");
    s.type("jonas", "#inc-1", "note the vendor is called");
    s.at("+4m");
    CHECK(s.told_of("What waits for you") == 0);
    s.at("+1m");
    CHECK(s.told_of("What waits for you") == 1);
}

TEST_CASE("nothing changed, nothing is edited: time alone is no news", "[call-out]") {
    Scene s = commanded();
    for (const auto* line : {"role comms", "update customers Cards fail for some shops since 02:00 UTC."})
        s.type("mei", "#inc-1", line);
    s.at("+20m");
    CHECK(s.told_of("waits for you") == 0);
    CHECK(s.edits().empty());
    CHECK(s.incident().call_out.number == 0);
    s.type("mei", "#inc-1", "page @bo database");
    s.at("+20m");
    CHECK(s.told_of("No answer: bo") == 1);
    s.type("mei", "#inc-1", "note still looking"); // an entry, but nothing that waits
    s.at("+11m");
    CHECK(s.edits().empty());
}

TEST_CASE(
    "of an incident that lasts the commander hears every 30 min, of a small one or a finished one never",
    "[call-out]") {
    Scene s = commanded();
    const auto next = [&] { return clocks::call_out_at(s.incident()); };
    CHECK(*next() == s.now() + minutes{10});
    s.at("+3h");
    CHECK(!next()); // nothing happened since it was last looked at
    s.type("mei", "#inc-1", "note still looking");
    REQUIRE(next());
    CHECK(*next() - s.incident().call_out.at == minutes{30});
    s.type("jonas", "#inc-1", "severity sev3 few users");
    CHECK(!next());
    s.type("jonas", "#inc-1", "severity sev2 many users");
    CHECK(next());
    s.type("jonas", "#inc-1", "resolve cards work again");
    CHECK(!next());
}

TEST_CASE("the message does not outlive what it says", "[call-out]") {
    Scene s = commanded();
    s.at("+10m");
    s.type("bo", "#inc-1", "role commander");
    CHECK(any_of(s.edits(), "waits/1/1 @jonas: INC-1: what waited for you waits for bo now."));
    s.at("+10m");
    s.type("bo", "#inc-1", "resolve cards work again");
    CHECK(any_of(s.edits(), "waits/1/2 @bo: INC-1 is resolved."));
}

TEST_CASE("P10: one person hears at most four things an hour unasked, whatever is over", "[call-out]") {
    Scene s = commanded();
    for (int n = 0; n < 8; ++n)
        s.type("bo", "#inc-1", "task @mei " + std::to_string(5 + n * 3) + "m try again");
    std::size_t heard = 0;
    s.at("+1h");
    heard = s.told_of("@mei: T");
    CHECK(heard == 4);
    CHECK(s.told_of("#inc-1: ") >= 8); // the room hears what went unanswered
}

TEST_CASE("a private incident's commander is told by its name, and nobody else is", "[call-out][private]") {
    Scene s;
    s.type("ana", "#ops", "declare sev1 private Token leak");
    const Incident& i = s.all.incidents.begin()->second.now;
    s.type("ana", name_of(i.home), "role commander");
    s.at("+20m");
    for (const auto& line : s.told())
        if (line.find("waits for you") != std::string::npos) {
            CHECK(line.find("@ana: " + i.code_name) == 0);
            CHECK(line.find("Token leak") == std::string::npos);
        }
}
