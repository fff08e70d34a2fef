// A dozen small descriptors, so that the grammar's tests do not change when a command's own words do.
#pragma once

#include "commands/command.hpp"

namespace tocsin::test::verbs {

using Text = Takes::Text;
using Guess = Command::Guess;
using Needs = Command::Needs;
using Words = std::string_view[];

inline constexpr Keyword audiences[] = {
    {{"internal"}}, {{"executives", "exec", "executive"}}, {{"customers"}}, {{"responders"}}};
inline constexpr Keyword ways[] = {{{"draft"}, true}, {{"holding"}, true}};
inline constexpr Keyword states[] = {{{"investigating"}}, {{"identified"}}, {{"monitoring"}}};
inline constexpr Keyword roles[] = {
    {{"commander", "ic", "lead"}}, {{"deputy"}}, {{"comms", "communications"}}};
inline constexpr Keyword changes[] = {{{"done"}}, {{"extend"}}, {{"drop"}}};
inline constexpr Keyword ends[] = {{{"start"}}, {{"end"}}};
inline constexpr Keyword secret[] = {{{"private"}, true}};
inline constexpr std::string_view levels[] = {"degraded", "partial", "down", "data"};

inline constexpr Slot declare_slots[] = {{"way", secret}};
inline constexpr Key declare_keys[] = {{"service", KeyKind::text}, {"layout", KeyKind::later}};
inline constexpr Slot status_slots[] = {{"state", states, true}};
inline constexpr Slot update_slots[] = {{"audience", audiences}, {"what", ways}};
inline constexpr Slot next_slots[] = {{"audience", audiences, true}};
inline constexpr Slot role_slots[] = {{"role", roles}};
inline constexpr Slot task_slots[] = {{"change", changes}};
inline constexpr Slot impact_slots[] = {{"change", ends}};
inline constexpr Key at_key[] = {{"at", KeyKind::time}};
inline constexpr Key since_key[] = {{"since", KeyKind::time}};
inline constexpr Key next_key[] = {{"next", KeyKind::length}};
inline constexpr Key impact_keys[] = {
    {"at", KeyKind::time}, {"level", KeyKind::text, levels}, {"customers", KeyKind::count}};

inline constexpr Words declare_aliases = {"new", "open", "start"}, status_aliases = {"state"},
                       severity_aliases = {"sev"}, escalate_aliases = {"page"}, role_aliases = {"assign"},
                       update_aliases = {"post"}, note_aliases = {"log"};
inline constexpr Words status_synonyms = {"mitigated"}, resolve_synonyms = {"fixed", "over"},
                       role_synonyms = {"lead"};
inline constexpr Form declare_forms[] = {{"declare [sevN] TITLE", "declare sev2 Card payments fail"}};
inline constexpr Form severity_forms[] = {{"severity sevN REASON", "severity sev1 all payments fail"}};

inline constexpr Command declare{
    .name = "declare",
    .aliases = declare_aliases,
    .forms = declare_forms,
    .takes = {.slots = declare_slots, .keys = declare_keys, .severity = true, .text = Text::required},
    .guess = Guess::no_prefix,
    .needs = Needs::nothing};
inline constexpr Command status{.name = "status",
                                .aliases = status_aliases,
                                .takes = {.slots = status_slots, .keys = at_key},
                                .synonyms = status_synonyms};
inline constexpr Command severity{
    .name = "severity",
    .aliases = severity_aliases,
    .forms = severity_forms,
    .takes = {.severity = true, .severity_digit = true, .text = Text::required}};
inline constexpr Command escalate{.name = "escalate",
                                  .aliases = escalate_aliases,
                                  .takes = {.people = true, .text = Text::required},
                                  .guess = Guess::never};
inline constexpr Command role{.name = "role",
                              .aliases = role_aliases,
                              .takes = {.slots = role_slots, .people = true},
                              .synonyms = role_synonyms};
inline constexpr Command note{.name = "note", .aliases = note_aliases, .takes = {.keys = at_key}};
inline constexpr Command impact{.name = "impact", .takes = {.slots = impact_slots, .keys = impact_keys}};
inline constexpr Command update{.name = "update",
                                .aliases = update_aliases,
                                .takes = {.slots = update_slots, .keys = next_key, .text = Text::required}};
inline constexpr Command next{.name = "next", .takes = {.slots = next_slots, .length = true}};
inline constexpr Command resolve{
    .name = "resolve", .takes = {.keys = at_key}, .synonyms = resolve_synonyms, .guess = Guess::no_prefix};
inline constexpr Command reopen{
    .name = "reopen", .takes = {.text = Text::required}, .guess = Guess::no_prefix};
inline constexpr Command correct{.name = "correct",
                                 .takes = {.keys = at_key, .item_kinds = "NITU", .text = Text::required}};
inline constexpr Command task{
    .name = "task", .takes = {.slots = task_slots, .item_kinds = "T", .people = true, .length = true}};
inline constexpr Command list{.name = "list", .takes = {.text = Text::none}, .needs = Needs::nothing};
inline constexpr Command show{.name = "show", .takes = {.item_kinds = "NITU", .text = Text::none}};
inline constexpr Command timeline{.name = "timeline", .takes = {.keys = since_key, .text = Text::none}};
inline constexpr Command postmortem{.name = "postmortem"};
inline constexpr Command yes{
    .name = "yes", .takes = {.text = Text::none}, .guess = Guess::never, .needs = Needs::nothing};
inline constexpr Command help{.name = "help", .needs = Needs::nothing};

inline constexpr const Command* all[] = {
    &declare, &status,  &severity, &escalate, &role, &note,     &impact,     &update, &next, &resolve,
    &reopen,  &correct, &task,     &list,     &show, &timeline, &postmortem, &yes,    &help};

} // namespace tocsin::test::verbs
