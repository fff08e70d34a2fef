// See the header.
#include "tests/support/bot_on_disk.hpp"

#include "integrations/room/lines.hpp"

#include "bot/answers.hpp"
#include "bot/config.hpp"

#include <stdexcept>

namespace tocsin::test {
namespace {

const std::string file = "tocsin.db";
constexpr std::string_view prefix = "/incident ";
constexpr Instant first_moment{Duration{1'700'000'000'000}}; // 14 November 2023, 22:13:20 UTC

} // namespace

class BotOnDisk::Port final : public ChatPort {
public:
    explicit Port(BotOnDisk& bot) : bot_{bot} {}
    std::string_view platform() const override { return "room"; }
    void deliver(Delivery d, Done done) override { bot_.deliver(d, std::move(done)); }

private:
    BotOnDisk& bot_;
};

BotOnDisk::BotOnDisk(std::uint64_t seed)
    : disk{seed}, policy{bot::default_config().policy}, now{first_moment}, salt_{seed}, began_{first_moment},
      port_{std::make_unique<Port>(*this)} {
    policy.customers_delay = seconds{0}; // the time to stop a text has tests of its own
    deliver = [this](const Delivery& d, const Done& done) {
        done({.receipt = d.is_line() ? room::line_receipt(engine().worker().keep_line(d)) : "card"});
    };
}
BotOnDisk::~BotOnDisk() = default;

Result<void> BotOnDisk::start() {
    const auto salts = [this](std::span<std::byte> bytes) {
        for (std::byte& b : bytes) b = static_cast<std::byte>((++salt_ * 0x9E3779B97F4A7C15u) >> 56);
    };
    auto store = storage::Store::open(file, {.vfs = disk.name(), .random = salts});
    if (!store) return store.error();
    scheduler_ = std::make_unique<runtime::Scheduler>([this] { return steady(); });
    const auto writer = [this](storage::Store& s) -> std::unique_ptr<storage::Writer> {
        if (!holds_writes) return std::make_unique<storage::InlineWriter>(s);
        auto made = std::make_unique<HeldWriter>(s);
        held_ = made.get();
        return made;
    };
    engine_ = std::make_unique<bot::Engine>(
        bot::Engine::Doors{.store = std::move(*store),
                           .scheduler = *scheduler_,
                           .wall = [this] { return now; },
                           .steady = [this] { return steady(); },
                           .jitter = [] { return 0.5; },
                           .writer = writer,
                           .prefix = std::string{prefix}},
        bot::Engine::Hooks{.said = [this](const TalkLine& line) { said(line); },
                           .problem = [this](const std::string& words) { problems.push_back(words); }});
    engine_->add_port(*port_);
    connect(*engine_, *scheduler_);
    auto started = engine_->start(policy);
    if (!started) die();
    return started;
}

void BotOnDisk::stop() {
    engine_->quiet();
    engine_->stop();
    if (held_) held_->tell();
    held_ = nullptr;
    disconnect();
    engine_.reset();
    scheduler_.reset();
}

void BotOnDisk::die(FaultyDisk::Crash how) {
    disk.crash(how);
    held_ = nullptr;
    disconnect();
    engine_.reset();
    scheduler_.reset();
    disk.restart();
}

std::unique_ptr<storage::Store> BotOnDisk::another_reader() const {
    auto store = storage::Store::open(file, {.read_only = true, .vfs = disk.name()});
    if (!store) throw std::runtime_error{store.error().detail};
    return std::move(*store);
}

void BotOnDisk::jump(Duration d) {
    now += d;
    jumped_ += d;
}

bool BotOnDisk::pass_to_next(Instant end) {
    const auto next = scheduler_->next(now);
    if (!next || *next > end) {
        now = std::max(now, end);
        return false;
    }
    now = std::max(now, *next);
    scheduler_->run_due(now);
    return true;
}

void BotOnDisk::pass(Duration d) {
    const Instant end = now + d;
    while (pass_to_next(end)) {
    }
}

Ask BotOnDisk::ask_of(std::string_view who, std::string_view room, std::string_view key) const {
    return {.source = "room",
            .key = std::string{key},
            .platform = "room",
            .account = std::string{who},
            .name = std::string{who},
            .room = {"room:" + std::string{room}},
            .said_at = now,
            .heard_at = now};
}

Ask BotOnDisk::line(std::string_view who, std::string_view room, std::string_view command,
                    std::string_view key) {
    Ask made = ask_of(who, room, key.empty() ? "own-" + std::to_string(++keys_) : std::string{key});
    made.what = Typed{.line = std::string{command}};
    return made;
}

Ask BotOnDisk::talk(std::string_view who, std::string_view room, std::string_view words,
                    std::string_view key) {
    Ask made = line(who, room, words, key);
    std::get<Typed>(made.what).talk = true;
    return made;
}

std::optional<Answer> BotOnDisk::ask(Ask a) {
    auto answer = std::make_shared<std::optional<Answer>>();
    pipeline().ask(std::move(a), [answer](Answer got) {
        if (*answer) throw std::logic_error{"answered twice"};
        *answer = std::move(got);
    });
    return *answer;
}

Answer BotOnDisk::say(std::string_view who, std::string_view room, std::string_view command,
                      std::string_view key) {
    auto answer = ask(line(who, room, command, key));
    if (!answer) throw std::logic_error{"no answer to: " + std::string{command}};
    return *answer;
}

std::vector<std::string> BotOnDisk::told(std::string_view room) {
    const RoomId id{"room:" + std::string{room}};
    const auto lines = store().talk({&id, 1}, 0, 1'000);
    std::vector<std::string> texts;
    if (!lines) return texts;
    for (const TalkLine& line : *lines)
        if (const auto message = line.person ? std::nullopt : message_from_json(line.text))
            texts.push_back(text_of(*message, prefix));
    return texts;
}

} // namespace tocsin::test
