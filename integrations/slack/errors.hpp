// What an error of Slack's means for what Tocsin does next, and what a person has to do about it (SLACK.md
// 3). One table: nobody else compares names of errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

enum class Fate : std::uint8_t {
    done,        // things are as they should be, or were already
    again,       // it did not happen, or may safely happen twice: repeat with back-off, or after Retry-After
    doubtful,    // it may have happened, and twice would be wrong: look first
    ours,        // our mistake, or nothing that repeating could help; never repeat, log it
    person,      // an administrator has to grant or change something: advice_for
    stop,        // the token or the account is no good: no more calls, alarm
    join,        // we are not a member: join a public channel and try once more
    uninvited,   // a private channel without us, or none: ask to be invited
    closed,      // the channel is archived: the fallback channel
    renamed,     // the name is taken, by an archived channel too: another suffix
    gone,        // the message, thread, bookmark or view is no longer there
    repost,      // this message cannot be edited any more: post anew, and pin again
    unreachable, // this person cannot be told or invited that way: another way
    late,        // the trigger_id is used up or older than 3 s: no form, answer through the response_url
    conflict,    // somebody changed the view meanwhile: the older job loses
};

// `error`: of the body, "" if it had none. `http_status` 0: it was sent, and no whole answer came.
// A call that did not leave the machine is none of this table's: repeat it.
Fate fate_of(std::string_view method, int http_status, std::string_view error);

// One sentence for people: what is missing, and how to grant it. `needed` and `provided` as the body has them
// ("pins:write", or several with commas); only with missing_scope.
std::string advice_for(std::string_view error, std::string_view needed = {}, std::string_view provided = {});

// The scopes that Tocsin asks for, and what it cannot do without each (SLACK.md 11).
struct ScopeNeed {
    std::string_view name, without;
};
std::vector<ScopeNeed> scopes_needed();

} // namespace tocsin::slack
