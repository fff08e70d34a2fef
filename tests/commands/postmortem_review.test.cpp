// When a review owes what, and what people's own words do to a draft.
#include "commands/postmortem/review.hpp"

#include "commands/text/times.hpp"
#include "tests/commands/postmortem_stories.hpp"
#include "tests/support/scene.hpp"

using namespace tocsin;
using namespace tocsin::test;
using namespace std::chrono_literals;

namespace {

Incident resolved_at(Severity severity, const char* when) {
    Incident i;
    i.severity = severity;
    i.state = State::resolved;
    i.resolved_at = instant(when);
    return i;
}

} // namespace

TEST_CASE("Five business days leave out Saturdays and Sundays and keep the time of the day", "[postmortem]") {
    const auto [resolved, due] = GENERATE(table<const char*, const char*>({
        {"2026-03-09T10:30:00Z", "2026-03-16T10:30:00Z"}, // Monday to Monday
        {"2026-03-11T23:59:59Z", "2026-03-18T23:59:59Z"}, // Wednesday
        {"2026-03-13T17:00:00Z", "2026-03-20T17:00:00Z"}, // Friday
        {"2026-03-14T03:00:00Z", "2026-03-20T03:00:00Z"}, // Saturday: Monday is the first
        {"2026-03-15T23:00:00Z", "2026-03-20T23:00:00Z"}, // Sunday
        {"2025-12-30T08:00:00Z", "2026-01-06T08:00:00Z"}, // over a new year; no holidays are known
        {"2024-02-27T12:00:00Z", "2024-03-05T12:00:00Z"}, // over 29 February
    }));
    INFO(resolved);
    CHECK(text::iso(postmortem::meeting_due(resolved_at(Severity::sev2, resolved))) == due);
}

TEST_CASE("A sev1 meets after three calendar days, weekend or not", "[postmortem]") {
    const Incident i = resolved_at(Severity::sev1, "2026-03-13T17:00Z");
    CHECK(postmortem::meeting_due(i) == instant("2026-03-16T17:00Z"));
    CHECK(postmortem::text_due(i) == instant("2026-03-15T17:00Z"));
    CHECK(postmortem::closed_due(i) == instant("2026-04-12T17:00Z"));
}

TEST_CASE("The text is due a day before the meeting that was set", "[postmortem]") {
    Incident i = resolved_at(Severity::sev2, "2026-03-13T17:00Z");
    i.meeting = instant("2026-03-18T09:00Z");
    CHECK(postmortem::text_due(i) == instant("2026-03-17T09:00Z"));
    CHECK(postmortem::meeting_due(i) == instant("2026-03-20T17:00Z")); // what is owed does not move with it
}

TEST_CASE("Only sev1 and sev2 that really happened owe a review", "[postmortem]") {
    const auto [severity, state, owes] = GENERATE(table<Severity, State, bool>({
        {Severity::sev1, State::resolved, true},
        {Severity::sev2, State::closed, true},
        {Severity::sev2, State::investigating, true},
        {Severity::sev3, State::resolved, false},
        {Severity::sev5, State::resolved, false},
        {Severity::sev1, State::cancelled, false},
        {Severity::sev1, State::merged, false},
    }));
    Incident i = resolved_at(severity, "2026-03-13T17:00Z");
    i.state = state;
    CHECK(postmortem::required(i) == owes);
    CHECK((postmortem::closed_due(i) != no_instant) == owes);
    i.resolved_at = no_instant;
    for (const auto due : {postmortem::meeting_due(i), postmortem::text_due(i), postmortem::closed_due(i)})
        CHECK(due == no_instant);
}

TEST_CASE("An action without a date has 30 days if it prevents a sev1, else 60", "[postmortem]") {
    using std::chrono::days;
    CHECK(postmortem::action_time(Severity::sev1, ActionType::prevent) == days{30});
    CHECK(postmortem::action_time(Severity::sev1, ActionType::detect) == days{60});
    CHECK(postmortem::action_time(Severity::sev2, ActionType::prevent) == days{60});
    Action a;
    a.at = instant("2026-03-13T17:00Z");
    a.type = ActionType::prevent;
    const Incident i = resolved_at(Severity::sev1, "2026-03-13T16:00Z");
    CHECK(postmortem::action_due(i, a) == instant("2026-04-12T17:00Z"));
    a.due = instant("2026-03-20T00:00Z");
    CHECK(postmortem::action_due(i, a) == a.due);
}

TEST_CASE("The review's owner, status, meeting and dates stand in front", "[postmortem]") {
    Story s = search_outage();
    const std::string about = words(s, "about");
    CHECK(has(about, "Status\ndraft; the incident is resolved (over)\n"));
    CHECK(has(about, "Owner\nzoë\n"));
    CHECK(has(about, "Meeting\nThu 19 Mar 09:00 UTC\n"));
    CHECK(has(about, "Meeting due\nTue 17 Mar 12:30 UTC\n"));
    CHECK(has(about, "Text due\nWed 18 Mar 09:00 UTC\n"));
    CHECK(has(about, "To be closed by\nMon 13 Apr 12:30 UTC\n"));
    s.at("13:00", "zoë").then(PostmortemMoved{ReviewStatus::draft, ReviewStatus::in_review, ""});
    CHECK(has(words(s, "about"), "Status\nin-review; "));
    CHECK(draft_of(s).status == "in-review");
    CHECK(draft_of(s).owner == "zoë");
}

TEST_CASE("An edited section shows the person's words, and the record's beside them once they differ",
          "[postmortem]") {
    Story s = search_outage();
    const std::string proposed = postmortem::section_text(source_of(s), "sre", "trigger");
    REQUIRE(has(proposed, "the index of Friday was released"));
    s.at("13:00", "zoë")
        .then(SectionEdited{"trigger", "The release of the index.\n\n- on Friday\n- unseen", proposed});

    const auto edited = section(draft_of(s), "trigger");
    CHECK(words(edited) == "The release of the index.\non Friday\nunseen\nWritten by zoë, 13:00 UTC.\n");
    CHECK(edited.edited_by == "zoë");
    CHECK(postmortem::section_text(source_of(s), "sre", "trigger") ==
          proposed); // what the data say, not the words

    SECTION("it is the same section in every layout") {
        CHECK(section(draft_of(s, "5whys"), "trigger").blocks == edited.blocks);
    }
    SECTION("a newer record is proposed, never put in its place") {
        s.at("13:10", "ana").then(NoteAdded{5, "trigger: the nightly job"});
        const std::string both = words(s, "trigger");
        CHECK(both.starts_with("The release of the index.\n"));
        CHECK(has(both, "Newer proposal, from the record:\n09:50 UTC ivo N1: trigger"));
        CHECK(has(both, "N5: trigger: the nightly job"));
    }
    SECTION("an entry elsewhere is no newer proposal") {
        s.at("13:10", "ana").then(LessonLearned{4, LessonKind::well, "we were fast"});
        CHECK(words(s, "trigger") == words(edited));
    }
    SECTION("an empty edit brings the record back") {
        s.at("13:10", "zoë").then(SectionEdited{"trigger", "", proposed});
        CHECK_FALSE(has(words(s, "trigger"), "Written by"));
    }
}

TEST_CASE("Neither time going by nor the edit itself is a newer proposal", "[postmortem]") {
    const auto id = GENERATE("quality", "open", "roles", "about", "impact", "supporting", "talk");
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev2, "Search finds nothing");
    s.at("10:06").then(ImpactStarted{1, ImpactLevel::down, "every search is empty"});
    s.at("10:07").then(QuestionAsked{1, "since when?"});
    s.at("10:20", "zoë");
    s.then(SectionEdited{id, "In my words.", postmortem::section_text(source_of(s, s.time()), "sre", id)});
    s.at("10:50").by_itself(SystemNoted{"half an hour later"});
    INFO(id);
    const std::vector<TalkLine> said{{1,
                                      {"room:#inc-7"},
                                      {4},
                                      "ana",
                                      "nothing in the log of the gateway",
                                      instant("2026-03-14T10:06Z"),
                                      {}}};
    CHECK(words(section(draft_of(s, "sre", said), id))
              .starts_with("In my words.\nWritten by zoë, 10:20 UTC.\n"));
    CHECK_FALSE(has(words(section(draft_of(s, "sre", said), id)), "Newer proposal"));
}

TEST_CASE("What only people can say is asked until somebody has said it", "[postmortem]") {
    Story s = search_outage();
    const auto asks = [&] {
        const auto doc = draft_of(s, "narrative");
        return gap(doc.gaps, "What surprised those who were there?") &&
               has(words(section(doc, "surprises")), "TODO(zoë): What surprised");
    };
    CHECK(asks());
    CHECK(gap(draft_of(s, "narrative").gaps, "What surprised")->command ==
          "postmortem layout=narrative edit surprises TEXT");
    CHECK_FALSE(gap(draft_of(s).gaps, "What surprised")); // not in this layout
    const int filled = draft_of(s, "narrative").parts_filled;
    s.at("13:00", "ana").then(SectionEdited{"surprises", "That nobody was called.", ""});
    CHECK_FALSE(asks());
    CHECK(draft_of(s, "narrative").parts_filled == filled + 1);
}

TEST_CASE("Every section but the timeline may be edited, and an unknown one has no text", "[postmortem]") {
    for (const auto* layout : postmortem::all_layouts()) {
        const auto ids = postmortem::section_ids(layout->name);
        CHECK(ids.size() + 1 == layout->parts.size());
        CHECK(std::find(ids.begin(), ids.end(), "timeline") == ids.end());
    }
    CHECK(postmortem::section_ids("nothing").empty());
    CHECK(postmortem::section_text(source_of(search_outage()), "sre", "nothing").empty());
    CHECK(postmortem::section_text(source_of(search_outage()), "nothing", "summary").empty());
}

TEST_CASE(
    "an action is called a week before, on its morning, then weekly, and after two weeks to the duty manager",
    "[postmortem][action]") {
    Scene s = open_sev2();
    Policy policy = s.all.policy();
    policy.duty_manager = "paula";
    s.all.policies[s.incident().policy_version] = policy;
    s.type("paula", "#ops", "list");
    s.type("paula", "#inc-1", "note here");
    s.type("ana", "#inc-1", "resolve it works");
    s.type("ana", "#inc-1", "action @mei due=2026-03-20 alert when backups are empty");
    s.type("ana", "#inc-1", "action @mei due=2026-03-20 write the runbook");
    s.type("ana", "#inc-1", "action @bo due=2026-03-20 test the backup");
    s.at("2026-03-13T08:59Z");
    CHECK(s.told_of("due in a week") == 0);
    s.at("2026-03-13T09:00Z");
    CHECK(s.told_of(
              "@mei: 2 actions of INC-1 are due in a week.\nA1 \"alert when backups are empty\": due") == 1);
    CHECK(s.told_of("@bo: 1 action of INC-1 is due in a week.") == 1);
    s.type("bo", "#inc-1", "action A3 done restored in 20 min");
    s.at("2026-03-20T09:00Z");
    CHECK(s.told_of("@mei: 2 actions of INC-1 are due now.") == 1);
    CHECK(s.told_of("@bo: ") == 0);
    s.at("2026-03-27T09:00Z");
    CHECK(s.told_of("@mei: 2 actions of INC-1 are late.") == 1);
    CHECK(s.told_of("@paula: ") == 0);
    s.at("2026-04-03T09:00Z");
    CHECK(s.told_of("@paula: 2 actions of INC-1 are two weeks late or more.") == 1);
    s.type("ana", "#ops", "INC-1 action A1 due=2026-05-01");
    s.type("ana", "#ops", "INC-1 action A2 drop nobody needs it");
    s.at("2026-04-23T09:00Z");
    CHECK(s.told_of("action") == 0);
    s.at("2026-04-24T09:00Z");
    CHECK(s.told_of("@mei: 1 action of INC-1 is due in a week.") == 1);
}

TEST_CASE("an action given for less than a week is first called on its day", "[postmortem][action]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "action @mei due=2026-03-04 alert when backups are empty");
    s.at("2026-03-04T08:59Z");
    CHECK(s.told_of("of INC-1 is due") == 0);
    s.at("2026-03-04T09:00Z");
    CHECK(s.told_of("@mei: 1 action of INC-1 is due now.") == 1);
}

TEST_CASE("what was missed while Tocsin was off, or came to be due long ago, is one reminder",
          "[postmortem]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "role commander");
    s.type("ana", "#inc-1", "resolve it works");
    s.type("ana", "#inc-1", "postmortem owner @bo");
    s.stopped_for(std::chrono::days{9});
    s.at("+1m");
    CHECK(s.told_of("@bo: The post-mortem of INC-1 is due") == 1);
    s.at("+24h");
    CHECK(s.told_of("@bo: The post-mortem of INC-1 is due") == 1); // and then daily
}

TEST_CASE("an action that nobody owns is told to who owns the review, or leads", "[postmortem][action]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "action due=2026-03-20 alert when backups are empty");
    s.at("2026-03-13T09:00Z");
    CHECK(
        s.told_of(
            "@ana: 1 action of INC-1 is due in a week.\nA1 \"alert when backups are empty\": NOBODY, due") ==
        1);
    s.type("ana", "#inc-1", "resolve it works");
    s.type("ana", "#inc-1", "postmortem owner @bo");
    s.at("2026-03-20T09:00Z");
    CHECK(s.told_of("@bo: 1 action of INC-1 is due now.") == 1);
}

TEST_CASE("P8: the duty manager hears of a private incident's late actions only as its member",
          "[private][action]") {
    Scene s;
    Policy policy = s.all.policy();
    policy.duty_manager = "paula";
    s.all.policies.rbegin()->second = policy;
    s.type("paula", "#ops", "list");
    s.type("ana", "#ops", "declare private sev2 type=security Tokens may be stolen");
    const std::string room = name_of(s.all.incidents.begin()->second.now.home);
    s.type("ana", room, "action @ana due=2026-03-20 rotate every token");
    s.at("2026-05-01T09:00Z");
    CHECK(s.told_of("@ana: 1 action") > 0);
    CHECK(s.told_of("@paula") == 0);
}

TEST_CASE("actions that are due at different times are not called alike", "[postmortem][action]") {
    Scene s = open_sev2();
    s.type("ana", "#inc-1", "action @mei due=2026-03-20 write the runbook");
    s.type("ana", "#inc-1", "action @mei due=2026-03-27 test the backup");
    s.at("2026-03-20T09:00Z");
    CHECK(s.told_of("@mei: 2 actions of INC-1 are late or due soon.") == 1);
}
