// The fake Slack behind a TLS listener, all on the caller's thread.
#pragma once

#include "tests/bench/bench.hpp"

#include <functional>
#include <memory>
#include <string>

namespace tocsin::fakes {
class Slack;
}

namespace tocsin::bench {

class Workspace {
public:
    Workspace();
    ~Workspace();
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    fakes::Slack& slack();
    std::string api_url() const; // "https://localhost:4711/api/"
    const std::string& authority_pem() const;
    // Runs everything until `done`, looked at after each step; false: not within that time.
    bool until(const std::function<bool()>& done, std::chrono::milliseconds within);
    void serve(); // what is ready now
    void after(std::chrono::milliseconds, std::function<void()>);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tocsin::bench
