// What the pipeline has heard before: first answers given again, lines said twice, answers that nobody may
// have heard, and Asks that brought the process down.
#include "bot/answers.hpp"
#include "bot/pipeline_job.hpp"
#include "commands/core/item.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace tocsin::bot {
namespace {

Message not_recorded(const std::string& why) {
    Message m;
    m.tone = Tone::late;
    m.lines.push_back({say("NOT RECORDED, send it again. " + why)});
    m.phone = "Not recorded: send it again.";
    return m;
}

} // namespace

Answer lost(const std::string& why) {
    Answer a;
    a.outcome = Outcome::refused;
    a.recorded = false;
    a.reply = not_recorded(why);
    return a;
}

Answer refusal(std::string words) {
    Answer a;
    a.outcome = Outcome::refused;
    a.reply.tone = Tone::warning;
    a.reply.lines.push_back({say(words)});
    return a;
}

std::string trying_name(const Ask& ask) { return "trying/" + ask.source + "/" + ask.key; }

// P2: the same key gets the first answer again, from the disk or, if it is still on its way there, with it.
bool Pipeline::answer_known(const Ask& ask, const std::function<void(Answer)>& reply) {
    const std::string line = ask.typed() ? ask.typed()->line : "";
    const auto give = [line, reply](Answer a, const std::string& first_line) {
        a.duplicate = a.recorded;
        const bool same = line == first_line || first_line == redacted_mark; // whose words nobody keeps
        if (a.recorded && !same)
            a.reply.lines.insert(
                a.reply.lines.begin(),
                {say("This key came before with another text. That one counts, this one was not run:")});
        reply(std::move(a));
    };
    if (const auto it = in_flight_.find({ask.source, ask.key}); it != in_flight_.end()) {
        it->second.repeats.push_back(
            [give, first = it->second.line](Answer a) { give(std::move(a), first); });
        return true;
    }
    auto kept = doors_.store.find_inbox(ask.source, ask.key);
    if (!kept) {
        reply(lost(kept.error().detail));
        return true;
    }
    if (!*kept) return false;
    auto answer = answer_from_json((*kept)->answer);
    if (!answer)
        answer = refusal(
            "This was answered before; the words of the answer are no longer kept. It was not run again.");
    give(std::move(*answer), (*kept)->line);
    return true;
}

std::optional<Pipeline::Key> Pipeline::same_line_before(const Ask& ask) const {
    const Typed* typed = ask.typed();
    if (!typed || typed->talk || ask.source == "replay") return std::nullopt;
    const auto it = recent_.find(place_of(ask) + "\n" + typed->line);
    if (it == recent_.end()) return std::nullopt;
    const Duration apart = ask.heard_at - it->second.first; // below zero where the clock was set back
    if (apart > repeat_within || apart < -Duration{repeat_within}) return std::nullopt;
    return it->second.second;
}

// The same line under another key: the first answer becomes this key's too, so that neither is run when it
// comes again. If that cannot be saved, the answer still holds: what it says is on disk.
void Pipeline::keep_repeat(Ask ask, Answer answer, std::function<void(Answer)> reply) {
    if (!answer.recorded) return reply(std::move(answer));
    answer.duplicate = false;
    auto job = std::make_shared<Job>();
    job->generation = generation_;
    job->tries = tries_max;
    job->kept = true;
    job->stands = true;
    job->answer = answer; // for who repeats this key before its row is durable
    storage::Write write;
    write.inbox = storage::InboxRow{.source = ask.source,
                                    .key = ask.key,
                                    .line = ask.typed()->line,
                                    .answer = to_json(answer, doors_.prefix),
                                    .place = place_of(ask),
                                    .at = now()};
    answer.duplicate = true;
    job->reply = [answer = std::move(answer), reply = std::move(reply)](const Answer&) { reply(answer); };
    job->ask = std::move(ask);
    submit(std::move(job), std::move(write));
}

// Answers that were kept but perhaps never heard (a kill between commit and answer): they go out late and say
// so (DESIGN 4.4). Only chat platforms can be told unasked; other sources ask again with their key.
std::vector<storage::OutboxRow> Pipeline::late_answers() {
    std::vector<storage::OutboxRow> rows;
    const auto kept = doors_.store.recent_inbox(now() - late_answer_max);
    if (!kept) return rows;
    storage::Write write;
    for (const auto& row : *kept) {
        const auto at = row.place.find('@');
        const auto slash = row.place.find('/');
        if (row.answered || at == std::string::npos || row.source != row.place.substr(0, slash)) continue;
        const Person* person =
            state_.by_account(row.place.substr(0, slash), row.place.substr(slash + 1, at - slash - 1));
        auto answer = answer_from_json(row.answer);
        if (!person || !answer || answer->reply.lines.empty()) continue; // talk is answered by being shown
        answer->reply.lines.insert(
            answer->reply.lines.begin(),
            {say("Late, because I was stopped before I could answer "), quote(row.line), say(":")});
        const std::string room = row.place.substr(at + 1);
        rows.push_back(row_of({.priority = Priority::reply,
                               .room = {room.empty() ? row.source + ":" : room},
                               .person = person->id,
                               .message = answer->reply},
                              now()));
        write.answered.emplace_back(row.source, row.key);
    }
    write.outbox = rows;
    if (!rows.empty()) this->write(std::move(write));
    return rows;
}

// Always false: the Ask is looked at now, and its mark is on disk before that.
bool Pipeline::mark(const std::string& name, int tries) {
    write({.meta = {{name, std::to_string(tries)}}});
    doors_.writer.drain();
    return false;
}

// Three power cuts may have fallen while a clock rang: it rests, and is tried again.
bool Pipeline::own_ask_rests_now(const std::string& name, int tries) {
    const auto [rest, fresh] = resting_.emplace(name, doors_.steady() + own_ask_rests);
    if (fresh)
        hooks_.problem(
            fmt::format("set aside for {} min after {} tries: {}", own_ask_rests.count(), tries, name));
    if (doors_.steady() < rest->second) return true;
    resting_.erase(rest);
    return false;
}

// After an unclean stop the first Asks are marked before they are decided: one that brings the process down
// three times is set aside, across restarts (P10, DESIGN 4.14).
bool Pipeline::set_aside(const Ask& ask, const storage::Write& with,
                         const std::function<void(Answer)>& reply) {
    if (marking_ <= 0) return false;
    const std::string name = trying_name(ask);
    const auto tried = doors_.store.meta(name);
    const int count = std::erase(unmark_, name) == 0 && tried && *tried ? std::atoi((*tried)->c_str()) : 0;
    if (count < tries_max) return mark(name, count + 1);
    if (!ask.typed()) {
        // Nobody will ask again in other words, and without it an update or a receipt would be lost for good.
        if (!own_ask_rests_now(name, count)) return mark(name, 1);
        reply(lost("It was set aside for a while."));
        return true;
    }
    hooks_.problem(fmt::format("set aside after {} tries: {} {}", count, ask.source, ask.key));
    Decision d;
    d.outcome = Outcome::refused;
    auto job = std::make_shared<Job>();
    job->generation = generation_;
    job->tries = tries_max;
    job->kept = true;
    job->answer = refusal(
        "This line stopped Tocsin three times and was set aside. It was not run. Say it in other words.");
    job->reply = reply;
    job->ask = ask;
    storage::Write write = with;
    add_inbox(ask, d, job->answer, now(), write); // from now on it is the first answer
    submit(std::move(job), std::move(write));
    return true;
}

} // namespace tocsin::bot
