// See the header.
#include "tests/simulation/slack_world.hpp"

#include "tests/simulation/invariants.hpp"
#include "tests/simulation/tags.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace tocsin::simulation {
namespace {

using nlohmann::json;
using What = fakes::ApiFault::What;

constexpr std::array people{"olena", "jonas", "mei", "ana", "zo\u00eb", "li"};
constexpr std::array ordinary{"general", "production", "ops", "internal", "executives", "customers"};
constexpr std::uint64_t settle_every = 150; // steps
constexpr std::uint64_t minute_ms = 60'000;
constexpr int lives_to_come_up_max = 50;

Duration ms(std::uint64_t n) { return Duration{static_cast<std::int64_t>(n)}; }

constexpr std::array faults{"error of a method",
                            "5xx after it was done",
                            "answered too late",
                            "cut before",
                            "cut after",
                            "limited",
                            "not reached",
                            "sockets cut",
                            "refresh",
                            "outage",
                            "events twice",
                            "acks lost",
                            "out of order",
                            "a ghost's share",
                            "stalled",
                            "channel renamed",
                            "edit window closed",
                            "fatal error after it was done"};

} // namespace

SlackWorld::SlackWorld(std::uint64_t seed, Met& met)
    : met_{met}, chance_{seed}, t_{seed, seed % 3 == 0}, people_{chance_}, faults_{chance_, met, t_.bot},
      began_{t_.bot.now} {
    std::vector<std::string> all;
    for (const auto* name : people)
        if (!t_.slack.world.who(name)) t_.slack.world.add(fakes::User{.name = name});
    for (const auto* name : people) all.push_back(t_.slack.world.who(name)->id);
    all.push_back(t_.slack.world.bot_user);
    for (const auto* name : ordinary) {
        if (auto* there = t_.slack.world.named(name))
            there->members = all;
        else
            t_.slack.world.add(fakes::Channel{.name = name, .members = all});
    }
    t_.bot.policy.targets = {{Audience::internal, {{"slack:#internal"}}},
                             {Audience::executives, {{"slack:#executives"}}},
                             {Audience::customers, {{"slack:#customers"}}}};
    t_.bot.policy.general_rooms = {{"slack:#general"}};
    t_.bot.policy.platforms["room"] = {};
    t_.slack.settings.socket_lives = hours{1};
    production_ = t_.slack.world.named("production")->id;
    t_.bot.deliver = [this](const Delivery& d, const test::BotOnDisk::Done& done) {
        if (!faults_.dead()) done({.receipt = fmt::format("card/{}", d.id.value)});
    };
    for (const auto* name : faults) met_.expect("slack", name);
    for (const auto* name :
         {"typed as a command", "typed by name", "typed in a direct message", "talk", "pressed", "pinned",
          "edited", "answer seen", "line recovered", "update seen once", "kept from others"})
        met_.expect("in slack", name);
}

void SlackWorld::run(std::uint64_t steps, hours at_most) {
    come_up({});
    while (steps_done_ < steps && lived() < at_most) {
        step();
        ++steps_done_;
        if (steps_done_ % settle_every == 0) settle();
    }
    settle();
    pass(hours{1});
    settle();
    const auto pending = t_.bot.store().pending_outbox();
    if (!pending || !pending->empty())
        throw Violation{fmt::format(
            "P3: {} messages are neither sent nor given up, the first to {} with {} tries: {}",
            pending ? pending->size() : 0, pending && !pending->empty() ? pending->front().room.value : "",
            pending && !pending->empty() ? pending->front().tries : 0,
            pending && !pending->empty() ? pending->front().reason : "")};
}

void SlackWorld::step() {
    const auto die = chance_.below(100);
    pass(ms(die < 60   ? chance_.below(4'000)
            : die < 93 ? chance_.below(minute_ms)
            : die < 97 ? chance_.below(40 * minute_ms)
                       : chance_.below(9 * 60 * minute_ms)));
    if (trouble_ && chance_.percent(25)) end_faults();
    const auto what = chance_.below(100);
    if (what < 78)
        say_something();
    else if (what < 84)
        press_something();
    else if (what < 95)
        slack_fault();
    else
        machine_fault();
}

void SlackWorld::pass(Duration d) {
    if (!t_.running()) return t_.pass(d);
    const Instant end = t_.bot.now + d;
    for (std::uint64_t hops = 0; t_.bot.pass_to_next(end); ++hops) {
        if (hops == 400'000) throw Violation{"time stands still: what falls due brings up what falls due"};
        if (faults_.dead()) {
            died();
            if (t_.bot.now >= end) return;
        }
    }
}

std::string SlackWorld::user_of(std::string_view who) {
    if (who == "Jonas") return "jonas";
    if (who == "zoe\u0308") return "zo\u00eb";
    return std::string{who};
}

// The channel of that name, if there is one and they can be in it; else #ops.
std::string SlackWorld::channel_for(const Said& said) {
    auto* channel =
        said.room == "#production" ? t_.slack.world.find(production_) : t_.slack.world.find(said.room);
    const auto* user = t_.slack.world.who(user_of(said.who));
    if (channel && !channel->archived) {
        if (channel->has(user->id)) return channel->id;
        if (channel->kind == fakes::Channel::Kind::open) {
            t_.slack.people.joins(user->name, channel->id);
            return channel->id;
        }
    }
    return t_.slack.world.named("ops")->id;
}

void SlackWorld::say_something() {
    if (!t_.running()) return;
    const Said said = people_.next(t_.bot.state());
    const std::string who = user_of(said.who), channel = channel_for(said);
    // Slack's clients send neither NUL nor what is no UTF-8.
    const std::string text = json::parse(
        json(said.text.substr(0, said.text.find('\0'))).dump(-1, ' ', false, json::error_handler_t::replace));
    if (text.empty()) return;
    Typed typed{
        .who = who, .channel = channel, .tag = said.tag, .text = text, .talk = said.talk, .at = t_.bot.now};
    const auto before = t_.slack.seen(who, channel).size();
    met_.note(fmt::format("{} {} in {}: {}", t_.bot.now.time_since_epoch().count(), who, channel,
                          text.substr(0, 60)));
    if (said.talk) {
        met_.count("in slack", "talk");
        const auto ts = t_.slack.people.types(who, channel, text);
        typed.ts = ts;
        if (chance_.percent(8)) {
            met_.count("in slack", "pinned");
            t_.slack.people.pins(people[chance_.below(people.size())], channel, ts);
        }
        if (chance_.percent(8)) {
            met_.count("in slack", "edited");
            t_.slack.people.edits(who, channel, ts, text + " (edited)");
        }
        typed_.push_back(typed);
        return;
    }
    const auto way = chance_.below(100);
    if (way < 80) {
        met_.count("in slack", "typed as a command");
        t_.slack.people.command(who, channel, "/incident", text);
        typed_.push_back(typed);
        if (!trouble_) answered(typed, before);
    } else if (way < 92) {
        met_.count("in slack", "typed by name");
        t_.slack.people.types(who, channel, "@tocsin " + text);
        typed_.push_back(typed);
    } else {
        met_.count("in slack", "typed in a direct message");
        auto& dm = t_.slack.world.direct(t_.slack.world.who(who)->id, t_.bot.now);
        t_.slack.people.types(who, dm.id, text);
        typed_.push_back(typed);
    }
}

// P5: within 3 s there is an answer on the screen, unless Slack or the machine is in trouble.
void SlackWorld::answered(const Typed& typed, std::size_t before) {
    const auto crashes = t_.running();
    const std::uint64_t lives = met_.counts().contains("life") ? 0 : 0;
    (void)lives;
    const Instant asked = t_.bot.now;
    pass(seconds{4});
    if (faults_.in_trouble() || !crashes || t_.bot.now < asked + seconds{4} || typed.text == "declare")
        return;
    if (trouble_) return;
    const auto now = t_.slack.seen(typed.who, typed.channel);
    for (std::size_t n = 0; n < now.size(); ++n)
        if (now[n].ephemeral && n >= (before > 0 ? before - 1 : 0)) {
            met_.count("in slack", "answer seen");
            return;
        }
    throw Violation{
        fmt::format("P5: {} typed \"{}\" in {} and saw no answer", typed.who, typed.text, typed.channel)};
}

void SlackWorld::press_something() {
    const auto* who = people[chance_.below(people.size())];
    std::vector<std::pair<std::string, std::string>> shown; // channel, ts with a button
    for (const auto& [id, channel] : t_.slack.world.channels) {
        if (channel.archived || !channel.has(t_.slack.world.who(who)->id)) continue;
        for (const auto& [ts, m] : channel.messages)
            if (!m.hidden && m.body.contains("blocks") &&
                m.body["blocks"].dump().find("line/0") != std::string::npos)
                shown.emplace_back(id, ts);
    }
    if (shown.empty()) return;
    const auto& [channel, ts] =
        shown[shown.size() - 1 - chance_.below(std::min<std::uint64_t>(shown.size(), 5))];
    if (!t_.slack.people.press(who, channel, ts, "line/0")) return;
    met_.count("in slack", "pressed");
    // What a button types may hold words that somebody typed before.
    std::set<std::string> tags;
    add_tags(t_.slack.world.message(channel, ts)->body["blocks"].dump(), tags);
    for (const auto& tag : tags)
        typed_.push_back(
            {.who = who, .channel = channel, .tag = tag, .text = "", .talk = false, .at = t_.bot.now});
}

void SlackWorld::slack_fault() {
    auto& f = t_.slack.faults;
    const auto n = chance_.below(faults.size());
    met_.count("slack", faults[n]);
    met_.note(fmt::format("slack: {}", faults[n]));
    trouble_ = true;
    static constexpr std::array methods{"*",
                                        "chat.postMessage",
                                        "chat.update",
                                        "conversations.create",
                                        "conversations.invite",
                                        "conversations.history",
                                        "apps.connections.open",
                                        "hooks"};
    const std::string method = chance_.one_of(methods);
    const int times = static_cast<int>(chance_.from_to(1, 4));
    switch (n) {
    case 0:
        f.api.push_back({.method = method, .what = What::error, .error = "internal_error", .times = times});
        break;
    case 1:
        f.api.push_back({.method = method, .what = What::status_after, .status = 503, .times = times});
        break;
    case 2:
        f.api.push_back({.method = method, .what = What::late, .delay = seconds{15}, .times = times});
        break;
    case 3: f.api.push_back({.method = method, .what = What::cut_before, .times = times}); break;
    case 4: f.api.push_back({.method = method, .what = What::cut_after, .times = times}); break;
    case 5:
        f.api.push_back({.method = method, .what = What::rate_limited, .delay = seconds{30}, .times = times});
        break;
    case 6: f.api.push_back({.method = method, .what = What::not_reached, .times = times}); break;
    case 7: t_.slack.sockets.cut(); break;
    case 8: t_.slack.sockets.disconnect(chance_.percent(50) ? "warning" : "refresh_requested"); break;
    case 9: t_.slack.go_away(t_.bot.now + ms(chance_.below(90 * minute_ms))); break;
    case 10: f.doubled = 0.5; break;
    case 11: f.acks_lost = 0.5; break;
    case 12: f.jitter = seconds{2}; break;
    case 13: f.ghosts = 1; break;
    case 14: f.stalled = true; break;
    case 15:
        t_.slack.people.renames("ana", production_, chance_.percent(50) ? "production-2" : "production");
        break;
    case 16: t_.slack.settings.edit_window = seconds{30}; break;
    default:
        f.api.push_back({.method = "chat.postMessage",
                         .what = What::error_after,
                         .error = "fatal_error",
                         .times = times});
        break;
    }
}

void SlackWorld::end_faults() {
    auto& f = t_.slack.faults;
    const bool stalled = f.stalled;
    const Instant away = f.away_until;
    f = {};
    f.away_until = std::min(away, t_.bot.now);
    t_.slack.settings.edit_window = {};
    if (stalled) t_.slack.sockets.flow();
    faults_.heal();
    trouble_ = false;
    if (t_.running()) pass(minutes{3}); // connections come back
}

void SlackWorld::machine_fault() {
    trouble_ = true;
    const auto die = chance_.below(100);
    if (die < 50) return faults_.crash_soon(120);
    if (die < 65) return faults_.trouble();
    if (die < 70) return faults_.jump_clock();
    if (die < 75) return faults_.full_disk();
    if (die < 85) {
        met_.count("life", "stopped in order");
        t_.stop();
        return come_up(ms(chance_.below(30 * minute_ms)));
    }
    t_.die(test::FaultyDisk::Crash::power_cut);
    come_up(ms(chance_.below(20 * minute_ms)));
}

void SlackWorld::died() {
    trouble_ = true;
    if (t_.running()) t_.die();
    faults_.restarted();
    come_up(ms(chance_.percent(80) ? chance_.below(5'000) : chance_.below(60 * minute_ms)));
}

void SlackWorld::come_up(Duration down) {
    std::string why;
    for (int n = 0; n < lives_to_come_up_max; ++n) {
        faults_.heal();
        t_.pass(down + seconds{1});
        try {
            t_.start();
            return;
        } catch (const std::runtime_error& e) {
            why = e.what();
            t_.die(); // the crash may have struck while it stopped
        }
    }
    throw Violation{"does not come up: " + why};
}

void SlackWorld::settle() {
    end_faults();
    pass(minutes{12}); // what is tried again waits up to 3 min between its tries
    check();
}

void SlackWorld::check() {
    if (!t_.running()) throw Violation{"it does not run"};
    if (faults_.dead()) return died();
    file_holds_the_state(t_.bot);
    nothing_twice();
    updates_once();
    talk_is_there();
    stays_private();
    if (!t_.slack.complaints.empty()) throw Violation{"Slack complains: " + t_.slack.complaints.front()};
    for (const auto& row : t_.bot.engine().worker().undelivered())
        for (const auto* ours : {"invalid_blocks", "invalid_arguments", "msg_too_long", "no_text",
                                 "msg_blocks_too_long", "missing_scope"})
            if (row.reason.find(ours) != std::string::npos)
                throw Violation{fmt::format("Slack refuses what we say: {} to {}: {}", row.reason,
                                            row.room.value, row.body)};
    for (const auto& [id, person] : t_.bot.state().people)
        if (person.external == t_.slack.world.bot_user || person.external == t_.slack.world.bot)
            throw Violation{"P10: Tocsin took its own words for somebody's"};
}

} // namespace tocsin::simulation
