// Keyword groups that several verbs take, so that a word means the same everywhere.
#pragma once

#include "commands/grammar/arguments.hpp"

namespace tocsin::slots {

inline constexpr Keyword audiences[] = {
    {{"internal"}}, {{"executives", "exec", "executive", "execs"}}, {{"customers"}}, {{"responders"}}};
inline constexpr Keyword roles[] = {{{"commander", "ic", "lead"}}, {{"deputy"}},  {{"scribe"}},
                                    {{"comms", "communications"}}, {{"liaison"}}, {{"legal"}}};
inline constexpr Keyword states[] = {{{"investigating"}}, {{"identified"}}, {{"monitoring"}}};
inline constexpr Keyword phases[] = {{{"identification"}},
                                     {{"containment-short", "containment short", "containment"}},
                                     {{"containment-long", "containment long"}},
                                     {{"eradication"}},
                                     {{"recovery"}}};
inline constexpr std::string_view levels[] = {"degraded", "partial", "down", "data"};

} // namespace tocsin::slots
