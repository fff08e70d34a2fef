// The real program, started in a folder of its own.
#pragma once

#include "tests/bench/bench.hpp"
#include "tests/support/temp_folder.hpp"

#include <cstdint>
#include <string>

namespace tocsin::bench {

class Child {
public:
    explicit Child(const std::string& tocsin); // throws; returns once it listens
    ~Child();                                  // SIGTERM, and waits for its end
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    std::uint16_t port() const { return port_; }
    std::string token() const;
    int pid() const { return pid_; }
    double ready_ms() const { return ready_ms_; } // from exec to the line with the address

private:
    test::TempFolder folder_;
    int pid_{}, output_{-1};
    std::uint16_t port_{};
    double ready_ms_{};
};

} // namespace tocsin::bench
