// Reads the config. Each key is looked up in one table; a key that is in none is a problem with the nearest
// name beside it.
#include "bot/config.hpp"

#include "commands/grammar/similar.hpp"

#include <fmt/format.h>

#include <stdexcept>

#define TOML_ENABLE_FORMATTERS 0
// Files such as "[" break what this library believes of itself: it shall throw then, not end the program.
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : throw std::logic_error{"TOML"})
#include <toml++/toml.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

namespace tocsin::bot {
namespace {

constexpr std::size_t file_bytes_max = 1 << 20;
constexpr std::int64_t port_max = 65'535;

struct Reading {
    Checked& out;
    const std::string& file;

    void problem(const toml::node& node, const std::string& words) const {
        out.problems.push_back(fmt::format("{}:{}: {}", file, node.source().begin.line, words));
    }
    void unknown(const toml::node& node, const std::string& key,
                 const std::vector<std::string>& known) const {
        std::string meant;
        for (const auto& name : known)
            if (meant.empty() && grammar::is_near_keyword(key, name)) meant = name;
        std::string all;
        for (const auto& name : known) all += (all.empty() ? "" : ", ") + name;
        problem(node, meant.empty() ? fmt::format("\"{}\" is no setting here. There are: {}.", key, all)
                                    : fmt::format("\"{}\" is no setting. Meant: {}?", key, meant));
    }
};

using Setter = std::function<void(const Reading&, const toml::node&)>;
using Table = std::map<std::string, Setter>;

void read_table(const Reading& r, const toml::node& node, const std::string& name, const Table& setters) {
    const auto* table = node.as_table();
    if (!table) return r.problem(node, fmt::format("[{}] has to be a table.", name));
    std::vector<std::string> known;
    for (const auto& [key, setter] : setters) known.push_back(key);
    for (const auto& [key, value] : *table) {
        const std::string word{key.str()};
        if (const auto setter = setters.find(word); setter != setters.end())
            setter->second(r, value);
        else
            r.unknown(value, word, known);
    }
}

Setter text_into(std::string& target, std::function<bool(const std::string&)> fits, std::string expected) {
    return [&target, fits = std::move(fits), expected = std::move(expected)](const Reading& r,
                                                                             const toml::node& node) {
        const auto value = node.value<std::string>();
        if (!node.is_string() || !fits(*value)) return r.problem(node, "Not possible: " + expected);
        target = *value;
    };
}

bool is_room_name(const std::string& name) {
    return name.size() >= 2 && name.size() <= 80 && name.front() == '#' &&
           name.find_first_of(" \t\r\n") == std::string::npos;
}

Setter rooms_into(std::function<void(std::vector<std::string>)> take) {
    return [take = std::move(take)](const Reading& r, const toml::node& node) {
        const auto* list = node.as_array();
        if (!list) return r.problem(node, "A list of rooms is needed, such as [\"#general\"].");
        std::vector<std::string> rooms;
        for (const auto& entry : *list) {
            const auto room = entry.value<std::string>();
            if (!room || !is_room_name(*room))
                return r.problem(entry, "A room is a word with # before it, such as \"#general\".");
            rooms.push_back(*room);
        }
        take(std::move(rooms));
    };
}

std::vector<RoomId> own_rooms(const std::vector<std::string>& names) {
    std::vector<RoomId> rooms;
    for (const auto& name : names) rooms.push_back({"room:" + name});
    return rooms;
}

bool is_word(const std::string& word) {
    constexpr std::size_t word_max = 32;
    return !word.empty() && word.size() <= word_max &&
           word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

// [policy] goes through the policy's own text form, so that both have the same keys and bounds.
void read_policy(const Reading& r, const toml::node& node, std::string& lines) {
    const auto* table = node.as_table();
    if (!table) return r.problem(node, "[policy] has to be a table.");
    std::vector<std::string> known{"cadence",
                                   "grace_seconds",
                                   "closing_within_minutes",
                                   "task_length_minutes",
                                   "reminder_min_minutes",
                                   "reminder_percent",
                                   "share_reminder_within_minutes",
                                   "undo_within_minutes",
                                   "offer_within_minutes",
                                   "merge_undo_within_minutes",
                                   "customers_delay_seconds",
                                   "poll_seconds",
                                   "page_answer_within_minutes",
                                   "vacancy_after_minutes",
                                   "quiet",
                                   "duty_manager"};
    const auto add = [&](const toml::node& value, const std::string& line) {
        if (const auto one = policy_from_text(line); !one) return r.problem(value, one.error().detail);
        lines += line + "\n";
    };
    for (const auto& [key, value] : *table) {
        const std::string word{key.str()};
        if (word == "cadence" && value.is_table()) {
            for (const auto& [audience, severities] : *value.as_table())
                if (severities.is_table())
                    for (const auto& [severity, numbers] : *severities.as_table()) {
                        std::string line = fmt::format("cadence.{}.{} =", std::string{audience.str()},
                                                       std::string{severity.str()});
                        if (const auto* list = numbers.as_array())
                            for (const auto& n : *list)
                                line += " " + std::to_string(n.value<std::int64_t>().value_or(-1));
                        add(numbers, line);
                    }
                else
                    r.problem(severities,
                              "An audience needs a table of severities, such as sev1 = [5, 20, 60].");
        } else if (word == "quiet" && value.is_table()) {
            for (const auto& [audience, hours] : *value.as_table())
                add(hours, fmt::format("quiet.{} = {}", std::string{audience.str()},
                                       hours.value<std::string>().value_or("")));
        } else if (word == "duty_manager" && value.is_string()) {
            add(value, "duty_manager = " + value.value<std::string>().value_or(""));
        } else if (word == "quiet" || word == "duty_manager") {
            r.problem(value,
                      word == "quiet"
                          ? "quiet needs a table, such as quiet = { internal = \"22:00 07:00\" } (UTC)."
                          : "duty_manager needs a name in quotes.");
        } else if (value.is_integer() && std::find(known.begin(), known.end(), word) != known.end()) {
            add(value, fmt::format("{} = {}", word, value.value<std::int64_t>().value_or(-1)));
        } else if (std::find(known.begin(), known.end(), word) != known.end()) {
            r.problem(value, fmt::format("{} needs a whole number.", word));
        } else {
            r.unknown(value, word, known);
        }
    }
}

void read_all(const Reading& r, const toml::table& root) {
    Config& c = r.out.config;
    std::string policy_lines;
    const auto audience = [&](Audience a) {
        return rooms_into(
            [&c, a](const std::vector<std::string>& rooms) { c.policy.targets[a] = own_rooms(rooms); });
    };
    const Table bot{
        {"command",
         text_into(c.command, is_word, "the command word is one word of small letters, digits and dashes.")},
        {"data", text_into(
                     c.data, [](const std::string& v) { return !v.empty(); }, "a folder is needed.")},
        {"general_rooms", rooms_into([&c](const std::vector<std::string>& rooms) {
             c.policy.general_rooms = own_rooms(rooms);
         })},
        {"never_bind", rooms_into([&c](const std::vector<std::string>& rooms) {
             c.policy.never_bind = own_rooms(rooms);
         })}};
    const Table room{
        {"enabled",
         [&c](const Reading& rr, const toml::node& n) {
             n.is_boolean() ? void(c.room_enabled = *n.value<bool>())
                            : rr.problem(n, "true or false is needed.");
         }},
        {"address", text_into(
                        c.room.address, [](const std::string& v) { return !v.empty(); },
                        "an address is needed, such as \"127.0.0.1\".")},
        {"port",
         [&c](const Reading& rr, const toml::node& n) {
             const auto port = n.value<std::int64_t>();
             if (!n.is_integer() || *port < 0 || *port > port_max)
                 return rr.problem(n, "A port is a number from 1 to 65535.");
             c.room.port = static_cast<std::uint16_t>(*port);
         }},
        {"rooms", rooms_into([&c](std::vector<std::string> rooms) { c.room.rooms = std::move(rooms); })}};
    const Table audiences{{"internal", audience(Audience::internal)},
                          {"executives", audience(Audience::executives)},
                          {"customers", audience(Audience::customers)}};
    const Table log{{"level", text_into(
                                  c.log_level,
                                  [](const std::string& v) {
                                      return v == "debug" || v == "info" || v == "warning" || v == "error";
                                  },
                                  "a level is debug, info, warning or error.")}};
    const Table tables{
        {"bot", [&](const Reading& rr, const toml::node& n) { read_table(rr, n, "bot", bot); }},
        {"room", [&](const Reading& rr, const toml::node& n) { read_table(rr, n, "room", room); }},
        {"audiences",
         [&](const Reading& rr, const toml::node& n) { read_table(rr, n, "audiences", audiences); }},
        {"policy", [&](const Reading& rr, const toml::node& n) { read_policy(rr, n, policy_lines); }},
        {"log", [&](const Reading& rr, const toml::node& n) { read_table(rr, n, "log", log); }}};
    read_table(r, root, "the file", tables);
    // Later lines win: the config over the defaults.
    if (auto merged = policy_from_text(to_text(c.policy) + policy_lines)) c.policy = *merged;
    c.room.prefix = c.prefix();
}

} // namespace

Config default_config() {
    Config c;
    c.policy = default_policy();
    c.policy.targets[Audience::internal] = {{"room:#internal"}};
    c.policy.targets[Audience::executives] = {{"room:#executives"}};
    c.policy.targets[Audience::customers] = {{"room:#customers"}};
    c.policy.general_rooms = {{"room:#general"}};
    c.room.rooms = {"#general", "#production", "#internal", "#executives", "#customers"};
    c.room.prefix = c.prefix();
    return c;
}

Checked parse_config(std::string_view text, const std::string& name) {
    Checked checked{.config = default_config()};
    if (text.size() > file_bytes_max) {
        checked.problems.push_back(name + ": the file is larger than 1 MiB.");
        return checked;
    }
    try {
        const toml::table root = toml::parse(text);
        read_all({checked, name}, root);
    } catch (const toml::parse_error& e) {
        checked.problems.push_back(
            fmt::format("{}:{}: {}", name, e.source().begin.line, std::string{e.description()}));
    } catch (const std::logic_error&) {
        checked.problems.push_back(
            name + ": it cannot be read as TOML. Look for a [table] or a text without its end.");
    }
    return checked;
}

Checked read_config(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file)
        return {.config = default_config(),
                .problems = {path + ": cannot be read. Does it exist, and may this user read it?"}};
    std::stringstream text;
    text << file.rdbuf();
    return parse_config(text.str(), path);
}

} // namespace tocsin::bot
