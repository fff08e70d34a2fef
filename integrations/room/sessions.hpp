// Who may come in: one-time join codes and the sessions they open. The data file holds only their hashes, so
// that who reads it cannot come in with it.
#pragma once

#include "integrations/room/room.hpp"

#include <vector>

namespace tocsin::room {

struct Session {
    std::string hash, account, name; // account: the name, case folded
    Instant expires{};
};

class Sessions {
public:
    static constexpr std::size_t sessions_max = 1000; // beyond that, the one that would end first ends
    static constexpr std::size_t codes_max = 200;
    static constexpr hours session_for{24 * 30};
    static constexpr hours code_for{24};
    static constexpr hours renew_after{24}; // a session in use goes on

    explicit Sessions(const Doors&);

    // `name` empty: for any name that nobody has.
    std::string make_code(std::string_view name);

    struct Joined {
        int status{200}; // 403, 409: `problem` is a sentence to show
        std::string problem;
        std::string token, name;
    };
    Joined join(std::string_view code, std::string_view name);

    const Session* find(std::string_view token) const; // nullptr: unknown or expired
    bool renew(std::string_view token);                // true: it was, tell the browser
    void end(std::string_view token);

private:
    struct Code {
        std::string hash, name;
        Instant expires{};
    };
    bool taken(const std::string& account) const;
    std::string open_session(const std::string& name);
    void drop_expired();
    void save_sessions() const;
    void save_codes() const;

    const Doors& doors_;
    std::vector<Session> sessions_;
    std::vector<Code> codes_;
};

} // namespace tocsin::room
