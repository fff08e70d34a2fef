// Ready words for updates.
#include "commands/views/update_words.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/facts.hpp"
#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <fmt/format.h>

namespace tocsin::views {
namespace {

constexpr std::size_t words_shown_max = 160;

std::string without_stop(std::string_view words) {
    std::string out = text::cut(on_one_line(words), words_shown_max);
    while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
    return out;
}

// What users notice: the newest published words are longer than this, the newest statement is what people
// said.
std::string symptom(const IncidentFile& file) {
    const auto said = newest_statement(file.now);
    return without_stop(said && !said->text.empty() ? said->text : std::string_view{file.now.title});
}

Instant since(const Incident& i) {
    Instant first{};
    for (const Window& w : i.windows)
        if (first == no_instant || w.start < first) first = w.start;
    return first;
}

std::string since_words(const Incident& i) {
    const Instant first = since(i);
    return first == no_instant ? "" : " since " + text::hhmm_utc(first);
}

std::string closing(const IncidentFile& file) {
    const Incident& i = file.now;
    const Instant from = since(i);
    Instant to = i.resolved_at;
    for (const Window& w : i.windows)
        if (w.end != no_instant) to = w.end;
    if (from == no_instant)
        return fmt::format("This incident is resolved: {}. TODO data statement.", without_stop(i.title));
    return fmt::format("This incident is resolved. {} lasted from {} to {}. TODO data statement.",
                       capital(without_stop(i.title)), text::hhmm(from), text::near(to, from));
}

std::string tasks(const Incident& i) {
    std::string out;
    std::size_t n = 0;
    for (const Task* t : running_tasks(i))
        if (n++ < 3) out += (out.empty() ? "" : ", ") + without_stop(t->text);
    return out;
}

// What people said of the impact may be a few words or a whole sentence: it stands as a sentence of its own.
std::string for_customers(const IncidentFile& file) {
    const Incident& i = file.now;
    const std::string problem = capital(symptom(file)) + since_words(i);
    switch (i.state) {
    case State::triage:
    case State::investigating: return fmt::format("{}. We are investigating.", problem);
    case State::identified: return fmt::format("We found the cause and are working on a fix. {}.", problem);
    case State::monitoring:
        return i.mitigated_at == no_instant
                   ? fmt::format("A fix is in place, and we keep watching. Before it: {}.", symptom(file))
                   : fmt::format(
                         "A fix is in place. The problem ended at {}, and we keep watching. Before it: {}.",
                         text::hhmm_utc(i.mitigated_at), symptom(file));
    default: return closing(file);
    }
}

std::string for_colleagues(const IncidentFile& file) {
    const Incident& i = file.now;
    if (is_over(i.state)) return closing(file);
    std::string out = fmt::format(
        "{} {}{}{}. Commander {}.", word(i.severity), i.service.empty() ? "" : without_stop(i.service) + ": ",
        symptom(file), since_words(i), i.commander() ? without_stop(i.commander()->name) : "NOBODY");
    if (!i.identified_text.empty()) out += fmt::format(" Cause: {}.", without_stop(i.identified_text));
    if (const std::string doing = tasks(i); !doing.empty()) out += fmt::format(" Doing: {}.", doing);
    if (i.state == State::monitoring && i.mitigated_at != no_instant)
        out += fmt::format(" Users fine since {}.", text::hhmm_utc(i.mitigated_at));
    return out;
}

// Of a private incident nothing is offered that somebody has not decided to say (DOMAIN 5.5, security).
std::string private_words(const Incident& i, Audience audience) {
    if (audience == Audience::customers)
        return "We are investigating a security incident. Please TODO what they should do now.";
    return fmt::format("{}, {}. Commander {}. Distribution by name only.", word(i.severity),
                       state_shown(i.state), i.commander() ? without_stop(i.commander()->name) : "NOBODY");
}

} // namespace

std::string draft_words(const IncidentFile& file, Audience audience) {
    if (file.now.is_private) return private_words(file.now, audience);
    return audience == Audience::customers ? for_customers(file) : for_colleagues(file);
}

std::string holding_words(const IncidentFile& file, Audience audience, Instant now) {
    const Incident& i = file.now;
    const auto clock = i.clocks.find(audience);
    const Instant heard = clock == i.clocks.end() ? no_instant : clock->second.last_published;
    const Instant from = heard == no_instant ? i.declared_at : heard;
    if (i.is_private)
        return fmt::format("We are still working on it. Nothing has changed since {}.",
                           text::near(from, now));
    if (audience == Audience::customers)
        return fmt::format("We are still working on {}. Nothing has changed since {}.", symptom(file),
                           text::near(from, now));
    const std::string doing = tasks(i);
    return fmt::format("No change since {}: {}. {}.", text::near(from, now), symptom(file),
                       doing.empty() ? "We keep working on it" : "Working on: " + doing);
}

} // namespace tocsin::views
