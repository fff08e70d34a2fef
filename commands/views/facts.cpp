// Facts that several views share, and the words for audiences and states.
#include "commands/views/facts.hpp"

#include "commands/text/times.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace tocsin::views {

std::string audience_shown(Audience audience) { return std::string{word(audience)}; }
Line owed_line(std::span<const std::pair<Instant, Audience>> in_order) {
    Line line;
    for (const auto& [due, audience] : in_order) {
        line.push_back(
            say((line.empty() ? "Owed: closing update to " : ", to ") + audience_shown(audience) + " by "));
        line.push_back(at_time(due));
    }
    return line;
}

std::string state_shown(State state) { return fmt::format("{} ({})", word(state), meaning(state)); }

std::optional<Said> newest_statement(const Incident& i) {
    std::optional<Said> newest;
    if (const Window* open = i.open_window(); open && !open->text.empty())
        newest = Said{open->text, open->by_name, open->start, open->number};
    // The higher number was said later, whatever time it speaks of.
    for (const Statement& s : i.statements)
        if (!s.text.empty() && (!newest || s.number > newest->number))
            newest = Said{s.text, s.by_name, s.at, s.number};
    return newest;
}

std::vector<Owed> owed_updates(const Incident& i) {
    std::vector<Owed> out;
    for (const auto& [audience, clock] : i.clocks) {
        if (audience == Audience::responders || !clock.open) continue;
        out.push_back(
            {audience, &*clock.open, clock.open->reached(Rung::due) || i.changed_at > clock.open->due});
    }
    // Customers stand last in the enumeration and are what matters most.
    std::sort(out.begin(), out.end(), [](const Owed& a, const Owed& b) {
        return std::tuple{a.what->due, b.audience} < std::tuple{b.what->due, a.audience};
    });
    return out;
}

std::size_t late_updates(const Incident& i) {
    const auto owed = owed_updates(i);
    return static_cast<std::size_t>(
        std::count_if(owed.begin(), owed.end(), [](const Owed& o) { return o.late; }));
}

std::vector<const Task*> running_tasks(const Incident& i) {
    std::vector<const Task*> out;
    for (const auto& [number, task] : i.tasks)
        if (task.status == Task::Status::running) out.push_back(&task);
    return out;
}
bool is_late(const Incident& i, const Task& task) { return task.called || i.changed_at > task.due; }

bool needs_comms(const Incident& i) {
    return std::any_of(i.clocks.begin(), i.clocks.end(), [](const auto& clock) {
        return clock.first != Audience::responders && clock.second.started;
    });
}

const Update* undelivered(const IncidentFile& file, Audience audience) {
    for (auto it = file.updates.rbegin(); it != file.updates.rend(); ++it)
        if (it->second.audience == audience && !it->second.corrects)
            return it->second.undelivered ? &it->second : nullptr;
    return nullptr;
}

namespace {
Instant rounded(Instant t) { return std::chrono::floor<minutes>(t + seconds{30}); }
Run with_text(Instant t, std::string text) {
    Run run = at_time(t);
    run.text = std::move(text);
    return run;
}
} // namespace

std::string when_text(Instant t, Instant reference) { return text::near(t, reference); }
std::string due_text(Instant t, Instant reference) { return text::near(rounded(t), reference); }
Run when(Instant t, Instant reference) { return with_text(t, when_text(t, reference)); }
Run due(Instant t, Instant reference) { return with_text(t, due_text(t, reference)); }

std::string capital(std::string s) {
    if (!s.empty() && s.front() >= 'a' && s.front() <= 'z')
        s.front() = static_cast<char>(s.front() - 'a' + 'A');
    return s;
}

std::string counted(std::size_t n, std::string_view noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

} // namespace tocsin::views
