// How a delivery goes.
#include "tests/simulation/platform.hpp"

#include <fmt/format.h>

namespace tocsin::simulation {

Platform::Platform(Chance& chance, Met& met, test::BotOnDisk& bot) : chance_{chance}, met_{met}, bot_{bot} {
    bot_.deliver = [this](const Delivery& d, Done done) { deliver(d, std::move(done)); };
    for (const auto* name :
         {"accepted", "accepted later", "try again", "answer lost", "refused", "away", "card edited"})
        met_.expect("platform", name);
}

void Platform::away_until(const RoomId& room, Instant until) { away_[room] = until; }

void Platform::later(const Done& done, std::string_view reason, Duration after) {
    done({.how = Delivered::How::try_again, .reason = std::string{reason}, .retry_after = after});
}

void Platform::accept(const Delivery& d, const Done& done) {
    if (d.card.empty()) bot_.engine().worker().keep_line(d);
    if (!d.edit_of.empty()) met_.count("platform", "card edited");
    confirmed_.insert(d.id.value);
    done({.receipt = fmt::format("room/{}", d.id.value)});
}

void Platform::deliver(const Delivery& d, Done done) {
    if (cut_off()) return;
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
