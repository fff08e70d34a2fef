// Replay.
#include "bot/replay.hpp"

#include "bot/files.hpp"
#include "bot/talk.hpp"
#include "commands/text/times.hpp"
#include "integrations/line.hpp"
#include "integrations/net/json.hpp"
#include "integrations/room/lines.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/sha.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <span>

#include <stdlib.h>

namespace tocsin::bot {
namespace {

constexpr std::size_t script_lines_max = 200'000;

std::string hash_of(const std::string& text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    constexpr std::size_t shown = 8;
    std::string hex;
    for (std::size_t i = 0; i < shown; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

Result<ScriptLine> line_of(std::string_view json, std::size_t number) {
    const auto parsed = net::parse_untrusted(json);
    const auto bad = [&](const std::string& why) {
        return Error{ErrorCode::bad_input, fmt::format("line {} of the script: {}", number, why)};
    };
    if (!parsed) return bad(parsed.error().detail);
    std::array<std::string, 4> values;
    static constexpr std::array names{"at", "who", "room", "text"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto it = parsed->is_object() ? parsed->find(names[i]) : parsed->end();
        if (!parsed->is_object() || it == parsed->end() || !it->is_string())
            return bad(fmt::format("\"{}\" is missing or no text", names[i]));
        values[i] = it->get<std::string>();
    }
    ScriptLine line{.who = values[1], .room = values[2], .text = values[3]};
    if (!text::parse_iso(values[0], line.at))
        return bad(fmt::format("\"{}\" is no time such as 2017-01-31T19:02:11Z", values[0]));
    return line;
}

} // namespace

Result<std::vector<ScriptLine>> read_script(const std::string& text) {
    std::vector<ScriptLine> lines;
    std::size_t number = 0;
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        const std::string_view line{text.data() + start, end - start};
        start = end + 1;
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        auto read = line_of(line, number);
        if (!read) return read.error();
        if (!lines.empty() && read->at < lines.back().at)
            return Error{ErrorCode::bad_input,
                         fmt::format("line {} of the script is earlier than the one before it", number)};
        if (lines.size() >= script_lines_max)
            return Error{ErrorCode::bad_input, "the script has more than 200,000 lines"};
        lines.push_back(std::move(*read));
    }
    return lines;
}

// Accepts everything at once: in `replay` an update is delivered when it is typed (DOMAIN 5.6).
class Replay::Port final : public ChatPort {
public:
    explicit Port(Replay& replay) : replay_{replay} {}
    std::string_view platform() const override { return "room"; }
    void deliver(Delivery d, std::function<void(Delivered)> done) override {
        std::string receipt = "card"; // which is shown, not said
        if (d.is_line()) receipt = room::line_receipt(replay_.engine_->worker().keep_line(d));
        replay_.spoken_.push_back({replay_.now_, d.room, d.person, d.body});
        done({.how = Delivered::How::accepted,
              .receipt = std::move(receipt),
              .reason = "",
              .retry_after = {}});
    }

private:
    Replay& replay_;
};

Replay::~Replay() {
    if (engine_) {
        engine_->quiet();
        engine_->stop();
        engine_.reset();
    }
    std::error_code ignored;
    if (!temporary_.empty()) std::filesystem::remove_all(temporary_, ignored);
}

Result<std::unique_ptr<Replay>> Replay::open(const std::string& folder, const Config& config) {
    std::unique_ptr<Replay> replay{new Replay};
    Replay& self = *replay;
    std::string place = folder;
    if (place.empty()) {
        std::string pattern = (std::filesystem::temp_directory_path() / "tocsin-replay-XXXXXX").string();
        if (!::mkdtemp(pattern.data()))
            return Error{ErrorCode::io,
                         "cannot make a folder for the replay in " + pattern + "; name one with --data"};
        place = self.temporary_ = pattern;
    }
    if (auto made = files::make_folder(place); !made) return made.error();
    // The same script gives the same bytes, also of the chain: its salts are counted, not drawn. They hide
    // nothing here, the script is what a redaction would hide.
    auto salts = [n = std::uint64_t{0}](std::span<std::byte> bytes) mutable {
        const std::string digest = hash_of("salt " + std::to_string(++n));
        for (std::size_t i = 0; i < bytes.size(); ++i)
            bytes[i] = static_cast<std::byte>(digest[i % digest.size()]);
    };
    auto store = storage::Store::open(files::data_file(place), {.random = salts});
    if (!store) return store.error();
    self.config_ = config;
    self.port_ = std::make_unique<Port>(self);
    self.engine_ = std::make_unique<Engine>(
        Engine::Doors{.store = std::move(*store),
                      .scheduler = self.scheduler_,
                      .wall = [&self] { return self.now_; },
                      .steady = [&self] { return self.now_.time_since_epoch(); },
                      .jitter = [] { return 0.5; },
                      .writer = [](storage::Store& s) { return std::make_unique<storage::InlineWriter>(s); },
                      .prefix = config.prefix()},
        Engine::Hooks{});
    self.engine_->add_port(*self.port_);
    return replay;
}

void Replay::move_clock(Instant to) {
    for (auto next = scheduler_.next(now_); next && *next <= to; next = scheduler_.next(now_)) {
        now_ = std::max(now_, *next);
        scheduler_.run_due(now_);
    }
    now_ = std::max(now_, to);
}

// "@inc1" is the room that was made for the first incident of the script.
Result<RoomId> Replay::room_of(const ScriptLine& line) const {
    if (!line.room.starts_with('@')) return RoomId{"room:" + line.room};
    std::size_t n{};
    const std::string_view name{line.room};
    if (!name.starts_with("@inc")) return RoomId{"room:#" + line.room.substr(1)};
    const auto [end, error] = std::from_chars(name.data() + 4, name.data() + name.size(), n);
    if (error != std::errc{} || end != name.data() + name.size() || n == 0 || n > declared_.size())
        return Error{ErrorCode::bad_input, fmt::format("{}: no such incident was declared before {}",
                                                       line.room, text::iso(line.at))};
    return engine_->state().find(declared_[n - 1])->now.home;
}

Result<void> Replay::play(const std::vector<ScriptLine>& lines, const std::string& script_text) {
    const std::string hash = hash_of(script_text);
    if (!lines.empty()) now_ = lines.front().at;
    Policy policy = config_.policy;
    policy.customers_delay = seconds{0}; // nobody can change their mind in a script (examples/README)
    if (auto started = engine_->start(policy); !started) return started;
    std::size_t number = 0;
    for (const ScriptLine& line : lines) {
        ++number;
        move_clock(line.at);
        const auto room = room_of(line);
        if (!room) return room.error();
        Ask ask{.source = "replay",
                .key = fmt::format("{}/{}", hash, number),
                .platform = "room",
                .account = line.who,
                .name = line.who,
                .room = *room,
                .said_at = line.at,
                .heard_at = line.at,
                .entropy = {},
                .what = typed(line.text, config_.prefix(), false)};
        const bool talk = ask.typed()->talk;
        engine_->pipeline().ask(std::move(ask), [&](Answer a) {
            if (!a.incident.empty() && !a.events.empty() && a.events.front().kind == "incident-declared")
                if (const auto* file = find_by_ref(engine_->state(), a.incident))
                    declared_.push_back(file->now.id);
            if (a.unknown_verb) {
                ++unknown_verbs_;
                unknown_lines_.push_back(fmt::format("{} {}: {}", text::iso(line.at), line.who,
                                                     line.text.substr(0, line.text.find('\n'))));
            }
            if (!talk) answers_.push_back(std::move(a));
        });
    }
    return {};
}

} // namespace tocsin::bot
