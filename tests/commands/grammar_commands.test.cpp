// The real commands through the grammar: lines of the example scripts and of the rules for tolerance. What
// the small descriptors of the other tests cannot show is that the commands describe themselves rightly.
#include "tests/support/reading.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using test::Typing;

namespace {

bool below_ten(const void*, std::uint32_t n) { return n < 10; }

std::string read(std::string_view line, bool in_incident = true) {
    return test::shown(
        grammar::read(line, all_commands(), {test::default_said_at(), in_incident, &below_ten, nullptr}));
}

} // namespace

TEST_CASE("Lines of the published outages are read as their people meant them", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"declare sev3 service=postgres GitLab.com database load high, comments failing",
         "declare sev3 service=postgres \"GitLab.com database load high, comments failing\""},
        {"declre sev1 service=edge Global 502 errors, CPU exhausted in all PoPs",
         "declare sev1 service=edge \"Global 502 errors, CPU exhausted in all PoPs\" {Read \"declre\" as "
         "declare.}"},
        {"role ic @mari\u0301a.jose\u0301", "role @mar\u00EDa.jos\u00E9 role:commander"},
        {"role scribe @olena", "role @olena role:scribe"},
        {"role legal @bjørn", "role @bjørn role:legal"},
        {"impact start at=19:00 level=degraded users cannot post comments reliably",
         "impact change:start level=degraded at=2017-01-31T19:00:00Z \"users cannot post comments "
         "reliably\""},
        {"impact start at=2016-12-16 level=data laptop compromised",
         "impact change:start level=data at=2016-12-16 \"laptop compromised\""},
        {"impact end at=21:30", "impact change:end at=2017-01-31T21:30:00Z"},
        {"impact no visible customer impact at 22:06, but no standby",
         "impact \"no visible customer impact at 22:06, but no standby\""},
        {"impact customers=700 roughly 5,000 projects", "impact customers=700 \"roughly 5,000 projects\""},
        {"impact traffic fell by 82% at worst", "impact \"traffic fell by 82% at worst\""},
        {"task @łukasz 15m find and block the spam sources",
         "task @łukasz 15 min \"find and block the spam sources\""},
        {"task @priya 5m is this an attack? traffic sources",
         "task @priya 5 min \"is this an attack? traffic sources\""},
        {"task T1 done blocked the spammers by IP address",
         "task T1 change:done \"blocked the spammers by IP address\""},
        {"task T2 extend 30m", "task 30 min T2 change:extend"},
        {"update internal next=60m Site is up. Standby database is broken.",
         "update audience:internal next=1 h \"Site is up. Standby database is broken.\""},
        {"update exec next=24h We found access that the engineer did not make.",
         "update audience:executives next=24 h \"We found access that the engineer did not make.\""},
        {"update customers next=3d All tokens are rotated.",
         "update audience:customers next=3 days \"All tokens are rotated.\""},
        {"update customers GitLab.com is back online.",
         "update audience:customers \"GitLab.com is back online.\""},
        {"update customers This incident is resolved.",
         "update audience:customers \"This incident is resolved.\""},
        {"note at=23:30 rm -rf ran on db1.cluster.gitlab.com",
         "note at=2017-01-31T23:30:00Z \"rm -rf ran on db1.cluster.gitlab.com\""},
        {"note root of the CPU use: the rule contained .*(?:.*=.*) which backtracks",
         "note \"root of the CPU use: the rule contained .*(?:.*=.*) which backtracks\""},
        {"severity sev2 writes locked up on the primary",
         "severity sev2 \"writes locked up on the primary\""},
        {"status monitoring at=14:09 traffic is back",
         "status state:monitoring at=2017-01-31T14:09:00Z \"traffic is back\""},
        {"status identified the WAF is the failing component",
         "status state:identified \"the WAF is the failing component\""},
        {"correct N5 at=23:27 rm ran on db1", "correct N5 at=2017-01-31T23:27:00Z \"rm ran on db1\""},
        {"correct I1 at=13:42 edge logs show it", "correct I1 at=2017-01-31T13:42:00Z \"edge logs show it\""},
        {"resolve at=18:00 GitLab.com is back online",
         "resolve at=2017-01-31T18:00:00Z \"GitLab.com is back online\""},
        {"resolve Write lock-up ended at about 21:30", "resolve \"Write lock-up ended at about 21:30\""},
        {"reopen db2 replication lag", "reopen \"db2 replication lag\""},
        {"postmortem owner @zoë", "postmortem @zoë what:owner"},
        {"accept", "accept"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("The rules for tolerance hold for the commands there are", "[grammar]") {
    const auto [line, expected] = GENERATE(values<Typing>({
        {"severity 2 many users", "severity sev2 \"many users\""},
        {"sev1 all down", "severity sev1 \"all down\""},
        {"Monitoring, fix is in", "status state:monitoring \"fix is in\""},
        {"T1 done", "task T1 change:done"},
        {"assign @mei comms", "role @mei role:comms"},
        {"role lead me", "role @me role:commander"},
        {"role communications @mei", "role @mei role:comms"},
        {"role restore @zoë", "role @zoë \"restore\""},
        {"status", "status"},
        {"INC-7 note x", "INC-7 note \"x\""},
        {"7 note x", "INC-7 note \"x\""},
        {"5 people cannot log in", "? no_verb 5"},
        {"the database is back", "? no_verb the"},
        {"update customers cannot log in",
         "? keyword customers: update customers -- cannot log in / update internal customers cannot log in"},
        {"update customer We are down",
         "? keyword customer: update customers We are down / update -- customer We are down"},
        {"declare servce=edge x", "? keyword servce=edge: declare service=edge x / declare -- servce=edge x"},
        {"role icc @x", "? keyword icc: role ic @x / role -- icc @x"},
        {"status monitring x", "? keyword monitring: status monitoring x"},
        {"impact ended", "? keyword ended: impact end / impact -- ended"},
        {"upda customers x", "? guarded upda: update customers x"},
        {"reso all good", "? guarded reso: resolve all good"},
        {"reop it is back", "? guarded reop: reopen it is back"},
        {"decla sev1 x", "? guarded decla: declare sev1 x"},
        {"fixed the index", "? synonym fixed: resolve fixed the index"},
        {"mitigated", "? synonym mitigated: status monitoring / resolve"},
        {"status resolved all good", "? synonym resolved: resolve all good"},
        {"drill start x", "? later drill"},
        {"update customers,internal x", "update audience:customers,internal \"x\""},
        {"update customers, internal x", "update audience:customers,internal \"x\""},
        {"update customers,customers x", "update audience:customers \"x\""},
        {"update customers,cats x", "update \"customers,cats x\""},
        {"next customers,internal 60m x",
         "? bad_option customers,internal: next customers 60m x / next internal 60m x"},
        {"H2 ruled out: the cable is fine", "hypothesis H2 verdict:ruled-out \"the cable is fine\""},
        {"H2 confirmed: heap dump", "hypothesis H2 verdict:confirmed \"heap dump\""},
        {"check is it up", "? no_verb check: check -- is it up"},
        {"phase is unclear", "? no_verb phase: phase -- is unclear"},
        {"question can we fail over?", "question \"can we fail over?\""},
        {"hypothesis we lost quorum", "hypothesis \"we lost quorum\""},
        {"update customers holding", "update audience:customers what:holding"},
        {"declare API down sev2",
         "declare \"API down sev2\" {\"sev2\" stayed in the title; options stand before it.}"},
        {"declare Login fails, see https://status.example/?from=1h",
         "declare \"Login fails, see https://status.example/?from=1h\""},
        {"note at=2017-02-30 x", "? bad_option at=2017-02-30"},
        {"update customers next=-5m x", "? bad_option next=-5m"},
    }));
    CAPTURE(line);
    CHECK(read(line) == expected);
}

TEST_CASE("A bare severity outside an incident declares", "[grammar]") {
    CHECK(read("sev1 API down", false) == "declare sev1 \"API down\"");
}

TEST_CASE("No name or alias of a command is one of another, and every example is read as its own verb",
          "[grammar]") {
    for (const Command* command : all_commands()) {
        CHECK(command_named(command->name) == command);
        for (const auto alias : command->aliases) CHECK(command_named(alias) == command);
        for (const auto& form : command->forms) {
            if (form.example.empty()) continue;
            CAPTURE(form.example);
            const auto reading = grammar::read(form.example, all_commands(),
                                               {test::default_said_at(), true, &below_ten, nullptr});
            REQUIRE(std::holds_alternative<grammar::Understood>(reading));
            CHECK(std::get<grammar::Understood>(reading).verb == command);
        }
    }
}
