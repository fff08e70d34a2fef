// The way of an Ask: seen before? decide, apply, commit, answer. Decisions run on the loop and are applied at
// once; answers wait for the commit (DESIGN 4.1). No Asio, no thread: it is driven by callbacks, live and
// simulated alike.
#pragma once

#include "commands/core/decision.hpp"
#include "commands/notices/notices.hpp"
#include "integrations/integration.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tocsin::bot {

class Pipeline final : public Inbound {
public:
    struct Doors {
        storage::Store& store;
        storage::Writer& writer;
        std::function<Instant()> wall;
        std::function<Duration()> steady; // only ever goes forward
        std::string prefix{"/incident "};
    };
    // What the shell does with what happened. All are called on the loop.
    struct Hooks {
        std::function<void(const TalkLine&)> said;                     // a line is durable
        std::function<void(std::vector<storage::OutboxRow>)> outgoing; // messages are durable and may be sent
        std::function<void(IncidentId)> applied; // the state of an incident changed (not yet durable)
        std::function<void(IncidentId)> changed; // ... and is durable
        std::function<void(const std::vector<std::string>&)> redacted; // these words are gone from the disk
        std::function<void()> rewound;                                 // a batch failed: the state went back
        std::function<void(const std::string&)> problem;               // for the log; no chat text in it
    };

    static constexpr std::size_t in_flight_max = 4096; // asks that wait for the disk (P11)
    static constexpr std::size_t remembered_lines_max = 4096;
    static constexpr seconds repeat_within{2};    // same person, room and line under another key (DESIGN 4.3)
    static constexpr minutes late_answer_max{10}; // an older answer helps nobody
    static constexpr std::size_t key_bytes_max = 300;
    static constexpr int tries_max = 3;         // then an Ask is set aside (P10)
    static constexpr minutes own_ask_rests{10}; // a ring or receipt that was set aside is tried again then
    static constexpr int marked_after_unclean_stop = 64; // first Asks that are marked `trying` (DESIGN 4.14)

    Pipeline(Doors, Hooks);

    // Reads the whole log. Policy: adopted when it differs from the one in force (DESIGN 4.6).
    Result<void> start(const Policy& policy);
    // Writes that the stop was clean; waits for the disk.
    void stop();

    void ask(Ask, std::function<void(Answer)> reply) override;
    // The same, with rows that must become durable in the same transaction (a receipt and its outbox row).
    void ask_with(Ask, storage::Write with, std::function<void(Answer)> reply);

    // A line of Tocsin's own in a room of the own platform (delivered messages); durable with its outbox row.
    TalkLine bot_line(const RoomId&, PersonId only_for, std::string body, Instant at);
    // Anything else to write in order with the rest.
    void write(storage::Write, storage::Writer::Done done = {});
    // Writes which askers have got their answer, if no other write has taken it along (DESIGN 4.4).
    void flush_answered();
    // Rows for the outbox: answers of an earlier process that were kept, but perhaps never heard.
    std::vector<storage::OutboxRow> late_answers();

    const Everything& state() const { return state_; }
    Instant now() const; // max(wall clock, last recorded)
    std::size_t in_flight() const { return in_flight_.size(); }
    std::string not_ready() const { return not_ready_; } // empty: the last commit succeeded

private:
    using Key = std::pair<std::string, std::string>;
    struct Waiting {
        std::string line;
        std::vector<std::function<void(Answer)>> repeats; // the same key again, before the first is durable
    };
    struct Offered {
        std::string line;
        Instant at{};
    };
    struct Job; // one Ask on its way to the disk

    Result<void> recall_offers();
    bool answer_known(const Ask&, const std::function<void(Answer)>& reply);
    void keep_repeat(Ask, Answer, std::function<void(Answer)> reply);
    std::optional<Key> same_line_before(const Ask&) const;
    void run(Ask, storage::Write with, std::function<void(Answer)> reply, int tries);
    Answer record(const Decision&, Instant now, bool unseen, storage::Write&,
                  std::vector<IncidentId>& touched);
    void find_way(Outgoing&, std::string& lane) const;
    storage::OutboxRow row_of(Outgoing, Instant made_at);
    void add_outgoing(const Incident& was, std::span<const Recorded>, Instant now, bool unseen,
                      storage::Write&);
    void add_answer(const Ask&, const Decision&, Instant now, storage::Write&);
    void add_changed_talk(const Ask&, const TalkChanged&, storage::Write&);
    void add_talk(const Ask&, IncidentId about, storage::Write&);
    void add_redaction(const Decision&, Job&, storage::Write&);
    void forget_words(const Job&);
    void add_inbox(const Ask&, const Decision&, const Answer&, Instant now, storage::Write&);
    void remember_line(std::string line, const Ask&, Instant now);
    void submit(std::shared_ptr<Job>, storage::Write);
    void committed(Job&);
    void failed(const std::shared_ptr<Job>&, const Error&);
    void rewind();
    void note_clock_jump();
    bool set_aside(const Ask&, const storage::Write& with, const std::function<void(Answer)>& reply);
    bool own_ask_rests_now(const std::string& name, int tries);
    bool mark(const std::string& name, int tries);
    std::string place_of(const Ask&) const;

    Doors doors_;
    Hooks hooks_;
    Everything state_;
    Seq durable_;
    std::uint64_t generation_{1};
    std::uint64_t next_outbox_{1}, next_talk_{1};
    std::map<Key, Waiting> in_flight_;
    std::map<std::string, Offered> offers_;                    // by place: what `yes` runs
    std::map<std::string, std::pair<Instant, Key>> recent_;    // place and line -> its first key
    std::deque<std::pair<Instant, std::string>> recent_order_; // the same lines, oldest first
    std::vector<Key> answered_;                                // to be written with the next write
    std::string not_ready_;
    int marking_{};                           // Asks still to be marked `trying`
    std::vector<std::string> unmark_;         // marks of Asks that ended without a commit
    std::map<std::string, Duration> resting_; // by mark: Tocsin's own Asks that were set aside, until when
    Instant last_wall_{};
    Duration last_steady_{};
};

} // namespace tocsin::bot
