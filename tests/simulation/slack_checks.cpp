// What must hold in the workspace, whatever went wrong.
#include "tests/simulation/slack_world.hpp"
#include "tests/simulation/tags.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::simulation {

// P2: a line made its entries as often as it was typed, whatever was delivered how often.
void SlackWorld::nothing_twice() {
    const auto inbox = t_.bot.store().recent_inbox(Instant{});
    if (!inbox) throw Violation{inbox.error().detail};
    std::map<std::string, int> typed, made;
    for (const auto& t : typed_)
        if (!t.tag.empty()) ++typed[t.tag];
    for (const auto& row : *inbox) {
        std::set<std::string> tags;
        if (row.source == "slack" && row.first_seq != 0 && !row.key.starts_with("taken/"))
            add_tags(row.line, tags);
        for (const auto& tag : tags)
            if (++made[tag] > typed[tag])
                throw Violation{fmt::format("P2: \"{}\" was typed {} times and run {} times: {}", tag,
                                            typed[tag], made[tag], row.line)};
    }
}

// P3: of each message of the outbox at most one stands in Slack, two where it was doubtful.
void SlackWorld::updates_once() {
    for (const auto& [id, channel] : t_.slack.world.channels) {
        std::map<std::string, int> marks;
        for (const auto& [ts, m] : channel.messages) {
            if (m.hidden || !m.metadata.is_object()) continue;
            const auto mark = m.metadata["event_payload"].value("id", "");
            if (++marks[mark] > 1)
                throw Violation{fmt::format("P3: message {} stands twice in {}", mark, channel.name)};
            met_.count("in slack", "update seen once");
        }
    }
}

// P12: what people said in an incident's channel is kept, once, also what was said while nobody listened.
void SlackWorld::talk_is_there() {
    std::map<std::string, RoomId> homes; // of channels that were made for an incident
    for (const auto& [id, file] : t_.bot.state().incidents)
        for (const auto& [room, address] : file.now.made) homes[address] = room;
    for (const auto& typed : typed_) {
        const auto home = homes.find(typed.channel);
        if (typed.ts.empty() || home == homes.end())
            continue; // elsewhere it depends on when the room was bound
        const auto line = t_.bot.store().said(home->second, typed.ts);
        if (!line) throw Violation{line.error().detail};
        if (!*line)
            throw Violation{fmt::format("P12: what {} said in {} is lost: {}", typed.who, home->second.value,
                                        typed.text)};
        met_.count("in slack", "line recovered");
    }
}

// P8: the words of a private incident stand in its own channel, or before its members, and nowhere else.
void SlackWorld::stays_private() {
    for (const auto& [id, file] : t_.bot.state().incidents) {
        const Incident& i = file.now;
        if (!i.is_private || i.number != 0) continue;
        std::set<std::string> words;
        for (const Recorded& r : file.log)
            if (!std::holds_alternative<UpdateSubmitted>(r.event) &&
                !std::holds_alternative<UpdateDrafted>(r.event) &&
                !std::holds_alternative<ObligationMoved>(r.event) &&
                !std::holds_alternative<ClockPaused>(r.event) &&
                !std::holds_alternative<MergeTaken>(r.event) &&
                !std::holds_alternative<EntryCorrected>(r.event))
                for (const auto& tag : tags_of(r.event)) words.insert(tag);
        const auto made = i.made.find(i.home);
        for (const auto& [cid, channel] : t_.slack.world.channels) {
            if (made != i.made.end() && cid == made->second) continue;
            for (const auto& [ts, m] : channel.messages) {
                if (m.body.value("bot_id", "") != t_.slack.world.bot)
                    continue; // what people say is theirs to say
                if (channel.direct()) {
                    bool member = false;
                    for (const auto& user : channel.members)
                        if (const auto* p = t_.bot.state().by_account("slack", user);
                            p && i.members.contains(p->id))
                            member = true;
                    if (member) continue;
                }
                std::set<std::string> said;
                add_tags(m.body.dump(), said);
                for (const auto& word : said)
                    if (words.contains(word))
                        throw Violation{fmt::format("P8: {} of {} stands in {}: {}", word, i.ref(),
                                                    channel.name, m.body.dump())};
            }
            met_.count("in slack", "kept from others");
        }
    }
}

} // namespace tocsin::simulation
