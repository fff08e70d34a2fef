// Carries requests and frames between a program and the fake, each way with its delay.
#include "tests/fakes/slack/in_process.hpp"

#include <set>

namespace tocsin::fakes {
namespace {

struct Pending {
    std::function<void(net::WebResult)> done; // empty: answered, timed out, or forgotten
    bool sent{}, late{};
};

void finish(const std::shared_ptr<Pending>& pending, net::WebResult result) {
    if (const auto done = std::exchange(pending->done, nullptr)) done(std::move(result));
}

net::WebResult result_of(const Answer& answer) {
    using How = net::WebResult::How;
    if (answer.how == Answer::How::not_reached)
        return {.how = How::not_sent, .problem = "connection refused"};
    if (answer.how == Answer::How::cut)
        return {.how = How::doubtful, .problem = "the connection ended without an answer"};
    return {.how = How::answered, .status = answer.status, .headers = answer.headers, .body = answer.body};
}

// "/api/auth.test" of "https://slack.com/api/auth.test"; nullopt: no address of this Slack.
std::optional<std::string> target_of(const Settings& settings, const std::string& url) {
    if (url.starts_with(settings.api_base)) return "/api/" + url.substr(settings.api_base.size());
    if (url.starts_with(settings.hooks_base + "/")) return url.substr(settings.hooks_base.size());
    if (url.starts_with(settings.files_base + "/")) return url.substr(settings.files_base.size());
    return std::nullopt;
}

} // namespace

struct InProcess::Core : std::enable_shared_from_this<Core> {
    Core(Slack& s, runtime::Scheduler& r, Times t) : slack{s}, scheduler{r}, times{t} {}

    Slack& slack;
    runtime::Scheduler& scheduler;
    Times times;
    std::set<std::shared_ptr<Pending>> pending;
    std::set<Wire*> wires;
    std::optional<Instant> timer;

    // Not when the adapter is gone by then.
    void after(Duration wait, std::function<void()> action) {
        scheduler.after(wait, [weak = weak_from_this(), action = std::move(action)] {
            if (const auto self = weak.lock()) action();
        });
    }
    void set_timer() {
        const auto due = slack.next_due();
        if (!due || (timer && *timer <= *due)) return;
        timer = due;
        scheduler.at(*due, [weak = weak_from_this()] {
            const auto self = weak.lock();
            if (!self) return;
            self->timer.reset();
            self->slack.run_due(self->slack.now());
            self->set_timer();
        });
    }
    void call(net::WebCall call, std::function<void(net::WebResult)> done);
};

// One end of a socket. The program holds it; frames under way hold the wire's life, never the object.
class InProcess::Wire final : public net::WebLine {
public:
    struct Life {
        net::LineEvents events;
        std::optional<Sockets::Id> socket;
        bool ended{};
        void close(const std::string& why) {
            if (std::exchange(ended, true)) return;
            if (events.on_closed) events.on_closed(why);
        }
    };

    Wire(std::shared_ptr<Core> core, net::LineEvents events)
        : core_{std::move(core)}, life_{std::make_shared<Life>()} {
        life_->events = std::move(events);
        core_->wires.insert(this);
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    ~Wire() override {
        core_->wires.erase(this);
        vanish();
    }

    // The process is dead, and its machine's TCP says so at once.
    void die() {
        if (std::exchange(life_->ended, true)) return;
        if (life_->socket) core_->slack.sockets.closed(*life_->socket, false);
    }
    void vanish() { // without a Close frame
        if (std::exchange(life_->ended, true)) return;
        core_->after(core_->times.one_way, [core = core_.get(), life = life_] {
            if (life->socket) core->slack.sockets.closed(*life->socket, false);
        });
    }
    void send(std::string text) override {
        core_->after(core_->times.one_way, [core = core_.get(), life = life_, text = std::move(text)] {
            if (life->socket) core->slack.sockets.received(*life->socket, text);
        });
    }
    void ping(std::string) override {
        core_->after(2 * core_->times.one_way, [core = core_.get(), life = life_] { alive(*core, *life); });
    }
    void close(std::uint16_t) override {
        const auto way = core_->times.one_way;
        core_->after(way, [core = core_.get(), life = life_] {
            if (life->socket && !core->slack.faults.stalled) core->slack.sockets.closed(*life->socket, true);
        });
        const bool heard = !core_->slack.faults.stalled;
        core_->after(heard ? 2 * way : Duration{std::chrono::seconds{5}}, [core = core_.get(), life = life_] {
            if (life->socket) core->slack.sockets.closed(*life->socket, false);
            life->close("closed");
        });
    }

    void begin(const std::string& ticket, bool debug_reconnects) {
        core_->after(2 * core_->times.one_way, [core = core_.get(), life = life_, ticket, debug_reconnects] {
            if (life->ended) return;
            if (core->slack.now() < core->slack.faults.away_until) return life->close("connection refused");
            if (!core->slack.sockets.ticket_good(ticket))
                return life->close("the handshake was refused: 404");
            if (life->events.on_open) life->events.on_open();
            life->socket = core->slack.sockets.open(ticket, line_of(*core, life), debug_reconnects);
            keep_pinging(*core, life);
        });
    }

private:
    static void alive(Core& core, Life& life) {
        if (!life.ended && !core.slack.faults.stalled && life.socket && life.events.on_alive)
            life.events.on_alive();
    }
    static void keep_pinging(Core& core, const std::shared_ptr<Life>& life) {
        if (core.times.server_ping <= Duration{} || life->ended) return;
        core.after(core.times.server_ping, [core = &core, life] {
            alive(*core, *life);
            keep_pinging(*core, life);
        });
    }
    static Line line_of(Core& core, const std::shared_ptr<Life>& life) {
        // Slack may still be sending when the program, and its end of the line, is gone.
        const auto later = [weak = core.weak_from_this()](auto action) {
            if (const auto self = weak.lock()) self->after(self->times.one_way, std::move(action));
        };
        return {
            .send =
                [later, life](const std::string& text) {
                    later([life, text] {
                        if (life->ended) return;
                        if (text.size() > net::Web::frame_bytes_max)
                            return life->close("a frame is too long");
                        if (life->events.on_alive) life->events.on_alive();
                        if (life->events.on_text && !life->ended) life->events.on_text(text);
                    });
                },
            .close =
                [later, life](std::uint16_t code) {
                    later([life, code] { life->close("closed by the other side, " + std::to_string(code)); });
                },
            .cut = [later, life] { later([life] { life->close("connection reset"); }); }};
    }

    std::shared_ptr<Core> core_;
    std::shared_ptr<Life> life_;
};

void InProcess::Core::call(net::WebCall call, std::function<void(net::WebResult)> done) {
    const auto waiting = std::make_shared<Pending>(Pending{.done = std::move(done)});
    pending.insert(waiting);
    const auto target = target_of(slack.settings, call.url);
    after(call.within, [this, waiting] {
        pending.erase(waiting);
        waiting->late = !waiting->sent; // then it never leaves
        const auto how = waiting->sent ? net::WebResult::How::doubtful : net::WebResult::How::not_sent;
        finish(waiting, {.how = how, .problem = "no answer in time"});
    });
    after(times.one_way, [this, waiting, target, call = std::move(call)] {
        if (waiting->late) return;
        if (!target) {
            pending.erase(waiting);
            return finish(waiting, {.how = net::WebResult::How::refused, .problem = "no such host"});
        }
        Request request{.method = call.method, .target = *target, .body = call.body};
        for (const auto& [name, value] : call.headers)
            request.headers.insert_or_assign(lower_case(name), value);
        const auto answer = slack.request(request);
        waiting->sent = answer.how != Answer::How::not_reached;
        after(times.one_way + answer.after, [this, waiting, answer] {
            pending.erase(waiting);
            finish(waiting, result_of(answer));
        });
    });
}

InProcess::InProcess(Slack& slack, runtime::Scheduler& scheduler, Times times)
    : core_{std::make_shared<Core>(slack, scheduler, times)} {
    slack.timers.on_added = [weak = std::weak_ptr{core_}] {
        if (const auto core = weak.lock()) core->set_timer();
    };
    core_->set_timer();
}

InProcess::~InProcess() { core_->slack.timers.on_added = nullptr; }

void InProcess::call(net::WebCall call, std::function<void(net::WebResult)> done) {
    core_->call(std::move(call), std::move(done));
}

std::shared_ptr<net::WebLine> InProcess::connect(std::string url, net::LineEvents events) {
    const auto question = std::min(url.find('?'), url.size());
    const auto fields = form_fields(url.substr(std::min(question + 1, url.size())))
                            .value_or(std::map<std::string, std::string>{});
    const auto ticket = fields.find("ticket");
    const bool debug = fields.contains("debug_reconnects") && fields.at("debug_reconnects") == "true";
    auto wire = std::make_shared<Wire>(core_, std::move(events));
    wire->begin(ticket == fields.end() ? std::string{} : ticket->second, debug);
    return wire;
}

void InProcess::forget() {
    for (const auto& waiting : core_->pending) waiting->done = nullptr;
    core_->pending.clear();
    for (auto* wire : core_->wires) wire->die();
}

std::size_t InProcess::calls_under_way() const { return core_->pending.size(); }

} // namespace tocsin::fakes
