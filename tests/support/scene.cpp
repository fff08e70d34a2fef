// Scene.
#include "tests/support/scene.hpp"

#include "commands/clocks/due.hpp"
#include "commands/text/times.hpp"

#include <algorithm>
#include <stdexcept>

namespace tocsin::test {
namespace {

Ask said(std::uint64_t number, Instant at, std::string_view who, std::string_view room, Typed what) {
    return {.source = "test",
            .key = std::to_string(number),
            .platform = "room",
            .account = std::string{who},
            .name = std::string{who},
            .room = {"room:" + std::string{room}},
            .said_at = at,
            .heard_at = at,
            .entropy = {},
            .what = std::move(what)};
}

} // namespace

Scene::Scene(std::string_view start) {
    if (!text::parse_iso(start, now_)) throw std::logic_error{"no time: " + std::string{start}};
    Policy policy = default_policy();
    policy.customers_delay = seconds{0}; // the time to stop a text has tests of its own
    policy.targets[Audience::internal] = {{"room:#internal"}};
    policy.targets[Audience::executives] = {{"room:#executives"}};
    policy.targets[Audience::customers] = {{"room:#customers"}};
    apply(all, {.seq = {1},
                .command = {1},
                .incident = {},
                .index = 1,
                .recorded_at = now_,
                .meta = {},
                .event = PolicyAdopted{1, to_text(policy)}});
}

Scene& Scene::at(std::string_view when) {
    Instant to{};
    if (when.starts_with('+')) {
        const int n = std::stoi(std::string{when.substr(1)});
        to = now_ + (when.ends_with('s')   ? Duration{seconds{n}}
                     : when.ends_with('h') ? Duration{hours{n}}
                                           : Duration{minutes{n}});
    } else {
        if (!text::parse_iso(when, to)) throw std::logic_error{"no time: " + std::string{when}};
    }
    if (to < now_) throw std::logic_error{"time goes back"};
    out_.clear();
    ring_until(to);
    now_ = to;
    return *this;
}

void Scene::ring_until(Instant end) {
    constexpr int rings_max = 10'000;
    for (int n = 0; n < rings_max; ++n) {
        std::optional<clocks::Due> next;
        for (const auto& [id, file] : all.incidents)
            if (const auto due = clocks::next_of(file.now, all.policy_of(file.now));
                due && (!next || due->at < next->at))
                next = due;
        if (!next || next->at > end) return;
        now_ = std::max(now_, next->at);
        ClockRang rang = next->rang;
        rang.late = now_ - next->at > seconds{30}; // as bot/clocks
        const Ask ask{.source = "clock",
                      .key = clocks::key_of(next->rang, all.last_seq),
                      .platform = "",
                      .account = "",
                      .name = "",
                      .room = {},
                      .said_at = now_,
                      .heard_at = now_,
                      .entropy = {},
                      .what = rang};
        record(ask, decide(all, ask, now_));
    }
    throw std::logic_error{"clocks ring for ever"};
}

const Decision& Scene::type(std::string_view who, std::string_view room, std::string_view line) {
    const Ask ask = said(++asks_, now_, who, room, {std::string{line}, false});
    const std::string place = std::string{who} + std::string{room};
    const auto offered = offers_.find(place);
    out_.clear();
    Decision d =
        decide(all, ask, now_, offered == offers_.end() ? std::nullopt : std::optional{offered->second});
    offers_.erase(place);
    if (d.offer) offers_[place] = *d.offer;
    last_ = d;
    record(ask, std::move(d));
    return last_;
}

void Scene::talk(std::string_view who, std::string_view room, std::string_view words) {
    const Ask ask = said(++asks_, now_, who, room, {std::string{words}, true});
    record(ask, decide(all, ask, now_));
}

void Scene::record(const Ask& ask, Decision d) {
    std::map<IncidentId, Incident> was;
    std::map<IncidentId, std::vector<Recorded>> events;
    const Seq first{all.last_seq.value + 1};
    for (Fact& fact : d.facts) {
        const IncidentFile* file = all.find(fact.incident);
        if (!was.contains(fact.incident)) was[fact.incident] = file ? file->now : Incident{};
        const std::size_t before = fact.incident ? (file ? file->log.size() : 0) : all.log.size();
        Recorded r{.seq = {all.last_seq.value + 1},
                   .command = first,
                   .incident = fact.incident,
                   .index = static_cast<std::uint32_t>(before + 1),
                   .recorded_at = now_,
                   .meta = fact.meta,
                   .event = fact.event};
        events[fact.incident].push_back(r);
        apply(all, std::move(r));
    }
    std::vector<Outgoing> out;
    for (const auto& [id, recorded] : events)
        for (Outgoing& o : notices(was[id], all, recorded)) out.push_back(std::move(o));
    out_.insert(out_.end(), out.begin(), out.end());
    if (deliver_at_once) deliver(out);
    (void)ask;
}

void Scene::deliver(const std::vector<Outgoing>& out) {
    for (const Outgoing& o : out) {
        if (o.update == 0 && o.page == 0) continue;
        const Ask ask{.source = "receipt",
                      .key = std::to_string(++asks_),
                      .platform = "",
                      .account = "",
                      .name = "",
                      .room = o.room,
                      .said_at = now_,
                      .heard_at = now_,
                      .entropy = {},
                      .what = Receipt{{asks_}, o.incident, o.update, o.page, o.audience, o.room, true, ""}};
        record(ask, decide(all, ask, now_));
    }
}

std::string Scene::facts() const {
    std::string names;
    for (const Fact& fact : last_.facts)
        if (!std::holds_alternative<PersonSeen>(fact.event))
            names += (names.empty() ? "" : " ") + std::string{stored_name(fact.event)};
    return names;
}
std::string Scene::reply() const { return text_of(last_.reply, "/incident "); }
std::string Scene::first_line() const {
    const std::string all_lines = reply();
    return all_lines.substr(0, all_lines.find('\n'));
}

std::string Scene::line_of(const Outgoing& o) const {
    const Person* person = all.person(o.person);
    return (person ? "@" + person->name : name_of(o.room)) + ": " + text_of(o.message, "/incident ");
}

std::vector<std::string> Scene::told() const {
    std::vector<std::string> lines;
    for (const Outgoing& o : out_)
        if (o.card.empty() || (o.person && !o.message.phone.empty())) lines.push_back(line_of(o));
    return lines;
}

std::vector<std::string> Scene::edits() const {
    std::vector<std::string> lines;
    for (const Outgoing& o : out_)
        if (!o.card.empty() && o.person && o.message.phone.empty())
            lines.push_back(o.card + " " + line_of(o));
    return lines;
}

std::vector<std::string> Scene::phones() const {
    std::vector<std::string> lines;
    for (const Outgoing& o : out_)
        if (!o.message.phone.empty()) lines.push_back(o.message.phone);
    return lines;
}

std::size_t Scene::told_of(std::string_view words) const {
    std::size_t n = 0;
    for (const auto& line : told()) n += line.find(words) != std::string::npos;
    return n;
}

Scene open_sev2() {
    Scene s;
    s.type("ana", "#ops", "declare sev2 Card payments fail");
    return s;
}

const IncidentFile& Scene::file(std::uint32_t n) const {
    const IncidentFile* f = all.numbered(n);
    if (!f) throw std::logic_error{"no such incident"};
    return *f;
}
const Incident& Scene::incident(std::uint32_t n) const { return file(n).now; }

} // namespace tocsin::test
