// The log as lines to read: one entry a fact, with the newest words (DOMAIN 7). Events are visited without a
// catch-all: a new one does not compile until it is said here how it reads.
#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/entries.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::views {
namespace {

// ": words", or nothing.
std::string said(std::string_view words) {
    std::string line = on_one_line(words);
    return line.empty() ? line : ": " + line;
}

// Only what was corrected differs from its event; the look-ups below are not for the many others.
bool is_corrected(const IncidentFile& file, const Recorded& r) {
    return !file.corrections.empty() && file.corrections.contains(r.seq);
}

template <class T> const T* numbered(const std::vector<T>& list, std::uint32_t number) {
    const auto it = std::lower_bound(list.begin(), list.end(), number,
                                     [](const T& t, std::uint32_t n) { return t.number < n; });
    return it != list.end() && it->number == number ? &*it : nullptr;
}
template <class T> const T* numbered(const std::map<std::uint32_t, T>& list, std::uint32_t number) {
    const auto it = list.find(number);
    return it == list.end() ? nullptr : &it->second;
}

// Upkeep is what keeps the record and the clocks going; people read it only when they ask for everything.
struct IsUpkeep {
    bool operator()(const Unknown&) const { return true; }
    bool operator()(const PolicyAdopted&) const { return true; }
    bool operator()(const PersonSeen&) const { return true; }
    bool operator()(const SystemNoted&) const { return true; }
    bool operator()(const RoomBound&) const { return true; }
    bool operator()(const UpdateDelivered&) const { return true; }
    bool operator()(const ObligationOpened&) const { return true; }
    bool operator()(const ObligationMoved& e) const { return e.why != MoveReason::by_hand; }
    bool operator()(const RungReached&) const { return true; }
    bool operator()(const EntryCorrected&) const { return true; }
    bool operator()(const CommandUndone&) const { return true; }
    bool operator()(const TaskCalled&) const { return true; }
    bool operator()(const IncidentDeclared&) const { return false; }
    bool operator()(const StateChanged&) const { return false; }
    bool operator()(const SeverityChanged&) const { return false; }
    bool operator()(const IncidentResolved&) const { return false; }
    bool operator()(const IncidentReopened&) const { return false; }
    bool operator()(const PostmortemOwned&) const { return false; }
    bool operator()(const RoleOffered&) const { return false; }
    bool operator()(const RoleTaken&) const { return false; }
    bool operator()(const UpdateSubmitted&) const { return false; }
    bool operator()(const UpdateUndelivered&) const { return false; }
    bool operator()(const NoteAdded&) const { return false; }
    bool operator()(const ImpactStarted&) const { return false; }
    bool operator()(const ImpactEnded&) const { return false; }
    bool operator()(const ImpactStated&) const { return false; }
    bool operator()(const TaskGiven&) const { return false; }
    bool operator()(const TaskDone&) const { return false; }
    bool operator()(const TaskExtended&) const { return false; }
    bool operator()(const TaskDropped&) const { return false; }
};

// Fills kind, item and text, with the newest words of what can be corrected.
struct Describe {
    const IncidentFile& file;
    const Recorded& r;
    Entry& entry;

    template <class List> auto newest(const List& list, std::uint32_t number) const {
        using Item = std::remove_pointer_t<decltype(numbered(list, number))>;
        return is_corrected(file, r) ? numbered(list, number) : static_cast<Item*>(nullptr);
    }

    void set(std::string_view kind, std::string text) const {
        entry.kind = kind;
        entry.text = std::move(text);
    }
    void set(std::string_view kind, Item item, std::string text) const {
        set(kind, std::move(text));
        entry.item = to_string(item);
    }
    std::string due_shown(Instant t) const {
        return text::near(std::chrono::floor<minutes>(t + seconds{30}), r.meta.at);
    }

    void operator()(const Unknown& e) const {
        set("unknown", "an entry that a newer Tocsin wrote: " + on_one_line(e.name));
    }
    void operator()(const PolicyAdopted& e) const {
        set("system", fmt::format("policy {} adopted", e.version));
    }
    void operator()(const PersonSeen& e) const { set("system", "first seen: " + on_one_line(e.name)); }
    void operator()(const SystemNoted& e) const { set("system", on_one_line(e.text)); }

    void operator()(const IncidentDeclared& e) const {
        std::string text = fmt::format("declared {}", word(e.severity));
        if (!e.severity_given) text += " (no severity was given)";
        if (e.type != IncidentType::ops) text += fmt::format(", {}", word(e.type));
        if (!e.service.empty()) text += ", " + on_one_line(e.service);
        set("declared", text + said(e.title));
    }
    void operator()(const RoomBound& e) const {
        static constexpr std::string_view uses[] = {"opened", "is where it was declared", "joined"};
        set("room", fmt::format("room {} {}", name_of(e.room), uses[static_cast<std::size_t>(e.use) % 3]));
    }
    void operator()(const StateChanged& e) const {
        set("state", fmt::format("{} → {} ({}){}", word(e.from), word(e.to), meaning(e.to), said(e.text)));
    }
    void operator()(const SeverityChanged& e) const {
        set("severity", fmt::format("{} → {}{}", word(e.from), word(e.to), said(e.text)));
    }
    void operator()(const IncidentResolved& e) const { set("state", "resolved" + said(e.text)); }
    void operator()(const IncidentReopened& e) const {
        set("reopened", fmt::format("reopened, was {}{}", word(e.from), said(e.text)));
    }
    void operator()(const PostmortemOwned& e) const {
        set("postmortem", "owner of the review: " + on_one_line(e.person_name));
    }
    void operator()(const RoleOffered& e) const {
        set("role", fmt::format("{} offered to {}", on_one_line(e.role), on_one_line(e.person_name)));
    }
    void operator()(const RoleTaken& e) const {
        const std::string role = on_one_line(e.role);
        set("role", e.person == r.meta.by ? "takes the role " + role
                                          : fmt::format("{} is {} now", on_one_line(e.person_name), role));
    }

    void operator()(const UpdateSubmitted& e) const {
        const Update* update = numbered(file.updates, e.number);
        std::string text =
            fmt::format("{} to {}", e.closing ? "closing update" : "update", audience_shown(e.audience));
        if (update && update->undelivered) text += ", not delivered";
        const std::string& words = e.published.empty() ? e.text : e.published;
        set("update", {'U', e.number}, text + said(words));
    }
    void operator()(const UpdateDelivered& e) const {
        set("update", {'U', e.number},
            fmt::format("reached {} in {}", audience_shown(e.audience), name_of(e.target)));
    }
    void operator()(const UpdateUndelivered& e) const {
        set("update", {'U', e.number},
            fmt::format("did not reach {} in {}{}", audience_shown(e.audience), name_of(e.target),
                        said(e.reason)));
    }
    void operator()(const ObligationOpened& e) const {
        set("promise", fmt::format("{} expect {} by {}", audience_shown(e.audience),
                                   e.kind == ObligationKind::closing ? "the closing update" : "an update",
                                   due_shown(e.due)));
    }
    void operator()(const ObligationMoved& e) const {
        set("promise", fmt::format("update to {} is due {} now{}", audience_shown(e.audience),
                                   due_shown(e.due), said(e.text)));
    }
    void operator()(const RungReached& e) const {
        std::string text =
            e.rung == Rung::reminder
                ? fmt::format("reminder: update to {} due {}", audience_shown(e.audience), due_shown(e.due))
                : fmt::format("update to {} was due {} and not sent", audience_shown(e.audience),
                              due_shown(e.due));
        if (e.skipped)
            text += ", skipped: Tocsin was not running";
        else if (e.late)
            text += ", said late";
        set(e.rung == Rung::reminder ? "ladder" : "overdue", std::move(text));
    }

    void operator()(const NoteAdded& e) const {
        const Note* note = newest(file.notes, e.number);
        set("note", {'N', e.number}, on_one_line(note ? note->text : e.text));
    }
    void operator()(const ImpactStarted& e) const {
        const Window* window = newest(file.now.windows, e.number);
        set("impact", {'I', e.number},
            fmt::format("impact {} from here{}", word(e.level), said(window ? window->text : e.text)));
    }
    void operator()(const ImpactEnded& e) const {
        set("impact", {'I', e.number}, "impact ended" + said(e.text));
    }
    void operator()(const ImpactStated& e) const {
        const Statement* statement = newest(file.now.statements, e.number);
        std::string text = "impact";
        if (e.customers >= 0) text += fmt::format(", {} customers", e.customers);
        set("impact", {'I', e.number}, text + said(statement ? statement->text : e.text));
    }

    void operator()(const EntryCorrected& e) const {
        std::string text = fmt::format("corrected {}", to_string(Item{e.kind, e.number}));
        if (e.moved) text += " to " + text::near(r.meta.at, r.recorded_at);
        set("correction", text + said(e.text));
    }
    void operator()(const CommandUndone& e) const { set("undo", "undone" + said(e.line)); }

    void operator()(const TaskGiven& e) const {
        const Task* task = newest(file.now.tasks, e.number);
        set("task", {'T', e.number},
            fmt::format("task for {}, {}{}", on_one_line(e.owner_name), text::length(e.length),
                        said(task ? task->text : e.text)));
    }
    void operator()(const TaskDone& e) const { set("task", {'T', e.number}, "done" + said(e.text)); }
    void operator()(const TaskExtended& e) const {
        set("task", {'T', e.number}, fmt::format("extended until {}{}", due_shown(e.due), said(e.text)));
    }
    void operator()(const TaskDropped& e) const { set("task", {'T', e.number}, "dropped" + said(e.text)); }
    void operator()(const TaskCalled& e) const { set("task", {'T', e.number}, "time is up, owner asked"); }
};

void add_correction(Entry& entry, const IncidentFile& file, const Recorded& r) {
    const auto it = file.corrections.find(r.seq);
    if (it == file.corrections.end()) return;
    const Correction& correction = it->second;
    entry.corrected = true;
    entry.before = text::near(correction.old_at, entry.at) + said(correction.old_text);
    const auto by = std::lower_bound(file.log.begin(), file.log.end(), correction.by,
                                     [](const Recorded& one, Seq seq) { return one.seq < seq; });
    if (by == file.log.end() || by->seq != correction.by) return;
    if (const auto* corrected = std::get_if<EntryCorrected>(&by->event); corrected && corrected->moved)
        entry.day_only = by->meta.day_only;
}

Entry entry_of(const IncidentFile& file, const Recorded& r, Instant at) {
    Entry entry{.seq = r.seq, .index = r.index, .at = at, .recorded = r.recorded_at};
    entry.day_only = r.meta.day_only;
    entry.upkeep = std::visit(IsUpkeep{}, r.event);
    entry.author = on_one_line(r.meta.by_name);
    std::visit(Describe{file, r, entry}, r.event);
    add_correction(entry, file, r);
    return entry;
}

// Where an event stands: most by meta.at; what can be corrected, by its newest time; a correction itself by
// when it was typed, because its meta.at is the time of what it corrects.
Instant moment_of(const IncidentFile& file, const Recorded& r) {
    if (std::holds_alternative<EntryCorrected>(r.event)) return r.recorded_at;
    if (!is_corrected(file, r)) return r.meta.at;
    const auto newest = [&](const auto* item, auto member) { return item ? item->*member : r.meta.at; };
    if (const auto* note = std::get_if<NoteAdded>(&r.event))
        return newest(numbered(file.notes, note->number), &Note::at);
    if (const auto* window = std::get_if<ImpactStarted>(&r.event))
        return newest(numbered(file.now.windows, window->number), &Window::start);
    if (const auto* said = std::get_if<ImpactStated>(&r.event))
        return newest(numbered(file.now.statements, said->number), &Statement::at);
    if (const auto* task = std::get_if<TaskGiven>(&r.event))
        return newest(numbered(file.now.tasks, task->number), &Task::given);
    return r.meta.at;
}

struct Placed {
    Instant at{};
    const Recorded* recorded{};
    bool undone{};
};
bool earlier(const Placed& a, const Placed& b) {
    return a.at != b.at ? a.at < b.at : a.recorded->seq < b.recorded->seq;
}

} // namespace

void each_entry(const IncidentFile& file, bool full, const std::function<void(Entry&&)>& use) {
    // Sorted before they are worded: entries are large, their places are not.
    std::vector<Placed> placed;
    placed.reserve(file.log.size());
    for (const Recorded& r : file.log) {
        const bool undone = file.undone.contains(r.seq);
        if (!full && (undone || std::visit(IsUpkeep{}, r.event))) continue;
        placed.push_back({moment_of(file, r), &r, undone});
    }
    std::sort(placed.begin(), placed.end(), earlier);
    for (const Placed& p : placed) {
        Entry entry = entry_of(file, *p.recorded, p.at);
        entry.undone = p.undone;
        use(std::move(entry));
    }
}

std::vector<Entry> timeline(const IncidentFile& file, const Everything&, bool full) {
    std::vector<Entry> entries;
    entries.reserve(file.log.size());
    each_entry(file, full, [&](Entry&& entry) { entries.push_back(std::move(entry)); });
    return entries;
}

} // namespace tocsin::views
