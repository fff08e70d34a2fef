// Pages by a gateway that rings real phones: the port behind page_hook.hpp.
#pragma once

#include "integrations/hook/page_hook.hpp"
#include "integrations/integration.hpp"

#include <functional>
#include <string>

namespace tocsin {

class PagePort final : public ChatPort {
public:
    struct Settings {
        std::string url, secret;
        std::string link_base; // of the own room; empty: no link
        std::string install;   // of this data file: another one's pages have other keys
    };
    PagePort(Settings, net::Web&, std::function<Instant()> now);
    std::string_view platform() const override { return "hook"; }
    void deliver(Delivery, std::function<void(Delivered)> done) override;

private:
    Settings settings_;
    PageHook hook_;
};

} // namespace tocsin
