// The rows that an Ask writes beside its events: messages, its own answer, what was said, and the inbox.
#include "bot/pipeline.hpp"

#include "bot/pipeline_job.hpp"
#include "commands/core/item.hpp"
#include "commands/core/json_writer.hpp"
#include "commands/grammar/grammar.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::bot {

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

storage::OutboxRow Pipeline::row_of(Outgoing o, Instant moment) {
    std::string lane;
    find_way(o, lane);
    return {.id = {next_outbox_++},
            .incident = o.incident,
            .priority = static_cast<std::uint8_t>(o.priority),
            .lane = std::move(lane),
            .room = std::move(o.room),
            .person = o.person,
            .card = std::move(o.card),
            .update = o.update,
            .audience = o.audience,
            .made_at = moment,
            .not_after = o.not_after,
            .try_at = moment,
            .body = o.wish.empty() ? to_json(o.message) : std::move(o.wish),
            .page = o.page};
}

void Pipeline::add_outgoing(const Incident& was, std::span<const Recorded> events, Instant moment,
                            bool unseen, storage::Write& write) {
    for (Outgoing& o : notices(was, state_, events, unseen))
        write.outbox.push_back(row_of(std::move(o), moment));
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
    const bool alone = (ask.room.value.empty() || ask.answer_alone || secret) && person;
    write.outbox.push_back(row_of({.incident = d.incident,
                                   .priority = Priority::reply,
                                   .room = ask.room.value.empty() ? RoomId{ask.platform + ":"} : ask.room,
                                   .person = alone ? person->id : PersonId{},
                                   .message = d.reply},
                                  moment));
    if (!alone) write.outbox.back().thread = *ask.answer_in;
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

} // namespace tocsin::bot
