// The queue of calls, and what keeps it within Slack's limits.
#include "integrations/slack/api.hpp"

#include "integrations/net/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace tocsin::slack {
namespace {

using nlohmann::json;

constexpr std::size_t answer_bytes_max = 8 << 20; // a page of history, with blocks
constexpr std::size_t history_values_max = 200'000;
constexpr Duration retry_after_max = minutes{5};
constexpr Duration retry_after_default = seconds{30};
constexpr std::uint32_t doublings_max = 5; // 2 s to 64 s
constexpr Duration rest_first = seconds{2};

// Calls a minute that Slack allows a method (SLACK.md 3). What is not here: tier 3.
struct Tier {
    std::string_view method;
    int a_minute;
};
constexpr std::array tiers{
    Tier{"chat.postMessage", 300},
    Tier{"chat.postEphemeral", 100},
    Tier{"conversations.create", 20},
    Tier{"conversations.rename", 20},
    Tier{"conversations.setTopic", 20},
    Tier{"conversations.setPurpose", 20},
    Tier{"conversations.list", 20},
    Tier{"conversations.members", 100},
    Tier{"conversations.archive", 20},
    Tier{"pins.add", 20},
    Tier{"pins.remove", 20},
    Tier{"bookmarks.add", 20},
    Tier{"bookmarks.edit", 20},
    Tier{"reactions.remove", 20},
    Tier{"users.info", 100},
    Tier{"users.list", 20},
    Tier{"usergroups.list", 20},
    Tier{"usergroups.users.list", 20},
    Tier{"views.open", 100},
    Tier{"views.push", 100},
    Tier{"views.update", 100},
    Tier{"views.publish", 100},
    Tier{"files.getUploadURLExternal", 100},
    Tier{"files.completeUploadExternal", 100},
    Tier{"auth.test", 100},
    Tier{"chat.getPermalink", 100},
};
int tier_of(std::string_view method) {
    const auto it = std::ranges::find(tiers, method, &Tier::method);
    return it == tiers.end() ? 50 : it->a_minute;
}

// These take forms only (SLACK.md 3).
bool takes_forms(std::string_view method) {
    static constexpr std::array endings{".info", ".list", ".history", ".replies", ".members"};
    for (const std::string_view ending : endings)
        if (method.ends_with(ending)) return true;
    return method == "chat.getPermalink" || method == "users.lookupByEmail" ||
           method == "files.getUploadURLExternal" || method == "auth.test" || method == "users.profile.get";
}

void add_encoded(std::string& out, std::string_view text) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            out += '%';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
    }
}

std::string form_of(const json& args) {
    std::string out;
    for (const auto& [name, value] : args.items()) {
        if (value.is_null()) continue;
        if (!out.empty()) out += '&';
        add_encoded(out, name);
        out += '=';
        add_encoded(out, value.is_string() ? value.get_ref<const std::string&>()
                                           : value.dump(-1, ' ', false, json::error_handler_t::replace));
    }
    return out;
}

Duration retry_after(const net::WebResult& r) {
    const auto it = r.headers.find("retry-after");
    if (it == r.headers.end()) return retry_after_default;
    const int s = std::atoi(it->second.c_str());
    return std::clamp<Duration>(seconds{s}, seconds{1}, retry_after_max);
}

} // namespace

ApiResult result_of(std::string_view method, const net::WebResult& r) {
    ApiResult out;
    out.problem = r.problem;
    switch (r.how) {
    case net::WebResult::How::not_sent:
    case net::WebResult::How::refused:
        out.fate = Fate::again;
        out.unreachable = true;
        return out;
    case net::WebResult::How::doubtful:
        out.fate = Fate::doubtful;
        out.unreachable = true;
        return out;
    case net::WebResult::How::answered: break;
    }
    const auto header = [&](std::string_view name) {
        const auto it = r.headers.find(name);
        return it == r.headers.end() ? std::string{} : it->second;
    };
    out.scopes = header("x-oauth-scopes");
    out.server_date = header("date");
    const bool limited = r.status == 429;
    if (limited) out.retry_after = retry_after(r);
    const auto body = net::parse_untrusted(r.body, answer_bytes_max, history_values_max);
    if (body && body->is_object()) {
        out.ok = body->value("ok", json(false)) == true;
        out.error = net::text_in(*body, "error").value_or("");
        out.needed = net::text_in(*body, "needed").value_or("");
        out.provided = net::text_in(*body, "provided").value_or("");
        out.body = std::move(*body);
    }
    if (out.ok && r.status < 300) return out;
    out.ok = false;
    if (r.status >= 500) out.unreachable = true;
    out.fate = limited ? Fate::again : fate_of(method, r.status, out.error);
    if (out.problem.empty())
        out.problem = out.error.empty() ? fmt::format("Slack answered {} to {}.", r.status, method)
                                        : advice_for(out.error, out.needed, out.provided);
    return out;
}

Api::Api(Settings settings, Doors doors) : settings_{std::move(settings)}, doors_{std::move(doors)} {
    if (!settings_.base_url.ends_with('/')) settings_.base_url += '/';
    // About one message a second and channel, several hundred a minute and workspace.
    workspace_ = {.tokens = 30, .capacity = 30, .per_second = 5, .at = doors_.now()};
}

Api::Bucket& Api::bucket(std::string_view method) {
    const auto it = methods_.find(method);
    if (it != methods_.end()) return it->second;
    // Half of a minute's allowance at once, the rest as it comes: never more than the allowance in any
    // minute.
    const double tier = tier_of(method);
    return methods_[std::string{method}] = {
               .tokens = tier / 2, .capacity = tier / 2, .per_second = tier / 120, .at = doors_.now()};
}

void Api::refill(Bucket& b, Instant now) {
    if (now > b.at) {
        b.tokens =
            std::min(b.capacity, b.tokens + b.per_second * static_cast<double>((now - b.at).count()) / 1000);
        b.at = now;
    }
    if (b.at > now + minutes{1}) b.at = now; // the clock was set back
}

Instant Api::free_at(Bucket& b, Instant now) {
    refill(b, now);
    Instant at = std::max(b.paused_until, now);
    if (b.tokens < 1)
        at = std::max(
            at, now + Duration{static_cast<std::int64_t>(std::ceil((1 - b.tokens) / b.per_second * 1000))});
    return at;
}

Instant Api::ready_at(const Call& c) {
    const Instant now = doors_.now();
    Instant at = free_at(bucket(c.method), now);
    if (c.channel.empty()) return at;
    auto [it, fresh] = channels_.try_emplace(c.channel);
    if (fresh) it->second = {.tokens = 4, .capacity = 4, .per_second = 1, .at = now};
    at = std::max(at, free_at(it->second, now));
    return std::max(at, free_at(workspace_, now));
}

Duration Api::rests() const {
    const Instant now = doors_.now();
    return rest_until_ > now ? rest_until_ - now : Duration{};
}

std::uint64_t Api::limited(std::string_view method) const {
    const auto it = methods_.find(method);
    return it == methods_.end() ? 0 : it->second.limited;
}

void Api::call(std::string method, json args, Lane lane, Done done, std::string channel) {
    Call c{.method = std::move(method),
           .channel = std::move(channel),
           .args = std::move(args),
           .lane = lane,
           .number = ++numbers_,
           .asked = doors_.now(),
           .done = std::move(done)};
    if (queue_.size() >= waiting_max)
        return finish(
            c,
            {.fate = Fate::again, .problem = "Too many calls wait for Slack.", .retry_after = seconds{10}});
    const auto after =
        std::find_if(queue_.begin(), queue_.end(), [&](const Call& other) { return other.lane > lane; });
    queue_.insert(after, std::move(c));
    pump();
}

// Not from within the caller: it may still be setting up what the answer needs.
void Api::finish(const Call& c, ApiResult result) {
    doors_.scheduler.after(
        Duration{}, [done = c.done, result = std::move(result)]() mutable { done(std::move(result)); });
}

void Api::pump() {
    if (pumping_) return;
    pumping_ = true;
    const Instant now = doors_.now();
    Instant next = Instant::max();
    for (auto it = queue_.begin(); it != queue_.end();) {
        const Instant at = ready_at(*it);
        if (at <= now) {
            Call ready = std::move(*it);
            it = queue_.erase(it);
            send(std::move(ready));
        } else if (now - it->asked > patience) {
            finish(
                *it,
                {.fate = Fate::again, .problem = "Slack's rate limit was reached.", .retry_after = at - now});
            it = queue_.erase(it);
        } else {
            next = std::min({next, at, it->asked + patience + Duration{1}});
            ++it;
        }
    }
    pumping_ = false;
    if (next == Instant::max() || timer_) return;
    timer_ = true;
    doors_.scheduler.after(std::max<Duration>(next - now, Duration{1}),
                           [this, alive = std::weak_ptr{alive_}] {
                               if (alive.expired()) return;
                               timer_ = false;
                               pump();
                           });
}

net::WebCall Api::request(const std::string& method, const json& args, const std::string& token) const {
    const bool form = takes_forms(method) || method == "apps.connections.open";
    return {.url = settings_.base_url + method,
            .headers = {{"Authorization", "Bearer " + token},
                        {"Content-Type",
                         form ? "application/x-www-form-urlencoded" : "application/json; charset=utf-8"}},
            .body = form ? form_of(args) : args.dump(-1, ' ', false, json::error_handler_t::replace),
            .within = within};
}

void Api::send(Call c) {
    bucket(c.method).tokens -= 1;
    if (!c.channel.empty()) {
        channels_[c.channel].tokens -= 1;
        workspace_.tokens -= 1;
    }
    auto wire = request(c.method, c.args, settings_.bot_token);
    doors_.web.call(std::move(wire),
                    [this, alive = std::weak_ptr{alive_}, c = std::move(c)](net::WebResult r) mutable {
                        if (!alive.expired()) answered(std::move(c), std::move(r));
                    });
}

void Api::answered(Call c, net::WebResult r) {
    const bool limited = r.how == net::WebResult::How::answered && r.status == 429;
    ApiResult result = result_of(c.method, r);
    note_reachable(!result.unreachable, result.problem);
    if (limited) {
        Bucket& b = bucket(c.method);
        ++b.limited;
        const Instant until = doors_.now() + result.retry_after;
        b.paused_until = std::max(b.paused_until, until);
        // It was not run: it waits its turn, unless that takes longer than its asker has patience.
        if (until - c.asked <= patience && queue_.size() < waiting_max) {
            const auto before = std::find_if(queue_.begin(), queue_.end(), [&](const Call& other) {
                return other.lane > c.lane || (other.lane == c.lane && other.number > c.number);
            });
            queue_.insert(before, std::move(c));
            return pump();
        }
    }
    if (result.fate == Fate::stop || result.fate == Fate::person) doors_.refused(result);
    c.done(std::move(result));
    pump();
}

void Api::note_reachable(bool reached, const std::string& problem) {
    const bool before = failures_ == 0;
    if (reached) {
        failures_ = 0;
        rest_until_ = {};
    } else {
        const Duration bound = rest_first * (1 << std::min(failures_, doublings_max));
        ++failures_;
        rest_until_ = doors_.now() + Duration{static_cast<std::int64_t>(static_cast<double>(bound.count()) *
                                                                        (0.5 + doors_.jitter() / 2))};
    }
    if (before != reached) doors_.reached(reached, problem);
}

void Api::open_connection(Done done) {
    doors_.web.call(request("apps.connections.open", json::object(), settings_.app_token),
                    [this, alive = std::weak_ptr{alive_}, done = std::move(done)](const net::WebResult& r) {
                        if (alive.expired()) return;
                        auto result = result_of("apps.connections.open", r);
                        note_reachable(!result.unreachable, result.problem);
                        if (result.fate == Fate::stop || result.fate == Fate::person) doors_.refused(result);
                        done(std::move(result));
                    });
}

void Api::post_to(std::string url, std::string content_type, std::string body, Done done) {
    net::WebCall call{.url = std::move(url),
                      .headers = {{"Content-Type", std::move(content_type)}},
                      .body = std::move(body),
                      .within = within};
    doors_.web.call(std::move(call), [done = std::move(done)](const net::WebResult& r) {
        // These answer "ok" or nothing at all, not JSON.
        ApiResult result;
        result.problem = r.problem;
        result.unreachable = r.how != net::WebResult::How::answered || r.status >= 500;
        result.ok = r.how == net::WebResult::How::answered && r.status >= 200 && r.status < 300;
        result.fate = result.ok ? Fate::done : result.unreachable ? Fate::again : Fate::ours;
        if (r.status == 429) {
            result.fate = Fate::again;
            result.retry_after = retry_after(r);
        }
        done(std::move(result));
    });
}

} // namespace tocsin::slack
