// The floor: nothing but what durability and TLS cost. One thread asks, the other commits and answers.
#include "tests/bench/slack/slack_bench.hpp"
#include "tests/fakes/certificates.hpp"
#include "tests/support/temp_folder.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <deque>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tocsin::bench {
namespace {

constexpr std::size_t frame_bytes = 900; // of a command: what Slack sends
constexpr std::size_t ack_bytes = 200;   // and the answer with its text

void must(bool good, const char* what) {
    if (!good) throw std::runtime_error{what};
}

// The rows of one command (rows.sql), as many commands in one transaction as have come.
class Rows {
public:
    explicit Rows(const std::string& file) : db_{opened(file)} {}
    void commit(std::size_t commands) {
        SQLite::Transaction transaction{db_};
        for (std::size_t i = 0; i < commands; ++i) add();
        transaction.commit();
    }

private:
    // With its tables, since the statements below want them.
    static SQLite::Database opened(const std::string& file) {
        SQLite::Database db{file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        std::ifstream in{std::string{TOCSIN_SOURCE_DIR} + "/tests/bench/slack/rows.sql"};
        must(in.is_open(), "no rows.sql");
        db.exec(std::string{std::istreambuf_iterator<char>{in}, {}});
        return db;
    }
    void add() {
        ++incident_;
        SQLite::bind(inbox_, "slack", std::to_string(incident_), "declare sev2 Card payments fail", answer_,
                     incident_);
        run(inbox_);
        for (const int index : {1, 2}) {
            SQLite::bind(event_, ++seq_, seq_, incident_, index, incident_, "incident-declared", facts_,
                         "Card payments fail");
            event_.bind(9, hash_.data(), 16);
            event_.bind(10, hash_.data(), static_cast<int>(hash_.size()));
            event_.bind(11, hash_.data(), static_cast<int>(hash_.size()));
            run(event_);
        }
        SQLite::bind(outbox_, incident_, "C123", answer_);
        run(outbox_);
    }
    static void run(SQLite::Statement& s) {
        s.exec();
        s.reset();
    }

    SQLite::Database db_;
    SQLite::Statement inbox_{db_, "INSERT INTO inbox VALUES (?, ?, ?, ?, ?)"};
    SQLite::Statement event_{db_, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    SQLite::Statement outbox_{db_, "INSERT INTO outbox (incident, room, state, body) VALUES (?, ?, 0, ?)"};
    const std::string answer_ = std::string(120, 'a'), facts_ = std::string(60, 'f');
    const std::array<unsigned char, 32> hash_{};
    std::int64_t incident_{}, seq_{};
};

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

// A TLS connection over a TCP one on loopback; blocking.
class Line {
public:
    Line(SSL_CTX* context, int fd, bool server) : ssl_{SSL_new(context)}, fd_{fd} {
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        SSL_set_fd(ssl_, fd);
        must((server ? SSL_accept(ssl_) : SSL_connect(ssl_)) == 1, "no TLS");
    }
    ~Line() {
        SSL_free(ssl_);
        ::close(fd_);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    void send(std::size_t bytes) {
        const std::string all(bytes, 'x');
        must(SSL_write(ssl_, all.data(), static_cast<int>(bytes)) > 0, "TLS write");
    }
    // Waits for what comes; how many bytes. 0: the other side has gone.
    std::size_t receive() {
        const auto got = SSL_read(ssl_, buffer_.data(), static_cast<int>(buffer_.size()));
        return got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    bool more() const { // without waiting
        char byte{};
        return SSL_pending(ssl_) > 0 || ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    }

private:
    SSL* ssl_;
    int fd_;
    std::array<char, 16 << 10> buffer_{};
};

Context server_context() {
    const auto certificate = test::CertificateAuthority{}.issue();
    Context context{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
    const auto bio = [](const std::string& pem) {
        return std::unique_ptr<BIO, decltype(&BIO_free)>{
            BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
    };
    const auto chain = bio(certificate.chain_pem), key_pem = bio(certificate.key_pem);
    const std::unique_ptr<X509, decltype(&X509_free)> leaf{
        PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr), X509_free};
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
        PEM_read_bio_PrivateKey(key_pem.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
    must(SSL_CTX_use_certificate(context.get(), leaf.get()) == 1 &&
             SSL_CTX_use_PrivateKey(context.get(), key.get()) == 1,
         "no certificate");
    return context;
}

int listening(sockaddr_in& address) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address = {.sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    must(::bind(fd, any, size) == 0 && ::listen(fd, 1) == 0 && ::getsockname(fd, any, &size) == 0, "no port");
    return fd;
}

// Commits what has come, then answers it.
void serve_rows(int listener, Rows& rows) {
    const auto context = server_context();
    Line line{context.get(), ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC), true};
    std::size_t bytes = 0;
    while (true) {
        do {
            const auto got = line.receive();
            if (got == 0) return;
            bytes += got;
        } while (line.more() || bytes < frame_bytes);
        const auto commands = bytes / frame_bytes;
        bytes %= frame_bytes;
        rows.commit(commands);
        for (std::size_t i = 0; i < commands; ++i) line.send(ack_bytes);
    }
}

void ask(Times& times, Line& line, std::size_t in_flight, std::size_t total) {
    std::deque<Clock::time_point> waiting;
    std::size_t sent = 0, heard = 0, bytes = 0;
    const auto start = Clock::now();
    const auto send = [&] {
        waiting.push_back(Clock::now());
        line.send(frame_bytes);
        ++sent;
    };
    while (sent < std::min(in_flight, total)) send();
    while (heard < total) {
        const auto got = line.receive();
        must(got > 0, "the echo has gone");
        for (bytes += got; bytes >= ack_bytes; bytes -= ack_bytes) {
            times.ms.push_back(ms_since(waiting.front()));
            waiting.pop_front();
            ++heard;
            if (sent < total) send();
        }
    }
    times.took_ms += ms_since(start);
}

int connected_to(sockaddr_in address) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "no connection");
    return fd;
}

class Floor final : public Contender {
public:
    Floor() {
        Times unmeasured;
        ask(unmeasured, *line_, 1, 20);
    }
    ~Floor() override {
        line_.reset();
        server_.join();
        ::close(listener_);
    }
    Floor(const Floor&) = delete;
    Floor& operator=(const Floor&) = delete;
    void run(const Load& round) override {
        ask(figures.one, *line_, 1, round.one);
        ask(figures.many, *line_, in_flight_many, round.many);
    }

private:
    test::TempFolder folder_;
    Rows rows_{folder_.file()};
    sockaddr_in address_{};
    const int listener_ = listening(address_);
    std::thread server_{[this] { serve_rows(listener_, rows_); }};
    const Context context_{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
    std::unique_ptr<Line> line_ = std::make_unique<Line>(context_.get(), connected_to(address_), false);
};

} // namespace

std::unique_ptr<Contender> start_floor() { return std::make_unique<Floor>(); }

} // namespace tocsin::bench
