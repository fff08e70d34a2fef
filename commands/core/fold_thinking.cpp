// Theories, questions, decisions, polls, reports, evidence, lessons, actions.
#include "commands/core/fold_event.hpp"

namespace tocsin::fold {

void OneEvent::operator()(const HypothesisStated& e) {
    file.hypotheses[e.number] = {.number = e.number, .at = meta.at, .text = e.text, .by_name = meta.by_name};
}
void OneEvent::operator()(const HypothesisJudged& e) {
    const auto it = file.hypotheses.find(e.number);
    if (it == file.hypotheses.end()) return;
    it->second.verdict = e.verdict;
    it->second.judged_at = meta.at;
    it->second.judged_by = meta.by_name;
    it->second.why = e.text;
}

void OneEvent::operator()(const QuestionAsked& e) {
    file.questions[e.number] = {.number = e.number, .at = meta.at, .text = e.text, .by_name = meta.by_name};
}
void OneEvent::operator()(const QuestionAnswered& e) {
    const auto it = file.questions.find(e.number);
    if (it == file.questions.end()) return;
    it->second.answered_at = meta.at;
    it->second.answer = e.text;
    it->second.answered_by = meta.by_name;
}

void OneEvent::operator()(const DecisionMade& e) {
    file.decisions[e.number] = {
        .number = e.number, .poll = e.poll, .at = meta.at, .text = e.text, .by_name = meta.by_name};
    if (const auto poll = file.polls.find(e.poll); poll != file.polls.end()) {
        poll->second.decision = e.number;
        poll->second.closed = true;
        now.open_polls.erase(e.poll);
    }
}

void OneEvent::operator()(const PollOpened& e) {
    file.polls[e.number] = {
        .number = e.number, .at = meta.at, .until = e.until, .text = e.text, .by_name = meta.by_name};
    now.open_polls[e.number] = e.until;
}
void OneEvent::operator()(const PollObjected& e) {
    if (const auto it = file.polls.find(e.number); it != file.polls.end())
        it->second.objections.push_back({meta.at, e.text, meta.by_name});
}
void OneEvent::operator()(const PollClosed& e) {
    now.open_polls.erase(e.number);
    if (const auto it = file.polls.find(e.number); it != file.polls.end()) it->second.closed = true;
}

void OneEvent::operator()(const CanReported& e) {
    file.reports[e.number] = {.number = e.number,
                              .by = meta.by,
                              .at = r.recorded_at,
                              .condition = e.condition,
                              .actions = e.actions,
                              .needs = e.needs,
                              .by_name = meta.by_name};
}
void OneEvent::operator()(const CanAsked& e) {
    if (e.until == no_instant) return;
    now.can_asked = r.recorded_at;
    now.can_until = e.until;
}
void OneEvent::operator()(const CanRoundOver&) { now.can_until = no_instant; }

void OneEvent::operator()(const EvidenceTaken& e) {
    file.evidence[e.number] = {.number = e.number,
                               .at = meta.at,
                               .recorded = r.recorded_at,
                               .digest = e.digest,
                               .sort = e.sort,
                               .text = e.text,
                               .by_name = meta.by_name};
}

void OneEvent::operator()(const LessonLearned& e) {
    file.lessons[e.number] = {
        .number = e.number, .kind = e.kind, .at = meta.at, .text = e.text, .by_name = meta.by_name};
}

void OneEvent::operator()(const ActionAdded& e) {
    file.actions[e.number] = {.number = e.number,
                              .owner = e.owner,
                              .at = meta.at,
                              .due = e.due,
                              .changed = meta.at,
                              .type = e.type,
                              .owner_name = e.owner_name,
                              .ticket = e.ticket,
                              .text = e.text,
                              .by_name = meta.by_name};
    now.open_actions[e.number] = {e.owner, meta.at, e.due, e.type, 0};
    if (e.owner) now.members[e.owner] = e.owner_name;
}
void OneEvent::operator()(const ActionChanged& e) {
    const auto it = file.actions.find(e.number);
    if (it == file.actions.end()) return;
    if (e.status == ActionStatus::open)
        now.open_actions.try_emplace(
            e.number, ActionDue{it->second.owner, it->second.at, it->second.due, it->second.type, 0});
    else
        now.open_actions.erase(e.number);
    it->second.status = e.status;
    it->second.outcome = e.text;
    it->second.changed = meta.at;
}
void OneEvent::operator()(const ActionReminded& e) {
    if (const auto it = now.open_actions.find(e.number); it != now.open_actions.end())
        it->second.reminded = e.step;
}

} // namespace tocsin::fold
