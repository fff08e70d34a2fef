// The beat.
#include "integrations/hook/heartbeat.hpp"

#include <utility>

namespace tocsin {

Heartbeat::Heartbeat(net::Web& web, runtime::Scheduler& scheduler, std::string url, Changed changed)
    : web_{web}, scheduler_{scheduler}, url_{std::move(url)}, changed_{std::move(changed)},
      self_{std::make_shared<Heartbeat*>(this)} {
    beat();
}

Heartbeat::~Heartbeat() {
    *self_ = nullptr;
    scheduler_.cancel(next_);
}

void Heartbeat::beat() {
    next_ = scheduler_.after(every, [this] { beat(); });
    web_.call({.method = "GET", .url = url_, .within = answer_within},
              [self = self_](const net::WebResult& result) {
                  if (*self) (*self)->heard(result);
              });
}

void Heartbeat::heard(const net::WebResult& result) {
    const bool answered = result.how == net::WebResult::How::answered;
    const bool works = answered && result.status >= 200 && result.status <= 299;
    if (std::exchange(works_, works) == works) return;
    const std::string problem =
        answered ? "It answered HTTP " + std::to_string(result.status) + "." : result.problem;
    changed_(works, works ? "The heartbeat arrives again."
                          : "The heartbeat does not arrive, so nobody would notice if this machine died. " +
                                problem);
}

} // namespace tocsin
