// A place as tests of Slack's rendering know it: PersonId 1 to 5 are U1 to U5, #inc-7 is C7.
#pragma once

#include "integrations/slack/blocks.hpp"

namespace tocsin::test {

inline slack::Place slack_place() {
    return {.link_base = "https://tocsin.example/",
            .user = [](PersonId p) { return p.value <= 5 ? "U" + std::to_string(p.value) : std::string{}; },
            .channel = [](std::string_view name) { return std::string{name == "#inc-7" ? "C7" : ""}; }};
}

inline nlohmann::json slack_message(const slack::Rendered& made) {
    return {{"text", made.text}, {"blocks", made.blocks}};
}

} // namespace tocsin::test
