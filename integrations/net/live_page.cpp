// The queue of a live page.
#include "integrations/net/live_page.hpp"

#include <utility>

namespace tocsin::net {

void LivePage::send(std::string text) {
    if (ended_ || closing_) return;
    bytes_ += text.size();
    queue_.push_back(std::move(text));
    if (queue_.size() <= queue_max_ && bytes_ <= queue_bytes_max) {
        if (wake) wake();
        return;
    }
    // It reads too slowly to be kept up to date. It is cut, not closed with a handshake that it would not
    // read either; it loads everything anew when it comes back.
    closing_ = true;
    queue_.clear();
    if (abort) abort();
}

void LivePage::close() {
    closing_ = true;
    if (wake) wake();
}

std::optional<std::string> LivePage::next() {
    if (queue_.empty()) return std::nullopt;
    std::string text = std::move(queue_.front());
    queue_.pop_front();
    bytes_ -= text.size();
    return text;
}

void LivePage::end() {
    if (std::exchange(ended_, true)) return;
    if (wake) wake();
    wake = nullptr;
    abort = nullptr;
    on_text = nullptr;
    const auto tell = std::exchange(on_closed, nullptr);
    if (tell) tell();
}

} // namespace tocsin::net
