// Every layout over incidents with every kind of entry: whole as golden files, and the marks that must stand.
#include "commands/postmortem/mentions.hpp"

#include "tests/commands/postmortem_stories.hpp"
#include "tests/support/golden.hpp"

#include <map>
#include <set>

using namespace tocsin;
using namespace tocsin::test;

namespace {

std::vector<TalkLine> talk() {
    const auto line = [](std::uint64_t id, const char* name, const char* words, const char* when) {
        return TalkLine{id, {"room:#inc-7"}, {4}, name, words, instant(when), {}};
    };
    return {line(1, "ana", "I switch the alias of the index at 09:55", "2026-03-14T09:55Z"),
            line(2, "ivo", "every node says yellow", "2026-03-14T10:08Z"),
            line(3, "ana", "the nodes of that index have nothing to copy from", "2026-03-14T10:13Z"),
            line(4, "mei", "ok", "2026-03-14T10:16Z")};
}

} // namespace

TEST_CASE("Each layout of an outage, whole", "[postmortem]") {
    const Story s = search_outage();
    const auto said = talk();
    const auto layout = GENERATE("sre", "pagerduty", "5whys", "narrative");
    check_golden("draft_outage_" + std::string{layout} + ".md", markdown_of(s, layout, said));
}

TEST_CASE("A security incident, whole, in all three renderings", "[postmortem]") {
    const Story s = session_theft();
    const auto doc = draft_of(s, "security", {}, "5f1d");
    check_golden("draft_theft_security.md", postmortem::to_markdown(doc, "/incident "));
    check_golden("draft_theft_security.html", postmortem::to_html(doc, "/incident "));
    check_golden("draft_theft_security.json", postmortem::to_json(doc, "/incident ") + "\n");
}

TEST_CASE("The layout follows the type of the incident", "[postmortem]") {
    CHECK(postmortem::layout_for(search_outage().now()).name == "sre");
    CHECK(postmortem::layout_for(session_theft().now()).name == "security");
}

TEST_CASE("A section says the same in every layout that has it, and stands in none twice", "[postmortem]") {
    const Story s = search_outage();
    std::map<std::string, std::string> seen;
    for (const auto* layout : postmortem::all_layouts()) {
        std::set<std::string_view> ids;
        for (const auto& part : layout->parts) {
            INFO(layout->name << " " << part.id);
            CHECK(ids.insert(part.id).second);
            CHECK((part.fill || !part.question.empty()));
            const std::string text = postmortem::section_text(source_of(s), layout->name, part.id);
            const auto [it, is_new] = seen.emplace(part.id, text);
            if (!is_new) CHECK(it->second == text);
        }
    }
    CHECK(seen.size() > 30);
}

TEST_CASE("What was ruled out, corrected, withdrawn or held back says so in its own line", "[postmortem]") {
    const auto [words, mark] = GENERATE(table<const char*, const char*>({
        {"a crawler floods the search nodes", "ruled out"},
        {"backups of the index are from yesterday", "corrected"},
        {"a disk of search-4 is broken", "withdrawn"},
        {"An engineer forgot the replicas.", "never published"},
    }));
    const Story s = search_outage();
    for (const auto* layout : postmortem::all_layouts()) {
        const auto lines = lines_with(markdown_of(s, layout->name), words);
        INFO(layout->name << ": " << words);
        CHECK_FALSE(lines.empty());
        for (const auto& line : lines) {
            INFO(line);
            CHECK(has(line, mark));
        }
    }
}

TEST_CASE("What was withdrawn fills no part but the timeline", "[postmortem]") {
    const auto doc = draft_of(search_outage());
    for (const auto& part : doc.sections) {
        INFO(part.id);
        CHECK(has(words(part), "search-4 is broken") == (part.id == "timeline"));
    }
}

TEST_CASE("Only a confirmed theory is called a cause", "[postmortem]") {
    Story s = search_outage();
    CHECK(has(words(s, "summary"),
              "Cause (H2, confirmed): \"the new index has no replicas\": \"replicas were 0"));
    CHECK_FALSE(has(words(s, "summary"), "crawler"));
    const std::string causes = words(s, "root-causes");
    CHECK(has(causes, "10:14 UTC ana H2: \"the new index has no replicas\"; confirmed 10:34 UTC by ana: "
                      "\"replicas were 0 in the template of Thursday\""));
    CHECK(has(causes, "10:12 UTC ivo H1 (ruled out): \"a crawler floods the search nodes\"; ruled out 10:33 "
                      "UTC by ivo: \"traffic is as on any Saturday\""));
    CHECK(has(causes, "10:15 UTC ivo H3 (open): \"the cache was emptied"));
    CHECK(has(causes, "Q1: \"when was the index built?\"; answered 10:25 UTC by ana"));
    CHECK(has(causes, "L2 ivo: nothing checks how many replicas an index has"));
    CHECK(has(causes, "N4: the template of Thursday set replicas to 0"));
    SECTION("and what was stated at the time is no cause while none is confirmed") {
        s.at("13:00", "ana").then(HypothesisJudged{2, Verdict::supported, ""});
        CHECK(has(words(s, "summary"), "Cause as stated at the time: \"the index has no replicas\""));
        CHECK(has(words(s, "root-causes"), "Stated when the state became identified, not confirmed:"));
    }
}

TEST_CASE("A trigger is what was marked as one, else changes told in the half hour before", "[postmortem]") {
    CHECK(words(search_outage(), "trigger") ==
          "09:50 UTC ivo N1: trigger: the index of Friday was released\n");
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev3, "Search finds nothing");
    s.at("10:06").earlier("10:01", ImpactStarted{1, ImpactLevel::down, ""});
    s.at("10:07").earlier("09:31", NoteAdded{1, "release 12 deployed"});
    s.at("10:08").earlier("09:30", NoteAdded{2, "release 11 deployed"});
    s.at("10:09").earlier("09:40", NoteAdded{3, "all quiet"});
    s.at("10:10").earlier("10:02", NoteAdded{4, "release 13 deployed"});
    const std::string found = words(s, "trigger");
    CHECK(has(found, "N1: release 12 deployed"));
    for (const auto* other : {"release 11", "all quiet", "release 13"}) CHECK_FALSE(has(found, other));
    s.at("10:20").then(IncidentLinked{{3}, Relation::caused_by, "INC-3"});
    CHECK(has(words(s, "trigger"), "Caused by INC-3\n"));
}

TEST_CASE("The resolution holds every decision, and the tasks done once the cause was named",
          "[postmortem]") {
    Story s = search_outage();
    const std::string text = words(s, "resolution");
    CHECK(has(text, "10:44 UTC ana T1 point search at the old index: search answers from the old index"));
    CHECK(has(text, "10:31 UTC jonas D1: switch to the old index now"));
    CHECK_FALSE(has(text, "T3")); // dropped
    Story early = card_payments();
    early.at("02:47", "jonas").then(StateChanged{State::monitoring, State::identified, "now we know"});
    CHECK_FALSE(has(words(early, "resolution"), "T1")); // done before that
    CHECK(has(words(early, "root-causes"), "T1 roll back 4512"));
}

TEST_CASE("A decision names its poll and who objected", "[postmortem]") {
    const std::string text = words(search_outage(), "decisions", "narrative");
    CHECK(has(text, "10:31 UTC jonas D1: switch to the old index now (after P1; mei objected: \"shops will "
                    "miss what they listed today\")"));
    CHECK(has(text, "P2: \"tell the press\"; never decided"));
}

TEST_CASE("A decision made after a poll and before the next one is what it led to", "[postmortem]") {
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev3, "Search finds nothing");
    s.at("10:06").then(DecisionMade{1, 0, "look first"});
    s.at("10:07").then(PollOpened{1, instant("2026-03-14T10:08Z"), "switch back"});
    s.at("10:20").then(PollOpened{2, instant("2026-03-14T10:21Z"), "wake the vendor"});
    s.at("10:30").then(DecisionMade{2, 0, "call the vendor"});
    const std::string text = words(s, "decisions", "narrative");
    CHECK(has(text, "P1: \"switch back\"; never decided"));
    CHECK(has(text, "P2: \"wake the vendor\"; decided with D2"));
    CHECK(gap(gaps_of(s), "P1 was never decided"));
    CHECK_FALSE(gap(gaps_of(s), "P2 was never decided"));
}

TEST_CASE("One text to several audiences stands once, where customers read it", "[postmortem]") {
    Story s;
    s.at("10:05", "mei").declare(Severity::sev2, "Search finds nothing");
    for (const auto audience : {Audience::internal, Audience::customers}) {
        s.at("10:10", "mei");
        s.then(UpdateSubmitted{.number = 1,
                               .audience = audience,
                               .copy = audience == Audience::internal,
                               .text = "We are looking.",
                               .published = "We are looking."});
        s.by_itself(UpdateDelivered{1, audience, {"room:#there"}});
    }
    CHECK(has(words(s, "communications"),
              "U1\ncustomers\n10:10 UTC\n10:20 UTC\non time\nWe are looking.\nU1\ninternal\n"
              "10:10 UTC\n10:35 UTC\non time\nthe same text (copy)\n"));
}

TEST_CASE("Phases hold what was recorded in them, the attack what happened before anybody noticed",
          "[postmortem]") {
    const Story s = session_theft();
    const auto of = [&](std::string_view id) { return words(s, id, "security"); };
    CHECK(has(of("containment-short"), "T1 cut the account off: cut off everywhere at 11:30"));
    CHECK(has(of("containment-short"), "1: evidence before change: \"V1\""));
    CHECK(has(of("containment-short"), "Not checked: 2 affected systems isolated"));
    CHECK_FALSE(has(of("containment-short"), "intruder reads the list")); // recorded then, but of the attack
    CHECK(has(of("containment-long"), "D1: keep the two machines"));
    CHECK(has(of("eradication"), "N3: all keys of the backup hosts are rotated"));
    CHECK(has(of("recovery"), "recovery by omar, Thu 12 Mar 16:00"));
    CHECK(has(of("attack"), "2026-03-04 mitra N1: intruder reads the list of backup hosts\n"));
    CHECK(has(of("attack"), "Dwell time, from the first impact to detection: 9 days 10 h."));
    CHECK_FALSE(has(of("attack"), "N3"));
    CHECK(has(of("indicators"), "203.0.113.9"));
    CHECK(has(of("scope"), "N2: copies of two customer databases"));
    CHECK(has(of("access"), "omar\nthe timeline\n"));
    CHECK(has(of("notifications"), "No regulatory clock runs."));
    CHECK(has(of("notifications"), "mitra told legal: \"two customer databases were copied\""));
    CHECK(has(of("communications"), "N4: notice to customers posted by mail"));
    CHECK(has(of("phases"), "containment-short\n"));
}

TEST_CASE("A private incident is called by its code name and nothing else", "[postmortem]") {
    for (const auto* layout : postmortem::all_layouts()) {
        const auto doc = draft_of(session_theft(), layout->name);
        CHECK(doc.ref == "Slate Heron");
        CHECK(doc.slug == "slate-heron");
        CHECK(doc.is_private);
        CHECK_FALSE(has(postmortem::to_markdown(doc, "/incident "), "INC-"));
        CHECK(has(postmortem::to_markdown(doc, "/incident "), "Private: for its members only."));
    }
    CHECK(draft_of(search_outage()).slug == "INC-7");
}

TEST_CASE("A long list keeps its newest and says how many it leaves out", "[postmortem]") {
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev3, "Search finds nothing");
    for (std::uint32_t n = 1; n <= 45; ++n)
        s.at("10:06").then(NoteAdded{n, "finding " + std::to_string(n) + "."});
    s.at("10:07").then(StateChanged{State::triage, State::identified, ""});
    const std::string text = words(s, "root-causes");
    CHECK(has(text, "15 earlier ones are in the timeline"));
    CHECK_FALSE(has(text, "finding 15."));
    CHECK(has(text, "finding 16."));
    CHECK(has(text, "finding 45."));
}

TEST_CASE("Plain words are found without case, at the beginning of a word where that is asked",
          "[postmortem]") {
    const postmortem::Signs signs{"deploy", " no ", " user", "%"};
    const auto [words, found] = GENERATE(table<const char*, bool>({
        {"DEPLOYED to all", true},
        {"redeployed", true},
        {"no backup", true},
        {"there is\nno\tbackup", true},
        {"we have no", true},
        {"nobody knows", false},
        {"volcano erupts", false},
        {"Users wait", true},
        {"superuser", false},
        {"82% less", true},
        {"", false},
        {"d", false},
        {"depl", false},
        {"größere Störung ohne Nutzer", false},
    }));
    INFO(words);
    CHECK(signs.in(words) == found);
}
