// The holes of a draft: which are found, in which order, and what closes each.
#include "commands/core/decision.hpp"

#include "tests/commands/postmortem_stories.hpp"

#include <functional>

using namespace tocsin;
using namespace tocsin::test;

namespace {

struct Hole {
    const char* name;
    const char* question; // a part of it
    const char* command;
    std::function<void(Story&)> fill; // nothing: never
};

Story bare() {
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev2, "Search finds nothing");
    s.at("10:06").then(HypothesisStated{1, "a crawler"});
    s.at("10:07").then(HypothesisStated{2, "no replicas"});
    s.at("10:08").then(HypothesisJudged{1, Verdict::supported, ""});
    s.at("10:09").then(QuestionAsked{1, "since when?"});
    s.at("10:10").then(PollOpened{1, s.time() + minutes{2}, "switch back"});
    s.at("10:11").then(TaskGiven{1, s.person("ana"), minutes{10}, s.time() + minutes{10}, "ana", "look"});
    s.at("10:12").then(PagePlaced{1, s.person("paula"), PageReason::asked, "paula", "", "come"});
    s.at("10:40").then(
        ActionAdded{1, s.person("ana"), no_instant, ActionType::none, "ana", "", "alert on replicas"});
    s.at("12:30").then(IncidentResolved{State::triage, "over"});
    return s;
}

const Hole holes[] = {
    {"cause", "No cause is confirmed yet", "hypothesis H1 confirmed TEXT",
     [](Story& s) { s.then(HypothesisJudged{1, Verdict::confirmed, ""}); }},
    {"detection", "When and how was it noticed first?", "stamp detected at=TIME TEXT",
     [](Story& s) { s.earlier("10:00", KeyTimeStamped{KeyTime::detected, ""}); }},
    {"owner", "Who owns the review?", "postmortem owner @who",
     [](Story& s) { s.then(PostmortemOwned{s.person("zoë"), "zoë"}); }},
    {"impact", "From when were users hurt", "impact start at=TIME level=partial TEXT",
     [](Story& s) { s.earlier("10:00", ImpactStarted{1, ImpactLevel::down, ""}); }},
    {"customers", "How many customers", "impact customers=N TEXT",
     [](Story& s) { s.then(ImpactStated{1, 0, "none"}); }},
    {"trigger", "Which change or event set it off?", "note at=TIME trigger: TEXT",
     [](Story& s) { s.then(NoteAdded{1, "Trigger: the release"}); }},
    {"update", "The update to customers was due 10:20 UTC and has not gone out", "update customers TEXT",
     [](Story& s) { s.update(Audience::customers, "Over.", {}, true); }},
    {"open theory", "Theory H2 of ivo is still open: \"no replicas\"", "hypothesis H2 ruled-out TEXT",
     [](Story& s) { s.then(HypothesisJudged{2, Verdict::ruled_out, ""}); }},
    {"question", "Q1 of ivo has no answer: \"since when?\"", "answer Q1 TEXT",
     [](Story& s) { s.then(QuestionAnswered{1, "since ten"}); }},
    {"poll", "P1 was never decided: \"switch back\"", "decide P1 TEXT",
     [](Story& s) { s.then(DecisionMade{1, 1, "no"}); }},
    {"action", "A1 \"alert on replicas\" has no due date", "action A1 @who due=DATE",
     [](Story& s) { s.then(ActionChanged{1, ActionStatus::dropped, "not wanted"}); }},
    {"task", "T1 of ana was never closed: \"look\"", "task T1 done TEXT",
     [](Story& s) { s.then(TaskDone{1, "looked"}); }},
    {"commander", "Who was in command?", "role commander @who",
     [](Story& s) { s.then(RoleTaken{"commander", s.person("ana"), "ana"}); }},
    {"page", "The page to paula at 10:12 UTC was never answered", "note TEXT",
     [](Story& s) { s.then(PageAcknowledged{1, ""}); }},
    {"well", "What went well?", "lesson well TEXT",
     [](Story& s) { s.then(LessonLearned{1, LessonKind::well, "x"}); }},
    {"wrong", "What went wrong?", "lesson wrong TEXT",
     [](Story& s) { s.then(LessonLearned{1, LessonKind::wrong, "x"}); }},
    {"lucky", "Where were we lucky?", "lesson lucky TEXT",
     [](Story& s) { s.then(LessonLearned{1, LessonKind::lucky, "x"}); }},
};

// Fills the blanks of a line and has it decided.
void check_line(const Story& s, std::string line) {
    const std::pair<std::string_view, std::string_view> blanks[] = {
        {"@who", "@zoë"},       {"at=TIME", "at=12:00"}, {"TIME", "2026-03-18 09:00"},
        {"DATE", "2026-04-30"}, {"=N", "=700"},          {"TEXT", "what we know by now"}};
    for (const auto& [blank, filling] : blanks)
        if (const auto at = line.find(blank); at != std::string::npos)
            line.replace(at, blank.size(), filling);
    Ask ask{.source = "room", .key = "k", .platform = "room", .account = "olena", .name = "olena"};
    ask.room = {"room:#inc-7"};
    ask.said_at = ask.heard_at = s.time() + minutes{5};
    ask.what = Typed{line};
    const Decision d = decide(s.all, ask, ask.heard_at);
    INFO(line << "\n" << text_of(d.reply, "/incident "));
    CHECK(d.outcome == Outcome::done);
}

} // namespace

TEST_CASE("Each hole is found with the line that fills it, and closes when it is filled", "[postmortem]") {
    for (const Hole& hole : holes) {
        INFO(hole.name);
        Story s = bare();
        s.at("12:40", "ana");
        const auto before = gaps_of(s);
        const auto* found = gap(before, hole.question);
        REQUIRE(found);
        CHECK(found->command == hole.command);
        hole.fill(s);
        CHECK_FALSE(gap(gaps_of(s), hole.question));
    }
}

TEST_CASE("The three that matter most come first: cause, detection, owner", "[postmortem]") {
    const auto gaps = gaps_of(bare());
    REQUIRE(gaps.size() > 3);
    CHECK(has(gaps[0].question, "No cause is confirmed"));
    CHECK(has(gaps[1].question, "noticed first"));
    CHECK(has(gaps[2].question, "Who owns the review?"));
    CHECK(gaps.back().section == "lessons-lucky");
}

TEST_CASE("Without a theory the line for the cause begins with one", "[postmortem]") {
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev2, "Search finds nothing");
    CHECK(gap(gaps_of(s), "No cause is confirmed")->command == "hypothesis TEXT");
    CHECK(gap(gaps_of(s), "What will be done")->command == "action @who due=DATE TEXT");
}

TEST_CASE("Of the phases that were entered, what nobody ticked is asked for", "[postmortem]") {
    Story s = session_theft();
    const auto gaps = gaps_of(s);
    CHECK(gap(gaps, "Not checked in containment-short: 2 affected systems isolated, and 5 more")->command ==
          "note TEXT"); // that phase is over: nothing can be ticked in it
    CHECK(gap(gaps, "Not checked in recovery: 1 restored from a clean source")->command == "check 1 TEXT");
    CHECK_FALSE(gap(gaps, "Not checked in lessons-learned"));
    for (std::uint32_t n = 1; n <= 6; ++n)
        s.at("2026-03-13T13:00Z", "omar").then(CheckTicked{Phase::recovery, n, "", ""});
    CHECK_FALSE(gap(gaps_of(s), "Not checked in recovery"));
}

TEST_CASE("Late updates of an audience are one question", "[postmortem]") {
    Story s = resolved();
    s.at("03:30", "mei").update(Audience::executives, "Over.", {});
    const auto gaps = gaps_of(s);
    CHECK(gap(gaps, "1 update to executives came late, the worst by 16 min. Why?")->command ==
          "lesson wrong TEXT");
}

TEST_CASE("A stamp out of order is asked about, found early is not", "[postmortem]") {
    Story s = resolved();
    s.at("03:30", "ana").earlier("01:50", KeyTimeStamped{KeyTime::detected, "seen before users were hurt"});
    CHECK_FALSE(gap(gaps_of(s), "lies before"));
    s.at("03:31").earlier("02:10", KeyTimeStamped{KeyTime::detected, "seen after all"});
    s.at("03:32").earlier("01:30", KeyTimeStamped{KeyTime::mitigated, "a slip"});
    CHECK(gap(gaps_of(s), "Mitigated (01:30 UTC) lies before")->command == "stamp mitigated at=TIME TEXT");
    CHECK(has(words(s, "supporting"), "OUT OF ORDER: before"));
}

TEST_CASE("What was found before it hurt anybody is no stamp out of order", "[postmortem]") {
    Story s;
    s.at("10:02", "ivo").declare(Severity::sev3, "A disk fills up");
    s.at("10:12").earlier("10:10", ImpactStarted{1, ImpactLevel::degraded, ""});
    s.at("10:13").earlier("10:00", KeyTimeStamped{KeyTime::detected, "seen on a graph"});
    CHECK_FALSE(gap(gaps_of(s), "lies before"));
    s.at("10:14").earlier("10:11", KeyTimeStamped{KeyTime::detected, "no, later"});
    CHECK(gap(gaps_of(s), "Declared (10:02 UTC) lies before detected"));
}

TEST_CASE("A review that has an owner is asked for its meeting", "[postmortem]") {
    Story s = resolved();
    CHECK_FALSE(gap(gaps_of(s), "When does the review meet?"));
    s.at("03:30", "ana").then(PostmortemOwned{s.person("zoë"), "zoë"});
    CHECK(gap(gaps_of(s), "When does the review meet? Due Fri 20 Mar 03:02 UTC."));
    s.at("03:31").then(MeetingSet{instant("2026-03-18T09:00Z"), ""});
    CHECK_FALSE(gap(gaps_of(s), "When does the review meet?"));
}

TEST_CASE("Many of a kind are named up to five, the rest are counted", "[postmortem]") {
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev3, "Search finds nothing");
    for (std::uint32_t n = 1; n <= 9; ++n) s.at("10:06").then(QuestionAsked{n, "what?"});
    const auto gaps = gaps_of(s);
    CHECK(gap(gaps, "Q5 of ivo"));
    CHECK_FALSE(gap(gaps, "Q6 of ivo"));
    CHECK(gap(gaps, "4 more questions are open."));
}

TEST_CASE("The line of every gap of every layout can be typed", "[postmortem]") {
    for (const Story& s : {bare(), search_outage()})
        for (const auto* layout : postmortem::all_layouts())
            for (const auto& g : draft_of(s, layout->name).gaps) check_line(s, g.command);
}

TEST_CASE("Every gap of every layout stands as a question in a section of it", "[postmortem]") {
    for (const Story& s : {bare(), search_outage(), session_theft()})
        for (const auto* layout : postmortem::all_layouts()) {
            const auto doc = draft_of(s, layout->name);
            const std::string owner = doc.owner.empty() ? "owner" : doc.owner;
            for (const auto& g : doc.gaps) {
                INFO(layout->name << ": " << g.question);
                CHECK(has(words(section(doc, g.section)), "TODO(" + owner + "): " + g.question));
            }
        }
}
