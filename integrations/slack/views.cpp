// Views without input: the preview of an update, what is shown while something is slow, and the Home tab.
#include "integrations/slack/forms.hpp"

#include "integrations/slack/fit.hpp"
#include "integrations/slack/objects.hpp"
#include "integrations/slack/text.hpp"

#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tocsin::slack {
namespace {

using nlohmann::json;

constexpr std::size_t sentences_max = 200; // compared; an update has a handful
constexpr std::size_t last_text_max = 6'000;
constexpr std::size_t findings_max = 20;
constexpr std::size_t incidents_max = 40;
constexpr std::size_t entries_max = 25; // of tasks, of updates
constexpr std::size_t entry_points_max = 300;
constexpr std::size_t list_sections_max = 8;

// Sentences, each on a line of its own: what changed from one update to the next is whole sentences.
std::vector<std::string> sentences_of(std::string_view words) {
    std::vector<std::string> out;
    std::string sentence;
    const auto end = [&] {
        if (auto trimmed = text::trimmed(sentence); !trimmed.empty() && out.size() < sentences_max)
            out.push_back(std::move(trimmed));
        sentence.clear();
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        const char c = words[i];
        sentence += c;
        const bool stops = (c == '.' || c == '!' || c == '?') && i + 1 < words.size() && words[i + 1] == ' ';
        if (c == '\n' || stops) end();
    }
    end();
    return out;
}

// "- was" and "+ is", in the order of the new text; what stayed is left out. By longest common subsequence.
std::vector<std::string> changes(const std::vector<std::string>& was, const std::vector<std::string>& is) {
    std::vector<std::vector<std::size_t>> same(was.size() + 1, std::vector<std::size_t>(is.size() + 1));
    for (std::size_t i = was.size(); i-- > 0;)
        for (std::size_t k = is.size(); k-- > 0;)
            same[i][k] = was[i] == is[k] ? same[i + 1][k + 1] + 1 : std::max(same[i + 1][k], same[i][k + 1]);
    std::vector<std::string> out;
    std::size_t i = 0, k = 0;
    while (i < was.size() || k < is.size()) {
        if (i < was.size() && k < is.size() && was[i] == is[k]) {
            ++i;
            ++k;
        } else if (k == is.size() || (i < was.size() && same[i + 1][k] >= same[i][k + 1])) {
            out.push_back("- " + was[i++]);
        } else {
            out.push_back("+ " + is[k++]);
        }
    }
    return out;
}

void add_changes(json& blocks, const UpdateForm& form, const Place& place) {
    if (form.last_text.empty())
        return add_sections(blocks, {{say("They have read nothing before.")}}, place, 1);
    const auto was = sentences_of(shortened(clean(form.last_text), last_text_max));
    const auto lines = changes(was, sentences_of(clean(form.text)));
    if (lines.empty()) return add_sections(blocks, {{say("The same words as last time.")}}, place, 1);
    add_sections(blocks, {{say("Changed since they read last:")}}, place, 1);
    add_plain_sections(blocks, fmt::format("{}", fmt::join(lines, "\n")));
}

void add_findings(json& blocks, const std::vector<Finding>& findings, bool held, const Place& place) {
    std::vector<Line> lines;
    if (findings.empty()) lines.push_back({say("The wording rules have nothing to say.")});
    if (held)
        lines.push_back(
            {say("It will NOT be sent as it is: it is kept as a draft for somebody else to approve.")});
    for (std::size_t n = 0; n < findings.size() && n < findings_max; ++n) {
        const Finding& f = findings[n];
        const auto words = shortened(on_one_line(f.words), entry_points_max);
        lines.push_back(
            {say(fmt::format("{}: {}{}", f.rule, words, f.holds_back ? " (holds it back)" : ""))});
    }
    if (findings.size() > findings_max)
        lines.push_back({say(fmt::format("and {} more", findings.size() - findings_max))});
    add_sections(blocks, lines, place, list_sections_max);
}

void add_list(json& blocks, std::string_view head, const std::vector<std::string>& entries,
              std::string_view none, const Place& place) {
    blocks.push_back(header(head));
    std::vector<Line> lines;
    for (std::size_t n = 0; n < entries.size() && n < entries_max; ++n)
        lines.push_back({say(shortened(on_one_line(entries[n]), entry_points_max))});
    if (entries.empty()) lines.push_back({say(none)});
    if (entries.size() > entries_max)
        lines.push_back({say(fmt::format("and {} more", entries.size() - entries_max))});
    add_sections(blocks, lines, place, list_sections_max);
}

bool is_channel(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c); });
}

json incident_block(const HomeIncident& i, std::size_t number) {
    std::string words = inert(shortened(on_one_line(i.line.empty() ? i.ref : i.line), entry_points_max));
    if (is_channel(i.channel)) words += " <#" + i.channel + ">";
    json block = section(words.empty() ? "NOT KNOWN" : std::move(words));
    const auto ref = on_one_line(i.ref);
    if (!ref.empty() && units(ref) <= button_value_max)
        block["accessory"] =
            button("Update " + ref, std::string{action_update} + std::to_string(number), ref);
    return block;
}

json one_sentence(std::string_view words) {
    json blocks = json::array();
    add_plain_sections(blocks, words);
    if (blocks.empty()) add_plain_sections(blocks, "Nothing to show.");
    return blocks;
}

} // namespace

json update_preview(const UpdateForm& form, const std::vector<Finding>& findings, const Place& place) {
    const bool held =
        std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.holds_back; });
    const auto audience =
        form.audience == "customers" ? std::string{"CUSTOMERS"} : on_one_line(form.audience);
    const auto next =
        form.next.empty() ? std::string{"as the policy says"} : on_one_line(form.next) + " later";
    json blocks = json::array();
    add_sections(
        blocks,
        {{say(fmt::format("{}, to {}. Next update {}. The text:", on_one_line(form.ref), audience, next))}},
        place, 1);
    add_plain_sections(blocks, form.text);
    blocks.push_back({{"type", "divider"}});
    add_findings(blocks, findings, held, place);
    add_changes(blocks, form, place);
    return modal({.callback = "update_preview",
                  .title = held ? "Check the draft" : "Check the update",
                  .submit = held ? "Keep as draft" : "Publish",
                  .close = "Back",
                  .private_metadata = form.private_metadata},
                 std::move(blocks));
}

json loading_view(std::string_view title) { return plain_view(title, "One moment."); }

json plain_view(std::string_view title, std::string_view sentence) {
    const auto head = on_one_line(title);
    return modal(
        {.callback = "plain", .title = head.empty() ? "Tocsin" : std::string_view{head}, .close = "Close"},
        one_sentence(sentence));
}

json home_view(const HomeTab& tab, const Place& place) {
    json blocks = json::array();
    blocks.push_back(header("Open incidents"));
    std::size_t number = 0;
    for (const HomeIncident& i : tab.open)
        if (number < incidents_max) blocks.push_back(incident_block(i, number++));
    if (tab.open.empty()) add_sections(blocks, {{say("No incident is open.")}}, place, 1);
    if (tab.open.size() > incidents_max)
        add_sections(blocks,
                     {{say(fmt::format("and {} more: ", tab.open.size() - incidents_max)), command("list")}},
                     place, 1);
    blocks.push_back(
        actions(json::array({button("Declare an incident", std::string{action_declare}, "declare")})));
    add_list(blocks, "Your tasks", tab.tasks, "Nothing waits for you.", place);
    add_list(blocks, "Next updates", tab.updates, "No update is owed.", place);
    return {{"type", "home"}, {"callback_id", "home"}, {"blocks", std::move(blocks)}};
}

} // namespace tocsin::slack
