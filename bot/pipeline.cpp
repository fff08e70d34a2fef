// The pipeline. The order within run() is the promise: nothing is answered before its transaction is on disk
// (P1), and nothing that failed stays in the state.
#include "bot/pipeline.hpp"

#include "bot/pipeline_job.hpp"
#include "commands/core/item.hpp"
#include "commands/core/json_writer.hpp"
#include "commands/grammar/grammar.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace tocsin::bot {
namespace {

constexpr seconds clock_jump_max{5}; // DESIGN 4.7
constexpr std::string_view clean_stop = "clean_stop";

} // namespace

Pipeline::Pipeline(Doors doors, Hooks hooks) : doors_{std::move(doors)}, hooks_{std::move(hooks)} {}

Instant Pipeline::now() const { return std::max(doors_.wall(), state_.last_recorded); }

Result<void> Pipeline::start(const Policy& policy) {
    Loading loading{state_};
    if (auto read = doors_.store.each_event([&](Recorded& r) { loading.take(r); }); !read)
        return read.error();
    loading.finish();
    durable_ = state_.last_seq;
    const auto last_outbox = doors_.store.last_outbox_id();
    const auto last_talk = doors_.store.last_talk_id();
    if (!last_outbox) return last_outbox.error();
    if (!last_talk) return last_talk.error();
    next_outbox_ = last_outbox->value + 1;
    next_talk_ = *last_talk + 1;
    last_wall_ = doors_.wall();
    last_steady_ = doors_.steady();

    if (auto recalled = recall_offers(); !recalled) return recalled;
    const auto clean = doors_.store.meta(clean_stop);
    if (!clean) return clean.error();
    if (!state_.log.empty() && clean->value_or("") != "yes") marking_ = marked_after_unclean_stop;

    storage::Write write{.meta = {{std::string{clean_stop}, "no"}}};
    if (state_.policies.empty() || to_text(state_.policy()) != to_text(policy)) {
        Recorded r{.seq = {state_.last_seq.value + 1},
                   .command = {state_.last_seq.value + 1},
                   .index = static_cast<std::uint32_t>(state_.log.size() + 1),
                   .recorded_at = now(),
                   .meta = {.at = now()},
                   .event = PolicyAdopted{state_.policies.empty() ? 1 : state_.policies.rbegin()->first + 1,
                                          to_text(policy)}};
        apply(state_, r);
        write.events.push_back(std::move(r));
    }
    const auto saved = doors_.store.commit(std::span{&write, 1});
    if (saved) durable_ = state_.last_seq;
    return saved;
}

void Pipeline::stop() {
    storage::Write write{.meta = {{std::string{clean_stop}, "yes"}}};
    this->write(std::move(write));
    doors_.writer.drain();
}

// What was offered lately and not taken up since, from the disk: it outlives a restart and a batch that
// failed.
Result<void> Pipeline::recall_offers() {
    offers_.clear();
    const auto recent = doors_.store.recent_inbox(now() - state_.policy().offer_within);
    if (!recent) return recent.error();
    for (const auto& row : *recent) {
        if (!row.offer.empty())
            offers_[row.place] = {row.offer, row.at};
        else if (row.first_seq != 0)
            offers_.erase(row.place);
    }
    return {};
}

std::string Pipeline::place_of(const Ask& ask) const {
    return fmt::format("{}/{}@{}", ask.platform, text::folded(ask.account), ask.room.value);
}

void Pipeline::ask(Ask ask, std::function<void(Answer)> reply) {
    ask_with(std::move(ask), {}, std::move(reply));
}

void Pipeline::ask_with(Ask ask, storage::Write with, std::function<void(Answer)> reply) {
    if (ask.key.empty() || ask.key.size() > key_bytes_max)
        return reply(refusal("The request has no key, or one that is too long. Nothing was done."));
    if (answer_known(ask, reply)) return;
    if (in_flight_.size() >= in_flight_max) return reply(lost("Too many requests wait for the disk."));
    if (const auto first = same_line_before(ask)) {
        Ask again = ask;
        std::tie(again.source, again.key) = *first;
        if (answer_known(again, [this, ask, reply](Answer a) { keep_repeat(ask, std::move(a), reply); }))
            return;
    }
    if (set_aside(ask, with, reply)) return;
    note_clock_jump();
    run(std::move(ask), std::move(with), std::move(reply), 1);
}

void Pipeline::run(Ask ask, storage::Write with, std::function<void(Answer)> reply, int tries) {
    const Instant moment = now();
    std::optional<std::string> offered;
    if (const auto it = offers_.find(place_of(ask));
        it != offers_.end() && moment - it->second.at <= state_.policy().offer_within)
        offered = it->second.line;
    const Decision d = decide(state_, ask, moment, offered);
    const bool unseen = ask.unseen;

    auto job = std::make_shared<Job>();
    job->generation = generation_;
    job->tries = tries;
    storage::Write write = with;
    job->with = std::move(with);
    job->answer = record(d, moment, unseen, write, job->touched);
    job->last = write.events.empty() ? Seq{} : write.events.back().seq;
    add_redaction(d, *job, write);
    const Typed* typed = ask.typed();
    if (typed) add_talk(ask, d.incident, write);
    if (const auto* changed = std::get_if<TalkChanged>(&ask.what)) add_changed_talk(ask, *changed, write);
    if (typed && !typed->talk) add_answer(ask, d, moment, write);
    const bool talk = typed && typed->talk && !write.talk.empty(); // or it would be said twice
    if (talk || !d.facts.empty() || d.outcome == Outcome::refused || d.outcome == Outcome::asked ||
        ask.answer_in)
        add_inbox(ask, d, job->answer, moment, write);
    job->kept = write.inbox.has_value();
    job->outgoing.assign(write.outbox.begin() + static_cast<std::ptrdiff_t>(job->with.outbox.size()),
                         write.outbox.end());
    job->talk = write.talk;
    job->reply = std::move(reply);

    const bool nothing_to_write =
        !write.inbox && write.events.empty() && write.talk.empty() && write.outbox.empty();
    job->ask = std::move(ask);
    // A read-only answer waits for what it may have seen (DESIGN 4.1), and for nothing if the disk is at
    // rest; a mark has to be taken off.
    if (nothing_to_write && in_flight_.empty() && marking_ <= 0) return job->reply(std::move(job->answer));
    submit(std::move(job), std::move(write));
}

// Facts become events of the log and are applied at once.
Answer Pipeline::record(const Decision& d, Instant moment, bool unseen, storage::Write& write,
                        std::vector<IncidentId>& touched) {
    Answer answer{.outcome = d.outcome, .reply = d.reply, .unknown_verb = d.unknown_verb};
    std::map<IncidentId, Incident> was;
    std::map<IncidentId, std::vector<Recorded>> by_incident;
    const Seq first{state_.last_seq.value + 1};
    for (const Fact& fact : d.facts) {
        if (fact.incident && !was.contains(fact.incident)) {
            const IncidentFile* file = state_.find(fact.incident);
            was[fact.incident] = file ? file->now : Incident{};
            touched.push_back(fact.incident);
        }
        const IncidentFile* file = state_.find(fact.incident);
        const std::size_t before = fact.incident ? (file ? file->log.size() : 0) : state_.log.size();
        Recorded r{.seq = {state_.last_seq.value + 1},
                   .command = first,
                   .incident = fact.incident,
                   .index = static_cast<std::uint32_t>(before + 1),
                   .recorded_at = moment,
                   .meta = fact.meta,
                   .event = fact.event};
        if (fact.incident && fact.incident == d.incident)
            answer.events.push_back({r.index, std::string{stored_name(r.event)}});
        by_incident[fact.incident].push_back(r);
        write.events.push_back(r);
        apply(state_, std::move(r));
    }
    if (const IncidentFile* file = state_.find(d.incident)) {
        answer.incident = file->now.slug();
        answer.room = name_of(file->now.home);
    }
    for (const auto& [id, events] : by_incident)
        if (id) add_outgoing(was[id], events, moment, unseen, write);
    for (const IncidentId id : touched) hooks_.applied(id);
    return answer;
}

// A message to one person goes to the platform where they are, in a lane of its own there: neither a room
// that is not made yet nor one that is full holds it up.
void Pipeline::find_way(Outgoing& o, std::string& lane) const {
    const Person* person = o.person ? state_.person(o.person) : nullptr;
    if (person && person->platform != platform_of(o.room))
        o.room = {person->platform + ":" + name_of(o.room)};
    lane = o.room.value;
    if (person && state_.policy().traits_of(person->platform).makes_rooms)
        lane = fmt::format("{}:/{}", person->platform, person->id.value);
}

void Pipeline::add_outgoing(const Incident& was, std::span<const Recorded> events, Instant moment,
                            bool unseen, storage::Write& write) {
    std::string lane;
    for (Outgoing& o : notices(was, state_, events, unseen)) {
        find_way(o, lane);
        write.outbox.push_back({.id = {next_outbox_++},
                                .incident = o.incident,
                                .priority = static_cast<std::uint8_t>(o.priority),
                                .lane = lane,
                                .room = o.room,
                                .person = o.person,
                                .card = o.card,
                                .update = o.update,
                                .audience = o.audience,
                                .made_at = moment,
                                .not_after = o.not_after,
                                .try_at = moment,
                                .body = o.wish.empty() ? to_json(o.message) : o.wish,
                                .page = o.page});
    }
}

// The answer as a message of its own, in the transaction of what it answers: it is tried until it arrives,
// and a repeated request makes no second one.
void Pipeline::add_answer(const Ask& ask, const Decision& d, Instant moment, storage::Write& write) {
    const Person* person = state_.by_account(ask.platform, ask.account);
    if (!ask.answer_in || d.reply.lines.empty()) return;
    // What others may not know of is told to the asker alone, wherever they asked: also a choice, or a list.
    const std::string words = text_of(d.reply, "");
    const IncidentFile* here = state_.in_room(ask.room);
    const bool secret = std::any_of(state_.incidents.begin(), state_.incidents.end(), [&](const auto& entry) {
        const Incident& i = entry.second.now;
        return i.is_private && &entry.second != here && person && i.may_read(person->id) &&
               (entry.first == d.incident || words.find(i.code_name) != words.npos ||
                words.find(i.title) != words.npos);
    });
    Outgoing o{.incident = d.incident,
               .priority = Priority::reply,
               .room = ask.room.value.empty() ? RoomId{ask.platform + ":"} : ask.room};
    if ((ask.room.value.empty() || secret) && person) o.person = person->id;
    std::string lane;
    find_way(o, lane);
    write.outbox.push_back({.id = {next_outbox_++},
                            .incident = o.incident,
                            .priority = static_cast<std::uint8_t>(o.priority),
                            .lane = lane,
                            .room = o.room,
                            .person = o.person,
                            .made_at = moment,
                            .try_at = moment,
                            .body = to_json(d.reply),
                            .thread = o.person ? "" : *ask.answer_in});
}

// A redaction takes the words out of every row that holds them, in the transaction that records it
// (DESIGN 4.8).
void Pipeline::add_redaction(const Decision& d, Job& job, storage::Write& write) {
    constexpr std::size_t words_bytes_min = 4; // shorter ones stand in too many innocent lines
    for (const Fact& fact : d.facts) {
        if (!std::holds_alternative<EntryRedacted>(fact.event)) continue;
        const IncidentFile* file = state_.find(fact.incident);
        if (!file) continue;
        job.redacted = fact.incident;
        std::set<std::string> words;
        for (const Recorded& r : file->log) {
            if (!file->redacted.contains(r.seq)) continue;
            job.redacted_events.insert(r.seq);
            const auto add = [&](const std::string& text) {
                if (text.size() < words_bytes_min) return;
                words.insert(text);
                JsonWriter escaped; // as it stands in answers and messages
                escaped.value(text);
                words.insert(escaped.str().substr(1, escaped.str().size() - 2));
            };
            if (const auto* text = words_in(r.event)) add(*text);
            if (const auto* corrected = std::get_if<EntryCorrected>(&r.event)) add(corrected->text);
            if (const auto* can = std::get_if<CanReported>(&r.event))
                for (const auto* part : {&can->condition, &can->actions, &can->needs}) add(*part);
        }
        job.redacted_words.assign(words.begin(), words.end());
        Message mark;
        mark.lines.push_back({say(redacted_mark)});
        write.redact = storage::Redaction{.events = {job.redacted_events.begin(), job.redacted_events.end()},
                                          .words = job.redacted_words,
                                          .mark = std::string{redacted_mark},
                                          .message = to_json(mark)};
    }
}

// ... and out of memory once that is on disk: had it failed, the words would still be there.
void Pipeline::forget_words(const Job& job) {
    scrub(state_, job.redacted, job.redacted_events);
    const auto holds = [&](const std::string& text) {
        return std::any_of(job.redacted_words.begin(), job.redacted_words.end(),
                           [&](const auto& w) { return text.find(w) != std::string::npos; });
    };
    std::erase_if(recent_, [&](const auto& entry) { return holds(entry.first); });
    std::erase_if(recent_order_, [&](const auto& entry) { return holds(entry.second); });
    std::erase_if(offers_, [&](const auto& entry) { return holds(entry.second.line); });
    hooks_.redacted(job.redacted_words);
}

// The own platform is the chat: it keeps every line. Of other platforms only incident rooms are kept.
void Pipeline::add_talk(const Ask& ask, IncidentId about, storage::Write& write) {
    const Person* person = state_.by_account(ask.platform, ask.account);
    if (ask.room.value.empty() || (ask.platform != own_platform && !state_.in_room(ask.room))) return;
    const std::string shown = ask.typed()->talk ? ask.typed()->line : doors_.prefix + ask.typed()->line;
    TalkLine line{.id = next_talk_++,
                  .room = ask.room,
                  .person = person ? person->id : PersonId{},
                  .name = text::nfc(ask.name),
                  .text = grammar::cleaned(shown),
                  .said_at = ask.said_at,
                  .ref = ask.typed()->ref,
                  .thread = ask.typed()->thread};
    // A command about a private incident, typed where others read: only who typed it sees the line (P8).
    const IncidentFile* file = state_.find(about);
    if (file && file->now.is_private && state_.in_room(ask.room) != file) line.only_for = line.person;
    write.talk.push_back(std::move(line));
}

void Pipeline::add_changed_talk(const Ask& ask, const TalkChanged& changed, storage::Write& write) {
    const Person* person = state_.by_account(ask.platform, ask.account);
    if (!state_.in_room(ask.room)) return;
    write.talk.push_back({.id = next_talk_++,
                          .room = ask.room,
                          .person = person ? person->id : PersonId{},
                          .name = text::nfc(ask.name),
                          .text = grammar::cleaned(changed.text),
                          .said_at = ask.said_at,
                          .ref = changed.ref,
                          .replaces = true,
                          .deleted = changed.deleted});
}

void Pipeline::add_inbox(const Ask& ask, const Decision& d, const Answer& answer, Instant moment,
                         storage::Write& write) {
    const std::string place = place_of(ask);
    write.inbox = storage::InboxRow{.source = ask.source,
                                    .key = ask.key,
                                    .line = ask.typed() ? ask.typed()->line : "",
                                    .answer = to_json(answer, doors_.prefix),
                                    .offer = d.offer.value_or(""),
                                    .place = place,
                                    .at = moment,
                                    .first_seq = write.events.empty() ? 0 : write.events.front().seq.value,
                                    .answered = ask.answer_in.has_value()};
    if (!ask.typed() || ask.typed()->talk) return;
    if (d.offer)
        offers_[place] = {*d.offer, moment};
    else if (d.outcome == Outcome::done)
        offers_.erase(place);
    remember_line(place + "\n" + ask.typed()->line, ask, moment);
}

void Pipeline::remember_line(std::string line, const Ask& ask, Instant moment) {
    while (!recent_order_.empty() && (recent_order_.size() >= remembered_lines_max ||
                                      moment - recent_order_.front().first > repeat_within)) {
        const auto& [heard, oldest] = recent_order_.front();
        if (const auto it = recent_.find(oldest); it != recent_.end() && it->second.first == heard)
            recent_.erase(it);
        recent_order_.pop_front();
    }
    recent_order_.emplace_back(ask.heard_at, line);
    recent_[std::move(line)] = {ask.heard_at, {ask.source, ask.key}};
}

void Pipeline::submit(std::shared_ptr<Job> job, storage::Write write) {
    const Key key{job->ask.source, job->ask.key};
    in_flight_[key].line = job->ask.typed() ? job->ask.typed()->line : "";
    write.answered = std::exchange(answered_, {});
    if (marking_ > 0) write.forget_meta.push_back(trying_name(job->ask));
    for (auto& name : std::exchange(unmark_, {})) write.forget_meta.push_back(std::move(name));
    doors_.writer.submit(std::move(write), [this, job](const Result<void>& saved) {
        if (saved)
            committed(*job);
        else
            failed(job, saved.error());
    });
}

void Pipeline::committed(Job& job) {
    not_ready_.clear();
    if (job.last) durable_ = job.last;
    if (job.redacted) forget_words(job);
    if (marking_ > 0) --marking_;
    auto waiting = in_flight_.extract(Key{job.ask.source, job.ask.key});
    job.reply(job.answer);
    if (job.kept && answered_.size() < in_flight_max) answered_.emplace_back(job.ask.source, job.ask.key);
    if (!waiting.empty())
        for (const auto& repeat : waiting.mapped().repeats) repeat(job.answer);
    for (const TalkLine& line : job.talk) hooks_.said(line);
    if (!job.outgoing.empty()) hooks_.outgoing(std::move(job.outgoing));
    for (const IncidentId id : job.touched) hooks_.changed(id);
}

// A failed batch takes everything decided since with it: what came later was decided on what is not there
// (DESIGN 4.1).
void Pipeline::failed(const std::shared_ptr<Job>& job, const Error& error) {
    not_ready_ = error.detail;
    if (job->generation == generation_) rewind();
    recent_.erase(place_of(job->ask) + "\n" + (job->ask.typed() ? job->ask.typed()->line : ""));
    if (marking_ > 0) unmark_.push_back(trying_name(job->ask)); // the disk failed, not the line
    const bool disk = error.code == ErrorCode::disk_full || error.code == ErrorCode::read_only ||
                      error.code == ErrorCode::io;
    hooks_.problem(fmt::format("not recorded ({} {}): {}", job->ask.source, job->ask.key, error.detail));
    Answer answer = job->stands ? job->answer : lost(error.detail);
    // Rows that the file refuses: tried again alone, then set aside and shown (P10).
    if (!disk && job->tries < tries_max) {
        run(std::move(job->ask), std::move(job->with), std::move(job->reply), job->tries + 1);
        return;
    }
    // A question needs no disk: it is answered from what is durable, only its line could not be kept (P5).
    if (!job->stands && job->answer.outcome == Outcome::shown && !job->last && job->ask.typed() &&
        !job->ask.typed()->talk) {
        answer = job->answer;
        answer.reply = decide(state_, job->ask, now()).reply;
    }
    auto waiting = in_flight_.extract(Key{job->ask.source, job->ask.key});
    job->reply(answer);
    if (!waiting.empty())
        for (const auto& repeat : waiting.mapped().repeats) repeat(answer);
}

void Pipeline::rewind() {
    ++generation_;
    forget_after(state_, durable_);
    (void)recall_offers(); // if even reading fails: none
    hooks_.rewound();
}

void Pipeline::write(storage::Write write, storage::Writer::Done done) {
    for (auto& key : std::exchange(answered_, {})) write.answered.push_back(std::move(key));
    for (auto& name : std::exchange(unmark_, {})) write.forget_meta.push_back(std::move(name));
    doors_.writer.submit(std::move(write), [done = std::move(done)](const Result<void>& r) {
        if (done) done(r);
    });
}

TalkLine Pipeline::bot_line(const RoomId& room, PersonId only_for, std::string body, Instant at) {
    return {.id = next_talk_++,
            .room = room,
            .person = {},
            .name = "tocsin",
            .text = std::move(body),
            .said_at = at,
            .only_for = only_for};
}

void Pipeline::flush_answered() {
    if (!answered_.empty()) write({});
}

// The wall clock against the one that only goes forward: a jump of more than 5 s is an entry (DESIGN 4.7).
void Pipeline::note_clock_jump() {
    const Instant wall = doors_.wall();
    const Duration steady = doors_.steady();
    const Duration jump = (wall - last_wall_) - (steady - last_steady_);
    last_wall_ = wall;
    last_steady_ = steady;
    if (jump <= clock_jump_max && jump >= -Duration{clock_jump_max}) return;
    const std::string words =
        fmt::format("The clock of this machine jumped {} by {} s.", jump > Duration{0} ? "ahead" : "back",
                    std::chrono::duration_cast<seconds>(jump > Duration{0} ? jump : -jump).count());
    hooks_.problem(words);
    const Seq seq{state_.last_seq.value + 1};
    Recorded r{.seq = seq,
               .command = seq,
               .index = static_cast<std::uint32_t>(state_.log.size() + 1),
               .recorded_at = now(),
               .meta = {.at = now()},
               .event = SystemNoted{words}};
    apply(state_, r);
    storage::Write write;
    write.events.push_back(std::move(r));
    doors_.writer.submit(std::move(write), [this, seq, generation = generation_](const Result<void>& saved) {
        if (saved)
            durable_ = seq;
        else if (generation == generation_)
            rewind();
    });
}

} // namespace tocsin::bot
