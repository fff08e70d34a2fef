// Who answers for the document, when it is due, and who may read it.
#include "commands/postmortem/parts.hpp"
#include "commands/postmortem/review.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string dates(const Record& r) {
    const std::string from = text::day(r.now.declared_at), to = text::day(r.end());
    return from == to ? from : from + " to " + to;
}

std::string names(const std::map<PersonId, std::string>& people) {
    std::string out;
    for (const auto& [id, name] : people) out += (out.empty() ? "" : ", ") + on_one_line(name);
    return out;
}

void add_due(Rows& rows, std::string name, Instant due) {
    if (due != no_instant) rows.push_back({std::move(name), text::day_hhmm_utc(due)});
}

void add_review(Rows& rows, const Incident& i) {
    rows.push_back(
        {"Status", fmt::format("{}; the incident is {}", word(i.review), views::state_shown(i.state))});
    rows.push_back(
        {"Owner", i.postmortem_owner_name.empty() ? "NOBODY" : on_one_line(i.postmortem_owner_name)});
    rows.push_back({"Review required", required(i) ? fmt::format("yes ({})", word(i.severity)) : "no"});
    if (i.meeting != no_instant)
        rows.push_back({"Meeting", text::day_hhmm_utc(i.meeting)});
    else if (required(i))
        rows.push_back({"Meeting", "NOT SET"});
    add_due(rows, "Meeting due", meeting_due(i));
    add_due(rows, "Text due", text_due(i));
    add_due(rows, "To be closed by", closed_due(i));
}

} // namespace

Blocks about(const Record& r) {
    const Incident& i = r.now;
    Rows rows{{"What", "Value"}};
    add_review(rows, i);
    rows.push_back({"Date", dates(r)});
    rows.push_back({"Authors", fmt::format("{}", fmt::join(r.authors, ", "))});
    rows.push_back({"Severity", severity_history(r)});
    if (i.type != IncidentType::ops) rows.push_back({"Type", std::string{word(i.type)}});
    if (!i.service.empty()) rows.push_back({"Service", on_one_line(i.service)});
    rows.push_back({"Declared", fmt::format("{} by {}", text::day_hhmm_utc(i.declared_at),
                                            on_one_line(i.declarer_name))});
    for (const Recorded* turn : r.turns) {
        if (std::holds_alternative<IncidentResolved>(turn->event))
            rows.push_back({"Resolved", text::day_hhmm_utc(turn->meta.at)});
        if (std::holds_alternative<IncidentReopened>(turn->event))
            rows.push_back({"Reopened", text::day_hhmm_utc(turn->meta.at)});
    }
    if (i.closed_at != no_instant) rows.push_back({"Closed", text::day_hhmm_utc(i.closed_at)});
    rows.push_back({"Plan", fmt::format("version {} at the declaration", i.policy_version)});
    return {table(std::move(rows))};
}

Blocks classification(const Record& r) {
    const Incident& i = r.now;
    Rows rows{{"What", "Value"}};
    rows.push_back({"Type", std::string{word(i.type)}});
    rows.push_back({"Severity", severity_history(r)});
    rows.push_back({"Phase", i.phase == Phase::none ? "none was named" : std::string{word(i.phase)}});
    rows.push_back(
        {"Classification", i.is_private ? "private: for its members only" : "open inside the company"});
    if (i.is_private) {
        rows.push_back({"Known as", on_one_line(i.ref())});
        rows.push_back({"Members", names(i.members)});
        std::string approved;
        for (const Audience audience : i.approved)
            approved += (approved.empty() ? "" : ", ") + views::audience_shown(audience);
        rows.push_back({"Distribution", approved.empty() ? "nobody was approved" : approved});
    }
    return {table(std::move(rows))};
}

Blocks preface(const Record& r) {
    return {
        paragraph(
            fmt::format("This is the story of {} as it looked to the people who were there, told from what "
                        "they recorded. It says who knew what and when.",
                        r.now.ref())),
        paragraph(
            "It is no search for who is to blame, no list of what should have been done, and no proof of one "
            "single cause.")};
}

} // namespace tocsin::postmortem::parts
