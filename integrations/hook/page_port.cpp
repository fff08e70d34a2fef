// A page row of the outbox becomes a call of the gateway.
#include "integrations/hook/page_port.hpp"

#include "integrations/net/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tocsin {

PagePort::PagePort(Settings settings, net::Web& web, std::function<Instant()> now)
    : settings_{std::move(settings)},
      hook_{web, {.url = settings_.url, .secret = settings_.secret}, std::move(now)} {}

void PagePort::deliver(Delivery d, std::function<void(Delivered)> done) {
    const auto body = net::parse_untrusted(d.body);
    const auto page = body && body->is_object() ? body->find("page") : nlohmann::json::const_iterator{};
    if (!body || !body->is_object() || page == body->end() || !page->is_object())
        return done({.how = Delivered::How::refused, .reason = "this is no page"});
    const auto text = [&](const char* name) { return net::text_in(*page, name).value_or(""); };
    hook_.page({.key = fmt::format("{}-{}", settings_.install, d.id.value),
                .incident = text("incident"),
                .severity = text("severity"),
                .title = text("title"),
                .person = text("person"),
                .reason = text("reason"),
                .link = settings_.link_base.empty() ? "" : settings_.link_base + text("href")},
               std::move(done));
}

} // namespace tocsin
