// Plain sockets and poll(2): a client that costs little, so that what is measured is the bot.
#include "tests/bench/http_clients.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tocsin::bench {
namespace {

struct Client {
    int fd{-1};
    std::string got;
    Clock::time_point asked;
    bool waits{};
};

std::string request(const std::string& token, const std::string& room, const std::string& text,
                    std::size_t key) {
    const std::string body =
        fmt::format(R"({{"room":"{}","who":"ana","text":"/incident {}","key":"b{}"}})", room, text, key);
    return fmt::format("POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\n"
                       "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                       token, body.size(), body);
}

void send_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) throw std::runtime_error{"the bot closed a connection"};
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

int connected(std::uint16_t port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    ::inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error{"no connection"};
    return fd;
}

// True once a whole answer is there; it is taken out.
bool take_answer(Client& c) {
    const auto head = c.got.find("\r\n\r\n");
    if (head == c.got.npos) return false;
    auto length_at = c.got.find("Content-Length: ");
    if (length_at == c.got.npos || length_at > head) throw std::runtime_error{"an answer without its length"};
    length_at += 16;
    std::size_t length{};
    std::from_chars(c.got.data() + length_at, c.got.data() + head, length);
    if (c.got.size() < head + 4 + length) return false;
    if (!c.got.starts_with("HTTP/1.1 200")) throw std::runtime_error{"refused: " + c.got.substr(0, 300)};
    c.got.erase(0, head + 4 + length);
    return true;
}

bool read_answer(Client& c) {
    char buffer[16'384];
    const auto n = ::recv(c.fd, buffer, sizeof buffer, 0);
    if (n <= 0) throw std::runtime_error{"the bot closed a connection"};
    c.got.append(buffer, static_cast<std::size_t>(n));
    return take_answer(c);
}

} // namespace

Times notes_over_http(std::uint16_t port, const std::string& token, std::size_t clients, std::size_t total) {
    std::vector<Client> all(clients);
    for (Client& c : all) c.fd = connected(port);
    std::size_t key = 0;
    for (std::size_t i = 0; i < incidents_asked; ++i) {
        send_all(all[0].fd, request(token, "#ops", fmt::format("declare sev3 service {} is slow", i), ++key));
        while (!read_answer(all[0])) {
        }
    }
    Times times;
    std::size_t sent = 0;
    const auto start = Clock::now();
    const auto next = [&](Client& c) {
        c.waits = sent < total;
        if (!c.waits) return;
        c.asked = Clock::now();
        send_all(c.fd, request(token, fmt::format("#inc-{}", 1 + sent % incidents_asked),
                               fmt::format("note Rolled back to the build of yesterday {}", sent), ++key));
        ++sent;
    };
    for (Client& c : all) next(c);
    std::vector<pollfd> watched;
    for (const Client& c : all) watched.push_back({c.fd, POLLIN, 0});
    while (times.ms.size() < total) {
        ::poll(watched.data(), watched.size(), 1'000);
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!(watched[i].revents & (POLLIN | POLLHUP | POLLERR)) || !read_answer(all[i])) continue;
            times.ms.push_back(ms_since(all[i].asked));
            next(all[i]);
        }
    }
    times.took_ms = ms_since(start);
    for (const Client& c : all) ::close(c.fd);
    return times;
}

} // namespace tocsin::bench
