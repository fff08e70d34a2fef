// Taking an address apart.
#include "integrations/net/web_url.hpp"

#include "integrations/net/http_parts.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>

namespace tocsin::net {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t url_bytes_max = 8 << 10;
constexpr std::size_t host_bytes_max = 253; // of DNS

WebUrl refused(std::string why) { return {.problem = std::move(why)}; }

bool name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_port(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0 && number <= 0xffff;
}

// Splits "host:port" and "[::1]:port"; false: neither.
bool take_authority(std::string_view text, WebUrl& url) {
    const bool bracketed = text.starts_with('[');
    const auto end = bracketed ? text.find(']') : text.find(':');
    if (bracketed && end == std::string_view::npos) return false;
    url.host = lower(bracketed ? text.substr(1, end - 1) : text.substr(0, end));
    text.remove_prefix(std::min(bracketed ? end + 1 : end, text.size()));
    if (!text.empty() && !text.starts_with(':')) return false;
    if (!text.empty()) url.port = std::string{text.substr(1)};
    if (url.host.ends_with('.')) url.host.pop_back(); // the root: certificates do not write it
    boost::system::error_code no_address;
    const auto address = ip::make_address(url.host, no_address);
    url.numeric = !no_address;
    if (bracketed) return url.numeric && address.is_v6();
    return !url.host.empty() && url.host.size() <= host_bytes_max && std::ranges::all_of(url.host, name_char);
}

} // namespace

std::string WebUrl::host_header() const {
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == (secure ? "443" : "80") ? name : name + ":" + port;
}

std::string WebUrl::where() const { return host_header(); }

bool WebUrl::local() const {
    if (host == "localhost") return true;
    boost::system::error_code no_address;
    const auto address = ip::make_address(host, no_address);
    return !no_address && address.is_loopback();
}

WebUrl parse_url(std::string_view text, WebKind kind) {
    const std::string scheme = kind == WebKind::http ? "http" : "ws";
    WebUrl url;
    if (text.size() > url_bytes_max) return refused("The address is too long.");
    if (text.starts_with(scheme + "s://")) {
        url.secure = true;
    } else if (!text.starts_with(scheme + "://")) {
        return refused("An address has to begin with " + scheme + "s://.");
    }
    text.remove_prefix(scheme.size() + (url.secure ? 4 : 3));
    text = text.substr(0, text.find('#'));
    url.port = url.secure ? "443" : "80";
    const auto end = std::min(text.find_first_of("/?"), text.size());
    const auto authority = text.substr(0, end);
    if (authority.find('@') != std::string_view::npos)
        return refused("An address may not hold a user name or password; put the secret into a header.");
    if (!take_authority(authority, url) || !is_port(url.port))
        return refused("The host or port of the address is malformed.");
    url.target = std::string{text.substr(end)};
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    const auto strange = [](char c) { return c <= ' ' || c > '~'; };
    if (std::ranges::any_of(url.target, strange))
        return refused("The path of an address at " + url.where() +
                       " holds characters that have to be encoded.");
    if (!url.secure && !url.local())
        return refused(url.where() +
                       " would be spoken to without encryption, which Tocsin does only on its own "
                       "machine. Use " +
                       scheme + "s:// in this address.");
    return url;
}

} // namespace tocsin::net
