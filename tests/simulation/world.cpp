// The run: time passes, something happens, and whenever the bot comes up or comes to rest everything is
// checked.
#include "tests/simulation/world.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::simulation {
namespace {

constexpr std::uint64_t check_every = 250;  // steps
constexpr std::uint64_t hops_max = 200'000; // within one wait; more: two things call each other up for ever
constexpr int lives_to_come_up_max = 50;
constexpr std::uint64_t recent_keys = 60;
constexpr seconds same_line_within{2}; // DESIGN 4.3

Duration ms(std::uint64_t n) { return Duration{static_cast<std::int64_t>(n)}; }
constexpr std::uint64_t minute_ms = 60'000;

} // namespace

World::World(std::uint64_t seed, Met& met)
    : met_{met}, chance_{seed}, bot_{seed}, people_{chance_}, faults_{chance_, met, bot_},
      platform_{chance_, met, bot_}, ledger_{met}, began_{bot_.now} {
    platform_.cut_off = [this] { return faults_.dead(); };
    bot_.policy.customers_delay = seconds{10};
    for (const auto* name : {"stopped in order", "killed at rest", "killed while starting", "policy changed",
                             "rows pruned", "writes held", "writes inline"})
        met_.expect("life", name);
}

void World::run(std::uint64_t steps, hours at_most) {
    come_up();
    while (steps_done_ < steps && lived() < at_most) {
        step();
        ++steps_done_;
        if (steps_done_ % check_every == 0) settle_and_check();
    }
    finish();
}

void World::step() {
    const auto die = chance_.below(100);
    if (die < 55)
        let_time_pass(ms(chance_.below(3'000)));
    else if (die < 90)
        let_time_pass(ms(chance_.below(minute_ms)));
    else if (die < 98)
        let_time_pass(ms(chance_.below(15 * minute_ms)));
    else if (chance_.percent(75))
        let_time_pass(ms(chance_.below(150 * minute_ms)));
    else
        let_days_pass();
    if (faults_.in_trouble() && chance_.percent(15)) clear_trouble();
    something_happens();
    let_it_write(50);
}

// Nobody types: reviews and actions come up. A disk in trouble for so long would only be tried each 5 s.
void World::let_days_pass() {
    clear_trouble();
    if (faults_.dead()) died();
    let_time_pass(ms(chance_.below(5 * 24 * 60 * minute_ms)));
}

void World::let_time_pass(Duration d) {
    const Instant end = bot_.now + d;
    for (std::uint64_t hops = 0; bot_.pass_to_next(end); ++hops) {
        if (hops == hops_max) throw Violation{"time stands still: what falls due brings up what falls due"};
        let_it_write(70);
        if (faults_.dead()) return died();
        look_at_clocks();
    }
    look_at_clocks();
}

void World::look_at_clocks() {
    if (faults_.in_trouble()) clocks_.excuse(bot_.pipeline().now());
    clocks_.look(bot_.state(), bot_.pipeline().now());
}

void World::something_happens() {
    const auto die = chance_.below(1000);
    if (die < 700) return say_something();
    if (die < 800) return ask_again();
    if (die < 880) return repeat_a_key();
    if (die < 930) return repeat_a_line();
    if (die < 940)
        return platform_.away_until({fmt::format("room:#{}", chance_.percent(50) ? "customers" : "internal")},
                                    bot_.now + ms(chance_.below(60 * minute_ms)));
    machine_fault();
}

void World::machine_fault() {
    const auto die = chance_.below(100);
    clear_trouble();
    if (die < 35) return faults_.crash_soon(80);
    if (die < 60) return faults_.trouble();
    if (die < 70) return faults_.full_disk();
    if (die < 76) {
        faults_.jump_clock();
        return clocks_.excuse(bot_.pipeline().now());
    }
    if (die < 82) return stop_in_order();
    if (die < 86) return poison();
    if (die < 92) {
        met_.count("life", "rows pruned");
        bot_.engine().flush();
        return bot_.engine().prune();
    }
    met_.count("life", "killed at rest");
    constexpr std::array ways{test::FaultyDisk::Crash::killed, test::FaultyDisk::Crash::power_cut,
                              test::FaultyDisk::Crash::torn};
    bot_.disk.crash(chance_.one_of(ways));
    died();
}

std::string World::new_key() { return fmt::format("{}", ++keys_); }

void World::say_something() {
    const Said said = people_.next(bot_.state());
    Ask ask = said.talk ? bot_.talk(said.who, said.room, said.text, new_key())
                        : bot_.line(said.who, said.room, said.text, new_key());
    if (chance_.percent(15)) ask.source = "api";
    if (chance_.percent(2)) ask.said_at -= ms(chance_.from_to(11, 90) * minute_ms);
    send(std::move(ask), said);
}

// Whoever got no answer, or was told that it was not recorded.
void World::ask_again() {
    if (ledger_.restless().empty()) return say_something();
    const auto* entry = ledger_.find(chance_.one_of(ledger_.restless()));
    Ask ask = entry->ask;
    ask.heard_at = bot_.now;
    if (chance_.percent(50)) ask.said_at = bot_.now;
    send(std::move(ask), entry->said);
}

void World::repeat_a_key() {
    const auto& keys = ledger_.keys();
    if (keys.empty()) return;
    const auto recent = std::min<std::uint64_t>(keys.size(), chance_.percent(70) ? recent_keys : keys.size());
    const auto* entry = ledger_.find(keys[keys.size() - 1 - chance_.below(recent)]);
    if (!entry->first && entry->waits == 0) return;
    Ask ask = entry->ask;
    ask.heard_at = bot_.now;
    if (entry->first && entry->kept && chance_.percent(30)) std::get<Typed>(ask.what).line += " and more";
    send(std::move(ask), entry->said);
}

// The same person, room and line within 2 s, under another key.
void World::repeat_a_line() {
    const auto* entry = ledger_.newest_answered();
    const Duration apart =
        entry ? bot_.now - entry->heard : Duration::max(); // below zero: the clock was set back
    if (!entry || entry->said.talk || faults_.in_trouble() || apart > same_line_within || apart < Duration{0})
        return say_something();
    const std::string first = Ledger::name_of(entry->ask);
    Ask ask = entry->ask;
    ask.key = new_key();
    ask.heard_at = bot_.now;
    send(std::move(ask), entry->said, first);
}

void World::send(Ask ask, const Said& said, const std::string& repeats) {
    ledger_.asked(ask, said, repeats);
    bot_.pipeline().ask(ask, [this, ask](const Answer& a) {
        if (!faults_.dead()) ledger_.answered(ask, a, bot_.state()); // a dead process answers nobody
    });
    if (faults_.dead()) died();
}

// A line that kills the bot whenever it is looked at, until it is set aside (P10).
void World::poison() {
    const Said said = people_.next(bot_.state());
    const Ask ask = bot_.line(said.who, said.room, said.text, new_key());
    constexpr int deaths_max = 15;
    constexpr std::uint64_t steps_of_a_commit = 14;
    for (int n = 0; n < deaths_max; ++n) {
        faults_.crash_soon(steps_of_a_commit);
        Ask again = ask;
        again.heard_at = bot_.now;
        const auto lives = ledger_.lives();
        send(std::move(again), said);
        if (bot_.held() && ledger_.lives() == lives) let_it_write(100);
        if (ledger_.lives() == lives) break; // it got its answer
    }
    clear_trouble();
}

void World::let_it_write(std::uint64_t percent) {
    if (bot_.held()) {
        if (chance_.percent(percent)) bot_.held()->commit();
        if (chance_.percent(percent)) bot_.held()->tell();
    }
    if (faults_.dead()) died();
}

void World::write_everything() {
    constexpr int rounds_max = 1'000;
    for (int n = 0; bot_.held() && bot_.held()->waiting() > 0; ++n) {
        if (n == rounds_max) throw Violation{"writing never ends"};
        bot_.held()->commit();
        bot_.held()->tell();
    }
}

// The disk works again, and those whose writes failed have heard so.
void World::clear_trouble() {
    faults_.heal();
    write_everything();
    clocks_.excuse(bot_.pipeline().now());
}

void World::stop_in_order() {
    met_.count("life", "stopped in order");
    bot_.engine().quiet();
    write_everything();
    ledger_.nobody_waits();
    bot_.stop();
    come_up();
}

void World::died() {
    bot_.die();
    faults_.restarted();
    come_up();
}

void World::come_up() {
    for (int n = 0; n < lives_to_come_up_max; ++n) {
        ledger_.died();
        platform_.bot_started();
        const auto die = chance_.below(100);
        bot_.now += ms(chance_.below(die < 75 ? 3'000 : die < 96 ? 5 * minute_ms : 180 * minute_ms));
        bot_.holds_writes = chance_.percent(50);
        if (chance_.percent(4)) {
            met_.count("life", "policy changed");
            bot_.policy.grace = seconds{chance_.from_to(30, 90)};
        }
        if (chance_.percent(20) && steps_done_ > 0) faults_.crash_soon(50);
        const auto started = bot_.start();
        if (started) write_everything(); // what was left from the last life may have been sent already
        const bool dead = faults_.dead();
        if (!started && !dead) throw Violation{"P5: does not start: " + started.error().detail};
        if (dead) {
            met_.count("life", "killed while starting");
            if (bot_.running()) bot_.die();
            faults_.restarted();
            continue;
        }
        met_.count("life", bot_.holds_writes ? "writes held" : "writes inline");
        clocks_.excuse(bot_.pipeline().now());
        return check();
    }
    throw Violation{"does not come up"};
}

void World::check() {
    file_holds_the_state(bot_);
    ledger_.all_there(bot_.state());
    if (chance_.percent(30)) drafts_.check(bot_);
}

void World::settle_and_check() {
    clear_trouble();
    let_time_pass(seconds{7}); // what could not be written is tried again after 5 s
    write_everything();
    ledger_.nobody_waits();
    if (bot_.pipeline().in_flight() != 0) throw Violation{"P5: asks are in flight that nobody waits for"};
    check();
    const auto inbox = bot_.store().recent_inbox(Instant{});
    if (!inbox) throw Violation{"P2: the inbox cannot be read: " + inbox.error().detail};
    ledger_.nothing_twice(bot_.state(), *inbox);
    drafts_.check(bot_);
}

// The end: everything is delivered, or stands where people see it (P3); one more life reads the same.
void World::finish() {
    platform_.be_kind();
    settle_and_check();
    let_time_pass(hours{1});
    settle_and_check();
    const auto pending = bot_.store().pending_outbox();
    if (!pending || !pending->empty() || bot_.engine().worker().waiting() > 0)
        throw Violation{fmt::format(
            "P3: messages are neither sent nor given up: {} on disk, the first to {} with {} tries, {} in "
            "memory",
            pending ? pending->size() : 0, pending && !pending->empty() ? pending->front().room.value : "",
            pending && !pending->empty() ? pending->front().tries : 0, bot_.engine().worker().waiting())};
    for (const auto& [id, file] : bot_.state().incidents)
        for (const auto& [number, page] : file.now.pages)
            if (page.status == Page::Status::placed)
                throw Violation{
                    fmt::format("P3: what became of the page to {} in {}?", page.name, file.now.ref())};
    for (const auto& [id, file] : bot_.state().incidents)
        for (const auto& [key, update] : file.updates)
            if (update.delivered == no_instant && !update.undelivered)
                throw Violation{fmt::format("P3: what became of U{} of {}?", key.first, file.now.ref())};
    stop_in_order();
    settle_and_check();
}

} // namespace tocsin::simulation
