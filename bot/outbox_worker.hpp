// Committed messages to the platforms: lanes in parallel, one message at a time in each, by priority, then
// age. Every row ends as sent, superseded, dropped or dead, and the last two stand where people see them
// (P3).
#pragma once

#include "bot/pipeline.hpp"
#include "integrations/integration.hpp"
#include "integrations/runtime/scheduler.hpp"
#include "storage/store.hpp"

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tocsin::bot {

class OutboxWorker {
public:
    struct Doors {
        Pipeline& pipeline;
        storage::Store& store;
        runtime::Scheduler& scheduler;
        std::function<Instant()> now;
        std::function<double()> jitter;            // 0 to 1
        std::function<void(const TalkLine&)> said; // a kept line is durable
        std::function<void(const std::string&)> problem;
    };
    static constexpr std::uint32_t tries_max = 8; // with the waits below about 10 min
    static constexpr seconds wait_first{2}, wait_max{180};
    static constexpr hours away_max{24};                // a platform that nobody can reach is waited for
    static constexpr seconds save_again_after{5};       // the disk did not take what was sent
    static constexpr std::size_t undelivered_max = 200; // shown to people

    explicit OutboxWorker(Doors);

    void add_port(ChatPort&);
    // A delivered message becomes a line of the own room, durable with its outbox row.
    TalkLine keep_line(const Delivery&);
    // Rows that were left when the last process ended.
    void start(std::vector<storage::OutboxRow> pending, std::vector<storage::OutboxRow> undelivered);
    void put(std::vector<storage::OutboxRow>);
    // Takes nothing new; what is under way finishes.
    void stop() { stopped_ = true; }
    // Messages that still wait lose these words.
    void redact(const std::vector<std::string>& words);
    bool idle() const { return under_way_ == 0; }
    std::size_t waiting() const { return rows_.size(); }
    const std::deque<storage::OutboxRow>& undelivered() const { return undelivered_; }

private:
    using Order = std::tuple<std::uint8_t, Instant, std::uint64_t>; // priority, age, id
    struct Lane {
        std::map<Order, std::uint64_t> queue;
        bool busy{};
        bool pumping{}; // a port that answers at once must not send the rest from within its answer
    };
    void enqueue(storage::OutboxRow);
    void supersede_older_card(const storage::OutboxRow&);
    bool newer_card_waits(const storage::OutboxRow&) const;
    void pump(const std::string& lane);
    bool send_next(const std::string& lane);
    void send(const std::string& lane, std::uint64_t id);
    void finished(const std::string& lane, std::uint64_t id, const Delivered&);
    void again(const std::string& lane, storage::OutboxRow&, const Delivered&);
    void rest(const storage::OutboxRow&, Duration);
    void end(storage::OutboxRow, storage::OutboxState, std::string reason);
    void save(storage::OutboxRow);
    storage::Write row_with_line(const storage::OutboxRow&) const;
    void saved(const storage::OutboxRow&, bool recorded);
    std::string edit_of(const storage::OutboxRow&) const;

    Doors doors_;
    std::map<std::string, ChatPort*, std::less<>> ports_;
    std::map<std::uint64_t, storage::OutboxRow> rows_;
    std::map<std::string, Lane> lanes_;
    std::map<std::pair<std::string, RoomId>, std::uint64_t>
        waiting_cards_;                                                // card and room -> row not sent yet
    std::map<std::pair<std::string, RoomId>, std::string> sent_cards_; // -> receipt, to edit it
    std::set<std::uint64_t> resting_;                                  // tried, and not to be tried again yet
    std::set<std::uint64_t> inherited_;                                // of an earlier process
    std::map<std::uint64_t, TalkLine> lines_;                          // kept, not durable yet
    std::deque<storage::OutboxRow> undelivered_;
    std::size_t under_way_{};
    bool stopped_{};
};

} // namespace tocsin::bot
