// What is sent to the gateway, and what its answer means.
#include "integrations/hook/page_hook.hpp"

#include "commands/core/json_writer.hpp"
#include "integrations/net/json.hpp"
#include "integrations/net/secret.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace tocsin {
namespace {

constexpr std::size_t reason_bytes_max = 160; // of what the gateway says; it is shown to people
constexpr std::size_t error_body_bytes_max = 64 << 10;

std::string body_of(const PageHook::Page& page) {
    JsonWriter json;
    json.object([&] {
        json.key("key").value(page.key);
        json.key("incident").value(page.incident);
        json.key("severity").value(page.severity);
        json.key("title").value(page.title);
        json.key("person").value(page.person);
        json.key("reason").value(page.reason);
        json.key("link").value(page.link);
    });
    return json.take();
}

// Seconds only. A date would need a clock that both sides agree on; without it the caller waits as it thinks
// best.
Duration retry_after(const net::WebResult& result) {
    const auto found = result.headers.find("retry-after");
    if (found == result.headers.end()) return {};
    const std::string& text = found->second;
    unsigned seconds_asked = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds_asked);
    if (error == std::errc::result_out_of_range) return PageHook::retry_after_max;
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return std::min<Duration>(seconds{seconds_asked}, PageHook::retry_after_max);
}

// {"error": "..."} of the gateway, cut to one line; empty: it gave no reason.
std::string reason_in(const std::string& body) {
    const auto json = net::parse_untrusted(body, error_body_bytes_max);
    if (!json || !json->is_object()) return {};
    std::string reason = net::text_in(*json, "error").value_or("");
    const auto control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; };
    std::ranges::replace_if(reason, control, ' ');
    if (reason.size() > reason_bytes_max) {
        std::size_t end = reason_bytes_max;
        while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xc0U) == 0x80U)
            --end; // not inside a character
        reason.resize(end);
        reason += "...";
    }
    return reason;
}

bool passes_by_itself(int status) {
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
}

Delivered answered(const net::WebResult& result) {
    const std::string status = "HTTP " + std::to_string(result.status);
    if (result.status >= 200 && result.status <= 299)
        return {.how = Delivered::How::accepted, .receipt = "accepted by the gateway, " + status};
    if (passes_by_itself(result.status))
        return {.how = Delivered::How::try_again,
                .reason = "The gateway did not take the page now, " + status + ".",
                .retry_after = retry_after(result)};
    if (result.status >= 300 && result.status <= 399)
        return {.how = Delivered::How::refused,
                .reason = "The gateway is at another address, " + status +
                          ". Tocsin does not follow it: configure the final address."};
    const std::string said = reason_in(result.body);
    return {.how = Delivered::How::refused,
            .reason = "The gateway refused the page, " + status + (said.empty() ? "." : ": " + said)};
}

} // namespace

Delivered PageHook::judged(const net::WebResult& result) {
    switch (result.how) {
    case net::WebResult::How::answered: return answered(result);
    case net::WebResult::How::not_sent:
        return {.how = Delivered::How::try_again, .reason = "The page was not sent. " + result.problem};
    case net::WebResult::How::doubtful:
        return {.how = Delivered::How::try_again,
                .reason = "Whether the gateway has the page is not known. " + result.problem};
    case net::WebResult::How::refused: break;
    }
    return {.how = Delivered::How::refused, .reason = "The page was not sent. " + result.problem};
}

void PageHook::page(const Page& page, std::function<void(Delivered)> done) {
    net::WebCall call{
        .url = settings_.url,
        .headers = {{"Content-Type", "application/json; charset=utf-8"}, {"Idempotency-Key", page.key}},
        .body = body_of(page),
        .within = answer_within};
    if (!settings_.secret.empty()) {
        const auto now = std::chrono::floor<seconds>(now_()).time_since_epoch().count();
        const std::string at = std::to_string(now);
        call.headers.emplace_back("X-Tocsin-Signature",
                                  "t=" + at +
                                      ",v1=" + net::signature_of(settings_.secret, at + "." + call.body));
    }
    web_.call(std::move(call),
              [done = std::move(done)](const net::WebResult& result) { done(judged(result)); });
}

} // namespace tocsin
