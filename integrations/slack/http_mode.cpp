// One request: signature, reading, handing on, the deadline. Everything runs on the loop.
#include "integrations/slack/http_mode.hpp"

#include <charconv>

namespace tocsin::slack {
namespace {

using Json = nlohmann::json;

constexpr std::string_view still_saving = "Still being saved; the answer follows.";
constexpr std::string_view not_saved = "Nothing was done: this could not be saved.";
constexpr std::size_t typed_max = 3'000; // characters of a line that is shown again

// Who asked, and how to answer when it went wrong: kept while the payload is gone to be recorded.
struct Asker {
    enum class Kind : std::uint8_t { event, command, form, query, other } kind{};
    Actor actor;
    std::string response_url;
    std::string typed;       // a command as it was typed
    std::string first_input; // block_id of a form: where a problem can be shown
};

Asker asker_of(const Interaction& interaction) {
    Asker asker{.kind = Asker::Kind::other};
    std::visit(
        [&](const auto& i) {
            if constexpr (requires { i.actor; }) asker.actor = i.actor;
            if constexpr (requires { i.response_url; }) asker.response_url = i.response_url;
        },
        interaction);
    if (std::holds_alternative<BlockSuggestion>(interaction)) asker.kind = Asker::Kind::query;
    if (const auto* form = std::get_if<ViewSubmission>(&interaction)) {
        asker.kind = Asker::Kind::form;
        if (!form->view.values.empty()) asker.first_input = form->view.values.begin()->first;
        if (!form->response_urls.empty()) asker.response_url = form->response_urls.front().second;
    }
    return asker;
}

Asker asker_of(const HttpPayload& payload) {
    if (const auto* interaction = std::get_if<Interaction>(&payload)) return asker_of(*interaction);
    if (const auto* command = std::get_if<SlashCommand>(&payload))
        return {.kind = Asker::Kind::command,
                .actor = command->actor,
                .response_url = command->response_url,
                .typed = command->command + (command->text.empty() ? "" : " ") + command->text};
    return {.kind = Asker::Kind::event};
}

net::Response ok(const std::optional<Json>& payload = std::nullopt) {
    if (!payload || payload->is_null()) return {.content_type = ""};
    return {.content_type = "application/json; charset=utf-8",
            .body = payload->dump(-1, ' ', false, Json::error_handler_t::replace)};
}
net::Response refusal(int status) { return {.status = status, .content_type = ""}; }

Json message(std::string_view text) { return {{"response_type", "ephemeral"}, {"text", text}}; }

Json not_saved_message(const Asker& asker) {
    std::string text{not_saved};
    if (!asker.typed.empty() && asker.typed.size() <= typed_max) text += " Type it again:\n" + asker.typed;
    return message(text);
}

// Commands and interactions are not sent again. Where no text can be shown, an error is: Slack then puts a
// warning on the button.
net::Response not_recorded(const Asker& asker, const std::optional<Json>& payload) {
    if (asker.kind == Asker::Kind::event) return refusal(503);
    if (payload) return ok(payload);
    if (asker.kind == Asker::Kind::command) return ok(not_saved_message(asker));
    if (asker.first_input.empty()) return refusal(503);
    return ok(Json{{"response_action", "errors"},
                   {"errors", {{asker.first_input, std::string{not_saved} + " Press the button again."}}}});
}

net::Response too_late(const Asker& asker) {
    using Kind = Asker::Kind;
    switch (asker.kind) {
    case Kind::event: return refusal(503); // Slack sends it again, and it is known by its event_id
    case Kind::command: return ok(message(still_saving));
    case Kind::query: return ok(Json{{"options", Json::array()}});
    case Kind::form:
    case Kind::other: break;
    }
    return ok();
}

RetryInfo retry_of(const net::Request& request) {
    RetryInfo retry{.reason = std::string{request.header("x-slack-retry-reason")}};
    const auto num = request.header("x-slack-retry-num");
    std::from_chars(num.data(), num.data() + num.size(), retry.num);
    return retry;
}

std::int64_t seconds_of(Instant now) {
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

} // namespace

struct HttpMode::Impl {
    Settings settings;
    Doors doors;
    Counts counts{};

    // A request that waits for its acknowledgement, or had to be answered without.
    struct Open {
        std::weak_ptr<Impl> mode;
        Asker asker;
        net::Respond respond;
        runtime::Scheduler::Ticket deadline{};
        bool answered{}, acked{};
    };

    static bool is_signed(const Impl& mode, const net::Request& request) {
        return signed_by(mode.settings.signing_secret, request.header("x-slack-request-timestamp"),
                         request.header("x-slack-signature"), request.body, seconds_of(mode.doors.now()));
    }

    static void handle(const std::shared_ptr<Impl>& mode, const net::Request& request, net::Respond respond) {
        ++mode->counts.requests;
        if (!is_signed(*mode, request)) {
            ++mode->counts.unsigned_requests;
            return respond(refusal(401));
        }
        auto payload = body_from(request.body, request.header("content-type"));
        if (!payload) {
            ++mode->counts.unreadable;
            net::Response answer = refusal(400);
            answer.headers.emplace_back("x-slack-no-retry", "1"); // it will be no better the next time
            return respond(std::move(answer));
        }
        if (const auto* hello = std::get_if<UrlVerification>(&*payload))
            return respond(ok(Json{{"challenge", hello->challenge}}));
        if (const auto* command = std::get_if<SlashCommand>(&*payload);
            command != nullptr && command->ssl_check)
            return respond(ok());
        hand_on(mode, std::move(*payload), retry_of(request), std::move(respond));
    }

    static void hand_on(const std::shared_ptr<Impl>& mode, HttpPayload payload, RetryInfo retry,
                        net::Respond respond) {
        if (retry.num > 0) ++mode->counts.retries;
        auto open = std::make_shared<Open>(
            Open{.mode = mode, .asker = asker_of(payload), .respond = std::move(respond)});
        open->deadline = mode->doors.scheduler.after(answer_within, [open] {
            if (open->answered) return;
            open->answered = true;
            open->respond(too_late(open->asker));
        });
        mode->doors.take(std::move(payload), std::move(retry),
                         [open](std::optional<Json> answer, bool recorded) {
                             acknowledge(*open, std::move(answer), recorded);
                         });
    }

    static void acknowledge(Open& open, std::optional<Json> payload, bool recorded) {
        const auto mode = open.mode.lock();
        if (open.acked || !mode) return;
        open.acked = true;
        if (!recorded) ++mode->counts.not_recorded;
        if (open.answered) return late(*mode, open, std::move(payload), recorded);
        open.answered = true;
        mode->doors.scheduler.cancel(open.deadline);
        // A pressed button shows a warning only; the words come as a message.
        if (!recorded && !payload && open.asker.kind == Asker::Kind::other &&
            !open.asker.response_url.empty())
            late(*mode, open, std::nullopt, false);
        open.respond(recorded ? ok(payload) : not_recorded(open.asker, payload));
    }

    static void late(Impl& mode, const Open& open, std::optional<Json> payload, bool recorded) {
        if (open.asker.kind == Asker::Kind::event || open.asker.kind == Asker::Kind::query) return;
        if (recorded && (!payload || payload->empty())) return;
        if (!recorded && !payload) payload = not_saved_message(open.asker);
        ++mode.counts.late;
        if (mode.doors.late)
            mode.doors.late({open.asker.response_url, open.asker.actor, std::move(payload), recorded});
    }
};

HttpMode::HttpMode(Settings settings, Doors doors)
    : impl_{std::make_shared<Impl>(Impl{std::move(settings), std::move(doors)})} {}
HttpMode::~HttpMode() = default;

const HttpMode::Counts& HttpMode::counts() const { return impl_->counts; }

void HttpMode::serve(net::HttpServer& server) {
    const auto handler = [weak = std::weak_ptr{impl_}](const net::Request& request, net::Respond respond) {
        if (const auto mode = weak.lock()) return Impl::handle(mode, request, std::move(respond));
        respond(refusal(503));
    };
    for (const auto& path : {impl_->settings.events, impl_->settings.commands, impl_->settings.interactions})
        server.route("POST", path, handler);
    // Slack looks at the certificate now and then, also without a signature: nothing is done, nothing is
    // told.
    server.route("GET", impl_->settings.commands,
                 [](const net::Request& request, const net::Respond& respond) {
                     respond(refusal(request.parameter("ssl_check") == "1" ? 200 : 405));
                 });
}

} // namespace tocsin::slack
