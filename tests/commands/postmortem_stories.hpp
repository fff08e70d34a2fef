// Two incidents that hold every kind of entry, for the tests of drafts, and small helpers to read a draft.
#pragma once

#include "commands/postmortem/document.hpp"
#include "tests/support/story.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::test {

inline bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

inline postmortem::Source source_of(const Story& s, Instant as_of = no_instant) {
    return {s.all, s.file(), {}, as_of, {}};
}
inline postmortem::Document draft_of(const Story& s, std::string_view layout = "sre",
                                     std::span<const TalkLine> talk = {}, std::string head = {}) {
    return postmortem::layout_named(layout)->draft({s.all, s.file(), talk, no_instant, std::move(head)});
}
inline std::string markdown_of(const Story& s, std::string_view layout = "sre",
                               std::span<const TalkLine> talk = {}, std::string head = {}) {
    return postmortem::to_markdown(draft_of(s, layout, talk, std::move(head)), "/incident ");
}

inline const postmortem::Section& section(const postmortem::Document& doc, std::string_view id) {
    const auto it =
        std::find_if(doc.sections.begin(), doc.sections.end(), [&](const auto& s) { return s.id == id; });
    INFO(id);
    REQUIRE(it != doc.sections.end());
    return *it;
}

// Everything a section says, a line for each paragraph, item and cell.
inline std::string words(const postmortem::Section& s) {
    std::string out;
    for (const auto& block : s.blocks) {
        if (!block.text.empty()) out += block.text + "\n";
        for (const auto& item : block.items) out += item + "\n";
        for (const auto& row : block.rows)
            for (const auto& cell : row) out += cell + "\n";
    }
    return out;
}
inline std::string words(const Story& s, std::string_view id, std::string_view layout = "sre") {
    return words(section(draft_of(s, layout), id));
}

inline std::vector<postmortem::Gap> gaps_of(const Story& s) { return postmortem::gaps(source_of(s)); }
inline const postmortem::Gap* gap(const std::vector<postmortem::Gap>& gaps, std::string_view part) {
    const auto it =
        std::find_if(gaps.begin(), gaps.end(), [&](const auto& g) { return has(g.question, part); });
    return it == gaps.end() ? nullptr : &*it;
}

inline std::vector<std::string> lines_with(const std::string& text, std::string_view part) {
    std::vector<std::string> out;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);)
        if (has(line, part)) out.push_back(line);
    return out;
}

inline Story resolved() {
    Story s = card_payments();
    s.at("03:02", "jonas")
        .then(IncidentResolved{State::monitoring, "release 4512 rolled back, payments normal"});
    s.also(ObligationMoved{Audience::customers, ObligationKind::closing, MoveReason::closing,
                           instant("2026-03-14T02:57Z"), ""});
    s.at("03:05", "mei").update(Audience::customers, "Card payments work again since 02:50 UTC.", {}, true);
    s.at("03:20", "ana").then(NoteAdded{3, "the client of the gateway has no test with EU cards"});
    return s;
}

// The search: theories, a poll with an objection, a question, evidence, a report, pages.
inline void look_for_the_cause(Story& s) {
    s.at("10:12", "ivo").then(HypothesisStated{1, "a crawler floods the search nodes"});
    s.at("10:14", "ana").then(HypothesisStated{2, "the new index has no replicas"});
    s.at("10:15", "ivo").then(HypothesisStated{3, "the cache was emptied at noon of the day before"});
    s.at("10:16").then(QuestionAsked{1, "when was the index built?"});
    s.at("10:17").then(QuestionAsked{2, "who can order new nodes?"});
    s.at("10:18", "jonas")
        .then(PagePlaced{1, s.person("paula"), PageReason::asked, "paula", "", "bring the index up"});
    s.at("10:19").then(PagePlaced{2, s.person("kwame"), PageReason::asked, "kwame", "", "search is down"});
    s.at("10:21", "paula").then(PageAcknowledged{1, "in the train, 5 min"});
    s.at("10:24", "jonas").then(PageUnanswered{2});
    s.at("10:25", "ana").then(QuestionAnswered{1, "on Friday, by the nightly job without a check"});
    s.at("10:26", "paula")
        .then(EvidenceTaken{1, "9f86d081884c7d659a2feaa0c55ad015", "log", "search-1.log, kept in the vault"});
    s.at("10:27", "ana")
        .then(CanReported{1, "two of nine nodes answer", "warming the third", "a second pair of eyes"});
    s.at("10:28", "jonas")
        .then(PollOpened{1, instant("2026-03-14T10:30Z"), "switch to the old index, results of a day ago"});
    s.at("10:29", "mei").then(PollObjected{1, "shops will miss what they listed today"});
    s.at("10:31", "jonas").then(DecisionMade{1, 1, "switch to the old index now"});
    s.at("10:32").then(PollOpened{2, instant("2026-03-14T10:34Z"), "tell the press"});
    s.at("10:33", "ivo").then(HypothesisJudged{1, Verdict::ruled_out, "traffic is as on any Saturday"});
    s.at("10:34", "ana")
        .then(HypothesisJudged{2, Verdict::confirmed, "replicas were 0 in the template of Thursday"});
}

// The repair: command handed on, tasks, a note corrected, one withdrawn, a draft held, an update corrected.
inline void repair(Story& s) {
    s.at("10:35", "jonas")
        .then(StateChanged{State::investigating, State::identified, "the index has no replicas"});
    s.at("10:36").then(TaskGiven{1, s.person("ana"), minutes{10}, s.time() + minutes{10}, "ana",
                                 "point search at the old index"});
    s.at("10:37").then(
        TaskGiven{2, s.person("ivo"), minutes{10}, s.time() + minutes{10}, "ivo", "rebuild with replicas"});
    s.at("10:38").then(
        TaskGiven{3, s.person("ivo"), minutes{10}, s.time() + minutes{10}, "ivo", "ask for nodes"});
    s.at("10:40").then(RoleOffered{"commander", s.person("dmitri"), true, "dmitri",
                                   "old index is going in, customers at 11:00"});
    s.at("10:42", "dmitri").then(RoleTaken{"commander", s.person("dmitri"), "dmitri"});
    s.at("10:44", "ana").then(TaskDone{1, "search answers from the old index"});
    s.at("10:45", "ivo").then(TaskDropped{3, "not needed any more"});
    s.at("10:46", "ana").then(NoteAdded{2, "backups of the index are from yesterday"});
    s.at("10:48", "ivo").then(NoteAdded{3, "a disk of search-4 is broken"});
    s.at("10:50", "ana").then(EntryCorrected{'N', 2, false, "there is no backup of the index at all"});
    s.at("10:51", "ivo").then(EntryRetracted{'N', 3, "it was search-4 of the test cluster"});
    s.at("10:52", "mei")
        .then(UpdateDrafted{3, 1u << 3, minutes{30}, false, 1u << 6, "An engineer forgot the replicas."});
    s.at("10:58").update(Audience::customers,
                         "Search answers again with results of yesterday. Next update by 11:28 UTC.",
                         minutes{30});
    s.at("11:00", "dmitri")
        .then(StateChanged{State::identified, State::monitoring, "search answers, index of yesterday"});
    s.at("11:01", "ana").then(ImpactEnded{1, ""});
}

// After the end: reopened once, then lessons, actions, the review's owner and meeting, two edited sections.
inline void look_back(Story& s) {
    s.at("11:10", "dmitri").then(IncidentResolved{State::monitoring, "search runs on the old index"});
    s.at("11:25", "ana").then(IncidentReopened{State::resolved, "the new index is empty too"});
    s.at("11:26").then(ImpactStarted{3, ImpactLevel::degraded, "results are a day old"});
    s.at("11:50").then(
        StateChanged{State::investigating, State::monitoring, "index rebuilt with two replicas"});
    s.at("12:30", "dmitri").then(IncidentResolved{State::monitoring, "index rebuilt, results are fresh"});
    s.at("12:40", "mei").update(Audience::customers, "Search is back to normal.", {}, true);
    s.at("12:41", "ana").then(NoteAdded{4, "the template of Thursday set replicas to 0"});
    s.at("12:42").then(LessonLearned{1, LessonKind::well, "the old index was still there"});
    s.at("12:43", "ivo")
        .then(LessonLearned{2, LessonKind::wrong, "nothing checks how many replicas an index has"});
    s.at("12:44").then(LessonLearned{3, LessonKind::lucky, "it was a Saturday"});
    s.at("12:45", "dmitri")
        .then(ActionAdded{1, s.person("ana"), instant("2026-04-01T00:00Z"), ActionType::prevent, "ana",
                          "OPS-7", "refuse an index without replicas"});
    s.at("12:46").then(
        ActionAdded{2, {}, no_instant, ActionType::detect, "", "", "alert on the number of replicas"});
    s.at("12:47").then(PostmortemOwned{s.person("zoë"), "zoë"});
    s.at("12:48").then(MeetingSet{instant("2026-03-19T09:00Z"), ""});
    s.at("12:49").then(IncidentLinked{{3}, Relation::recurrence, "INC-3"});
}

// Search of a shop: an operations incident with every kind of entry.
inline Story search_outage() {
    Story s;
    s.at("10:05", "ivo").declare(Severity::sev3, "Search finds nothing", "search");
    s.at("10:06").earlier("10:01", ImpactStarted{1, ImpactLevel::down, "every search is empty"});
    s.at("10:07", "jonas").then(RoleTaken{"commander", s.person("jonas"), "jonas"});
    s.also(StateChanged{State::triage, State::investigating, ""});
    s.at("10:08", "mei").then(RoleTaken{"comms", s.person("mei"), "mei"});
    s.at("10:09", "jonas").then(SeverityChanged{Severity::sev3, Severity::sev1, "no shop can be searched"});
    s.also(ObligationOpened{Audience::customers, ObligationKind::first, s.time(), s.time() + minutes{5}});
    s.at("10:10", "ivo").earlier("10:03", KeyTimeStamped{KeyTime::detected, "a shop called"});
    s.at("10:11").earlier("09:50", NoteAdded{1, "trigger: the index of Friday was released"});
    look_for_the_cause(s);
    s.at("10:20", "mei")
        .update(Audience::customers, "Search finds nothing in all shops. Next update by 10:40 UTC.",
                minutes{20});
    s.at("10:30").then(ImpactStated{2, 1200, "1,200 shops sell nothing through search"});
    repair(s);
    s.at("11:02", "ivo").then(MergeTaken{{8}, "INC-8", "Suggestions are empty"});
    look_back(s);
    return s;
}

// What came to light of the time before anybody had noticed.
inline void find_the_attack(Story& s) {
    s.at("2026-03-12T09:00Z", "mitra")
        .earlier("2026-03-02T00:00Z", ImpactStarted{1, ImpactLevel::data, "first sign-in by the intruder"},
                 true);
    s.at("2026-03-12T09:05Z")
        .earlier("2026-03-04T00:00Z", NoteAdded{1, "intruder reads the list of backup hosts"}, true);
    s.at("2026-03-12T09:06Z")
        .earlier("2026-03-05T00:00Z", NoteAdded{2, "copies of two customer databases leave by 203.0.113.9"},
                 true);
    s.at("2026-03-12T09:07Z").earlier("2026-03-05T00:00Z", ImpactEnded{1, "last sign-in"}, true);
}

inline void clean_up(Story& s) {
    s.at("2026-03-11T11:00Z", "mitra")
        .then(
            PhaseChanged{Phase::identification, Phase::containment_short, "sessions of that account ended"});
    s.at("2026-03-11T11:02Z").then(EvidenceTaken{1, "3f1c9a", "log", "sign-in log of March, read-only copy"});
    s.at("2026-03-11T11:05Z").then(CheckTicked{Phase::containment_short, 1, "evidence before change", "V1"});
    s.at("2026-03-11T11:10Z")
        .then(TaskGiven{1, s.person("omar"), hours{1}, s.time() + hours{1}, "omar", "cut the account off"});
    s.at("2026-03-11T11:30Z", "omar").then(TaskDone{1, "cut off everywhere at 11:30"});
    find_the_attack(s);
    s.at("2026-03-12T09:10Z", "mitra").then(HypothesisStated{1, "the password was in a leak"});
    s.at("2026-03-12T09:11Z").then(HypothesisStated{2, "a session was stolen from a laptop"});
    s.at("2026-03-12T09:20Z", "omar").then(HypothesisJudged{1, Verdict::ruled_out, ""});
    s.at("2026-03-12T09:21Z")
        .then(HypothesisJudged{2, Verdict::confirmed, "malware on the laptop of an administrator"});
    s.at("2026-03-12T09:30Z", "mitra")
        .then(StateChanged{State::investigating, State::identified, "stolen session of an administrator"});
    s.at("2026-03-12T10:00Z")
        .then(PhaseChanged{Phase::containment_short, Phase::containment_long,
                           "administration only from two machines"});
    s.at("2026-03-12T10:05Z").then(DecisionMade{1, 0, "keep the two machines until the hosts are new"});
    s.at("2026-03-12T15:00Z", "omar")
        .then(PhaseChanged{Phase::containment_long, Phase::eradication, "all backup hosts replaced"});
    s.at("2026-03-12T15:10Z").then(NoteAdded{3, "all keys of the backup hosts are rotated"});
    s.at("2026-03-12T15:20Z").then(NoteAdded{4, "notice to customers posted by mail"});
    s.at("2026-03-12T16:00Z")
        .then(PhaseChanged{Phase::eradication, Phase::recovery, "restored from the clean image"});
}

// A private security incident: a stolen session, five phases, evidence, members, one reader.
inline Story session_theft() {
    Story s;
    s.at("2026-03-11T10:00Z", "mitra");
    s.then(IncidentDeclared{.number = 0,
                            .title = "Strange sign-in to the backup hosts",
                            .service = "backup",
                            .severity = Severity::sev2,
                            .severity_given = true,
                            .type = IncidentType::security,
                            .is_private = true,
                            .code_name = "Slate Heron"});
    s.also(RoomBound{{"room:#slate-heron"}, RoomUse::home});
    s.at("2026-03-11T10:01Z").then(RoleTaken{"commander", s.person("mitra"), "mitra"});
    s.also(StateChanged{State::triage, State::investigating, ""});
    s.at("2026-03-11T10:02Z")
        .earlier("2026-03-11T09:40Z",
                 KeyTimeStamped{KeyTime::detected, "an alert on a sign-in from a new country"});
    s.at("2026-03-11T10:03Z").then(MemberAdded{s.person("omar"), "omar"});
    s.at("2026-03-11T10:04Z")
        .then(PhaseChanged{Phase::none, Phase::identification, "who signed in, and to what?"});
    s.at("2026-03-11T10:10Z", "omar").then(AccessNoted{"the timeline"});
    clean_up(s);
    s.at("2026-03-12T17:00Z", "mitra")
        .then(TeamNotified{"legal", {}, {}, "two customer databases were copied"});
    s.at("2026-03-12T17:10Z")
        .then(SeverityChanged{Severity::sev2, Severity::sev1, "data of customers was copied"});
    s.at("2026-03-13T12:00Z").then(IncidentResolved{State::monitoring, "the intruder is out, hosts are new"});
    s.at("2026-03-13T12:10Z")
        .then(LessonLearned{1, LessonKind::wrong, "one session was enough for every host"});
    s.at("2026-03-13T12:11Z")
        .then(ActionAdded{1, s.person("omar"), instant("2026-04-01T00:00Z"), ActionType::process, "omar", "",
                          "add the stolen session to the response plan"});
    s.at("2026-03-13T12:12Z").then(PostmortemOwned{s.person("mitra"), "mitra"});
    return s;
}

} // namespace tocsin::test
