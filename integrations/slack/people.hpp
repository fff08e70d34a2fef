// Who is who in the workspace: names, zones, guests, other companies' people, bots; groups and their members
// (SLACK.md 8). Read once at the start, then as somebody new turns up.
#pragma once

#include "integrations/slack/api.hpp"
#include "integrations/slack/text.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

struct Member {
    std::string id, name; // as shown: the display name, else the real one
    std::string team;
    bool bot{}, guest{}, stranger{}, deleted{};
};

class People {
public:
    static constexpr std::size_t members_max = 50'000;
    static constexpr std::size_t group_members_max = 20; // more are no group to wake

    explicit People(Api& api) : api_{api} {}
    // Reads the lists of people and groups, as far as they are long.
    void load();
    // Who we are: our own words are no news, and other companies' people no members.
    void is_us(std::string user, std::string bot, std::string team, std::string enterprise);

    const Member* find(std::string_view id) const;
    // Shown name; "": not known yet.
    std::string name(std::string_view id) const;
    // A hint from a payload, which may be all there ever is.
    void heard(std::string_view id, std::string_view name, std::string_view team);
    // Calls back once the person is known or cannot be looked up: at once if known.
    void look_up(const std::string& id, std::function<void()> then);
    bool is_us(std::string_view user, std::string_view bot) const;
    bool is_outsider(std::string_view team) const; // of another company
    const std::string& our_user() const { return user_; }
    const std::string& our_team() const { return team_; }

    std::string group_name(std::string_view id) const;
    void forget_group(const std::string& id);
    // Members of a group, for a line that names it; calls back with what is known (empty: nobody, or too
    // many).
    void group_members(const std::string& id, std::function<void(std::vector<std::string>)> then);
    // "@mei" typed without being picked: the one person of that name; nullptr: none, or several.
    const Member* called(std::string_view name) const;
    const std::string* group_called(std::string_view handle) const; // its id

private:
    void page_of_people(const std::string& cursor);
    void load_groups();
    void keep(const nlohmann::json& user);

    Api& api_;
    std::string user_, bot_, team_, enterprise_;
    std::map<std::string, Member, std::less<>> members_;
    std::map<std::string, std::string, std::less<>> groups_; // id -> handle
    std::map<std::string, std::vector<std::string>, std::less<>> group_members_;
    std::map<std::string, std::vector<std::function<void()>>, std::less<>> looked_up_;
};

} // namespace tocsin::slack
