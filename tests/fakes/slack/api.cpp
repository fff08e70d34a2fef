// Takes a request apart, checks token, scope and rate, runs the method, and words the answer.
#include "tests/fakes/slack/api.hpp"

#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>

namespace tocsin::fakes {
namespace {

using namespace std::chrono_literals;
using Headers = std::map<std::string, std::string, std::less<>>;

std::string header(const Headers& headers, std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
}

json without_nulls(const json& arguments) { // null means the default
    json out = json::object();
    for (const auto& [name, value] : arguments.items())
        if (!value.is_null()) out[name] = value;
    return out;
}

void add_fields(Call& call, std::string_view text) {
    const auto fields = form_fields(text);
    if (!fields) throw Refused{"invalid_form_data"};
    for (const auto& [name, value] : *fields) call.arguments[name] = value;
}

void add_body(Call& call, const MethodRow& row, const std::string& content_type, const std::string& body) {
    const auto type = lower_case(content_type.substr(0, content_type.find(';')));
    if (type == "application/x-www-form-urlencoded") return add_fields(call, body);
    if (type == "application/json") {
        if (!row.takes_json) return; // read methods do not look at it
        call.as_json = true;
        if (lower_case(content_type).find("charset") == std::string::npos)
            call.warnings.emplace_back("missing_charset");
        if (body.empty()) return;
        const auto parsed = json::parse(body, nullptr, false);
        if (parsed.is_discarded()) throw Refused{"invalid_json"};
        if (!parsed.is_object()) throw Refused{"json_not_object"};
        call.arguments.update(without_nulls(parsed));
        return;
    }
    if (body.empty()) return;
    throw Refused{type.empty() ? "missing_post_type" : "invalid_post_type"};
}

// In the header, or as an argument of a form; never inside JSON.
std::string token_of(const Call& call, const Headers& headers) {
    const auto value = header(headers, "authorization");
    if (lower_case(value.substr(0, 7)) == "bearer ") return value.substr(7);
    return call.as_json ? std::string{} : call.text("token");
}

void check_token(const Slack& slack, const MethodRow& row, const Call& call, const Headers& headers) {
    const bool for_app = row.name == "apps.connections.open";
    if (for_app && call.has("token")) throw Refused{"invalid_arguments"};
    const auto token = token_of(call, headers);
    if (token.empty()) throw Refused{for_app ? "missing_args" : "not_authed"};
    const bool bot = token == slack.settings.bot_token, app = token == slack.settings.app_token;
    if (!bot && !app) throw Refused{"invalid_auth"};
    if (slack.faults.token_revoked) throw Refused{"token_revoked"};
    if (for_app != app) throw Refused{"not_allowed_token_type"};
}

std::string scopes_text(const Slack& slack) {
    std::string out;
    for (const auto& scope : slack.settings.scopes) out += (out.empty() ? "" : ",") + scope;
    return out;
}

void check_scopes(const Slack& slack, const MethodRow& row) {
    if (row.scopes.empty()) return;
    for (const auto& scope : split(row.scopes, '|'))
        if (slack.settings.scopes.contains(scope)) return;
    throw Refused{"missing_scope",
                  {{"needed", split(row.scopes, '|').front()}, {"provided", scopes_text(slack)}}};
}

Answer answer_of(json body, int status = 200) {
    Answer answer{.status = status, .body = body.dump()};
    answer.headers["content-type"] = "application/json; charset=utf-8";
    return answer;
}

Answer rate_limited(const std::string& method, std::int64_t wait) {
    auto answer = answer_of(
        {{"ok", false}, {"error", method.starts_with("chat.") ? "rate_limited" : "ratelimited"}}, 429);
    answer.headers["retry-after"] = std::to_string(wait);
    return answer;
}

bool matches(const ApiFault& fault, std::string_view method) {
    if (fault.method == "*" || fault.method == method) return true;
    return fault.method.ends_with(".*") &&
           method.starts_with(fault.method.substr(0, fault.method.size() - 1));
}

std::optional<ApiFault> next_fault(Slack& slack, std::string_view method) {
    auto& faults = slack.faults.api;
    for (auto i = faults.begin(); i != faults.end(); ++i) {
        if (!matches(*i, method) || !slack.dice.happens(i->share)) continue;
        const auto fault = *i;
        if (i->times > 0 && --i->times == 0) faults.erase(i);
        return fault;
    }
    return std::nullopt;
}

// What is answered instead of doing it; nullopt: it is done.
std::optional<Answer> before(const std::optional<ApiFault>& fault, const std::string& method) {
    using What = ApiFault::What;
    if (!fault) return std::nullopt;
    switch (fault->what) {
    case What::error: return answer_of({{"ok", false}, {"error", fault->error}});
    case What::status: return Answer{.status = fault->status, .body = "not now"};
    case What::cut_before: return Answer{.how = Answer::How::cut};
    case What::not_reached: return Answer{.how = Answer::How::not_reached};
    case What::rate_limited:
        return rate_limited(method,
                            std::max<std::int64_t>(1, std::chrono::ceil<seconds>(fault->delay).count()));
    case What::status_after:
    case What::error_after:
    case What::late:
    case What::cut_after: break;
    }
    return std::nullopt;
}

// Done; what becomes of the answer.
void after(const std::optional<ApiFault>& fault, Answer& answer) {
    using What = ApiFault::What;
    if (!fault) return;
    if (fault->what == What::status_after) answer = {.status = fault->status, .body = "something broke"};
    if (fault->what == What::error_after) answer = answer_of({{"ok", false}, {"error", fault->error}});
    if (fault->what == What::late) answer.after = fault->delay;
    if (fault->what == What::cut_after) answer = {.how = Answer::How::cut, .after = fault->delay};
}

json recorded_headers(const Headers& headers) { // without the token
    json out = json::object();
    for (const auto& [name, value] : headers)
        if (name != "authorization" && name != "cookie") out[name] = value;
    return out;
}

} // namespace

const MethodRow* method_named(std::string_view name) {
    static const auto all = [] {
        std::map<std::string_view, const MethodRow*> rows;
        for (const auto* family :
             {&chat_methods(), &conversation_methods(), &membership_methods(), &reading_methods(),
              &mark_methods(), &people_methods(), &view_methods(), &file_methods(), &app_methods()})
            for (const auto& row : *family) rows.emplace(row.name, &row);
        return rows;
    }();
    const auto found = all.find(name);
    return found == all.end() ? nullptr : found->second;
}

Slack::Slack(std::function<Instant()> now, Settings s)
    : settings{std::move(s)}, dice{settings.seed}, now_{std::move(now)} {
    world.add(User{.id = world.bot_user,
                   .name = "tocsin",
                   .real_name = "Tocsin",
                   .bot = true,
                   .bot_id = world.bot,
                   .app_id = world.app});
    world.add(User{.id = "USLACKBOT", .name = "slackbot", .real_name = "Slackbot"});
}

std::string Slack::new_ts() {
    const auto micros = std::chrono::microseconds{now().time_since_epoch()}.count();
    last_micros_ = std::max(micros, last_micros_ + 1);
    return ts_of_micros(last_micros_);
}

void Slack::go_away(Instant until) {
    faults.away_until = until;
    sockets.cut();
}

Answer Slack::api(const std::string& method, const Headers& headers, const std::string& content_type,
                  const std::string& body) {
    Request request{.target = "/api/" + method, .headers = headers, .body = body};
    if (!content_type.empty()) request.headers["content-type"] = content_type;
    return this->request(request);
}

Answer Slack::request(const Request& request) {
    if (now() < faults.away_until) return {.how = Answer::How::not_reached};
    const auto question = std::min(request.target.find('?'), request.target.size());
    const auto path = request.target.substr(0, question);
    const auto query = request.target.substr(std::min(question + 1, request.target.size()));
    const bool is_method = path.starts_with("/api/");
    const auto name = is_method ? path.substr(5) : path.starts_with("/upload/") ? "upload" : "hooks";
    const auto fault = next_fault(*this, name);
    if (auto instead = before(fault, name)) return *instead;
    auto answer = is_method ? answer_method(name, request, query) : hooks.answer(path, request);
    after(fault, answer);
    return answer;
}

Answer Slack::answer_method(const std::string& method, const Request& request, std::string_view query) {
    const auto* row = method_named(method);
    if (!row) return answer_of({{"ok", false}, {"error", "unknown_method"}, {"req_method", method}});
    if (settings.rates)
        if (const auto wait = rates.call(method, row->a_minute, now())) return rate_limited(method, wait);
    Call call{.method = method};
    const auto content_type = header(request.headers, "content-type");
    json body;
    try {
        if (row->name == "apps.connections.open" && request.method != "POST")
            throw Refused{"insecure_request"};
        add_fields(call, query);
        add_body(call, *row, content_type, request.body);
        check_token(*this, *row, call, request.headers);
        check_scopes(*this, *row);
        body = row->run(*this, call);
        body["ok"] = true;
    } catch (const Refused& refused) {
        body = refused.more.is_object() ? refused.more : json::object();
        body["ok"] = false;
        body["error"] = refused.error;
    }
    if (!call.warnings.empty()) {
        body["warning"] = call.warnings.front();
        body["response_metadata"]["warnings"] = call.warnings;
    }
    call.arguments.erase("token");
    record({{"kind", "api"},
            {"method", method},
            {"http", request.method},
            {"headers", recorded_headers(request.headers)},
            {"content_type", content_type},
            {"json", call.as_json},
            {"arguments", call.arguments},
            {"ok", body["ok"]},
            {"error", body.value("error", "")}});
    if (body.value("error", "") == "rate_limited") return rate_limited(method, body.value("retry_after", 1));
    auto answer = answer_of(body);
    answer.headers["x-slack-req-id"] = lower_case(dice.letters(16));
    answer.headers["x-oauth-scopes"] = scopes_text(*this);
    return answer;
}

} // namespace tocsin::fakes
