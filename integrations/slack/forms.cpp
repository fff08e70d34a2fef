// The forms to declare and to update, and the lines that they stand for.
#include "integrations/slack/forms.hpp"

#include "integrations/slack/fit.hpp"
#include "integrations/slack/objects.hpp"
#include "integrations/slack/text.hpp"

#include "commands/command.hpp"
#include "commands/grammar/values.hpp"
#include "commands/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tocsin::slack {
namespace {

using nlohmann::json;

constexpr std::size_t title_max = 200; // as `declare` keeps it
constexpr std::size_t service_max = 80;
constexpr std::size_t last_text_max = 1'000;
constexpr std::size_t next_max = 20;
constexpr std::string_view option_end = "-- ";

const std::vector<Choice> severities{{"sev1", "sev1: a critical function is down for many users"},
                                     {"sev2", "sev2: many users are hurt, or a main function is broken"},
                                     {"sev3", "sev3: few users are hurt, or a minor function is broken"},
                                     {"sev4", "sev4: a small fault"},
                                     {"sev5", "sev5: only how it looks"}};
const Choice private_choice{"private", "Private: only the people you invite see it",
                            "Its name, number and title are shown to nobody else."};
const std::vector<Choice> audiences{{"internal", "internal: people of this company"},
                                    {"executives", "executives"},
                                    {"customers", "CUSTOMERS: it goes outside"}};
constexpr std::array<std::string_view, 8> lengths{"15m", "30m", "45m", "1h", "2h", "4h", "8h", "24h"};

bool is_one_of(const std::vector<Choice>& choices, std::string_view value) {
    return std::any_of(choices.begin(), choices.end(), [&](const Choice& c) { return c.value == value; });
}

// What was filled in; Slack escapes some values of forms, and unescaping the others changes nothing that
// people type.
std::string value_in(const View& view, const std::string& block) {
    const auto found = view.values.find(block);
    if (found == view.values.end() || found->second.empty()) return "";
    return unescaped(found->second.begin()->second);
}

std::optional<grammar::Understood> read_back(const std::string& line) {
    auto reading = grammar::read(line, all_commands(), {});
    auto* understood = std::get_if<grammar::Understood>(&reading);
    return understood ? std::optional{std::move(*understood)} : std::nullopt;
}

// As the grammar keeps a text.
std::string kept(std::string_view words) { return text::trimmed(grammar::cleaned(words)); }

struct Declared {
    std::string title, service, severity;
    bool is_private{};
};

bool means(const std::string& line, const Declared& d) {
    const auto read = read_back(line);
    if (!read || read->verb->name != "declare") return false;
    const Arguments& a = read->arguments;
    const std::string severity = a.severity ? "sev" + std::to_string(static_cast<int>(*a.severity)) : "";
    return severity == d.severity && a.word("private").empty() != d.is_private &&
           a.key("service") == d.service && a.key("type").empty() && a.text == d.title;
}

// The shortest line that means it; empty: there is none.
std::string line_of(const Declared& d) {
    std::string head = "declare ";
    if (!d.severity.empty()) head += d.severity + " ";
    if (d.is_private) head += "private ";
    std::vector<std::string> services{""};
    if (!d.service.empty()) services = {"service=" + d.service + " ", "service=\"" + d.service + "\" "};
    for (const auto& service : services)
        for (const auto end : {std::string_view{}, option_end})
            if (std::string line = std::string{head}.append(service).append(end).append(d.title);
                means(line, d))
                return line;
    return "";
}

struct Updated {
    std::string audience, next, text;
};

bool means(const std::string& line, const Updated& u) {
    const auto read = read_back(line);
    if (!read || read->verb->name != "update") return false;
    const Arguments& a = read->arguments;
    const auto next = u.next.empty() ? std::optional<Duration>{} : grammar::length(u.next).value;
    return a.word("audience") == u.audience && a.word("what").empty() && a.next == next && a.text == u.text;
}

std::string line_of(const Updated& u) {
    std::string head = "update " + u.audience + " ";
    if (!u.next.empty()) head += "next=" + u.next + " ";
    for (const auto end : {std::string_view{}, option_end})
        if (std::string line = std::string{head}.append(end).append(u.text); means(line, u)) return line;
    return "";
}

json typed_instead(std::string_view line, const Place& place) {
    json blocks = json::array();
    add_sections(blocks, {{say("Typed, it is "), command(line)}}, place, 1);
    return context(json::array({blocks.at(0).at("text")}));
}

std::vector<Choice> lengths_with(const std::string& chosen) {
    std::vector<Choice> choices;
    for (const auto length : lengths) choices.push_back({std::string{length}, std::string{length}});
    const bool usable = !chosen.empty() && units(chosen) <= next_max && grammar::length(chosen);
    if (usable && !is_one_of(choices, chosen)) choices.insert(choices.begin(), {chosen, chosen});
    return choices;
}

} // namespace

json declare_view(const DeclareForm& form, const Place& place) {
    json who{
        {"type", "checkboxes"}, {"action_id", "private"}, {"options", json::array({option(private_choice)})}};
    if (form.is_private) who["initial_options"] = json::array({option(private_choice)});
    json blocks = json::array();
    blocks.push_back(
        input({.id = "title", .label = "What is wrong?", .hint = "What users notice, in a few words."},
              text_input("title", form.title, title_max, false)));
    blocks.push_back(
        input({.id = "severity", .label = "Severity", .hint = "None chosen: sev3.", .optional = true},
              select("severity", severities, form.severity)));
    blocks.push_back(
        input({.id = "service", .label = "Service", .hint = "Such as checkout.", .optional = true},
              text_input("service", form.service, service_max, false)));
    blocks.push_back(input({.id = "private", .label = "Who may see it", .optional = true}, std::move(who)));
    blocks.push_back(typed_instead("declare sev2 service=checkout TITLE", place));
    return modal({.callback = "declare",
                  .title = "Declare an incident",
                  .submit = "Declare",
                  .private_metadata = form.private_metadata},
                 std::move(blocks));
}

FormLine declare_line(const View& view) {
    const Declared d{.title = kept(on_one_line(value_in(view, "title"))),
                     .service = kept(on_one_line(value_in(view, "service"))),
                     .severity = value_in(view, "severity"),
                     .is_private = value_in(view, "private") == private_choice.value};
    FormLine out;
    if (d.title.empty())
        out.problems["title"] = "A title is needed.";
    else if (text::length(d.title) > title_max)
        out.problems["title"] = "At most 200 letters.";
    if (!d.severity.empty() && !is_one_of(severities, d.severity))
        out.problems["severity"] = "Choose one of sev1 to sev5, or none.";
    if (text::length(d.service) > service_max) out.problems["service"] = "At most 80 letters.";
    if (!out.problems.empty()) return out;
    out.line = line_of(d);
    if (!out.line.empty()) return out;
    // The title has been told apart from options by "--", so it is the service's quotation marks.
    const bool title_alone = !line_of({.title = d.title}).empty();
    if (title_alone)
        out.problems["service"] = "Not possible with these signs. A plain name works, such as checkout.";
    else
        out.problems["title"] = "Not possible with these words. Shorter words work.";
    return out;
}

json update_view(const UpdateForm& form, const Place& place) {
    const auto audience = is_one_of(audiences, form.audience) ? form.audience : audiences.front().value;
    json blocks = json::array();
    blocks.push_back(
        input({.id = "audience", .label = "Who reads it", .hint = "Text for customers is copied inside."},
              select("audience", audiences, audience)));
    blocks.push_back(
        input({.id = "text", .label = "Text", .hint = "What users notice, since when, what is being done."},
              text_input("text", form.text, update_points_max, true)));
    blocks.push_back(input({.id = "next",
                            .label = "Next update in",
                            .hint = "None chosen: as the policy says.",
                            .optional = true},
                           select("next", lengths_with(form.next), form.next)));
    if (!form.last_text.empty()) {
        add_sections(blocks, {{say("They read last:")}}, place, 1);
        add_plain_sections(blocks, shortened(clean(form.last_text), last_text_max));
    }
    blocks.push_back(typed_instead(on_one_line(form.ref) + " update customers next=30m TEXT", place));
    return modal({.callback = "update",
                  .title = "Write an update",
                  .submit = "Check it first",
                  .private_metadata = form.private_metadata},
                 std::move(blocks));
}

FormLine update_line(const View& view, std::string_view ref) {
    Updated u{.audience = value_in(view, "audience"),
              .next = text::folded(on_one_line(value_in(view, "next"))),
              .text = kept(value_in(view, "text"))};
    if (u.audience.empty()) u.audience = audiences.front().value;
    FormLine out;
    if (!is_one_of(audiences, u.audience))
        out.problems["audience"] = "Choose one of internal, executives, customers.";
    if (u.text.empty())
        out.problems["text"] = "A text is needed.";
    else if (units(u.text) > update_points_max)
        out.problems["text"] = "At most 2,500 letters.";
    if (!u.next.empty() && !grammar::length(u.next))
        out.problems["next"] = "A length looks like 30m, 1h30m or 2h.";
    if (!out.problems.empty()) return out;
    out.line = line_of(u);
    if (out.line.empty())
        out.problems["text"] = "Not possible with these words. Shorter words work.";
    else if (const auto where = on_one_line(ref); !where.empty())
        out.line.insert(0, where + " ");
    return out;
}

} // namespace tocsin::slack
