// Puts the two halves together.
#include "integrations/net/web_client.hpp"

#include "integrations/net/web_core.hpp"

namespace tocsin::net {
namespace {

class RealWeb final : public Web {
public:
    RealWeb(boost::asio::io_context& loop, WebSettings settings)
        : core_{std::make_shared<WebCore>(loop, std::move(settings))}, calls_{make_calls(core_)},
          lines_{make_lines(core_)} {}
    ~RealWeb() override { core_->over = true; }
    RealWeb(const RealWeb&) = delete;
    RealWeb& operator=(const RealWeb&) = delete;

    void call(WebCall what, std::function<void(WebResult)> done) override {
        calls_->call(std::move(what), std::move(done));
    }
    std::shared_ptr<WebLine> connect(std::string url, LineEvents events) override {
        return lines_->connect(std::move(url), std::move(events));
    }

private:
    WebCorePtr core_;
    std::unique_ptr<HttpsCalls> calls_;
    std::unique_ptr<SocketLines> lines_;
};

} // namespace

std::unique_ptr<Web> make_web(boost::asio::io_context& loop, WebSettings settings) {
    return std::make_unique<RealWeb>(loop, std::move(settings));
}

} // namespace tocsin::net
