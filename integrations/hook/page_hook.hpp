// Pages through a gateway of the team's own: one POST of JSON for each try. The gateway rings whom it likes;
// that it took a page is all that is known here.
#pragma once

#include "commands/core/time.hpp"
#include "integrations/integration.hpp"
#include "integrations/net/web.hpp"

#include <functional>
#include <string>

namespace tocsin {

class PageHook {
public:
    struct Settings {
        std::string url{};
        std::string secret{}; // empty: pages are not signed
    };
    struct Page {
        std::string key{}; // stable across tries: the gateway's protection against ringing twice
        std::string incident{}, severity{}, title{}; // "INC-12", "sev2"
        std::string person{}, reason{}, link{};
    };

    static constexpr Duration answer_within = seconds{10};
    // A gateway that asks for a longer pause is asked again sooner all the same: somebody is needed.
    static constexpr Duration retry_after_max = minutes{2};

    // `web` has to outlive it. `now` is the wall clock, for the signature.
    PageHook(net::Web& web, Settings settings, std::function<Instant()> now)
        : web_{web}, settings_{std::move(settings)}, now_{std::move(now)} {}

    // One try. `done` is called once, on the loop, within `answer_within`. Trying again is the caller's, with
    // the same key: "Idempotency-Key" and the member "key" are then the same. Signed pages carry
    // "X-Tocsin-Signature: t=SECONDS,v1=HEX", where HEX is the HMAC-SHA256 of "SECONDS.BODY".
    void page(const Page&, std::function<void(Delivered)> done);

    // Whether to try again, in one place. What may have arrived is tried again: the key keeps it from ringing
    // twice.
    static Delivered judged(const net::WebResult&);

private:
    net::Web& web_;
    Settings settings_;
    std::function<Instant()> now_;
};

} // namespace tocsin
