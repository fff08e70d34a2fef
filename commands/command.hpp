// What a command is. One file a command holds its words, help, arguments, permission and decision;
// commands.def lists them. Help, completion and the README's table are printed from these descriptors.
#pragma once

#include "commands/core/decision.hpp"
#include "commands/grammar/grammar.hpp"

#include <span>
#include <string_view>

namespace tocsin {

struct Form {
    std::string_view line;    // "update [AUDIENCE] [next=30m] TEXT"
    std::string_view example; // "update customers next=30m Card payments fail since 01:58 UTC."
};

struct Command {
    std::string_view name;
    std::span<const std::string_view> aliases;
    std::string_view summary; // one line of help, no full stop
    std::span<const Form> forms;
    Takes takes;
    // Words people type when they mean this; offered, never run ("fixed" -> resolve).
    std::span<const std::string_view> synonyms;

    enum class Guess : std::uint8_t {
        free,      // a prefix or a small typing error runs it, and says so
        no_prefix, // only a typing error does (declare, resolve, reopen)
        never,     // neither does: the line to send is printed, `yes` runs it
    } guess{Guess::free};
    enum class Needs : std::uint8_t {
        nothing,  // works anywhere
        incident, // needs an incident: by room, reference, or the only one the person takes part in
    } needs{Needs::incident};
    bool reads_only{}; // commits nothing; no reference from it binds a room

    Decision (*decide)(const Context&, const Arguments&){};
};

// All commands in the order of commands.def.
std::span<const Command* const> all_commands();
// By exact name or alias, without case; nullptr: none.
const Command* command_named(std::string_view);

} // namespace tocsin
