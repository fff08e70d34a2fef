// The card, its JSON, the situation report and the overview.
#include "commands/views/views.hpp"

#include "commands/command.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/figures.hpp"

#include "tests/support/golden.hpp"
#include "tests/support/story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tocsin;
using test::instant;
using test::Story;

namespace {

std::string card_of(const Story& s) { return text_of(views::card(s.all, s.now()), "/incident ") + "\n"; }
std::string line_of(const Message& m, std::size_t n) { return text_of(m.lines.at(n), "/incident "); }
bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("The card of an open incident reads in the order of a woken person's questions", "[views]") {
    test::check_golden("card_open.txt", card_of(test::card_payments()));
}

TEST_CASE("A late update moves to line 2 of the card, in words", "[views]") {
    Story s = test::card_payments();
    CHECK_FALSE(has(card_of(s), "LATE"));
    s.at("02:57", "")
        .then(RungReached{Audience::customers, Rung::due, instant("2026-03-14T02:57Z"), false, false});
    const Message card = views::card(s.all, s.now());
    CHECK(line_of(card, 1) == "LATE since 02:57 UTC: customers");
    CHECK(card.tone == Tone::late);
    test::check_golden("card_late.txt", card_of(s));
}

TEST_CASE("After resolve the card is the result", "[views]") {
    Story s = test::card_payments();
    s.at("03:02", "jonas").then(IncidentResolved{State::monitoring, "release 4512 rolled back"});
    s.also(ObligationMoved{Audience::customers, ObligationKind::closing, MoveReason::closing,
                           instant("2026-03-14T02:57Z"), ""});
    s.at("03:05", "mei").update(Audience::customers, "Card payments work again since 02:50 UTC.", {}, true);
    const Message card = views::card(s.all, s.now());
    CHECK(has(card_of(s), "State: resolved (over) at 03:02 UTC"));
    CHECK(has(card_of(s), "Updates on time: customers 1 of 2"));
    CHECK(has(card_of(s), "Owner: NOBODY"));
    test::check_golden("card_resolved.txt", card_of(s));
}

TEST_CASE("Lines of the card are complete at 40 columns, but for words of people", "[views]") {
    const Message card = views::card(test::card_payments().all, test::card_payments().now());
    for (const Line& line : card.lines) {
        const bool quoted =
            std::any_of(line.begin(), line.end(), [](const Run& r) { return r.kind == Run::Kind::quote; });
        INFO(text_of(line, ""));
        CHECK((quoted || text::length(text_of(line, "")) <= 40));
    }
}

TEST_CASE("What is missing is a word in capitals", "[views]") {
    Story s;
    s.at("02:14", "olena").declare(Severity::sev1, "Card payments fail");
    const std::string card = card_of(s);
    CHECK(has(card, "Impact: NOT KNOWN"));
    CHECK(has(card, "Commander: NOBODY (olena leads)"));
    CHECK(has(card, "Comms: NOBODY"));
    SECTION("a role that is offered says to whom") {
        s.at("02:15").then(
            RoleOffered{.role = "commander", .person = s.person("jonas"), .person_name = "jonas"});
        CHECK(has(card_of(s), "Commander: NOBODY (offered to jonas)"));
    }
    SECTION("an update that reached nobody stands on the card") {
        s.at("02:16").then(
            UpdateSubmitted{.number = 1, .audience = Audience::customers, .text = "x", .published = "x"});
        s.then(UpdateUndelivered{1, Audience::customers, {"room:#customers"}, "no such room"});
        CHECK(has(card_of(s), "NOT DELIVERED: U1 to customers"));
        s.at("02:17").update(Audience::customers, "y", minutes{20});
        CHECK_FALSE(has(card_of(s), "NOT DELIVERED"));
    }
    SECTION("where nobody is owed updates, comms is not missing") {
        Story quiet;
        quiet.at("02:14", "olena").declare(Severity::sev4, "Wrong colour");
        CHECK_FALSE(has(card_of(quiet), "Comms"));
        CHECK_FALSE(has(card_of(quiet), "Next update"));
    }
}

TEST_CASE("A due time on another day names the day", "[views]") {
    Story s;
    s.at("2026-03-14T23:50Z", "olena").declare(Severity::sev2, "Card payments fail");
    CHECK(has(card_of(s), "Next update: customers Sun 15 Mar 00:05 UTC"));
}

TEST_CASE("The one-line form names the soonest update and its lateness", "[views]") {
    Story s = test::card_payments();
    CHECK(views::one_line(s.all, s.now()) ==
          "INC-7 sev2 monitoring: Card payments fail. Customers next 02:57 UTC.");
    s.at("02:58").then(NoteAdded{3, "x"});
    CHECK(views::one_line(s.all, s.now()) ==
          "INC-7 sev2 monitoring: Card payments fail. Customers LATE since 02:57 UTC.");
    Story fresh;
    fresh.at("02:14", "olena").declare(Severity::sev2, "Card payments fail");
    CHECK(views::one_line(fresh.all, fresh.now()) ==
          "INC-7 sev2 triage: Card payments fail. Customers next 02:29 UTC.");
    CHECK(views::card(fresh.all, fresh.now()).phone == views::one_line(fresh.all, fresh.now()));
}

TEST_CASE("A phone line has at most 110 characters, whatever the title", "[views]") {
    Story s;
    s.at("02:14", "olena").declare(Severity::sev2, std::string(500, 'x') + "\n" + std::string(500, 'y'));
    CHECK(text::length(views::card(s.all, s.now()).phone) <= 110);
    for (const Line& line : views::card(s.all, s.now()).lines)
        CHECK(text_of(line, "").find('\n') == std::string::npos);
}

TEST_CASE("The card's JSON has the facts that the page counts down from", "[views]") {
    Story s = test::card_payments();
    test::check_golden("card_open.json", views::card_json(s.all, s.now()) + "\n");
    s.at("03:02", "jonas").then(IncidentResolved{State::monitoring, "rolled back"});
    s.at("03:10").then(PostmortemOwned{s.person("zoë"), "zoë"});
    const std::string json = views::card_json(s.all, s.now());
    CHECK(has(json, R"("resolved_at":1773457320000)"));
    CHECK(has(json, R"("open":false)"));
    CHECK(has(json, R"("postmortem_owner":"zoë")"));
}

TEST_CASE("The situation report counts what the card cannot", "[views]") {
    const Story s = test::card_payments();
    const Message m = views::sitrep(s.all, s.now(), instant("2026-03-14T03:00Z"));
    test::check_golden("sitrep.txt", text_of(m, "/incident ") + "\n");
    CHECK(m.tone == Tone::late);
}

TEST_CASE("The overview lists open incidents by severity and the latest that are over", "[views]") {
    Everything all;
    SECTION("nothing is open") {
        const Message m = views::overview(all, {1}, instant("2026-03-14T03:00Z"));
        CHECK(line_of(m, 0) == "No incident is open. Try: /incident declare sev3 something looks wrong");
        CHECK(views::overview_json(all, {1}) == R"({"open":[],"recent":[],"late":0,"undelivered":[]})");
    }
    SECTION("two are open, one is over") {
        const Instant t = instant("2026-03-14T02:00Z");
        const auto add = [&](std::uint32_t n, Severity severity) {
            apply(all, {.seq = {n},
                        .command = {n},
                        .incident = {n},
                        .index = 1,
                        .recorded_at = t + minutes{n},
                        .meta = {.by = {1}, .by_name = "olena", .room = {}, .at = t + minutes{n}},
                        .event = IncidentDeclared{
                            .number = n, .title = "T" + std::to_string(n), .severity = severity}});
        };
        add(1, Severity::sev3);
        add(2, Severity::sev1);
        add(3, Severity::sev2);
        apply(all, {.seq = {4},
                    .command = {4},
                    .incident = {3},
                    .index = 2,
                    .recorded_at = t + minutes{30},
                    .meta = {.by = {1}, .by_name = "olena", .room = {}, .at = t + minutes{30}},
                    .event = IncidentResolved{State::triage, ""}});
        const Message m = views::overview(all, {1}, t + minutes{90});
        CHECK(line_of(m, 0) == "2 open.");
        CHECK(line_of(m, 1) == "INC-2 sev1 triage: T2.");
        CHECK(line_of(m, 2) == "INC-1 sev3 triage: T1.");
        CHECK(line_of(m, 3).starts_with("INC-3 resolved 1 h ago, draft has "));
        const std::string json = views::overview_json(all, {1});
        CHECK(json.find(R"("ref":"INC-2")") < json.find(R"("ref":"INC-1")"));
        CHECK(json.find(R"("ref":"INC-1")") < json.find(R"("recent":[)"));
        CHECK(json.find(R"("recent":[)") < json.find(R"("ref":"INC-3")"));
    }
}

TEST_CASE("Completion offers every verb of the table with its forms", "[views]") {
    const std::string json = views::completion_json();
    for (const Command* command : all_commands()) {
        CHECK(has(json, "{\"verb\":\"" + std::string{command->name} + "\""));
        for (const Form& form : command->forms) CHECK(has(json, form.line));
    }
}

TEST_CASE("Overlapping impact windows count once, for the highest level", "[views]") {
    Incident i;
    const Instant t = instant("2026-03-14T02:00Z");
    const auto window = [&](std::uint32_t n, ImpactLevel level, int from, int to) {
        i.windows.push_back(
            {n, level, t + minutes{from}, to < 0 ? no_instant : t + minutes{to}, false, "", ""});
    };
    window(1, ImpactLevel::degraded, 0, 60);
    window(2, ImpactLevel::down, 20, 30);
    window(3, ImpactLevel::degraded, 50, 70);
    window(4, ImpactLevel::partial, 100, -1);
    const auto sums = views::impact_per_level(i, t + minutes{120});
    CHECK(sums.at(ImpactLevel::degraded) == minutes{60});
    CHECK(sums.at(ImpactLevel::down) == minutes{10});
    CHECK(sums.at(ImpactLevel::partial) == minutes{20});
    CHECK(sums.size() == 3);
}

TEST_CASE("Time at a severity stops at resolve and goes on at reopen", "[views]") {
    Story s;
    s.at("02:00", "olena").declare(Severity::sev3, "Slow exports");
    s.at("02:30").then(SeverityChanged{Severity::sev3, Severity::sev2, "worse"});
    s.at("03:00").then(IncidentResolved{State::triage, "over"});
    s.at("03:20").then(IncidentReopened{State::resolved, "not over"});
    const auto stretches = views::severities(s.file(), instant("2026-03-14T03:30Z"));
    REQUIRE(stretches.size() == 3);
    CHECK(stretches[0].length() == minutes{30});
    CHECK(stretches[1].length() == minutes{30});
    CHECK(stretches[2].what == "sev2");
    CHECK(stretches[2].length() == minutes{10});
}

TEST_CASE("Adherence is shown with its share to a tenth, rounded, or as nothing counted", "[views]") {
    const auto [met, late, shown] = GENERATE(table<int, int, const char*>({
        {8, 3, "8 of 11 (72.7 %)"},
        {2, 2, "2 of 4 (50.0 %)"},
        {4, 1, "4 of 5 (80.0 %)"},
        {2, 1, "2 of 3 (66.7 %)"},
        {5, 0, "5 of 5 (100.0 %)"},
        {0, 0, "none counted"},
    }));
    CHECK(views::adherence_shown({met, late, 0, {}}) == shown);
}
