// Forms: opened at once, since what opens them lives 3 s; what they hold becomes a line like any other.
#include "commands/text/unicode.hpp"
#include "integrations/net/json.hpp"
#include "integrations/slack/impl.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tocsin::slack {

using nlohmann::json;

namespace {

constexpr std::size_t metadata_max = 3'000;
constexpr std::size_t line_max = 2'700;

// Where a form was opened from, and what it is about; comes back with it.
struct Origin {
    std::string channel, response_url, ref, line;
};

std::string to_metadata(const Origin& o) {
    json j = json::object();
    if (!o.channel.empty()) j["channel"] = o.channel;
    if (!o.response_url.empty()) j["url"] = o.response_url;
    if (!o.ref.empty()) j["ref"] = o.ref;
    if (!o.line.empty()) j["line"] = o.line;
    std::string text = j.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() <= metadata_max ? text : "{}";
}

Origin from_metadata(const std::string& text) {
    const auto j = net::parse_untrusted(text.empty() ? "{}" : text);
    if (!j || !j->is_object()) return {};
    const auto of = [&](const char* name) { return net::text_in(*j, name).value_or(""); };
    return {of("channel"), of("url"), of("ref"), of("line")};
}

json errors(const std::map<std::string, std::string>& problems) {
    json by_block = json::object();
    for (const auto& [block, words] : problems) by_block[block] = words;
    return {{"response_action", "errors"}, {"errors", by_block}};
}

json line_view(std::string_view line, std::string metadata) {
    return {{"type", "modal"},
            {"callback_id", "line"},
            {"private_metadata", std::move(metadata)},
            {"title", {{"type", "plain_text"}, {"text", "Complete the line"}}},
            {"submit", {{"type", "plain_text"}, {"text", "Run it"}}},
            {"close", {{"type", "plain_text"}, {"text", "Cancel"}}},
            {"blocks",
             json::array({{{"type", "input"},
                           {"block_id", "line"},
                           {"label", {{"type", "plain_text"}, {"text", "Replace what stands in capitals"}}},
                           {"element",
                            {{"type", "plain_text_input"},
                             {"action_id", "value"},
                             {"multiline", true},
                             {"max_length", 3'000},
                             {"initial_value", std::string{line}}}}}})}};
}

// "INC-7 update customers TEXT": the reference, the audience and the text; nullopt: another line.
struct UpdateLine {
    std::string ref, audience, text;
};
std::optional<UpdateLine> update_in(std::string_view line) {
    UpdateLine u;
    auto next = [&line] {
        const auto end = std::min(line.find(' '), line.size());
        const auto word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        return word;
    };
    for (int n = 0; n < 4 && !line.empty(); ++n) {
        const auto word = next();
        if (word == "update") {
            u.audience = std::string{next()};
            u.text = std::string{line};
            return u;
        }
        if (n > 1) return std::nullopt;
        u.ref += (u.ref.empty() ? "" : " ") + std::string{word};
    }
    return std::nullopt;
}

} // namespace

bool Slack::Impl::has_gaps(std::string_view line) {
    if (update_in(line))
        return true; // nothing goes outside on a single press without its text in view (VOICE 2)
    static constexpr std::string_view gaps[] = {"TEXT",  "TIME",  "REASON",  "WHAT",       "WHY",
                                                "TITLE", "BRIEF", "@who",    "SUMMARY",    "NOTE",
                                                "DATE",  "ROLE",  "at=TIME", "customers=N"};
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (std::ranges::find(gaps, line.substr(0, end)) != std::end(gaps)) return true;
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return false;
}

void Slack::Impl::open_view(const std::string& trigger, json view, std::function<void(bool)> then) {
    api.call("views.open", {{"trigger_id", trigger}, {"view", std::move(view)}}, Lane::page,
             [then = std::move(then)](const ApiResult& r) { then(r.ok); });
}

void Slack::Impl::open_declare(const std::string& trigger, DeclareForm form, std::function<void(bool)> then) {
    form.private_metadata = to_metadata({.channel = form.private_metadata});
    open_view(trigger, declare_view(form, place()), std::move(then));
}

void Slack::Impl::open_line(const BlockActions& b, std::string_view line) {
    if (update_in(line)) return open_update(b, line);
    open_view(b.trigger_id,
              line_view(line, to_metadata({.channel = b.channel, .response_url = b.response_url})),
              [](bool) {});
}

void Slack::Impl::open_update(const BlockActions& b, std::string_view line) {
    const auto update = *update_in(line);
    const PersonId viewer = doors.reader.person("slack", b.actor.user);
    std::string ref = update.ref;
    if (ref.empty())
        ref = doors.backstage.ref_of(doors.backstage.incident_in(room_of(b.channel, b.channel_name)));
    const auto start = doors.reader.update_start(viewer, ref, update.audience);
    if (!start)
        return open_view(b.trigger_id,
                         plain_view("Update", "I know no such incident, or it is over. Nothing was sent."),
                         [](bool) {});
    const UpdateForm form{.ref = start->ref,
                          .audience = update.audience,
                          .text = update.text.empty() || update.text == "TEXT" ? start->draft : update.text,
                          .last_text = start->last_text,
                          .private_metadata = to_metadata(
                              {.channel = b.channel, .response_url = b.response_url, .ref = start->ref})};
    open_view(b.trigger_id, update_view(form, place()), [](bool) {});
}

// The first step shows exactly what would go out and what is said of it; only the second one sends it.
void Slack::Impl::submitted(const ViewSubmission& v, const Acknowledge& ack) {
    if (people.is_outsider(v.actor.team)) return ack({}, true);
    people.heard(v.actor.user, v.actor.name, v.actor.team);
    const Origin origin = from_metadata(v.view.private_metadata);
    FormLine form;
    if (v.view.callback_id == "declare")
        form = declare_line(v.view);
    else if (v.view.callback_id == "update")
        form = update_line(v.view, origin.ref);
    else if (v.view.callback_id == "update_preview")
        form.line = origin.line;
    else if (v.view.callback_id == "line") {
        const auto block = v.view.values.find("line");
        if (block != v.view.values.end() && !block->second.empty()) form.line = block->second.begin()->second;
        if (has_gaps(form.line) && !update_in(form.line))
            form.problems["line"] = "Something still stands in capitals: replace it by your own words.";
    }
    if (!form.problems.empty()) return ack(errors(form.problems), true);
    if (form.line.empty()) return ack({}, true);
    Ask a = ask_of(v.actor, origin.channel.empty() ? RoomId{} : room_of(origin.channel, ""), v.trigger_id);
    if (a.key.empty()) a.key = v.view.id + "/" + v.view.hash;
    put_line(a, Read{.text = form.line, .mentions = {}}, form.line);
    if (v.view.callback_id == "update") {
        if (form.line.size() > line_max)
            return ack(
                errors({{"text",
                         "Too long for this form: at most about 2,500 characters. Type it as a command."}}),
                true);
        const auto update = update_in(form.line);
        UpdateForm shown{.ref = origin.ref,
                         .audience = update ? update->audience : "internal",
                         .text = update ? update->text : form.line,
                         .private_metadata = to_metadata({.channel = origin.channel,
                                                          .response_url = origin.response_url,
                                                          .ref = origin.ref,
                                                          .line = form.line})};
        if (const auto start = doors.reader.update_start(doors.reader.person("slack", v.actor.user),
                                                         origin.ref, shown.audience))
            shown.last_text = start->last_text;
        std::vector<Finding> findings;
        for (const auto& line : doors.reader.preview(a).lines)
            findings.push_back({.rule = "", .words = text_of(line, settings.prefix), .holds_back = false});
        return ack(json{{"response_action", "update"}, {"view", update_preview(shown, findings, place())}},
                   true);
    }
    a.unseen = !a.room.value.empty();
    if (origin.response_url.empty()) { // as a direct message
        a.answer_in = "";
        a.answer_alone = true;
    }
    auto waiting = std::make_shared<Acknowledge>(ack);
    doors.scheduler.after(answer_within, [waiting] {
        if (auto late = std::exchange(*waiting, nullptr)) late({}, true);
    });
    ask(std::move(a), [this, waiting, origin, user = v.actor.user](const Answer& answer) {
        if (auto in_time = std::exchange(*waiting, nullptr)) in_time({}, true);
        if (!origin.response_url.empty()) answer_later(origin.response_url, answer, user);
    });
}

void Slack::Impl::publish_home(const std::string& user) {
    const Member* who = people.find(user);
    if (user.empty() || (who && who->stranger)) return;
    const auto desk = doors.reader.desk(doors.reader.person("slack", user));
    HomeTab tab{.open = {}, .tasks = desk.tasks, .updates = desk.updates};
    for (const auto& open : desk.open) {
        const Channel* channel = platform_of(open.home) == "slack" ? channels.channel_of(open.home) : nullptr;
        tab.open.push_back({open.ref, open.line, channel ? channel->id : ""});
    }
    api.call("views.publish", {{"user_id", user}, {"view", home_view(tab, place())}}, Lane::upkeep,
             [this](const ApiResult& r) {
                 if (r.fate == Fate::person) missing(r, "");
             });
}

} // namespace tocsin::slack
