// Lines that look like one command and are another, or none: what is recorded of each. Nothing may be run
// that was not meant; an answer always comes.
#include "tests/support/scene.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using tocsin::test::Scene;

namespace {

// Typed in the room of a sev2 that has U1 (published), N1, T1 (bo), H1, Q1 and P1, by its declarer; bo, mei
// are known.
Scene busy() {
    Scene s = test::open_sev2();
    for (const auto* who : {"bo", "mei", "jonas"}) s.talk(who, "#inc-1", "here");
    for (const auto* line :
         {"role commander", "update internal Card payments fail since 01:58 UTC.", "note first",
          "task @bo 30m look", "hypothesis a cable", "question which cards?", "poll fail over"})
        s.type("ana", "#inc-1", line);
    return s;
}

struct Typed {
    const char *line, *recorded;
};

constexpr Typed lines[] = {
    // no command at all
    {"can someone look", ""},
    {"can anyone help with db1", ""},
    {"5 people cannot log in", ""},
    {"the database is back", ""},
    {"database is back", ""},
    {"phase is unclear", ""},
    {"page is blank for customers", ""},
    {"pages do not load", ""},
    {"check is it up", ""},
    {"who is on it", ""},
    {"close is near", ""},
    {"link is broken", ""},
    {"plan is to fail over", ""},
    {"clock is wrong on db1", ""},
    {"object is gone from the bucket", ""},
    {"private is what it should be", ""},
    {"escalation done", ""},
    {"please resolve it", ""},
    {"ok", ""},
    {"thanks", ""},
    {"H2O leak", ""},
    {"999 999", ""},
    {"!!!", ""},
    {"https://status.example/?at=1h", ""},
    // asked back: one word away from somebody else
    {"update customer we see errors", ""},
    {"update customers cannot log in", ""},
    {"update customers are angry", ""},
    {"update exex all fine", ""},
    {"update customers internal both of you", ""},
    {"status monitring all fine", ""},
    {"impact ended", ""},
    {"role icc @mei", ""},
    {"declare servce=edge Edge is slow", ""},
    {"severity sev9 x", ""},
    {"sev0 everything", ""},
    {"task @jonass 10m look", ""},
    {"page @jonass come", ""},
    {"H9 confirmed x", ""},
    {"Q9 an answer", ""},
    {"T9 done", ""},
    {"note at=25:00 x", ""},
    {"note at=2017-02-30 x", ""},
    {"update internal next=-5m x", ""},
    {"update internal next=99999h x", ""},
    {"next internal 10m", ""},
    {"clock pause internal until=yesterday x", ""},
    {"T1", ""},
    {"N1 new words", ""},
    {"U1 new words", ""},
    {"ack no problem", ""},
    {"ack", ""},
    {"decline", ""},
    {"accept", ""},
    {"merge", ""},
    {"merge INC-7", ""},
    {"merge conflict in main", ""},
    {"link INC-9 related", ""},
    {"split", ""},
    {"cancel", ""},
    {"retract N1", ""},
    {"stamp detected", ""},
    {"lesson", ""},
    {"lesson we need more tests", ""},
    {"decide", ""},
    {"object", ""},
    {"approve", ""},
    {"approve U1", ""},
    {"regulatory gdpr filed", ""},
    {"reg gdpr n/a", ""},
    {"drill start x", ""},
    {"confirm AL3 sev2", ""},
    {"esca @bo x", ""},
    {"resolvee all good", "incident-resolved obligation-moved obligation-moved obligation-moved"},
    {"reso all good", ""},
    {"fixed it", ""},
    {"mitigated", ""},
    {"done", ""},
    // what was meant
    {"update we see errors on the checkout since 01:58 UTC", "update-submitted"},
    {"update -- customers cannot log in since 01:58 UTC", "update-submitted"},
    {"update internal customers cannot log in since 01:58 UTC", "update-submitted"},
    {"note resolve all good", "note-added"},
    {"note /incident resolve all good", "note-added"},
    {"noet first errors", "note-added"},
    {"note -- at=23:27 is when it began", "note-added"},
    {"declare update page is down", "incident-declared room-bound obligation-opened"},
    {"declare API down sev2", "incident-declared room-bound obligation-opened"},
    {"declare Login fails, see https://status.example/?from=1h",
     "incident-declared room-bound obligation-opened"},
    {"hypothesis H2O leak", "hypothesis-stated"},
    {"hypothesis we lost quorum", "hypothesis-stated"},
    {"question can we fail over?", "question-asked"},
    {"question is db1 the primary?", "question-asked"},
    {"answer the cache team", "question-answered"},
    {"Q1 the cache team", "question-answered"},
    {"H1 ruled out the cable is fine", "hypothesis-judged"},
    {"T1 done looked", "task-done"},
    {"T1 extend", "task-extended"},
    {"task last week's logs", "task-given"},
    {"task drop the cache", "task-given"},
    {"object I would wait", "poll-objected"},
    {"P1 no spare capacity", "poll-objected"},
    {"monitoring fix is in", "state-changed"},
    {"sev1 all users", "severity-changed obligation-moved obligation-moved obligation-moved"},
    {"severity 3 only a few", "severity-changed"},
    {"can slow | restarting | nothing", "can-reported"},
    {"evidence sha256=x screenshot of the graph", "evidence-taken"},
    {"todo @mei write it down", "action-added"},
    {"impact no visible customer impact at 22:06", "impact-stated"},
};

} // namespace

TEST_CASE("P5: what looks like one command and is another", "[lookalikes]") {
    const auto& [line, recorded] = GENERATE(from_range(std::begin(lines), std::end(lines)));
    Scene s = busy();
    s.type("ana", "#inc-1", line);
    INFO(line << "\n" << s.reply());
    CHECK(s.facts() == recorded);
    CHECK_FALSE(s.reply().empty());
}

TEST_CASE("P5: there are enough of them", "[lookalikes]") { CHECK(std::size(lines) >= 60); }
