// The figures of one incident under the names of their formulas (DOMAIN 8), and how good the response was.
#include "commands/views/figures.hpp"

#include "tests/commands/postmortem_stories.hpp"

using namespace tocsin;
using namespace tocsin::test;

namespace {

std::vector<Duration> gaps_of_minutes(std::initializer_list<int> all) {
    std::vector<Duration> out;
    for (const int n : all) out.push_back(minutes{n});
    return out;
}

views::Service served(const Story& s) {
    std::vector<const Recorded*> log;
    for (const Recorded& r : s.file().log) log.push_back(&r);
    return views::service_of(s.file(), log, Audience::customers, s.all.policy(), s.time());
}

} // namespace

TEST_CASE("Every time to something is counted from its own anchor", "[postmortem]") {
    Story s = card_payments(); // hurt 01:58, declared 02:14, acknowledged 02:17, users fine 02:50
    s.at("02:52", "ana").earlier("02:08", KeyTimeStamped{KeyTime::detected, "a shop called"});
    s.at("03:02").then(IncidentResolved{State::monitoring, "over"});
    const auto f = views::key_figures(s.now());
    CHECK(f.detect == minutes{10});
    CHECK(f.declare == minutes{6});
    CHECK(f.acknowledge == minutes{9});
    CHECK(f.mitigate == minutes{52});
    CHECK(f.mitigate_detected == minutes{42});
    CHECK(f.resolve == minutes{54});
    SECTION("and follows a correction of the impact") {
        s.at("03:05").earlier("01:48", EntryCorrected{'I', 2, true, ""});
        CHECK(views::key_figures(s.now()).detect == minutes{20});
        CHECK(views::key_figures(s.now()).mitigate == hours{1} + minutes{2});
    }
    SECTION("and a stamp by hand holds against the command") {
        s.at("03:05").earlier("02:44", KeyTimeStamped{KeyTime::mitigated, "graphs say so"});
        CHECK(views::key_figures(s.now()).mitigate == minutes{46});
    }
}

TEST_CASE("Key times out of order are pointed out, found early is not", "[postmortem]") {
    Incident i;
    const Instant t = instant("2026-03-14T10:00Z");
    i.windows.push_back({1, ImpactLevel::down, t, no_instant, false, "", ""});
    i.detected_at = t - minutes{5};
    i.declared_at = t + minutes{2};
    i.identified_at = t + minutes{1};
    i.mitigated_at = t + minutes{9};
    const auto moments = views::key_moments(i);
    REQUIRE(moments.size() == 5);
    CHECK(moments[1].name == "detected");
    CHECK(moments[1].before.empty());
    CHECK(moments[3].name == "identified");
    CHECK(moments[3].before == "declared");
    CHECK(moments[4].before.empty());
}

TEST_CASE("Median, ninth tenth and most of the times between updates", "[postmortem]") {
    CHECK(views::spread({}).n == 0);
    const auto [values, median, p90, most] = GENERATE(table<std::vector<Duration>, int, int, int>({
        {gaps_of_minutes({7}), 7, 7, 7},
        {gaps_of_minutes({4, 2}), 3, 4, 4},
        {gaps_of_minutes({9, 1, 5}), 5, 9, 9},
        {gaps_of_minutes({10, 9, 8, 7, 6, 5, 4, 3, 2, 1}), 5, 9, 10},
        {gaps_of_minutes({11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}), 6, 10, 11},
    }));
    const auto s = views::spread(values);
    CHECK(std::chrono::floor<minutes>(s.median).count() == median);
    CHECK(s.p90 == minutes{p90});
    CHECK(s.most == minutes{most});
}

TEST_CASE("A repeated text keeps its promise but not strictly", "[postmortem]") {
    Story s;
    s.at("10:00", "mei").declare(Severity::sev2, "Search finds nothing"); // first due 10:15
    s.at("10:10").update(Audience::customers, "We are looking.", minutes{30});
    s.at("10:40").then(UpdateSubmitted{.number = 2,
                                       .audience = Audience::customers,
                                       .promise = instant("2026-03-14T11:10Z"),
                                       .rules = 1u << 3,
                                       .text = "We are looking.",
                                       .published = "We are looking."});
    s.then(UpdateDelivered{2, Audience::customers, {"room:#customers"}});
    s.at("11:20").update(Audience::customers, "Found.", minutes{60});
    const auto of = served(s);
    CHECK(of.adherence.met == 2);
    CHECK(of.adherence.late == 1);
    CHECK(of.met_strict == 1);
    CHECK(of.updates == 3);
    CHECK(of.first == minutes{10});
    CHECK(of.between.n == 2);
    CHECK(of.between.most == minutes{40});
    CHECK(of.coverage == 875); // 10 of 80 min overdue
    CHECK(of.long_promises == 1);
}

TEST_CASE("A correction of an update is no update of its own", "[postmortem]") {
    Story s;
    s.at("10:00", "mei").declare(Severity::sev2, "Search finds nothing");
    s.at("10:10").update(Audience::customers, "We are looking.", minutes{30});
    s.at("10:12").then(UpdateSubmitted{.number = 2,
                                       .audience = Audience::customers,
                                       .corrects = 1,
                                       .text = "We look.",
                                       .published = "We look."});
    s.then(UpdateDelivered{2, Audience::customers, {"room:#customers"}});
    CHECK(served(s).updates == 1);
    const std::string text = words(s, "communications");
    CHECK(has(text, "We are looking. (corrected by U2)"));
    CHECK(has(text, "We look. (corrects U1)"));
}

TEST_CASE("An announced pause is no time in which anything was overdue", "[postmortem]") {
    Story s;
    s.at("10:00", "mei").declare(Severity::sev2, "Search finds nothing"); // first due 10:15
    s.at("10:15").then(ClockPaused{Audience::customers, instant("2026-03-14T10:55Z"), "night"});
    s.at("11:15").then(NoteAdded{1, "later"});
    const auto of = served(s);
    CHECK(of.coverage == 428); // 20 of 35 min overdue, in thousandths and cut
}

TEST_CASE("Command is counted per person, and the time without anybody too", "[postmortem]") {
    Story s;
    s.at("10:00", "ivo").declare(Severity::sev2, "Search finds nothing");
    s.at("10:06", "ana").then(RoleTaken{"commander", s.person("ana"), "ana"});
    s.at("10:10").then(SeverityChanged{Severity::sev2, Severity::sev1, ""});
    s.at("10:30", "mei").then(RoleTaken{"commander", s.person("mei"), "mei"});
    s.at("11:00").then(IncidentResolved{State::investigating, "over"});
    s.at("11:30").then(IncidentReopened{State::resolved, "again"});
    s.at("11:40").then(NoteAdded{1, "x"});
    const auto held = views::commands(s.now(), views::severities(s.file(), s.time()));
    REQUIRE(held.size() == 3); // the hour that it was over is nobody's
    CHECK(held[0].what == "ana");
    CHECK(held[0].length() == minutes{24});
    CHECK(held[1].length() == minutes{30});
    CHECK(held[2].length() == minutes{10});
    CHECK(views::without_commander(s.now(), views::severities(s.file(), s.time())) == minutes{6});
    const std::string text = words(s, "quality");
    CHECK(has(text, "Without a commander\n6 min\nof 1 h 10 min in which it was open\n"));
    CHECK(has(words(s, "supporting"), "In command: mei\n40 min\n"));
}

TEST_CASE("Phases are counted each, a phase that came back twice", "[postmortem]") {
    Story s = session_theft();
    s.at("2026-03-13T13:00Z", "mitra").then(IncidentReopened{State::resolved, "a second foothold"});
    s.at("2026-03-13T13:00Z").then(PhaseChanged{Phase::recovery, Phase::containment_short, "again"});
    s.at("2026-03-13T14:00Z").then(NoteAdded{9, "x"});
    const auto all = views::phases(s.now(), s.time());
    REQUIRE(all.size() == 6);
    CHECK(all[1].what == "containment-short");
    CHECK(all[1].length() == hours{23});
    CHECK(all[5].length() == hours{1});
    CHECK(has(words(s, "supporting", "security"), "Time in phase containment-short\n24 h\n"));
}

TEST_CASE("The longest silence is one that people kept while it was open", "[postmortem]") {
    Story s;
    s.at("10:00", "ivo").declare(Severity::sev3, "Search finds nothing");
    s.at("10:10").then(NoteAdded{1, "a"});
    s.at("10:20").by_itself(SystemNoted{"nobody says anything"});
    s.at("10:35", "ivo").then(NoteAdded{2, "b"});
    s.at("10:40").then(IncidentResolved{State::triage, "over"});
    s.at("14:00").then(NoteAdded{3, "hours later"});
    CHECK(has(words(s, "quality"),
              "Longest silence\n25 min\nbetween two entries by people, 10:10 to 10:35 UTC\n"));
}

TEST_CASE("Questions, decisions, pages and tasks are counted with the time they took", "[postmortem]") {
    const std::string text = words(search_outage(), "quality");
    CHECK(has(text, "Questions answered\n1 of 2\ntime to answer 9 min at the median, 9 min at the longest; "
                    "Q2 open for "));
    CHECK(has(text, "Decisions\n1\nfrom poll to decision 3 min at the median\n"));
    CHECK(has(text, "Polls\n2\n1 with objections; never decided: P2 for "));
    CHECK(has(text, "Pages without an answer\n1 of 2\nkwame\n"));
    CHECK(has(text, "Theories judged\n2 of 3\n"));
    CHECK(has(text, "Tasks done\n1 of 3\n0 after their time, 1 dropped\n"));
    CHECK(has(text, "Hand-offs offered\n1\n"));
}
