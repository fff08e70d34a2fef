// The card's facts for the page, which counts down itself.
#include "commands/core/json_writer.hpp"
#include "commands/postmortem/document.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/views.hpp"

#include <algorithm>

namespace tocsin::views {
namespace {

std::int64_t ms(Instant t) { return t.time_since_epoch().count(); }

void write_instant(JsonWriter& j, std::string_view key, Instant t) {
    j.key(key);
    if (t == no_instant)
        j.null();
    else
        j.value(ms(t));
}
void write_name(JsonWriter& j, std::string_view key, std::string_view name) {
    j.key(key);
    if (name.empty())
        j.null();
    else
        j.value(name);
}

void write_identity(JsonWriter& j, const Incident& i) {
    j.key("ref").value(i.slug()); // as it stands in addresses; a line may begin with it too
    j.key("number").value(i.number);
    j.key("private").value(i.is_private);
    j.key("title").value(i.title);
    j.key("service").value(i.service);
    j.key("severity").value(word(i.severity));
    j.key("type").value(word(i.type));
    j.key("state").value(word(i.state));
    j.key("state_shown").value(state_shown(i.state));
    j.key("open").value(is_open(i.state));
    write_instant(j, "declared_at", i.declared_at);
    write_instant(j, "resolved_at", i.resolved_at);
    j.key("home").value(name_of(i.home));
    j.key("rooms").array([&] {
        for (const RoomId& room : i.rooms)
            if (room != i.home) j.value(name_of(room));
    });
}

std::string_view holder_name(const Incident& i, std::string_view role) {
    const Tenure* holder = i.holder(role);
    return holder ? std::string_view{holder->name} : std::string_view{};
}

void write_roles(JsonWriter& j, const Incident& i) {
    j.key("roles").array([&] {
        for (const auto& [role, tenures] : i.roles)
            for (const Tenure& tenure : tenures) {
                if (tenure.until != no_instant) continue;
                j.object([&] {
                    j.key("role").value(role);
                    j.key("name").value(tenure.name);
                    j.key("since").value(ms(tenure.since));
                });
            }
    });
    write_name(j, "commander", holder_name(i, "commander"));
    write_name(j, "comms", holder_name(i, "comms"));
    j.key("lead").value(i.lead_name());
}

void write_impact(JsonWriter& j, const Incident& i) {
    j.key("impact");
    if (const Window* open = i.open_window())
        j.object([&] {
            j.key("level").value(word(open->level));
            j.key("since").value(ms(open->start));
        });
    else
        j.null();
    j.key("statement");
    if (const auto said = newest_statement(i))
        j.object([&] {
            j.key("text").value(said->text);
            j.key("by").value(said->by);
            j.key("at").value(ms(said->at));
        });
    else
        j.null();
    j.key("windows").array([&] {
        for (const Window& w : i.windows)
            j.object([&] {
                j.key("item").value(to_string(Item{'I', w.number}));
                j.key("level").value(word(w.level));
                j.key("start").value(ms(w.start));
                write_instant(j, "end", w.end);
            });
    });
}

void write_tasks(JsonWriter& j, const Incident& i) {
    j.key("tasks").array([&] {
        for (const Task* task : running_tasks(i))
            j.object([&] {
                j.key("item").value(to_string(Item{'T', task->number}));
                j.key("text").value(task->text);
                j.key("owner").value(task->owner_name);
                j.key("due").value(ms(task->due));
                j.key("late").value(is_late(i, *task));
            });
    });
}

std::string_view word(ObligationKind kind) {
    switch (kind) {
    case ObligationKind::first: return "first";
    case ObligationKind::cadence: return "cadence";
    case ObligationKind::closing: return "closing";
    }
    return "unknown";
}

void write_audience(JsonWriter& j, const Incident& i, Audience audience, const AudienceClock& clock,
                    const IncidentFile* file, const Policy& policy) {
    j.key("audience").value(tocsin::word(audience));
    j.key("shown").value(audience_shown(audience));
    write_instant(j, "due", clock.open ? clock.open->due : no_instant);
    j.key("kind").value(clock.open ? word(clock.open->kind) : "");
    write_instant(j, "last", clock.last_update ? clock.last_published : no_instant);
    std::string_view last_text;
    if (file)
        if (const auto it = file->updates.find({clock.last_update, audience}); it != file->updates.end())
            last_text = it->second.published;
    j.key("last_text").value(last_text);
    const auto a = clocks::adherence(clock, policy, i.changed_at);
    j.key("met").value(a.met);
    j.key("counted").value(a.counted());
}

// Customers first, as everywhere.
void write_audiences(JsonWriter& j, const Incident& i, const IncidentFile* file, const Policy& policy) {
    j.key("audiences").array([&] {
        for (auto it = i.clocks.rbegin(); it != i.clocks.rend(); ++it)
            if (it->first != Audience::responders && it->second.started)
                j.object([&] { write_audience(j, i, it->first, it->second, file, policy); });
    });
}

} // namespace

std::string card_json(const Everything& all, const Incident& i) {
    const IncidentFile* file = all.find(i.id);
    JsonWriter j;
    j.object([&] {
        write_identity(j, i);
        write_roles(j, i);
        write_impact(j, i);
        write_tasks(j, i);
        write_audiences(j, i, file, all.policy_of(i));
        j.key("counts").object([&] {
            j.key("notes").value(i.counts.of('N'));
            j.key("updates").value(i.counts.of('U'));
            j.key("tasks").value(i.counts.of('T'));
        });
        j.key("gaps").value(
            std::uint64_t{file ? postmortem::gaps({all, *file, {}, no_instant, {}}).size() : std::size_t{0}});
        write_instant(j, "changed_at", i.changed_at);
        write_name(j, "postmortem_owner", i.postmortem_owner_name);
    });
    return j.take();
}

} // namespace tocsin::views
