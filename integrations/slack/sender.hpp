// What Tocsin says becomes messages in Slack: posted once, edited in place, found again where it is not known
// whether a post arrived (SLACK.md 4, "Reconciling a doubtful post").
#pragma once

#include "integrations/integration.hpp"
#include "integrations/slack/blocks.hpp"
#include "integrations/slack/channels.hpp"
#include "integrations/slack/people.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace tocsin::slack {

class Sender {
public:
    struct Doors {
        Api& api;
        Channels& channels;
        People& people;
        const Backstage& backstage;
        runtime::Scheduler& scheduler;
        std::function<Instant()> now;
        std::function<Place()> place;
        // Something is not allowed: people are told once, in that channel.
        std::function<void(const ApiResult&, const std::string& channel)> missing;
        std::string install; // of this data file: marks its messages
    };
    static constexpr Duration look_again_after = seconds{4}; // history may lag behind
    static constexpr std::size_t doubtful_max = 5'000;

    explicit Sender(Doors d) : doors_{std::move(d)} {}
    void deliver(Delivery, std::function<void(Delivered)> done);
    // The direct channel with a person; "" where there can be none, with Slack's answer.
    void open_direct(const std::string& user, std::function<void(const std::string&, const ApiResult&)> then);
    // Is this message of the outbox ours, by its mark?
    bool is_ours(std::string_view mark) const { return mark.starts_with(doors_.install + "-"); }

private:
    struct Post;
    using Ptr = std::shared_ptr<Post>;
    void begin(const Ptr&, int waited);
    bool leads_to_new_channel(const tocsin::Message&) const;
    void to_person(const Ptr&);
    void to_room(const Ptr&);
    void may_read(const Ptr&);
    void send(const Ptr&);
    void look(const Ptr&, bool again, std::function<void()> not_there);
    void post(const Ptr&);
    void edit(const Ptr&);
    void upload(const Ptr&);
    void posted(const Ptr&, const std::string& ts);
    void rest_of_it(const Ptr&, std::size_t n);
    void pin(const std::string& receipt);
    void unpin(const std::string& receipt);
    void failed(const Ptr&, const ApiResult&);
    void join(const Ptr&);
    void done(const Ptr&, Delivered);
    nlohmann::json arguments(const Ptr&) const;
    std::string mark_of(const Delivery&) const;

    Doors doors_;
    std::map<std::string, std::string, std::less<>> direct_; // user -> channel
    std::set<std::uint64_t> doubtful_;
    std::map<std::string, Instant> shared_known_; // channel -> when it was last asked whether others read it
};

} // namespace tocsin::slack
