// See the header.
#include "tests/fakes/slack_listener.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace tocsin::fakes {
namespace {

std::string ticket_of(const test::HttpRequest& request) {
    const auto fields = form_fields(request.query);
    return fields && fields->contains("ticket") ? fields->at("ticket") : std::string{};
}

} // namespace

SlackListener::SlackListener(boost::asio::io_context& loop, Slack& slack, test::ListenerSettings settings,
                             Before before)
    : loop_{loop}, slack_{slack}, before_{std::move(before)},
      listener_{loop, handlers(), std::move(settings)} {
    slack_.settings.api_base = listener_.url("/api/");
    slack_.settings.hooks_base = slack_.settings.files_base = listener_.url("");
    slack_.settings.link_base = listener_.socket_url("/link/");
}

void SlackListener::ping(const std::string& payload) {
    for (const auto& [number, socket] : open_) socket->ping(payload);
}
void SlackListener::freeze() {
    for (const auto& [number, socket] : open_) socket->stall();
}

test::ListenerHandlers SlackListener::handlers() {
    return {
        .request = [this](const test::HttpRequest& r, const test::Respond& respond) { answer(r, respond); },
        .gate = [this](const test::HttpRequest& r) -> std::optional<test::HttpAnswer> {
            if (r.path.starts_with("/link") && slack_.sockets.ticket_good(ticket_of(r))) return std::nullopt;
            return test::HttpAnswer{.status = 404, .body = "{}"};
        },
        .on_open = [this](const test::HttpRequest& r, const test::SocketPtr& s) { opened(r, s); },
        .on_text =
            [this](const test::SocketPtr& s, const std::string& text) {
                if (const auto id = ids_.find(s->number()); id != ids_.end())
                    slack_.sockets.received(id->second, text);
            },
        .on_closed = [this](const test::SocketPtr& s, int code) { closed(s->number(), code); }};
}

void SlackListener::answer(const test::HttpRequest& r, const test::Respond& respond) {
    if (before_ && before_(r, respond)) return;
    const auto answer = slack_.request({.method = r.method,
                                        .target = r.path + (r.query.empty() ? "" : "?" + r.query),
                                        .headers = r.headers,
                                        .body = r.body});
    test::HttpAnswer out{.status = answer.status, .body = answer.body};
    for (const auto& [name, value] : answer.headers) out.headers.emplace_back(name, value);
    if (answer.how != Answer::How::whole) out.how = test::HttpAnswer::How::close;
    if (answer.after <= Duration{}) return respond(std::move(out));
    const auto timer = std::make_shared<boost::asio::steady_timer>(loop_, answer.after);
    timer->async_wait([timer, respond, out = std::move(out)](auto) { respond(out); });
}

void SlackListener::opened(const test::HttpRequest& request, const test::SocketPtr& socket) {
    open_[socket->number()] = socket;
    const bool debug = request.query.find("debug_reconnects=true") != std::string::npos;
    const std::weak_ptr<test::ListenerSocket> weak = socket;
    const auto id = slack_.sockets.open(ticket_of(request),
                                        {.send =
                                             [weak](const std::string& text) {
                                                 if (const auto s = weak.lock()) s->send(text);
                                             },
                                         .close =
                                             [weak](std::uint16_t code) {
                                                 if (const auto s = weak.lock()) s->close(code);
                                             },
                                         .cut =
                                             [weak] {
                                                 if (const auto s = weak.lock()) s->drop();
                                             }},
                                        debug);
    if (id) ids_[socket->number()] = *id;
}

void SlackListener::closed(std::size_t connection, int code) {
    open_.erase(connection);
    const auto id = ids_.extract(connection);
    if (!id.empty()) slack_.sockets.closed(id.mapped(), code != 0);
}

} // namespace tocsin::fakes
