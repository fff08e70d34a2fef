// The first draft: what fills it, what it leaves open, and how it is printed.
#include "commands/command.hpp"
#include "commands/core/decision.hpp"

#include "tests/commands/postmortem_stories.hpp"
#include "tests/support/golden.hpp"

using namespace tocsin;
using namespace tocsin::test;

namespace {

std::vector<TalkLine> talk() {
    return {{1,
             {"room:#inc-7"},
             {4},
             "ana",
             "the new release | broke <it>\nrolling back?",
             instant("2026-03-14T02:44Z"),
             {}},
            {2, {"room:#inc-7"}, {4}, "ana", "unrelated chatter", instant("2026-03-14T02:35Z"), {}}};
}

} // namespace

TEST_CASE("Every layout of the table is found by its name", "[postmortem]") {
    REQUIRE_FALSE(postmortem::all_layouts().empty());
    for (const auto* layout : postmortem::all_layouts()) {
        CHECK(postmortem::layout_named(layout->name) == layout);
        CHECK_FALSE(layout->summary.empty());
    }
    CHECK_FALSE(postmortem::layout_named("nothing"));
}

TEST_CASE("The draft of a whole story, as Markdown and as JSON", "[postmortem]") {
    const Story s = resolved();
    const auto said = talk();
    check_golden("draft_sre.md", markdown_of(s, "sre", said, "5f1d"));
    check_golden("draft_sre.json",
                 postmortem::to_json(draft_of(s, "sre", said, "5f1d"), "/incident ") + "\n");
}

TEST_CASE("The same record gives the same draft, folded event by event or at once", "[postmortem]") {
    const Story s = resolved();
    Everything loaded;
    load(loaded, s.file().log);
    const auto& file = loaded.incidents.at(s.now().id);
    CHECK(postmortem::layout_named("sre")->draft({loaded, file, {}, no_instant, {}}) == draft_of(s));
}

TEST_CASE("The summary says impact windows with their lengths and how it ended", "[postmortem]") {
    const std::string summary = words(section(draft_of(resolved()), "summary"));
    CHECK(has(summary, "Card payments fail. Service: checkout. Severity sev2."));
    CHECK(has(summary, "Impact: partial 01:58 to 03:02 UTC (1 h 4 min): \"cards refused, EU shops\""));
    CHECK(has(summary, "Resolved 03:02 UTC: \"release 4512 rolled back, payments normal\""));
}

TEST_CASE("Words that were corrected away stand only in a line that says so", "[postmortem]") {
    std::istringstream lines{markdown_of(resolved())};
    std::size_t times = 0;
    for (std::string line; std::getline(lines, line);)
        if (has(line, "4511 was deployed")) {
            ++times;
            CHECK(has(line, "corrected"));
        }
    CHECK(times == 1);
}

TEST_CASE("What was undone is not in the draft", "[postmortem]") {
    CHECK_FALSE(has(markdown_of(resolved()), "another incident"));
}

TEST_CASE("A raise, a state and a resolve that were taken back shape no part of the draft", "[postmortem]") {
    Story s = card_payments();
    const auto taken_back = [&](Event event) {
        s.at("02:52", "intern").then(std::move(event));
        s.then(CommandUndone{s.last(), s.last(), "a slip"});
    };
    taken_back(SeverityChanged{Severity::sev2, Severity::sev1, "mistyped words"});
    taken_back(StateChanged{State::monitoring, State::identified, "mistyped words"});
    taken_back(IncidentResolved{State::monitoring, "mistyped words"});
    taken_back(NoteAdded{3, "mistyped words"});
    const auto doc = draft_of(s);
    for (const auto& part : doc.sections) {
        INFO(part.id);
        CHECK_FALSE(has(words(part), "mistyped words"));
    }
    CHECK_FALSE(has(words(section(doc, "about")), "sev1"));
    CHECK_FALSE(has(words(section(doc, "about")), "Resolved"));
}

TEST_CASE("Communications tell who was told in time and who waited how long", "[postmortem]") {
    const std::string text = words(section(draft_of(resolved()), "communications"));
    CHECK(has(text, "1 of 2 (50.0 %)"));
    CHECK(has(text, "0:08:00"));
    CHECK(has(text, "late by 0:08:00"));
    CHECK(has(text, "on time"));
}

TEST_CASE("A change noted shortly before users were hurt is proposed as the trigger", "[postmortem]") {
    const auto doc = draft_of(resolved());
    CHECK(has(words(section(doc, "trigger")), "01:55 UTC olena N1: 4512 was deployed at 01:55"));
    CHECK(has(words(section(doc, "root-causes")), "release 4512 broke the gateway client"));
    CHECK(has(words(section(doc, "root-causes")), "the client of the gateway has no test with EU cards"));
    CHECK(has(words(section(doc, "resolution")), "release 4512 rolled back"));
}

TEST_CASE("Roles list everyone who held them and for how long", "[postmortem]") {
    Story s = resolved();
    Story handed = card_payments();
    handed.at("02:55", "dmitri").then(RoleTaken{"commander", handed.person("dmitri"), "dmitri"});
    handed.at("03:05").then(IncidentResolved{State::monitoring, "over"});
    const auto doc = draft_of(handed);
    const auto& rows = section(doc, "roles").blocks.front().rows;
    REQUIRE(rows.size() == 4);
    CHECK(rows[1] == std::vector<std::string>{"commander", "jonas", "02:17 UTC", "02:55 UTC", "38 min"});
    CHECK(rows[2] == std::vector<std::string>{"commander", "dmitri", "02:55 UTC", "the end", "10 min"});
}

TEST_CASE("Metrics stand under the names of their formulas", "[postmortem]") {
    Story s = resolved();
    const std::string text = words(section(draft_of(s), "supporting"));
    CHECK(has(text, "TTD: detected - first impact start\n16 min\n"));
    CHECK(has(text, "TTA: acknowledged - detected\n3 min\n"));
    CHECK(has(text, "TTM: mitigated - first impact start\n52 min\n"));
    CHECK(has(text, "TTR: last resolved - detected\n48 min\n"));
    CHECK(has(text, "Impact, partial\n1 h 4 min\n"));
    CHECK(has(text, "Reopened\n0 times\n"));
    SECTION("a stamp that is missing is not a zero") {
        s.at("03:30", "jonas").then(IncidentReopened{State::resolved, "again"});
        const std::string again = words(section(draft_of(s), "supporting"));
        CHECK(has(again, "TTM: mitigated - first impact start\nNOT KNOWN\n"));
        CHECK(has(again, "Reopened\n1 time\n"));
    }
}

TEST_CASE("Every gap is a question in its section, and a part without one is filled", "[postmortem]") {
    const auto doc = draft_of(resolved());
    REQUIRE_FALSE(doc.gaps.empty());
    for (const auto& g : doc.gaps) {
        INFO(g.question);
        CHECK(has(words(section(doc, g.section)), "TODO(owner): " + g.question));
    }
    CHECK(doc.parts == static_cast<int>(doc.sections.size()));
    int filled = 0;
    for (const auto& s : doc.sections) filled += !has(words(s), "TODO(");
    CHECK(doc.parts_filled == filled);
    CHECK(gaps_of(resolved()) == doc.gaps);
}

TEST_CASE("A gap names a line only if its verb exists", "[postmortem]") {
    Story s = resolved();
    for (const auto& g : gaps_of(s)) {
        INFO(g.question << " -> " << g.command);
        if (!g.command.empty()) CHECK(command_named(g.command.substr(0, g.command.find(' '))));
    }
}

TEST_CASE("Each line that a gap names works once its blanks are filled", "[postmortem]") {
    Story s = GENERATE(0, 1) ? resolved() : Story{};
    if (s.all.incidents.empty()) {
        s.at("02:14", "olena").declare(Severity::sev2, "Slow exports");
        s.at("02:20").then(TaskGiven{1, s.person("ana"), minutes{10}, s.time() + minutes{10}, "ana", "look"});
        s.at("03:20").then(IncidentResolved{State::triage, ""});
    }
    const std::pair<std::string_view, std::string_view> blanks[] = {{"@who", "@zoë"},
                                                                    {"TIME", "02:51"},
                                                                    {"=N", "=700"},
                                                                    {"TEXT", "what we know by now"},
                                                                    {"DATE", "2026-06-01"}};
    std::size_t lines = 0;
    for (const auto& g : gaps_of(s)) {
        if (g.command.empty()) continue;
        ++lines;
        std::string line = g.command;
        for (const auto& [blank, filling] : blanks)
            if (const auto at = line.find(blank); at != std::string::npos)
                line.replace(at, blank.size(), filling);
        Ask ask{.source = "room",
                .key = "k",
                .platform = "room",
                .account = "olena",
                .name = "olena",
                .room = {"room:#inc-7"}};
        ask.said_at = ask.heard_at = s.time() + minutes{5};
        ask.what = Typed{line};
        const Decision d = decide(s.all, ask, ask.heard_at);
        INFO(line << "\n" << text_of(d.reply, "/incident "));
        CHECK(d.outcome == Outcome::done);
    }
    CHECK(lines >= 3);
}

TEST_CASE("The gaps that matter are found, and close when they are filled", "[postmortem]") {
    Story s = card_payments();
    SECTION("the owner") {
        CHECK(gap(gaps_of(s), "Who owns the review?")->command == "postmortem owner @who");
        s.at("03:10", "jonas").then(PostmortemOwned{s.person("zoë"), "zoë"});
        CHECK_FALSE(gap(gaps_of(s), "Who owns the review?"));
        CHECK(has(markdown_of(s), "TODO(zoë): "));
    }
    SECTION("an impact window that only resolve ended, 10 min or more after monitoring") {
        s.at("02:59", "jonas").then(IncidentResolved{State::monitoring, "over"});
        CHECK_FALSE(gap(gaps_of(s), "ended only with resolve"));
        Story late = card_payments();
        late.at("03:00", "jonas").then(IncidentResolved{State::monitoring, "over"});
        CHECK(gap(gaps_of(late), "I2 (partial) ended only with resolve, 10 min after monitoring began"));
        Story told = card_payments();
        told.at("02:51", "jonas").then(ImpactEnded{2, ""});
        told.at("03:30").then(IncidentResolved{State::monitoring, "over"});
        CHECK_FALSE(gap(gaps_of(told), "ended only with resolve"));
    }
    SECTION("nobody in command") {
        Story leaderless;
        leaderless.at("02:14", "olena").declare(Severity::sev3, "Slow exports");
        CHECK(gap(gaps_of(leaderless), "Who was in command?")->command == "role commander @who");
        CHECK_FALSE(gap(gaps_of(s), "Who was in command?"));
    }
    SECTION("a closing update that is missing, or came late") {
        s.at("03:00", "jonas").then(IncidentResolved{State::monitoring, "over"});
        s.also(ObligationMoved{Audience::customers, ObligationKind::closing, MoveReason::closing,
                               instant("2026-03-14T02:57Z"), ""});
        s.at("03:20").then(NoteAdded{3, "later"});
        CHECK(gap(gaps_of(s), "The closing update to customers was due 02:57 UTC")->command ==
              "update customers TEXT");
        s.at("03:27", "mei").update(Audience::customers, "Over.", {}, true);
        CHECK_FALSE(gap(gaps_of(s), "The closing update to customers was due"));
        CHECK(gap(gaps_of(s), "The closing update to customers came 30 min late"));
    }
    SECTION("a resolve without words, and a task that nobody closed") {
        s.at("02:55", "jonas")
            .then(TaskGiven{2, s.person("ana"), minutes{10}, s.time() + minutes{10}, "ana", "call vendor"});
        s.at("03:00").then(IncidentResolved{State::monitoring, ""});
        CHECK(gap(gaps_of(s), "How did it end"));
        CHECK(gap(gaps_of(s), "T2 of ana was never closed: \"call vendor\"")->command == "task T2 done TEXT");
    }
    SECTION("impact that nobody described") {
        Story silent;
        silent.at("02:14", "olena").declare(Severity::sev2, "Slow exports");
        CHECK(gap(gaps_of(silent), "From when were users hurt"));
        CHECK(gap(gaps_of(silent), "What did users notice?"));
        CHECK(gap(gaps_of(silent), "How many customers"));
    }
}

TEST_CASE("Talk is quoted in the timeline on one line, other talk is left out", "[postmortem]") {
    const auto said = talk();
    const std::string text = words(section(draft_of(resolved(), "sre", said), "timeline"));
    CHECK(has(text, "02:44 ana: \"the new release | broke <it> / rolling back?\"\n"));
    CHECK_FALSE(has(text, "unrelated chatter"));
}

TEST_CASE("No word of a person can break the Markdown", "[postmortem]") {
    Story s;
    s.at("02:14", "o*l*ena").declare(Severity::sev2, "# not a heading <script>alert(1)</script>", "a|b");
    s.at("02:15").then(
        NoteAdded{1, "[click](javascript:alert(1)) ![img](http://x/y.png) `code` &amp; ~~gone~~"});
    s.at("02:16").then(NoteAdded{2, "one\n## Two\n| a | b |\n```\nfence"});
    s.at("02:17").then(NoteAdded{3, "the rule .*(?:.*=.*) and max_wal_senders _under_ C:\\temp"});
    s.at("02:18").then(ImpactStated{1, -1, "1. first | second"});
    std::istringstream lines{markdown_of(s)};
    std::string all;
    std::size_t width = 0;
    for (std::string line; std::getline(lines, line);) {
        INFO(line);
        if (line.starts_with("#")) CHECK_FALSE(has(line, "Two"));
        CHECK_FALSE(line.starts_with("```"));
        for (std::size_t at = line.find_first_of("<["); at != std::string::npos;
             at = line.find_first_of("<[", at + 1)) {
            const bool box = line.compare(0, 6, "- [ ] ") == 0 && at == 2; // the tick box of a question
            CHECK((box || line[at - 1] == '\\'));
        }
        std::size_t cells = 0; // each row has as many as the head of its table
        for (std::size_t i = 0; i < line.size() && line.starts_with("|"); ++i)
            cells += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
        if (cells && width) CHECK(cells == width);
        width = cells;
        all += line + "\n";
    }
    CHECK(has(all, "one / ## Two / | a | b | / \\`\\`\\` / fence"));
    CHECK(has(all, "\\`code\\` \\&amp; \\~\\~gone\\~\\~"));
    CHECK(has(
        all,
        "the rule `.*(?:.*=.*)` and max_wal_senders \\_under\\_ C:\\\\temp")); // can still be searched for
    CHECK(has(all, "a\\|b"));
}

TEST_CASE("The head of the hash chain is printed at the end, if there is one", "[postmortem]") {
    CHECK(markdown_of(resolved(), "sre", {}, "abcd").ends_with("Head of the hash chain: `abcd`\n"));
    CHECK_FALSE(has(markdown_of(resolved()), "hash chain"));
}

TEST_CASE("A draft as of a moment judges the clocks at that moment", "[postmortem]") {
    const Story s = card_payments();
    const auto at = [&](std::string_view t) {
        return words(section(postmortem::layout_named("sre")->draft({s.all, s.file(), {}, instant(t), {}}),
                             "communications"));
    };
    CHECK(has(at("2026-03-14T02:57Z"), "1 of 1 (100.0 %)"));
    CHECK(has(at("2026-03-14T03:10Z"), "1 of 2 (50.0 %)"));
}

TEST_CASE("An empty record still gives a draft", "[postmortem]") {
    Everything all;
    IncidentFile file;
    for (const auto* layout : postmortem::all_layouts()) {
        const auto doc = layout->draft({all, file, {}, no_instant, {}});
        INFO(layout->name);
        CHECK(doc.parts == static_cast<int>(layout->parts.size()));
        CHECK_FALSE(postmortem::to_markdown(doc, "/incident ").empty());
        CHECK_FALSE(postmortem::to_html(doc, "/incident ").empty());
    }
}
