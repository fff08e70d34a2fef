// Roles, pages, privacy, and what people think and agree on.
#include "commands/views/describe.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

const Page* page_of(const IncidentFile& file, std::uint32_t number) {
    const auto it = file.now.pages.find(number);
    return it == file.now.pages.end() ? nullptr : &it->second;
}
std::string paged(const IncidentFile& file, std::uint32_t number) {
    const Page* page = page_of(file, number);
    return page ? on_one_line(page->name) : "somebody";
}

} // namespace

void Describe::operator()(const RoleOffered& e) const {
    const std::string role = on_one_line(e.role), name = on_one_line(e.person_name);
    set(e.handoff ? "handoff" : "role",
        fmt::format("{} {} to {}{}", e.handoff ? "hands" : "offers", role, name, said(e.brief)));
}
void Describe::operator()(const RoleTaken& e) const {
    const std::string role = on_one_line(e.role);
    set("role", e.person == r.meta.by ? "takes the role " + role
                                      : fmt::format("{} is {} now", on_one_line(e.person_name), role));
}
void Describe::operator()(const OfferReminded& e) const {
    set("role", fmt::format("reminded of the offer of {}", on_one_line(e.role)));
}
void Describe::operator()(const OfferLapsed& e) const {
    set("handoff", fmt::format("the offer of {} {}", on_one_line(e.role),
                               e.declined ? "was declined" : "was not answered and is off"));
}
void Describe::operator()(const VacancyCalled& e) const {
    set("role", fmt::format("nobody is {}", on_one_line(e.role)));
}
void Describe::operator()(const FatigueCalled& e) const {
    set("role", fmt::format("{} for {}: told to hand over", on_one_line(e.role), text::length(e.held)));
}

void Describe::operator()(const CommanderCalled& e) const {
    set("role", e.anew ? "the commander was told what waits" : "what waits for the commander was looked at");
}

void Describe::operator()(const PagePlaced& e) const {
    const std::string name = on_one_line(e.person_name);
    if (!e.person)
        set("page", fmt::format("NOBODY was paged, \"{}\" is not known{}", name, said(e.text)));
    else
        set("page",
            fmt::format("{} paged{}{}", name,
                        e.why == PageReason::update_late ? " because an update is late" : "", said(e.text)));
}
void Describe::operator()(const PageDelivered& e) const {
    set("page", fmt::format("the page to {} was sent", paged(file, e.number)));
}
void Describe::operator()(const PageFailed& e) const {
    set("page", fmt::format("the page did NOT reach {}{}", paged(file, e.number), said(e.reason)));
}
void Describe::operator()(const PageAcknowledged& e) const {
    const Page* page = page_of(file, e.number);
    const std::string after =
        page && page->at < r.meta.at ? ", " + text::length(r.meta.at - page->at) + " after the page" : "";
    set("ack", "is coming" + after + said(e.text));
}
void Describe::operator()(const PageDeclined& e) const { set("decline", "cannot come" + said(e.text)); }
void Describe::operator()(const PageUnanswered& e) const {
    set("page", fmt::format("no answer from {}", paged(file, e.number)));
}
void Describe::operator()(const TeamNotified& e) const {
    set("page", fmt::format("told {}{}", on_one_line(e.target), said(e.text)));
}

void Describe::operator()(const HypothesisStated& e) const {
    const auto it = file.hypotheses.find(e.number);
    std::string mark;
    if (it != file.hypotheses.end() && it->second.verdict)
        mark = *it->second.verdict == Verdict::ruled_out ? " (ruled out)"
                                                         : fmt::format(" ({})", word(*it->second.verdict));
    set("hypothesis", {'H', e.number}, "theory" + said(words(e.text)) + mark);
}
void Describe::operator()(const HypothesisJudged& e) const {
    const auto it = file.hypotheses.find(e.number);
    const std::string_view verdict = e.verdict == Verdict::ruled_out ? "ruled out" : word(e.verdict);
    const std::string theory =
        it == file.hypotheses.end() ? "" : fmt::format(" (\"{}\")", on_one_line(it->second.text));
    set("hypothesis", {'H', e.number}, fmt::format("{}{}{}", verdict, theory, said(e.text)));
}
void Describe::operator()(const QuestionAsked& e) const {
    set("question", {'Q', e.number}, "question" + said(words(e.text)));
}
void Describe::operator()(const QuestionAnswered& e) const {
    set("answer", {'Q', e.number}, "answer" + said(e.text));
}
void Describe::operator()(const DecisionMade& e) const {
    set("decision", {'D', e.number},
        (e.poll ? fmt::format("decided after P{}", e.poll) : std::string{"decided"}) + said(words(e.text)));
}
void Describe::operator()(const PollOpened& e) const {
    set("poll", {'P', e.number}, "strong objections?" + said(words(e.text)));
}
void Describe::operator()(const PollObjected& e) const {
    set("objection", {'P', e.number}, "objects" + said(e.text));
}
void Describe::operator()(const PollClosed& e) const {
    const auto it = file.polls.find(e.number);
    const std::size_t n = it == file.polls.end() ? 0 : it->second.objections.size();
    set("poll", {'P', e.number},
        n ? fmt::format("closed with {} objection{}", n, n == 1 ? "" : "s")
          : std::string{"closed, no objection"});
}
void Describe::operator()(const CanReported& e) const {
    std::string text = "condition: " + on_one_line(e.condition);
    if (!e.actions.empty()) text += "; actions: " + on_one_line(e.actions);
    if (!e.needs.empty()) text += "; needs: " + on_one_line(e.needs);
    set("can", {'C', e.number}, std::move(text));
}
void Describe::operator()(const CanAsked& e) const {
    set("can", e.person ? fmt::format("asks {} for a report", on_one_line(e.person_name))
                        : std::string{"asks everybody with a task for a report"});
}
void Describe::operator()(const CanRoundOver&) const { set("can", "the round of reports is over"); }
void Describe::operator()(const EvidenceTaken& e) const {
    std::string text = "evidence";
    if (!e.sort.empty()) text += ", " + on_one_line(e.sort);
    text += said(words(e.text));
    if (!e.digest.empty()) text += " (SHA-256 " + on_one_line(e.digest) + ")";
    set("evidence", {'V', e.number}, std::move(text));
}
void Describe::operator()(const LessonLearned& e) const {
    static constexpr std::string_view kinds[] = {"went well", "went wrong", "luck"};
    set("lesson", {'L', e.number},
        std::string{kinds[static_cast<std::size_t>(e.kind) % 3]} + said(words(e.text)));
}
void Describe::operator()(const ActionAdded& e) const {
    std::string text = "action";
    text += e.owner_name.empty() ? " for nobody yet" : " for " + on_one_line(e.owner_name);
    if (e.due != no_instant) text += ", due " + text::day(e.due);
    if (e.type != ActionType::none) text += fmt::format(", {}", word(e.type));
    set("action", {'A', e.number}, text + said(words(e.text)));
}
void Describe::operator()(const ActionChanged& e) const {
    set("action", {'A', e.number}, std::string{word(e.status)} + said(e.text));
}

void Describe::operator()(const PostmortemOwned& e) const {
    set("postmortem", "owner of the review: " + on_one_line(e.person_name));
}
void Describe::operator()(const PostmortemMoved& e) const {
    set("postmortem", fmt::format("review: {} → {}{}", word(e.from), word(e.to), said(e.text)));
}
void Describe::operator()(const MeetingSet& e) const {
    set("postmortem", fmt::format("meeting {}{}", text::day_hhmm_utc(e.when), said(e.text)));
}
void Describe::operator()(const SectionEdited& e) const {
    set("postmortem", fmt::format("wrote the section {}", on_one_line(e.section)));
}
void Describe::operator()(const ReviewReminded& e) const {
    set("postmortem", fmt::format("reminded of the review, time {}", e.step));
}

void Describe::operator()(const ActionReminded& e) const {
    set("action", fmt::format("reminded of A{}, time {}", e.number, e.step));
}

void Describe::operator()(const PrivacyChanged& e) const {
    set("access", (e.on ? "private from here on" : "no longer private") + said(e.text));
}
void Describe::operator()(const MemberAdded& e) const {
    set("access", fmt::format("invited {}", on_one_line(e.person_name)));
}
void Describe::operator()(const AudienceApproved& e) const {
    set("access", fmt::format("{} may hear of it", audience_shown(e.audience)));
}
void Describe::operator()(const AccessNoted& e) const { set("access", "read " + on_one_line(e.what)); }

} // namespace tocsin::views
