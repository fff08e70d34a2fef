// What HTTPS calls and WebSockets of one Web share: the loop, whom TLS trusts, and how a connection is
// opened. Asio, but no Beast.
#pragma once

#include "integrations/net/web_client.hpp"
#include "integrations/net/web_url.hpp"
#include "integrations/net/wire.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

#include <optional>

namespace tocsin::net {

struct WebCore {
    WebCore(boost::asio::io_context&, WebSettings);
    boost::asio::io_context& loop;
    WebSettings settings;
    boost::asio::ssl::context tls;
    std::string tls_problem{}; // not empty: the CA file is unusable, nothing goes out under TLS
    bool over{};               // the Web is gone: nobody is called any more
};
using WebCorePtr = std::shared_ptr<WebCore>;

// A piece of work that somebody may end from outside. `cut` makes what it waits for right now fail.
struct Ending {
    bool asked{};
    std::function<void()> cut{};
    void ask() {
        asked = true;
        if (cut) cut();
    }
};
using EndingPtr = std::shared_ptr<Ending>;

struct Opened {
    std::shared_ptr<Wire> wire{}; // nullptr: it failed
    WebResult::How how{WebResult::How::not_sent};
    std::string problem{};
};
// Resolves, connects, greets and verifies. Leaves a `cut` that closes the wire.
boost::asio::awaitable<Opened> open_wire(WebCorePtr, WebUrl, EndingPtr);

// The two halves, each in a translation unit of its own.
class HttpsCalls {
public:
    virtual ~HttpsCalls() = default; // nobody is called after it
    virtual void call(WebCall, std::function<void(WebResult)> done) = 0;
};
std::unique_ptr<HttpsCalls> make_calls(WebCorePtr);
class SocketLines {
public:
    virtual ~SocketLines() = default;
    virtual std::shared_ptr<WebLine> connect(std::string url, LineEvents) = 0;
};
std::unique_ptr<SocketLines> make_lines(WebCorePtr);

} // namespace tocsin::net
