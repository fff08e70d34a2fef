// Which verb a line means, and what is never done by guessing.
#include "tests/support/reading.hpp"
#include "tests/support/small_verbs.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using test::Typing;

namespace {

bool below_ten(const void*, std::uint32_t n) { return n < 10; }

std::string read(std::string_view line, bool in_incident = true) {
    const grammar::Surroundings around{test::default_said_at(), in_incident, &below_ten, nullptr};
    return test::shown(grammar::read(line, test::verbs::all, around));
}

} // namespace

TEST_CASE("A verb is read in any case, by its aliases, and with the punctuation people put after it",
          "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"note disk is full", "note \"disk is full\""},
        {"NOTE disk is full", "note \"disk is full\""},
        {"Note: disk is full", "note \"disk is full\""},
        {"log disk is full", "note \"disk is full\""},
        {"help?", "help"},
        {"list!", "list"},
        {"new sev2 API down", "declare sev2 \"API down\""},
        {"\u00A0note\u00A0disk is full", "note \"disk is full\""},
        {"status", "status"}, // alone it shows the present value, so nothing is missing
        {"update", "update"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("Exact beats a beginning, a beginning beats a typing error, and a correction is said",
          "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"upda We look", "update \"We look\" {Read \"upda\" as update.}"},
        {"udpate We look", "update \"We look\" {Read \"udpate\" as update.}"},
        {"declre sev1 x", "declare sev1 \"x\" {Read \"declre\" as declare.}"},
        {"staus monitoring x", "status state:monitoring \"x\" {Read \"staus\" as status.}"},
        {"noet disk", "note \"disk\" {Read \"noet\" as note.}"},
        {"postmrtem", "postmortem {Read \"postmrtem\" as postmortem.}"}, // two edits, from seven letters on
        {"updt We look", "? no_verb updt"}, // two edits in four letters are too many
        {"not sure", "? no_verb not"},      // three letters are near too much
        {"tim", "? no_verb tim"},           // and no beginning
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("What hurts is never run by a guess: the whole line is offered", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"escalate dba replication stopped", "escalate \"dba replication stopped\""},
        {"page dba replication stopped", "escalate \"dba replication stopped\""},
        {"escalte dba replication stopped", "? guarded escalte: escalate dba replication stopped"},
        {"esca dba replication stopped", "? guarded esca: escalate dba replication stopped"},
        {"upda customers We are down", "? guarded upda: update customers We are down"},
        {"updaet customers next=30m We are down", "? guarded updaet: update customers next=30m We are down"},
        {"upda internal We are down", "update audience:internal \"We are down\" {Read \"upda\" as update.}"},
        {"reso all good", "? guarded reso: resolve all good"},
        {"reopn x", "reopen \"x\" {Read \"reopn\" as reopen.}"},
        {"reop x", "? guarded reop: reopen x"},
        {"INC-7 reop it is back", "INC-7 ? guarded reop: INC-7 reopen it is back"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("A sentence that begins like a verb is no reason to act", "[grammar]") {
    const auto line = GENERATE(
        "the database is back", "can someone look", "who is on call", "check is failing again",
        "roll back 4512", "pipeline stuck", "collect the logs", "slow queries on db2", "node 3 is gone",
        "talk to the cache team", "connect me to the bridge", "security team asks", "5 people cannot log in");
    CAPTURE(line);
    const auto said = read(line);
    CHECK(said.starts_with("? no_verb"));
    CHECK(said.find(':') == std::string::npos);
}

TEST_CASE("Another form of a verb, or an alias with a typing error, is offered and not run", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"updated the config", "? no_verb updated: update the config"},
        {"declared sev1 an hour ago", "? no_verb declared: declare sev1 an hour ago"},
        {"noting that db1 is slow", "? no_verb noting: note that db1 is slow"},
        {"starts to fail", "? no_verb starts: declare to fail / status to fail"},
        {"asign @mei comms", "? no_verb asign: role @mei comms"},
        {"state of the art", "? missing state: status investigating of the art / status identified of the "
                             "art / status monitoring of the art"},
        {"stat for db1 looks odd", "? no_verb stat"},
        {"please resolve it", "? no_verb resolve: resolve it"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("Verbs of the grammar that do not exist yet are answered as such until a command bears the name",
          "[grammar]") {
    CHECK(read("drill start x") == "? later drill");
    CHECK(read("dril start x") == "? later drill");
    CHECK(grammar::is_later_verb("confirm"));
    CHECK_FALSE(grammar::is_later_verb("note"));
}

TEST_CASE("A bare state or severity word is the verb that sets it", "[grammar]") {
    CHECK(read("monitoring fix is in") == "status state:monitoring \"fix is in\"");
    CHECK(read("Monitoring: fix is in") == "status state:monitoring \"fix is in\"");
    CHECK(read("monitring fix is in") == "? no_verb monitring: status monitoring fix is in");
    CHECK(read("sev1 all users", true) == "severity sev1 \"all users\"");
    CHECK(read("SEV1 API down", false) == "declare sev1 \"API down\"");
    CHECK(read("INC-4 sev1 all users", false) == "INC-4 severity sev1 \"all users\"");
    CHECK(read("sev7 x") == "? bad_option sev7");
}

TEST_CASE("Words for a state that has its own verb, and synonyms, are offered", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"resolved all good", "? synonym resolved: resolve all good"},
        {"status resolved all good", "? synonym resolved: resolve all good"},
        {"status closed", "? synonym closed: resolve"},
        {"mitigated", "? synonym mitigated: status monitoring / resolve"},
        {"mitigated by a rollback",
         "? synonym mitigated: status monitoring mitigated by a rollback / resolve mitigated by a rollback"},
        {"fixed the index", "? synonym fixed: resolve fixed the index"},
        {"INC-3 over", "INC-3 ? synonym over: INC-3 resolve"},
        {"lead", "? synonym lead: role commander me"},
        {"post mortem for db1", "? synonym post mortem: postmortem for db1"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("An item may stand first", "[grammar]") {
    CHECK(read("T1 done rolled back") == "task T1 change:done \"rolled back\"");
    CHECK(read("t1") == "show T1");
    CHECK(read("N6 the bucket is empty") == "? no_verb N6: correct N6 the bucket is empty / show N6");
    CHECK(read("H2O leak") == "? no_verb H2O");
}

TEST_CASE("A reference names the incident; a bare number is one only before an exact verb", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"INC-7 note x", "INC-7 note \"x\""},
        {"inc-7: note x", "INC-7 note \"x\""},
        {"INC\u20117 note x", "INC-7 note \"x\""}, // a non-breaking hyphen, as phones put it
        {"7 note x", "INC-7 note \"x\""},
        {"7 log x", "INC-7 note \"x\""},
        {"12 note x", "? no_verb 12"}, // no such incident, so it is text
        {"7 noet x", "? no_verb 7"},   // a guess is not enough
        {"5 open tickets", "? no_verb 5"},
        {"7 drill", "INC-7 ? later drill"},
        {"INC-7", "INC-7 ? empty"},
        {"INC-7 frobnicate", "INC-7 ? no_verb frobnicate"},
        {"INC-99999999999 note x", "? no_verb INC-99999999999"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("A line with nothing near it is no command, an empty one is said to be empty", "[grammar]") {
    CHECK(read("") == "? empty");
    CHECK(read(" \t\u00A0\u3000 ") == "? empty");
    CHECK(read("\nnote x") == "? empty"); // the first line is the command
    CHECK(read("xyzzy plugh") == "? no_verb xyzzy");
    CHECK(read("?") == "? no_verb ?");
}
