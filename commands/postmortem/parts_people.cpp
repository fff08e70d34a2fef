// Who did what in which role, who was called, who was told, and who could read it.
#include "commands/postmortem/parts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem::parts {

using views::on_one_line;

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t accesses_max = 100;

// A tenure that never ended lasted until the incident was over.
Instant end_of(const Record& r, const Tenure& t) {
    return t.until != no_instant ? t.until : std::max(t.since, r.end());
}

Block tenures(const Record& r) {
    Rows rows{{"Role", "Who", "From", "Until", "Held for"}};
    for (const auto& [role, held] : r.now.roles)
        for (const Tenure& t : held)
            rows.push_back({on_one_line(role), on_one_line(t.name), r.when(t.since),
                            t.until == no_instant ? "the end" : r.when(t.until),
                            text::length(end_of(r, t) - t.since)});
    return table(std::move(rows));
}

std::string page_status(const Page& page) {
    switch (page.status) {
    case Page::Status::nobody: return "NOBODY OF THAT NAME";
    case Page::Status::placed: return "no answer, not known to be sent";
    case Page::Status::sent: return "no answer";
    case Page::Status::failed: return "DID NOT REACH THEM";
    case Page::Status::acknowledged: return "is coming";
    case Page::Status::declined: return "cannot come";
    }
    return "";
}

Block pages(const Record& r) {
    Rows rows{{"Paged", "When", "By", "Why", "Answer", "After"}};
    for (const auto& [number, page] : r.now.pages)
        rows.push_back({on_one_line(page.name) + (page.role.empty() ? "" : ", " + on_one_line(page.role)),
                        r.when(page.at), page.by_name.empty() ? "Tocsin" : on_one_line(page.by_name),
                        page.why == PageReason::update_late ? "an update was late" : on_one_line(page.text),
                        page_status(page) + in_quotes(page.answer),
                        page.answered == no_instant ? "-" : text::length(page.answered - page.at)});
    return table(std::move(rows));
}

std::vector<std::string> handoffs(const Record& r) {
    std::vector<std::string> out;
    for (const Recorded* e : r.offers) {
        const std::string head = r.when(e->meta.at) + " ";
        if (const auto* offer = std::get_if<RoleOffered>(&e->event); offer && offer->handoff)
            out.push_back(head + fmt::format("{} offers {} to {}{}", on_one_line(e->meta.by_name),
                                             on_one_line(offer->role), on_one_line(offer->person_name),
                                             in_quotes(offer->brief)));
        if (const auto* lapsed = std::get_if<OfferLapsed>(&e->event))
            out.push_back(head + fmt::format("the offer of {} {}", on_one_line(lapsed->role),
                                             lapsed->declined ? "was declined" : "was not taken in time"));
    }
    if (out.size() > proposals_max) out.resize(proposals_max);
    return out;
}

std::string fatigue(const Record& r) {
    std::string out;
    for (const auto& [role, held] : r.now.roles)
        for (const Tenure& t : held)
            if (t.fatigue_calls)
                out +=
                    fmt::format("{}{} held {} for {} and was told so", out.empty() ? "" : "; ",
                                on_one_line(t.name), on_one_line(role), text::length(end_of(r, t) - t.since));
    return out;
}

} // namespace

Blocks roles(const Record& r) {
    Blocks out;
    if (!r.now.roles.empty()) out.push_back(tenures(r));
    std::string people = fmt::format("Declared by {}. Entries were recorded by {}.",
                                     on_one_line(r.now.declarer_name), fmt::join(r.authors, ", "));
    const Duration without = views::without_commander(r.now, r.open());
    if (without > Duration{})
        people += fmt::format(" {} was acting commander while nobody held the role ({}).",
                              on_one_line(r.now.declarer_name), text::length(without));
    out.push_back(paragraph(std::move(people)));
    if (const std::string tired = fatigue(r); !tired.empty())
        out.push_back(paragraph("Long in a role: " + tired + "."));
    if (auto moves = handoffs(r); !moves.empty()) {
        out.push_back(paragraph("Hand-offs:"));
        out.push_back(bullets(std::move(moves)));
    }
    if (!r.now.pages.empty()) out.push_back(pages(r));
    return out;
}

Blocks coordination(const Record& r) {
    Blocks out = roles(r);
    if (r.silence.length() > Duration{})
        out.push_back(
            paragraph(fmt::format("The longest silence between two entries by people was {}, {}.",
                                  text::length(r.silence.length()), r.range(r.silence.from, r.silence.to))));
    std::vector<std::string> reports;
    for (const auto& [number, report] : r.file.reports) {
        std::string line = fmt::format("{} {} C{}: {}", r.when(report.at), on_one_line(report.by_name),
                                       number, on_one_line(report.condition));
        if (!report.actions.empty()) line += "; does: " + on_one_line(report.actions);
        if (!report.needs.empty()) line += "; needs: " + on_one_line(report.needs);
        reports.push_back(std::move(line));
    }
    if (reports.empty()) return out;
    out.push_back(paragraph("Reports of those who did the work:"));
    out.push_back(bullets(std::move(reports)));
    return out;
}

Blocks access(const Record& r) {
    Blocks out;
    if (!r.now.is_private) out.push_back(paragraph("Not private: everybody in the workspace could read it."));
    Rows members{{"Member", "Since", "By"}};
    for (const Recorded& e : r.file.log) {
        const auto* added = std::get_if<MemberAdded>(&e.event);
        if (added && r.holds(e))
            members.push_back(
                {on_one_line(added->person_name), r.when(e.meta.at), on_one_line(e.meta.by_name)});
    }
    if (r.now.is_private) {
        std::string names;
        for (const auto& [id, name] : r.now.members) names += (names.empty() ? "" : ", ") + on_one_line(name);
        out.push_back(paragraph("May read it: " + names + "."));
    }
    if (members.size() > 1) out.push_back(table(std::move(members)));
    if (r.file.accesses.empty()) return out;
    Rows reads{{"Who read", "What", "When"}};
    const auto left_out = r.file.accesses.size() > accesses_max ? r.file.accesses.size() - accesses_max : 0;
    for (std::size_t n = left_out; n < r.file.accesses.size(); ++n) {
        const Access& a = r.file.accesses[n];
        reads.push_back({on_one_line(a.name), on_one_line(a.what), r.when(a.at)});
    }
    if (left_out) out.push_back(paragraph(fmt::format("{} earlier readings are in the record.", left_out)));
    out.push_back(table(std::move(reads)));
    return out;
}

Blocks notifications(const Record& r) {
    Blocks out{paragraph("No regulatory clock runs.")};
    std::vector<std::string> lines;
    for (const Recorded* e : r.told) {
        const auto& notified = std::get<TeamNotified>(e->event);
        lines.push_back(fmt::format("{} {} told {}{}", r.when(e->meta.at), on_one_line(e->meta.by_name),
                                    on_one_line(notified.target), in_quotes(notified.text)));
    }
    for (const auto& [key, update] : r.file.updates)
        if (key.second == Audience::customers && update.delivered != no_instant)
            lines.push_back(fmt::format("{} customers were told (U{})", r.when(update.delivered), key.first));
    if (!lines.empty()) out.push_back(bullets(std::move(lines)));
    return out;
}

} // namespace tocsin::postmortem::parts
