// Forms over the typed lines, never instead of them: each builds a line of the grammar that could have been
// typed, and reads it back by the grammar, so that no word of a title or a text becomes an option.
#pragma once

#include "integrations/slack/blocks.hpp"
#include "integrations/slack/decode.hpp"

#include <map>
#include <string>
#include <vector>

namespace tocsin::slack {

// Buttons of the Home tab, besides those that type a line: both open a form. The value of an update's is the
// ref.
inline constexpr std::string_view action_declare = "form/declare";
inline constexpr std::string_view action_update = "form/update/"; // and a number

// callback_ids: "declare", "update", "update_preview", "add_to_timeline", "declare_from_message" (the
// shortcuts of the manifest are declare_incident, add_to_timeline, declare_from_message).
struct DeclareForm {
    std::string title{}, service{}; // filled in already
    std::string severity{};         // "sev2"; empty: none chosen
    bool is_private{};
    std::string private_metadata{}; // comes back with the submission; at most 3,000
};
nlohmann::json declare_view(const DeclareForm&, const Place&);
// The line that the form stands for ("declare sev2 service=checkout Card payments fail"), or the problems by
// block_id ("title": "A title is needed."): the answer of the submission.
struct FormLine {
    std::string line;
    std::map<std::string, std::string> problems;
};
FormLine declare_line(const View&);

struct UpdateForm {
    std::string ref; // "INC-7": in the line, so that it works from anywhere
    std::string audience{"internal"};
    std::string text{};      // draft, filled in
    std::string next{};      // "30m"; empty: as the policy says
    std::string last_text{}; // what that audience read last, for the difference; empty: nothing yet
    std::string private_metadata{};
};
// An update's text is bounded so that its line fits into private_metadata on the way from composer to
// preview.
inline constexpr std::size_t update_points_max = 2'500;
nlohmann::json update_view(const UpdateForm&, const Place&);
FormLine update_line(const View&, std::string_view ref);
// The second step: exactly the text that would go out, what the wording rules say of it, and what changed
// since the last one (lines with - and +). Submitting it publishes.
struct Finding {
    std::string rule, words; // "U05", "Lukasz is a person"
    bool holds_back{};       // it would be kept as a draft
};
nlohmann::json update_preview(const UpdateForm&, const std::vector<Finding>&, const Place&);

// A view that says "one moment", to be opened at once and updated when the slow part is done.
nlohmann::json loading_view(std::string_view title);
// Something went wrong, or is done: a sentence, nothing to submit.
nlohmann::json plain_view(std::string_view title, std::string_view sentence);

// The Home tab: open incidents, the person's tasks, the next updates; `overview` and `tasks` come from
// Reader.
struct HomeIncident {
    std::string ref, line; // "INC-7", the one-line form
    std::string channel;   // "C123"; "": none
};
struct HomeTab {
    std::vector<HomeIncident> open;
    std::vector<std::string> tasks, updates; // plain sentences, the most urgent first
};
nlohmann::json home_view(const HomeTab&, const Place&);

} // namespace tocsin::slack
