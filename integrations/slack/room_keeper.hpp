// Makes an incident's channel and keeps it as it should be (core/room_wish.hpp): name, topic, people,
// bookmarks. Every step may have been done already by an earlier try, so each is made true rather than done.
#pragma once

#include "integrations/integration.hpp"
#include "integrations/slack/channels.hpp"
#include "integrations/slack/people.hpp"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace tocsin::slack {

class RoomKeeper {
public:
    struct Doors {
        Api& api;
        Channels& channels;
        People& people;
        const Backstage& backstage;
        std::function<std::string(std::string_view href)> link; // "": no page to link to
        // Something is not allowed: people are told once, in that channel.
        std::function<void(const ApiResult&, const std::string& channel)> missing;
    };
    static constexpr int names_tried_max = 20; // inc-7, inc-7-2, ...

    explicit RoomKeeper(Doors d) : doors_{std::move(d)} {}
    // `body` is the wish as JSON. Receipt: the channel's id.
    void fulfil(const RoomId&, const std::string& body, std::function<void(Delivered)> done);

private:
    struct Wish;
    using Ptr = std::shared_ptr<Wish>;
    void create(const Ptr&, int attempt);
    void adopt(const Ptr&, int attempt);
    void made(const Ptr&, const std::string& id, const std::string& name);
    void recall(const Ptr&);
    void set_topic(const Ptr&);
    void invite(const Ptr&);
    void invite_one(const Ptr&, std::vector<std::string> users);
    void bookmark(const Ptr&, std::size_t n);
    void finish(const Ptr&);
    void tidy(const Ptr&, const ApiResult&); // what came of a step that the incident can do without

    Doors doors_;
    // What was done in this life of the process; after a restart it is done once more, which changes nothing.
    std::map<std::string, std::string, std::less<>> topics_;            // channel -> topic
    std::map<std::string, std::set<std::string>, std::less<>> invited_; // channel -> users
    std::set<std::pair<std::string, std::string>> bookmarked_;          // channel, title
};

} // namespace tocsin::slack
