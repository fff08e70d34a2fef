// The child.
#include "tests/bench/child.hpp"

#include <charconv>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tocsin::bench {
namespace {

// "Open http://127.0.0.1:40123/join#...": the port in the first address of the text; 0: there is none yet.
std::uint16_t port_in(std::string_view text) {
    constexpr std::string_view before = "http://127.0.0.1:";
    const auto at = text.find(before);
    if (at == text.npos) return 0;
    std::uint16_t port{};
    const auto [end, error] =
        std::from_chars(text.data() + at + before.size(), text.data() + text.size(), port);
    return error == std::errc{} && end != text.data() + text.size() ? port : std::uint16_t{};
}

} // namespace

Child::Child(const std::string& tocsin) {
    const std::string data = folder_.path();
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe"};
    const auto start = Clock::now();
    pid_ = ::fork();
    if (pid_ < 0) throw std::runtime_error{"no child"};
    if (pid_ == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
        ::execl(tocsin.c_str(), tocsin.c_str(), "run", "--data", data.c_str(), "--port", "0", nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    output_ = ends[0];
    std::string said;
    char buffer[1024];
    while (!port_) {
        const auto got = ::read(output_, buffer, sizeof buffer);
        if (got <= 0) throw std::runtime_error{tocsin + " did not start: " + said};
        said.append(buffer, static_cast<std::size_t>(got));
        port_ = port_in(said);
    }
    ready_ms_ = ms_since(start);
}

Child::~Child() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    ::close(output_);
}

std::string Child::token() const {
    std::ifstream in{folder_.file("token")};
    std::string token;
    in >> token;
    return token;
}

} // namespace tocsin::bench
