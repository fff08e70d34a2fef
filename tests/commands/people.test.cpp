// role, accept, and everything about who speaks, where, and what was not understood.
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::open_sev2;
using tocsin::test::Scene;

TEST_CASE("taking command ends triage and is told to the room", "[role]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role ic");
    CHECK(s.facts() == "state-changed role-taken");
    CHECK(s.incident().state == State::investigating);
    CHECK(s.incident().holder("commander")->name == "ana");
    CHECK(s.incident().acknowledged_at == s.now());
    REQUIRE(s.told().size() == 1); // one line for both facts
    CHECK_THAT(s.told()[0],
               Contains("ana is commander of INC-1") && Contains("investigating (cause not known)"));
}

TEST_CASE("a role offered is taken by accept, and the earlier holder's time ends", "[role][accept]") {
    Scene s = open_sev2();
    s.talk("bo", "#inc-1", "here");
    s.type("ana", "#inc-1", "role commander @ana");
    s.at("+5m").type("ana", "#inc-1", "role commander @bo");
    CHECK(s.incident().holder("commander")->name == "ana");
    REQUIRE_FALSE(s.told().empty());
    CHECK_THAT(s.told()[0],
               Contains("@bo: ana offers you the role commander") && Contains("/incident accept"));
    s.at("+1m").type("bo", "#inc-1", "accept looking at the gateway");
    CHECK(s.incident().holder("commander")->name == "bo");
    CHECK(s.incident().roles.at("commander").front().until == s.now());
    CHECK(s.file().notes.at(1).text == "looking at the gateway");
}

TEST_CASE("acting in an offered role takes it", "[role]") {
    Scene s = open_sev2();
    s.talk("mei", "#inc-1", "here");
    s.type("ana", "#inc-1", "assign @mei comms");
    CHECK(s.incident().holder("comms") == nullptr);
    s.type("mei", "#inc-1", "update internal We look into it.");
    CHECK(s.incident().holder("comms")->name == "mei");
}

TEST_CASE("accept without an offer does nothing and says how to take a role", "[accept]") {
    Scene s = open_sev2();
    s.type("bo", "#inc-1", "accept");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(), Contains("Nothing is offered to you") && Contains("/incident role commander"));
}

TEST_CASE("a role of the team's own works with the person on either side", "[role]") {
    Scene s = open_sev2();
    s.talk("zoë", "#inc-1", "here");
    s.type("ana", "#inc-1", "role restore @zoë");
    CHECK(s.incident().offers.at("restore").name == "zoë");
}

TEST_CASE("a name in decomposed form is the same person", "[role]") {
    Scene s = open_sev2();
    s.talk("zoë", "#inc-1", "here"); // composed
    s.type("ana", "#inc-1", "role scribe @zoe\xCC\x88");
    s.type("zoe\xCC\x88", "#inc-1", "accept");
    CHECK(s.incident().holder("scribe")->name == "zoë");
    CHECK(s.all.people.size() == 2);
}

TEST_CASE("outside an incident's room the one open incident of the person is meant, and named", "[where]") {
    Scene s = open_sev2();
    s.type("ana", "#general", "note typed elsewhere");
    CHECK(s.file().notes.size() == 1);
    CHECK_THAT(s.first_line(), Contains("For INC-1"));
    s.type("ana", "#ops", "declare sev3 Slow exports");
    s.type("ana", "#general", "note which one?");
    CHECK_THAT(s.reply(), Contains("Which incident? Nothing was done.") &&
                              Contains("/incident INC-1 note which one?") && Contains("INC-2"));
}

TEST_CASE("without an incident the text is offered as a declaration", "[where]") {
    Scene s;
    s.type("ana", "#general", "note payments look odd");
    CHECK(s.facts().empty());
    CHECK_THAT(s.reply(),
               Contains("Nothing was done") && Contains("/incident declare sev3 payments look odd"));
}

TEST_CASE("naming an incident from another room with a writing verb makes it a second room, with undo",
          "[where]") {
    Scene s = open_sev2();
    s.type("bo", "#db", "INC-1 show");
    CHECK(s.incident().rooms.size() == 1);
    s.type("bo", "#db", "INC-1 note replica is behind");
    CHECK(s.incident().rooms.size() == 2);
    CHECK_THAT(s.reply(), Contains("#db is a room of INC-1 from now on") && Contains("/incident undo"));
    s.type("bo", "#db", "undo");
    CHECK(s.incident().rooms.size() == 1);
    CHECK(s.all.in_room({"room:#db"}) == nullptr);
}

TEST_CASE("a room of an audience never becomes an incident's room", "[where]") {
    Scene s = open_sev2();
    s.type("bo", "#customers", "INC-1 note replica is behind");
    CHECK(s.incident().rooms.size() == 1);
    CHECK(s.file().notes.size() == 1);
}

TEST_CASE("an unknown number is refused", "[where]") {
    Scene s = open_sev2();
    s.type("ana", "#ops", "INC-7 note x");
    CHECK_THAT(s.reply(), Contains("I know no INC-7. Nothing was done."));
}

TEST_CASE("a misspelt verb runs and is shown, a guarded one is only offered", "[tolerance]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "ntoe replica is behind");
    CHECK(s.file().notes.size() == 1);
    CHECK_THAT(s.first_line(), Contains("Read \"ntoe\" as note"));
    s.type("ana", "#inc-1", "reso all good");
    CHECK(is_open(s.incident().state));
    CHECK_THAT(s.reply(), Contains("Nothing was done") && Contains("/incident resolve all good"));
}

TEST_CASE("a verb of the grammar that does not exist yet is answered as such", "[tolerance]") {
    Scene s = open_sev2();
    const auto& d = s.type("ana", "#inc-1", "drill start fire");
    CHECK(d.unknown_verb);
    CHECK_THAT(s.reply(), Contains("\"drill\" does not exist yet") && Contains("Nothing was done"));
    CHECK(s.type("ana", "#inc-1", "regulatory gdpr aware").unknown_verb);
    CHECK_THAT(s.reply(), Contains("NO REGULATORY CLOCK RUNS"));
}

TEST_CASE("yes runs what was offered, once", "[yes]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "yes");
    CHECK_THAT(s.reply(), Contains("I have asked you nothing here"));
    s.type("ana", "#inc-1", "update customer We look into it.");
    s.type("bo", "#inc-1", "yes");
    CHECK(s.file().updates.empty());
}

TEST_CASE("help fits the state and has at most eight lines; one verb shows its forms", "[help]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "help");
    const std::string fitting = s.reply();
    CHECK(std::count(fitting.begin(), fitting.end(), '\n') < 8);
    CHECK_THAT(s.reply(), Contains("commander NOBODY") && Contains("/incident resolve TEXT"));
    s.type("ana", "#inc-1", "help update");
    CHECK_THAT(s.reply(),
               Contains("update: tell stakeholders") && Contains("Example: /incident update customers"));
    s.type("ana", "#ops", "help all");
    const std::string all_verbs = s.reply();
    CHECK(std::count(all_verbs.begin(), all_verbs.end(), '\n') + 1 >= 21);
}

TEST_CASE("reading verbs change nothing", "[read]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "note one");
    for (const auto* line : {"list", "show", "timeline", "sitrep", "postmortem", "help", "status", "severity",
                             "role", "impact", "update", "next", "task"}) {
        INFO(line);
        s.type("ana", "#inc-1", line);
        CHECK(s.facts().empty());
        CHECK_FALSE(s.reply().empty());
    }
}

TEST_CASE("the owner of the post-mortem is named and told", "[postmortem]") {
    Scene s = open_sev2();
    s.talk("zoë", "#inc-1", "here");
    s.type("ana", "#inc-1", "postmortem owner @zoë");
    CHECK(s.incident().postmortem_owner_name == "zoë");
    CHECK_THAT(s.told().at(0), Contains("@zoë: You own the post-mortem of INC-1"));
}
