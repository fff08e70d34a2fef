// How a delivery goes.
#include "tests/simulation/platform.hpp"

#include "integrations/room/lines.hpp"

#include "tests/simulation/tags.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::simulation {
namespace {

// Words that were meant for an approved audience: updates, and the reasons of a new time or a pause.
bool is_published(const Event& e) {
    if (const auto* correction = std::get_if<EntryCorrected>(&e); correction && correction->kind == 'U')
        return true;
    return std::holds_alternative<UpdateSubmitted>(e) || std::holds_alternative<UpdateDrafted>(e) ||
           std::holds_alternative<ObligationMoved>(e) || std::holds_alternative<ClockPaused>(e);
}

} // namespace

Platform::Platform(Chance& chance, Met& met, test::BotOnDisk& bot) : chance_{chance}, met_{met}, bot_{bot} {
    bot_.deliver = [this](const Delivery& d, Done done) { deliver(d, std::move(done)); };
    for (const auto* name :
         {"accepted", "accepted later", "try again", "answer lost", "refused", "away", "card edited"})
        met_.expect("platform", name);
    met_.expect("private", "kept from others");
}

void Platform::away_until(const RoomId& room, Instant until) { away_[room] = until; }

void Platform::later(const Done& done, std::string_view reason, Duration after) {
    done({.how = Delivered::How::try_again, .reason = std::string{reason}, .retry_after = after});
}

void Platform::accept(const Delivery& d, const Done& done) {
    std::string receipt = fmt::format("card/{}", d.id.value);
    if (d.is_line()) receipt = room::line_receipt(bot_.engine().worker().keep_line(d));
    if (!d.edit_of.empty()) met_.count("platform", d.person ? "line edited" : "card edited");
    confirmed_.insert(d.id.value);
    done({.receipt = std::move(receipt)});
}

// P8: no message to a room or person outside holds a word of a private incident, but texts published to an
// approved audience.
void Platform::stays_private(const Delivery& d) {
    for (const auto& [id, file] : bot_.state().incidents) {
        const Incident& i = file.now;
        if (!i.is_private) {
            secrets_.erase(id); // when it is hidden again, all of it is
            continue;
        }
        Secret& secret = secrets_[id];
        for (const Recorded& r : file.log) {
            if (r.seq > secret.read_to && !is_published(r.event))
                for (const auto& tag : tags_of(r.event)) secret.words.insert(tag);
        }
        secret.read_to = i.last_seq;
        const bool own_room = std::find(i.rooms.begin(), i.rooms.end(), d.room) != i.rooms.end();
        const bool member = d.person && i.members.contains(d.person);
        // It goes on there: at the merge all who read that one were members of this one.
        const IncidentFile* there = bot_.state().in_room(d.room);
        const bool merged_there = there && there->now.is_private && i.merged_into == there->now.id;
        if (own_room || merged_there || member || i.number != 0)
            continue; // of one that was public before, others know
        std::set<std::string> said;
        add_tags(d.body, said);
        for (const auto& word : said)
            if (secret.words.contains(word))
                throw Violation{
                    fmt::format("P8: {} of {} reaches {}: {}", word, i.ref(), d.room.value, d.body)};
        const bool audience = d.room.value == "room:#internal" || d.room.value == "room:#executives" ||
                              d.room.value == "room:#customers";
        // A late answer repeats the line of the one person who hears it; whoever typed the name knew it.
        const bool own_line = d.person && d.body.find("Late, because") != std::string::npos;
        if (!audience && !own_line &&
            (d.body.find(i.code_name) != std::string::npos || d.body.find(i.slug()) != std::string::npos))
            throw Violation{fmt::format("P8: the name of {} reaches {}: {}", i.ref(), d.room.value, d.body)};
        met_.count("private", "kept from others");
    }
}

void Platform::deliver(const Delivery& d, Done done) {
    if (cut_off()) return;
    stays_private(d);
    if (confirmed_.contains(d.id.value))
        throw Violation{
            fmt::format("P2: message {} to {} was accepted, and the bot heard so, and sent it again",
                        d.id.value, d.room.value)};
    if (kind_) return accept(d, done);
    if (const auto away = away_.find(d.room); away != away_.end() && bot_.now < away->second) {
        met_.count("platform", "away");
        return later(done, "cannot be reached");
    }
    const auto die = chance_.below(100);
    if (die < 50) {
        met_.count("platform", "accepted");
        accept(d, done);
    } else if (die < 82) {
        met_.count("platform", "accepted later");
        bot_.scheduler().at(bot_.now + Duration{chance_.from_to(1, 4'000)}, [this, d, done] {
            if (!cut_off()) accept(d, done);
        });
    } else if (die < 91) {
        met_.count("platform", "try again");
        later(done, "too many requests", seconds{chance_.below(3) * 10});
    } else if (die < 96) {
        met_.count("platform", "answer lost"); // it is there, but the bot only hears of a time-out
        bot_.scheduler().at(bot_.now + seconds{10}, [this, done] {
            if (!cut_off()) later(done, "no answer within 10 s");
        });
    } else {
        met_.count("platform", "refused");
        done({.how = Delivered::How::refused, .reason = "the channel is archived"});
    }
}

} // namespace tocsin::simulation
