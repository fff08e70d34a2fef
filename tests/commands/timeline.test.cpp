// The log as lines to read.
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include "tests/support/golden.hpp"
#include "tests/support/story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace tocsin;
using test::instant;
using test::Story;

namespace {

std::vector<views::Entry> entries_of(const Story& s, bool full = false) {
    return views::timeline(s.file(), s.all, full);
}

const views::Entry* of_item(const std::vector<views::Entry>& entries, std::string_view item) {
    const auto it =
        std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.item == item; });
    return it == entries.end() ? nullptr : &*it;
}

TalkLine line_said(std::string_view at, std::string_view text, PersonId by = {1}) {
    return {.id = 1,
            .room = {"room:#inc-7"},
            .person = by,
            .name = "olena",
            .text = std::string{text},
            .said_at = instant(at)};
}

} // namespace

TEST_CASE("Every event of the table reads as one line with a kind", "[timeline]") {
    for (std::size_t n = 0; n < std::variant_size_v<EventVariant>; ++n) {
        INFO("event " << n);
        Story s;
        s.at("02:14", "olena").then(make_event(n));
        const auto entries = entries_of(s, true);
        REQUIRE(entries.size() == 1);
        CHECK_FALSE(entries[0].kind.empty());
        CHECK(entries[0].author == "olena");
        // A note has nothing to say but its words.
        if (!std::holds_alternative<NoteAdded>(make_event(n)) &&
            !std::holds_alternative<SystemNoted>(make_event(n)))
            CHECK_FALSE(entries[0].text.empty());
        CHECK(entries[0].text.find('\n') == std::string::npos);
    }
}

TEST_CASE("Entries stand in the order in which things happened, then in which they were recorded",
          "[timeline]") {
    Story s;
    s.at("02:14", "olena").declare(Severity::sev3, "Slow exports");
    s.at("02:20").then(NoteAdded{1, "third"});
    s.at("02:30").earlier("02:16", NoteAdded{2, "first"});
    s.at("02:31").earlier("02:20", NoteAdded{3, "fourth"});
    s.at("02:32").earlier("02:19", NoteAdded{4, "second"});
    std::vector<std::string> words;
    for (const auto& e : entries_of(s))
        if (e.kind == "note") words.push_back(e.text);
    CHECK(words == std::vector<std::string>{"first", "second", "third", "fourth"});
}

TEST_CASE("A corrected entry shows the newest words at the newest time, and the first ones beside it",
          "[timeline]") {
    Story s;
    s.at("23:20", "olena").declare(Severity::sev1, "Database is gone");
    s.at("23:29").earlier("23:30", NoteAdded{1, "rm ran, 300 GB removed"});
    s.at("23:33", "ana").earlier("23:27", EntryCorrected{'N', 1, true, "rm ran on db1, stopped at 23:27"});
    const auto entries = entries_of(s);
    const auto* note = of_item(entries, "N1");
    REQUIRE(note);
    CHECK(note->text == "rm ran on db1, stopped at 23:27");
    CHECK(note->at == instant("2026-03-14T23:27Z"));
    CHECK(note->author == "olena");
    CHECK(note->corrected);
    CHECK(note->before == "23:30 UTC: rm ran, 300 GB removed");

    SECTION("a second correction of the time alone keeps the corrected words") {
        s.at("23:40").earlier("23:26", EntryCorrected{'N', 1, true, ""});
        const auto again = entries_of(s);
        CHECK(of_item(again, "N1")->text == "rm ran on db1, stopped at 23:27");
        CHECK(of_item(again, "N1")->at == instant("2026-03-14T23:26Z"));
        CHECK(of_item(again, "N1")->before == "23:30 UTC: rm ran, 300 GB removed");
    }
    SECTION("impact windows, statements and tasks are corrected alike") {
        s.at("23:41").then(ImpactStarted{1, ImpactLevel::down, "old words"});
        s.then(ImpactStated{2, -1, "old words"});
        s.then(TaskGiven{1, s.person("ana"), minutes{10}, s.time() + minutes{10}, "ana", "old words"});
        s.then(EntryCorrected{'I', 1, false, "new words"});
        s.then(EntryCorrected{'I', 2, false, "new words"});
        s.then(EntryCorrected{'T', 1, false, "new words"});
        const auto all = entries_of(s);
        for (const char* item : {"I1", "I2", "T1"}) {
            INFO(item);
            CHECK(of_item(all, item)->corrected);
            CHECK(of_item(all, item)->text.find("old words") == std::string::npos);
            CHECK(of_item(all, item)->text.find("new words") != std::string::npos);
        }
    }
}

TEST_CASE("What was undone stands in the full view alone, with a mark", "[timeline]") {
    Story s;
    s.at("02:14", "olena").declare(Severity::sev3, "Slow exports");
    s.at("02:15").then(NoteAdded{1, "kept"});
    s.at("02:16").then(NoteAdded{2, "taken back"});
    s.at("02:17").then(CommandUndone{s.last(), s.last(), "note taken back"});
    const auto short_view = entries_of(s);
    CHECK(of_item(short_view, "N1"));
    CHECK_FALSE(of_item(short_view, "N2"));
    const auto full = entries_of(s, true);
    REQUIRE(of_item(full, "N2"));
    CHECK(of_item(full, "N2")->undone);
    CHECK_FALSE(of_item(full, "N1")->undone);
    CHECK(full.back().kind == "undo");
    CHECK(full.back().text == "undone: note taken back");
}

TEST_CASE("Upkeep stands in the full view alone, but a promise moved by hand is news", "[timeline]") {
    Story s = test::card_payments();
    s.at("02:51", "mei")
        .then(ObligationMoved{Audience::customers, ObligationKind::cadence, MoveReason::by_hand,
                              instant("2026-03-14T03:15Z"), "vendor call at 03:00"});
    const auto entries = entries_of(s);
    CHECK(std::none_of(entries.begin(), entries.end(), [](const auto& e) { return e.upkeep; }));
    CHECK(std::any_of(entries.begin(), entries.end(), [](const auto& e) {
        return e.kind == "promise" &&
               e.text == "update to customers is due 03:15 UTC now: vendor call at 03:00";
    }));
    const auto full = entries_of(s, true);
    CHECK(full.size() == s.file().log.size());
    CHECK(
        std::any_of(full.begin(), full.end(), [](const auto& e) { return e.upkeep && e.kind == "promise"; }));
}

TEST_CASE("The whole timeline of a story, with everything", "[timeline]") {
    const Story s = test::card_payments();
    std::string text;
    for (const auto& e : entries_of(s, true))
        text += e.kind + " | " + e.item + " | " + e.author + " | " + e.text +
                (e.before.empty() ? "" : " | " + e.before) + (e.undone ? " | undone" : "") +
                (e.upkeep ? " | upkeep" : "") + "\n";
    test::check_golden("timeline.txt", text);
}

TEST_CASE("Talk is quoted when it was said within 2 min before severity, impact or state changed",
          "[timeline]") {
    Story s;
    s.at("02:00", "olena").declare(Severity::sev3, "Slow exports");
    s.at("02:10").then(SeverityChanged{Severity::sev3, Severity::sev2, "worse"});
    const auto quotes = [&](std::string_view at, std::string_view text = "it burns") {
        const TalkLine line = line_said(at, text);
        return views::quoted_talk(s.file(), std::span{&line, 1}).size();
    };
    CHECK(quotes("2026-03-14T02:08:00Z") == 1);
    CHECK(quotes("2026-03-14T02:10:00Z") == 1);
    CHECK(quotes("2026-03-14T02:07:59Z") == 0);
    CHECK(quotes("2026-03-14T02:10:01Z") == 0);
    SECTION("before the moment it was typed, if it happened earlier") {
        s.at("02:30").earlier("02:20", ImpactStarted{1, ImpactLevel::down, "all"});
        CHECK(quotes("2026-03-14T02:29:00Z") == 1);
        CHECK(quotes("2026-03-14T02:19:00Z") == 1);
        CHECK(quotes("2026-03-14T02:25:00Z") == 0);
    }
    SECTION("not before what was taken back") {
        s.at("02:11").then(CommandUndone{s.last(), s.last(), "severity"});
        CHECK(quotes("2026-03-14T02:09:00Z") == 0);
    }
    SECTION("not what Tocsin said, what only one person saw, or a typed command") {
        TalkLine own = line_said("2026-03-14T02:09:00Z", "{}", {});
        CHECK(views::quoted_talk(s.file(), std::span{&own, 1}).empty());
        TalkLine whispered = line_said("2026-03-14T02:09:00Z", "for you alone");
        whispered.only_for = {2};
        CHECK(views::quoted_talk(s.file(), std::span{&whispered, 1}).empty());
        CHECK(quotes("2026-03-14T02:09:00Z", "/incident severity sev2 worse") == 0);
        CHECK(quotes("2026-03-14T02:09:00Z", " !incident severity sev2 worse") == 0);
        CHECK(quotes("2026-03-14T02:09:00Z", "so do we type /incident resolve now?") == 1);
    }
}

TEST_CASE("Words of people never break a line of ours", "[timeline]") {
    using views::on_one_line;
    CHECK(on_one_line("  plain  ") == "plain");
    CHECK(on_one_line("one\ntwo\r\n\n  three\n") == "one / two / three");
    CHECK(on_one_line("a\vb\fc\x1c"
                      "d\xC2\x85"
                      "e\xE2\x80\xA8"
                      "f") == "a / b / c / d / e / f");
    CHECK(on_one_line("a\tb\x01\x7f") == "a b");
    CHECK(on_one_line("left \xE2\x80\xAEthgir\xE2\x80\xAC end") == "left thgir end");
    CHECK(on_one_line("zoë → 李娜, \xE2\x81\xA8שלום\xE2\x81\xA9") ==
          "zoë → 李娜, \xE2\x81\xA8שלום\xE2\x81\xA9");
    CHECK(on_one_line("") == "");
    CHECK(on_one_line("\n\n") == "");
}

TEST_CASE("The timeline for the asker is filtered by kind and time, and bounded", "[timeline]") {
    Story s;
    s.at("02:00", "olena").declare(Severity::sev3, "Slow exports");
    for (std::uint32_t n = 1; n <= 30; ++n)
        s.at(n < 10 ? "02:0" + std::to_string(n) : "02:" + std::to_string(n)).then(NoteAdded{n, "note"});
    const auto shown = [&](std::string_view kind, Instant since) {
        return views::timeline_message(s.file(), s.all, kind, since, instant("2026-03-14T03:00Z"));
    };
    const Message all = shown("", no_instant);
    CHECK(text_of(all.lines.front(), "") == "INC-7: the newest 20 of 31 entries.");
    CHECK(all.lines.size() == 22);
    CHECK(text_of(all.lines[20], "") == "02:30 UTC olena N30: note");
    CHECK(text_of(shown("note", instant("2026-03-14T02:29Z")).lines.front(), "") == "INC-7: 2 entries.");
    CHECK(text_of(shown("declared", no_instant).lines.front(), "") == "INC-7: 1 entry.");
    const Message none = shown("poll", no_instant);
    CHECK(text_of(none.lines.front(), "") == "INC-7: no poll entry.");
    CHECK(text_of(none.lines.back(), "").find("note") != std::string::npos);
}

TEST_CASE("The page gets every field of an entry", "[timeline]") {
    Story s;
    s.at("02:14", "olena").then(NoteAdded{1, "first"});
    s.at("02:15").earlier("02:10", EntryCorrected{'N', 1, true, "second"});
    const auto entries = entries_of(s);
    CHECK(
        views::timeline_json(entries) ==
        R"({"entries":[{"index":1,"kind":"note","item":"N1","at":1773454200000,"recorded":1773454440000,)"
        R"("day_only":false,"corrected":true,"undone":false,"upkeep":false,"author":"olena","text":"second",)"
        R"("before":"02:14 UTC: first"}]})");
}
