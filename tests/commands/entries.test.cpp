// note, impact, correct, task, show, undo: what people record, and how they take it back.
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

TEST_CASE("a note is numbered and names the way back", "[note]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note rolled back build 4512");
    CHECK(s.file().notes.at(1).text == "rolled back build 4512");
    CHECK_THAT(s.reply(),
               Contains("N1 noted") && Contains("/incident correct N1 TEXT") && Contains("/incident undo"));
    CHECK(s.told().empty()); // small things are the asker's alone (VOICE 5)
}

TEST_CASE("at= is repeated with its distance", "[note]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note at=01:58 first errors");
    CHECK_THAT(s.first_line(), Contains("N1 noted for 01:58 UTC, 16 min ago"));
    CHECK(s.file().notes.at(1).at == s.now() - minutes{16});
}

TEST_CASE("a correction replaces words and time, the first ones stay on record", "[correct][P6]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note at=02:00 rm ran on db2");
    s.type("bo", "#inc-1", "correct N1 at=01:57 rm ran on db1");
    CHECK(s.file().notes.at(1).text == "rm ran on db1");
    CHECK(s.file().notes.at(1).at == s.now() - minutes{17});
    REQUIRE(s.file().corrections.size() == 1);
    CHECK(s.file().corrections.begin()->second.old_text == "rm ran on db2");
    bool kept = false;
    for (const auto& r : s.file().log)
        if (const auto* note = std::get_if<NoteAdded>(&r.event)) kept = note->text == "rm ran on db2";
    CHECK(kept);
}

TEST_CASE("two corrections of one entry add up", "[correct]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note at=02:00 first words");
    s.type("ana", "#inc-1", "correct N1 at=01:50");
    s.type("ana", "#inc-1", "correct N1 second words");
    CHECK(s.file().notes.at(1).text == "second words");
    CHECK(s.file().notes.at(1).at == s.now() - minutes{24});
}

TEST_CASE("a corrected impact start changes the window", "[correct][impact]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start at=02:10 level=down nobody can pay");
    s.type("ana", "#inc-1", "impact end");
    s.type("ana", "#inc-1", "correct I1 at=02:00");
    CHECK(s.incident().windows.front().start == s.now() - minutes{14});
    CHECK(s.incident().windows.front().end == s.now());
}

TEST_CASE("an entry that does not exist is refused with those that do", "[correct]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note one");
    s.type("ana", "#inc-1", "correct N9 two");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("has no N9") && Contains("It has N1"));
}

TEST_CASE("a correction of a published update goes to whoever read it, and keeps no promise",
          "[correct][update]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "update customers next=30m Card payments fail for all shops.");
    const Instant due = s.incident().clocks.at(Audience::customers).open->due;
    s.at("+1m").type("ana", "#inc-1", "correct U1 Card payments fail for some shops.");
    CHECK(s.told_of("#customers: Correction: Card payments fail for some shops.") == 1);
    CHECK(s.told_of("#internal: ") == 1);
    CHECK(s.incident().clocks.at(Audience::customers).open->due == due);
    CHECK(s.incident().clocks.at(Audience::customers).settled.size() == 1);
    CHECK(s.file().update(1)->corrected_by == 2);
    CHECK(s.file().update(2)->corrects == 1);
}

TEST_CASE("a new level ends the old window, end ends it, no window is refused", "[impact]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact end");
    CHECK_THAT(s.reply(), Contains("No impact window is open"));
    s.type("ana", "#inc-1", "impact start at=02:00 level=degraded slow");
    s.type("ana", "#inc-1", "impact start level=down gone");
    CHECK(s.incident().windows[0].end == s.now());
    s.at("+5m").type("ana", "#inc-1", "impact end");
    CHECK(s.incident().windows[1].end == s.now());
    CHECK(s.incident().open_window() == nullptr);
}

TEST_CASE("after resolve the end of a window that only resolve ended can still be told",
          "[impact][resolve]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start level=down nobody can pay");
    s.at("+30m").type("ana", "#inc-1", "resolve rolled back");
    s.type("ana", "#inc-1", "impact end at=-20m");
    CHECK(s.incident().windows.front().end == s.now() - minutes{20});
    CHECK_FALSE(s.incident().windows.front().ended_by_resolve);
}

TEST_CASE("impact ended is asked back, not taken as a statement", "[impact]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "impact start level=down gone");
    s.type("ana", "#inc-1", "impact ended at=02:14");
    CHECK(s.incident().statements.empty());
    CHECK(s.incident().open_window() != nullptr);
    CHECK_THAT(s.reply(), Contains("/incident impact end"));
}

TEST_CASE("a task has one owner and a time, and calls back when it is up", "[task]") {
    Scene s = open_sev2();
    s.talk("bo", "#inc-1", "here");
    s.type("ana", "#inc-1", "task @bo 10m roll back 4512");
    REQUIRE(s.incident().tasks.size() == 1);
    CHECK(s.incident().tasks.at(1).owner_name == "bo");
    REQUIRE(s.told().size() == 1);
    CHECK_THAT(s.told()[0], Contains("@bo: T1 is yours, until 02:24 UTC"));
    s.at("+10m");
    CHECK(s.told_of("@bo: T1 \"roll back 4512\": the time is up") == 1);
    CHECK(s.told_of("#inc-1: T1") == 0);
    s.at("+2m");
    CHECK(s.told_of("#inc-1: T1 of bo, \"roll back 4512\": the time is up, no answer.") == 1);
    s.type("bo", "#inc-1", "T1 done rolled back");
    CHECK(s.incident().tasks.at(1).status == Task::Status::done);
    CHECK(s.incident().tasks.at(1).outcome == "rolled back");
}

TEST_CASE("an extended task calls back again at its new end", "[task]") {
    Scene s;
    s.type("ana", "#ops", "declare sev4 Replica is behind"); // no update clock rings in between
    s.type("ana", "#inc-1", "task 10m check the replica");
    s.at("+10m").type("ana", "#inc-1", "task T1 extend 5m");
    s.at("+4m");
    CHECK(s.told().empty());
    s.at("+1m");
    CHECK(s.told().size() == 1);
}

TEST_CASE("a name one letter off is asked back, so that the wrong person is never asked", "[task]") {
    Scene s = open_sev2();
    s.talk("paula", "#inc-1", "here");
    s.type("ana", "#inc-1", "task @paual 10m roll back");
    CHECK(s.incident().tasks.empty());
    CHECK_THAT(s.reply(), Contains("I know nobody called paual") && Contains("/incident task @paula"));
}

TEST_CASE("undo takes back the last command whole, the timeline keeps both", "[undo]") {
    Scene s = open_sev2();
    const Incident before = s.incident();
    s.type("ana", "#inc-1", "severity sev1 all payments fail");
    s.type("ana", "#inc-1", "undo");
    CHECK(s.facts() == "command-undone");
    CHECK_THAT(s.reply(), Contains("Undone: the severity sev1"));
    CHECK(s.incident().severity == before.severity);
    CHECK(s.incident().clocks == before.clocks);
    CHECK(s.file().undone.size() > 1);
}

TEST_CASE("undo leaves numbers alone: the next note does not get an old number", "[undo]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note one");
    s.type("ana", "#inc-1", "undo");
    CHECK(s.file().notes.empty());
    s.type("ana", "#inc-1", "note two");
    CHECK(s.file().notes.count(2) == 1);
}

TEST_CASE("undo is refused when others went on, when it is old, and for what has gone out", "[undo]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note one");
    s.type("bo", "#inc-1", "note two");
    s.type("ana", "#inc-1", "undo");
    CHECK_THAT(s.reply(), Contains("Others have changed") && Contains("/incident correct last"));
    s.at("+3m").type("bo", "#inc-1", "undo");
    CHECK_THAT(s.reply(), Contains("only 2 min can be undone"));
    s.type("bo", "#inc-1", "update internal We look into it.");
    s.type("bo", "#inc-1", "undo");
    CHECK_THAT(s.reply(), Contains("has gone out"));
    CHECK(s.file().updates.size() == 1);
}

TEST_CASE("only commander, deputy or declarer undo what another did", "[undo]") {
    Scene s = open_sev2();
    s.type("bo", "#inc-1", "note one");
    s.type("cy", "#inc-1", "help");
    s.type("cy", "#inc-1", "undo @bo");
    CHECK(s.file().notes.size() == 1);
    s.type("ana", "#inc-1", "undo @bo");
    CHECK(s.file().notes.empty());
}

TEST_CASE("show prints an entry whole, with its correction", "[show]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note one");
    s.type("ana", "#inc-1", "correct N1 two");
    s.type("bo", "#inc-1", "show N1");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("\"two\"") && Contains("Corrected") && Contains("\"one\""));
}
