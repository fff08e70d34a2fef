// The misbehaving client.
#include "tests/support/raw_http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>

namespace tocsin::test {
namespace {

using Clock = std::chrono::steady_clock;

int left_of(Clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return left > 0 ? static_cast<int>(left) : 0;
}

std::size_t number(std::string_view text) {
    std::size_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

void take_head(Reply& reply) {
    reply.status = static_cast<int>(number(reply.head.substr(9, 3)));
    std::size_t from = reply.head.find("\r\n") + 2;
    while (from < reply.head.size()) {
        const auto end = std::min(reply.head.find("\r\n", from), reply.head.size());
        const auto line = reply.head.substr(from, end - from);
        from = end + 2;
        const auto colon = line.find(": ");
        if (colon == std::string::npos) continue;
        std::string name = line.substr(0, colon);
        for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        reply.headers.emplace(name, line.substr(colon + 2));
    }
}

} // namespace

std::string Reply::header(const std::string& lower_name) const {
    const auto found = headers.find(lower_name);
    return found == headers.end() ? std::string{} : found->second;
}

Wire::Wire(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    closed = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
}

Wire::~Wire() { ::close(socket_); }

bool Wire::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Wire::read_some(std::chrono::milliseconds within) {
    const auto deadline = Clock::now() + within;
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (closed || ::poll(&waiting, 1, left_of(deadline)) != 1) return false;
    std::array<char, 64 << 10> bytes;
    const auto size = ::recv(socket_, bytes.data(), bytes.size(), 0);
    closed = size <= 0;
    if (!closed) unread.append(bytes.data(), static_cast<std::size_t>(size));
    return !closed;
}

Reply Wire::reply(std::chrono::milliseconds within) {
    const auto deadline = Clock::now() + within;
    Reply reply;
    std::size_t end = 0;
    while ((end = unread.find("\r\n\r\n")) == std::string::npos)
        if (!read_some(std::chrono::milliseconds{left_of(deadline)})) return reply;
    reply.head = unread.substr(0, end + 2);
    unread.erase(0, end + 4);
    take_head(reply);
    const auto size = number(reply.header("content-length"));
    while (unread.size() < size)
        if (!read_some(std::chrono::milliseconds{left_of(deadline)})) break;
    reply.body = unread.substr(0, size);
    unread.erase(0, size);
    return reply;
}

bool Wire::ends_within(std::chrono::milliseconds within) {
    const auto deadline = Clock::now() + within;
    while (!closed && Clock::now() < deadline) {
        read_some(std::chrono::milliseconds{left_of(deadline)});
        unread.clear();
    }
    return closed;
}

void Wire::read_slowly() {
    const int bytes = 4096;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

Reply ask(std::uint16_t port, const std::string& method, const std::string& target, const Headers& headers,
          const std::string& body) {
    std::string text = method + " " + target + " HTTP/1.1\r\nConnection: close\r\n";
    bool host = false;
    for (const auto& [name, value] : headers) {
        text += name + ": " + value + "\r\n";
        host = host || name == "Host";
    }
    if (!host) text += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
    if (!body.empty() || method == "POST") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    Wire wire{port};
    wire.send(text + "\r\n" + body);
    return wire.reply();
}

Page::Page(std::uint16_t port, const std::string& target, const Headers& headers) : wire_{port} {
    std::string text = "GET " + target +
                       " HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                       "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    bool host = false;
    for (const auto& [name, value] : headers) {
        text += name + ": " + value + "\r\n";
        host = host || name == "Host";
    }
    if (!host) text += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
    wire_.send(text + "\r\n");
    opened_ = wire_.reply();
}

std::optional<std::string> Page::next(std::chrono::milliseconds within) {
    const auto deadline = Clock::now() + within;
    const auto have = [&](std::size_t bytes) {
        while (wire_.unread.size() < bytes)
            if (!wire_.read_some(std::chrono::milliseconds{left_of(deadline)})) return false;
        return true;
    };
    for (;;) {
        if (!have(2)) return std::nullopt;
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(wire_.unread[i]); };
        std::size_t size = byte(1) & 0x7fU, head = 2;
        if (size == 126) head = 4;
        if (size == 127) head = 10;
        if (!have(head)) return std::nullopt;
        if (head > 2) size = 0;
        for (std::size_t i = 2; i < head; ++i) size = size << 8U | byte(i);
        if (!have(head + size)) return std::nullopt;
        const unsigned opcode = byte(0) & 0x0fU; // the server sends whole frames
        std::string payload = wire_.unread.substr(head, size);
        wire_.unread.erase(0, head + size);
        if (opcode == 1) return payload;
        if (opcode == 8) return std::nullopt;
    }
}

// Frames of a client are masked; a mask of zeros leaves the text readable here.
void Page::frame(unsigned char first, std::string_view payload) {
    std::string bytes{static_cast<char>(first)};
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80U | payload.size());
    } else {
        const bool two_bytes = payload.size() < 65'536; // a length in more bytes than it needs is refused
        bytes += static_cast<char>(0x80U | (two_bytes ? 126U : 127U));
        for (int shift = two_bytes ? 8 : 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>((payload.size() >> static_cast<unsigned>(shift)) & 0xffU);
    }
    bytes.append(4, '\0');
    wire_.send(bytes + std::string{payload});
}

void Page::send(std::string_view text) { frame(0x81, text); }
void Page::pong() { frame(0x8a, {}); }

} // namespace tocsin::test
