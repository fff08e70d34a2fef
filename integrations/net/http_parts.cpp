// Targets, routes, hosts and headers, as text.
#include "integrations/net/http_parts.hpp"

#include "commands/core/json_writer.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>

namespace tocsin::net {
namespace {

constexpr std::size_t parameters_max = 64;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool climbs(std::string_view path) {
    std::size_t from = 0;
    while (from <= path.size()) {
        const auto end = std::min(path.find_first_of("/\\", from), path.size());
        const auto segment = path.substr(from, end - from);
        if (segment == ".." || segment == ".") return true;
        from = end + 1;
    }
    return false;
}

bool take_query(std::string_view text, Request& request) {
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = std::min(pair.find('='), pair.size());
        const auto name = percent_decoded(pair.substr(0, equals), true);
        const auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true);
        if (!name || !value || request.query.size() >= parameters_max) return false;
        if (!name->empty()) request.query.emplace(*name, *value);
    }
    return true;
}

// "name" and "port" of a Host header; the brackets of an IPv6 address stay with the name.
std::pair<std::string_view, std::string_view> host_and_port(std::string_view host) {
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket))
        return {host, {}};
    return {host.substr(0, colon), host.substr(colon + 1)};
}

// An address in numbers is never a name that was made to resolve here.
bool is_address(std::string_view host) {
    return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos;
}
bool is_every_address(std::string_view entry) { return entry == "0.0.0.0" || entry == "[::]"; }

} // namespace

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus_is_space) c = ' ';
        if (c == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (is_control(c)) return std::nullopt;
        out += c;
    }
    if (!text::valid_utf8(out)) return std::nullopt;
    return out;
}

Target take_target(std::string_view target, Request& request) {
    const auto question = std::min(target.find('?'), target.size());
    const auto path = percent_decoded(target.substr(0, question), false);
    if (!path || path->empty() || path->front() != '/') return Target::malformed;
    if (!take_query(target.substr(std::min(question + 1, target.size())), request)) return Target::malformed;
    if (climbs(*path)) return Target::outside;
    request.path = *path;
    return Target::fine;
}

bool host_allowed(std::string_view host, const std::vector<std::string>& allowed, std::uint16_t port) {
    const std::string asked = lower(host);
    const auto [name, asked_port] = host_and_port(asked);
    for (const std::string& entry : allowed) {
        const std::string known = lower(entry);
        if (known == asked) return true; // without a port, or an entry that names a proxy's
        const bool same = known == name || (is_every_address(known) && is_address(name));
        if (same && asked_port == std::to_string(port)) return true;
    }
    return false;
}

bool safe_header(std::string_view name, std::string_view value) {
    const auto in_token = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return !name.empty() && std::all_of(name.begin(), name.end(), in_token) &&
           std::none_of(value.begin(), value.end(), is_control);
}

Response json_response(std::string body, int status) { return {.status = status, .body = std::move(body)}; }

Response problem(int status, std::string_view sentence) {
    JsonWriter j;
    j.object([&] { j.key("error").value(sentence); });
    return json_response(j.take(), status);
}

std::string_view Request::header(std::string_view lower_name) const {
    const auto found = headers.find(lower_name);
    return found == headers.end() ? std::string_view{} : found->second;
}

std::string_view Request::parameter(std::string_view name) const {
    const auto found = query.find(name);
    return found == query.end() ? std::string_view{} : found->second;
}

std::string Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return std::string{pair.substr(equals + 1)};
    }
    return {};
}

bool RouteTable::Route::matches(std::string_view p) const {
    return free ? p.size() > path.size() && p.starts_with(path) : p == path;
}

void RouteTable::add(std::string method, std::string path, HttpServer::Handler handler) {
    const bool free = path.ends_with("/*");
    if (free) path.pop_back();
    routes_.push_back({std::move(method), std::move(path), free, std::move(handler)});
    std::sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) {
        return a.free != b.free ? b.free : a.path.size() > b.path.size();
    });
}

RouteTable::Found RouteTable::find(std::string_view method, std::string_view path) const {
    if (method == "HEAD") method = "GET";
    Found found;
    for (const Route& route : routes_) {
        if (!route.matches(path)) continue;
        if (route.method == method) return {&route.handler, {}};
        found.methods.push_back(route.method);
    }
    return found;
}

const std::vector<std::pair<std::string, std::string>>& HttpServer::security_headers() {
    // connect-src 'self' covers the page's own WebSocket (CSP level 3). Nothing is loaded from anywhere else.
    static const std::vector<std::pair<std::string, std::string>> headers{
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
         "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    };
    return headers;
}

} // namespace tocsin::net
