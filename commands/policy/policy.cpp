// Built-in defaults (the tables of DOMAIN 5.1) and the policy's text form.
#include "commands/policy/policy.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <charconv>

namespace tocsin {
namespace {

template <class T> bool number(std::string_view text, T& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(by);
        parts.push_back(text::trimmed(text.substr(0, end)).empty() ? std::string_view{}
                                                                   : text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return parts;
}

// The bound of every number in a policy: a year in seconds. Larger ones would overflow time arithmetic.
constexpr long long number_max = 366LL * 24 * 3600;

Error bad(std::string_view key, std::string_view value) {
    return {ErrorCode::bad_input, fmt::format("policy: \"{} = {}\" is not possible", key, value)};
}

bool set_cadence(Policy& p, std::string_view audience, std::string_view severity, std::string_view value) {
    const auto a = audience_of(audience);
    const auto s = severity_of(severity);
    const auto parts = split(value, ' ');
    if (!a || !s || parts.size() != 3) return false;
    long long n[3];
    for (std::size_t i = 0; i < 3; ++i)
        if (!number(parts[i], n[i]) || n[i] < 0 || n[i] > number_max / 60) return false;
    p.cadence[{*a, *s}] = {minutes{n[0]}, minutes{n[1]}, minutes{n[2]}};
    return true;
}

std::vector<RoomId> rooms_of(std::string_view value) {
    std::vector<RoomId> rooms;
    for (const auto part : split(value, ' '))
        if (!part.empty()) rooms.push_back({std::string{part}});
    return rooms;
}

// "22:00 07:00"
bool set_quiet(Policy& p, std::string_view audience, std::string_view value) {
    const auto a = audience_of(audience);
    const auto parts = split(value, ' ');
    Duration from{}, to{};
    if (!a || parts.size() != 2) return false;
    std::string_view first = parts[0], second = parts[1];
    if (!text::take_clock(first, from) || !first.empty() || !text::take_clock(second, to) ||
        !second.empty() || from == to)
        return false;
    p.quiet[*a] = {std::chrono::floor<minutes>(from), std::chrono::floor<minutes>(to)};
    return true;
}

bool set_number(Policy& p, std::string_view key, std::string_view value) {
    long long n{};
    if (!number(value, n) || n < 0 || n > number_max) return false;
    if (key == "grace_seconds")
        p.grace = seconds{n};
    else if (key == "closing_within_minutes")
        p.closing_within = minutes{n};
    else if (key == "task_length_minutes")
        p.task_length = minutes{n};
    else if (key == "reminder_min_minutes")
        p.reminder_min = minutes{n};
    else if (key == "reminder_percent" && n <= 100)
        p.reminder_percent = static_cast<int>(n);
    else if (key == "share_reminder_within_minutes")
        p.share_reminder_within = minutes{n};
    else if (key == "undo_within_minutes")
        p.undo_within = minutes{n};
    else if (key == "offer_within_minutes")
        p.offer_within = minutes{n};
    else if (key == "merge_undo_within_minutes")
        p.merge_undo_within = minutes{n};
    else if (key == "customers_delay_seconds")
        p.customers_delay = seconds{n};
    else if (key == "poll_seconds")
        p.poll_length = seconds{n};
    else if (key == "page_answer_within_minutes")
        p.page_answer_within = minutes{n};
    else if (key == "vacancy_after_minutes")
        p.vacancy_after = minutes{n};
    else
        return false;
    return true;
}

bool set_trait(PlatformTraits& traits, std::string_view word) {
    if (word == "makes-rooms")
        traits.makes_rooms = true;
    else if (word == "hides-commands")
        traits.hides_commands = true;
    else if (word == "accounts-are-ids")
        traits.accounts_are_ids = true;
    else if (word == "pages-only")
        traits.pages_only = true;
    else
        return false;
    return true;
}

std::string words_of(const PlatformTraits& traits) {
    return fmt::format("{}{}{}{}", traits.makes_rooms ? "makes-rooms " : "",
                       traits.hides_commands ? "hides-commands " : "",
                       traits.accounts_are_ids ? "accounts-are-ids " : "",
                       traits.pages_only ? "pages-only " : "");
}

bool set(Policy& p, std::string_view key, std::string_view value) {
    const auto parts = split(key, '.');
    if (parts.size() == 3 && parts[0] == "cadence") return set_cadence(p, parts[1], parts[2], value);
    if (parts.size() == 2 && parts[0] == "targets") {
        const auto audience = audience_of(parts[1]);
        if (audience) p.targets[*audience] = rooms_of(value);
        return audience.has_value();
    }
    if (parts.size() == 2 && parts[0] == "quiet") return set_quiet(p, parts[1], value);
    if (parts.size() == 2 && parts[0] == "platform") {
        PlatformTraits& traits = p.platforms[std::string{parts[1]}];
        for (const auto word : split(value, ' '))
            if (!word.empty() && !set_trait(traits, word)) return false;
        return true;
    }
    if (key == "duty_manager") {
        p.duty_manager = std::string{value};
        return true;
    }
    if (key == "general_rooms") {
        p.general_rooms = rooms_of(value);
        return true;
    }
    if (key == "never_bind") {
        p.never_bind = rooms_of(value);
        return true;
    }
    return set_number(p, key, value);
}

std::string joined(const std::vector<RoomId>& rooms) {
    std::string out;
    for (const auto& room : rooms) out += (out.empty() ? "" : " ") + room.value;
    return out;
}

} // namespace

Cadence Policy::cadence_of(Audience a, Severity s) const {
    const auto it = cadence.find({a, s});
    return it == cadence.end() ? Cadence{} : it->second;
}

PlatformTraits Policy::traits_of(std::string_view platform) const {
    const auto it = platforms.find(std::string{platform});
    return it == platforms.end() ? PlatformTraits{} : it->second;
}

Policy default_policy() {
    using enum Audience;
    using enum Severity;
    Policy p;
    const auto put = [&](Audience a, Severity s, int first, int working, int monitoring) {
        p.cadence[{a, s}] = {minutes{first}, minutes{working}, minutes{monitoring}};
    };
    put(responders, sev1, 10, 10, 30);
    put(responders, sev2, 15, 20, 60);
    put(internal, sev1, 15, 30, 60);
    put(internal, sev2, 30, 60, 120);
    put(internal, sev3, 60, 240, 0);
    put(executives, sev1, 15, 30, 60);
    put(executives, sev2, 60, 120, 0);
    put(customers, sev1, 5, 20, 60);
    put(customers, sev2, 15, 30, 60);
    put(customers, sev3, 0, 120, 0); // once made public by a first update
    return p;
}

std::string to_text(const Policy& p) {
    std::string out;
    const auto line = [&](std::string_view key, const auto& value) {
        out += fmt::format("{} = {}\n", key, value);
    };
    for (const auto& [where, c] : p.cadence)
        line(fmt::format("cadence.{}.{}", word(where.first), word(where.second)),
             fmt::format("{} {} {}", c.first.count(), c.working.count(), c.monitoring.count()));
    line("customers_delay_seconds", p.customers_delay.count());
    line("duty_manager", p.duty_manager);
    line("closing_within_minutes", p.closing_within.count());
    line("general_rooms", joined(p.general_rooms));
    line("grace_seconds", p.grace.count());
    line("merge_undo_within_minutes", p.merge_undo_within.count());
    line("never_bind", joined(p.never_bind));
    line("offer_within_minutes", p.offer_within.count());
    line("page_answer_within_minutes", p.page_answer_within.count());
    for (const auto& [platform, traits] : p.platforms) line("platform." + platform, words_of(traits));
    line("poll_seconds", p.poll_length.count());
    for (const auto& [audience, q] : p.quiet)
        line(fmt::format("quiet.{}", word(audience)),
             fmt::format("{:02}:{:02} {:02}:{:02}", q.from.count() / 60, q.from.count() % 60,
                         q.to.count() / 60, q.to.count() % 60));
    line("reminder_min_minutes", p.reminder_min.count());
    line("reminder_percent", p.reminder_percent);
    line("share_reminder_within_minutes", p.share_reminder_within.count());
    for (const auto& [audience, rooms] : p.targets)
        line(fmt::format("targets.{}", word(audience)), joined(rooms));
    line("task_length_minutes", p.task_length.count());
    line("undo_within_minutes", p.undo_within.count());
    line("vacancy_after_minutes", p.vacancy_after.count());
    return out;
}

Result<Policy> policy_from_text(std::string_view text) {
    Policy p;
    for (const auto line : split(text, '\n')) {
        if (line.empty()) continue;
        const auto equals = line.find(" = ");
        if (equals == std::string_view::npos) return bad(line, "");
        const auto key = line.substr(0, equals), value = line.substr(equals + 3);
        if (!set(p, key, value)) return bad(key, value);
    }
    return p;
}

} // namespace tocsin
