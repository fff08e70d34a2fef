// The command line's HTTP client: one request, one answer, one deadline over all of it, on a loop of its own.
#include "integrations/net/http_client.hpp"

#include "integrations/net/http_parts.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <optional>

namespace tocsin::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

namespace {

constexpr std::size_t answer_bytes_max = 256 << 20; // an export is the longest
constexpr std::string_view scheme = "http://";
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

struct Url {
    std::string host, port, target; // host as it stands in the Host header
    std::string name() const {      // as the resolver takes it
        return host.starts_with('[') ? host.substr(1, host.size() - 2) : host;
    }
};

std::optional<Url> parsed(std::string_view text) {
    if (!text.starts_with(scheme)) return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto slash = std::min(text.find('/'), text.size());
    std::string_view host = text.substr(0, slash);
    Url url{.port = "80", .target = slash == text.size() ? "/" : std::string{text.substr(slash)}};
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
        url.port = std::string{host.substr(colon + 1)};
        host = host.substr(0, colon);
    }
    url.host = std::string{host};
    if (url.host.empty() || url.port.empty() || !safe_header("target", url.target)) return std::nullopt;
    if (url.target.find(' ') != std::string::npos) return std::nullopt;
    return url;
}

using Question = http::request<http::string_body>;

asio::awaitable<Result<Fetched>> exchange(Url url, Question question, std::chrono::seconds within) {
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver{executor};
    const auto [unknown, endpoints] = co_await resolver.async_resolve(url.name(), url.port, as_tuple);
    if (unknown)
        co_return Error{ErrorCode::unreachable,
                        "The host " + url.host + " was not found: " + unknown.message() + "."};

    beast::tcp_stream stream{executor};
    stream.expires_after(within);
    const std::string where = url.host + ":" + url.port;
    const auto failed = [&](boost::system::error_code error, std::string_view what) {
        if (error == beast::error::timeout)
            return Error{ErrorCode::timeout,
                         where + " did not answer within " + std::to_string(within.count()) + " s."};
        return Error{ErrorCode::unreachable, std::string{what} + " " + where + ": " + error.message() + "."};
    };
    const auto [refused, endpoint] = co_await stream.async_connect(endpoints, as_tuple);
    if (refused) co_return failed(refused, "Cannot reach");
    const auto [lost, sent] = co_await http::async_write(stream, question, as_tuple);
    // A server may refuse a long body before it has read it: its answer is worth reading all the same.
    if (lost == beast::error::timeout) co_return failed(lost, "Lost");
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    const auto [broken, received] = co_await http::async_read(stream, buffer, parser, as_tuple);
    if (broken) co_return failed(broken, "Lost the connection to");
    co_return Fetched{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
}

} // namespace

Result<Fetched> fetch(const std::string& method, const std::string& url,
                      const std::vector<std::pair<std::string, std::string>>& headers,
                      const std::string& body, std::chrono::seconds within) {
    const auto where = parsed(url);
    if (!where)
        return Error{ErrorCode::bad_input,
                     "\"" + url + "\" is no address of the form http://host:port/path."};
    Question question{http::string_to_verb(method), where->target, 11};
    if (question.method() == http::verb::unknown)
        return Error{ErrorCode::bad_input, method + " is no HTTP method."};
    question.set(http::field::host, where->port == "80" ? where->host : where->host + ":" + where->port);
    question.set(http::field::connection, "close");
    for (const auto& [name, value] : headers) {
        if (!safe_header(name, value))
            return Error{ErrorCode::bad_input, "The header " + name + " is malformed."};
        question.set(name, value);
    }
    question.body() = body;
    question.prepare_payload();

    asio::io_context loop{1};
    Result<Fetched> result =
        Error{ErrorCode::timeout, "No answer within " + std::to_string(within.count()) + " s."};
    asio::co_spawn(loop, exchange(*where, std::move(question), within),
                   [&result](const std::exception_ptr& error, Result<Fetched> fetched) {
                       if (!error) result = std::move(fetched);
                   });
    loop.run_for(within + std::chrono::seconds{1}); // the name lookup has no deadline of its own
    return result;
}

} // namespace tocsin::net
