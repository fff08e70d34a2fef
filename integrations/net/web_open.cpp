// Opening a connection: name, address, TLS, and what to tell whoever runs Tocsin if the certificate is wrong.
#include "integrations/net/web_core.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <vector>

namespace tocsin::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

using How = WebResult::How;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr auto address_within = 3s; // an address that does not react must not use up the time of the others

struct Addresses {
    std::vector<tcp::endpoint> list{};
    std::string problem{};
};

// "localhost" is this machine whatever DNS says: plain connections rely on it.
std::vector<tcp::endpoint> known_addresses(const WebUrl& url) {
    const auto port = static_cast<std::uint16_t>(std::stoul(url.port));
    if (url.host == "localhost")
        return {{asio::ip::address_v4::loopback(), port}, {asio::ip::address_v6::loopback(), port}};
    if (url.numeric) return {{asio::ip::make_address(url.host), port}};
    return {};
}

asio::awaitable<Addresses> addresses_of(WebCorePtr core, WebUrl url, EndingPtr ending) {
    Addresses found{.list = known_addresses(url)};
    if (!found.list.empty()) co_return found;
    const auto resolver = std::make_shared<tcp::resolver>(core->loop);
    ending->cut = [resolver] { resolver->cancel(); };
    const auto [error, entries] = co_await resolver->async_resolve(url.host, url.port, as_tuple);
    if (error) found.problem = "The host " + url.host + " was not found: " + error.message() + ".";
    for (const auto& entry : entries) found.list.push_back(entry.endpoint());
    co_return found;
}

asio::awaitable<std::optional<tcp::socket>> connected(WebCorePtr core, std::vector<tcp::endpoint> list,
                                                      EndingPtr ending, boost::system::error_code& failed) {
    for (const tcp::endpoint& endpoint : list) {
        const auto socket = std::make_shared<tcp::socket>(core->loop);
        asio::steady_timer slow{core->loop};
        const auto close = [socket] {
            boost::system::error_code ignored;
            socket->close(ignored);
        };
        ending->cut = close;
        if (endpoint != list.back()) {
            slow.expires_after(address_within);
            slow.async_wait([close](boost::system::error_code cancelled) {
                if (!cancelled) close();
            });
        }
        const auto [error] = co_await socket->async_connect(endpoint, as_tuple);
        ending->cut = nullptr;
        failed = error;
        if (ending->asked) break;
        if (!error) co_return std::optional{std::move(*socket)};
    }
    co_return std::nullopt;
}

// Whom we want to meet: verified by OpenSSL, whose verdict then names what is wrong.
bool expect(SSL* ssl, const WebUrl& url) {
    X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl);
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (url.numeric)
        return X509_VERIFY_PARAM_set1_ip_asc(wanted, url.host.c_str()) == 1; // and no SNI (RFC 6066)
    return SSL_set1_host(ssl, url.host.c_str()) == 1 &&
           SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                    const_cast<char*>(url.host.c_str())) == 1;
}

Opened tls_failure(SSL* ssl, const WebUrl& url, const boost::system::error_code& error) {
    const long verdict = SSL_get_verify_result(ssl);
    const auto refused = [&](const std::string& what) {
        return Opened{.how = How::refused, .problem = "The certificate of " + url.where() + " " + what};
    };
    switch (verdict) {
    case X509_V_OK:
        return {.how = How::not_sent,
                .problem = "TLS with " + url.where() + " could not be agreed on: " + error.message() + "."};
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return refused(
            std::string{verdict == X509_V_ERR_CERT_HAS_EXPIRED ? "has expired" : "is not valid yet"} +
            ". Check the clock of this machine; if it is right, whoever runs the server has to renew it.");
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return refused("is for another host name. Correct the address, or find out who answers there.");
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return refused(
            "is signed by an authority that this machine does not trust. If a proxy or server of your "
            "own uses it, name the file of that authority as ca_file; otherwise install the system's "
            "ca-certificates.");
    default: return refused("was not accepted: " + std::string{X509_verify_cert_error_string(verdict)} + ".");
    }
}

asio::awaitable<Opened> under_tls(WebCorePtr core, WebUrl url, tcp::socket socket, EndingPtr ending) {
    const auto wire = std::make_shared<Wire>(std::move(socket), url.secure ? &core->tls : nullptr);
    ending->cut = [wire] { wire->close(); };
    if (url.secure && !expect(wire->ssl(), url))
        co_return Opened{.how = How::refused,
                         .problem = "The host name " + url.host + " cannot be verified."};
    const auto [error] = co_await wire->async_handshake(Wire::Role::client, as_tuple);
    if (error) co_return tls_failure(wire->ssl(), url, error);
    co_return Opened{.wire = wire};
}

} // namespace

WebCore::WebCore(asio::io_context& l, WebSettings s)
    : loop{l}, settings{std::move(s)}, tls{asio::ssl::context::tls_client} {
    boost::system::error_code error;
    SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
    tls.set_verify_mode(asio::ssl::verify_peer, error);
    tls.set_default_verify_paths(error); // without them nothing is trusted, and every call says so
    if (settings.ca_file.empty()) return;
    tls.load_verify_file(settings.ca_file, error);
    if (error)
        tls_problem = "The file of certificate authorities " + settings.ca_file +
                      " cannot be used: " + error.message() + ". It has to hold certificates in PEM form.";
}

asio::awaitable<Opened> open_wire(WebCorePtr core, WebUrl url, EndingPtr ending) {
    if (url.secure && !core->tls_problem.empty())
        co_return Opened{.how = How::refused, .problem = core->tls_problem};
    Addresses addresses = co_await addresses_of(core, url, ending);
    if (ending->asked || addresses.list.empty()) co_return Opened{.problem = addresses.problem};
    boost::system::error_code failed;
    auto socket = co_await connected(core, std::move(addresses.list), ending, failed);
    if (!socket) co_return Opened{.problem = "Cannot reach " + url.where() + ": " + failed.message() + "."};
    Opened opened = co_await under_tls(core, url, std::move(*socket), ending);
    co_return opened;
}

} // namespace tocsin::net
