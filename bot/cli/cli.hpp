// The subcommands: a file each, one line in the table of cli.cpp.
#pragma once

#include <CLI/App.hpp>

#include <functional>
#include <string>

namespace tocsin::bot::cli {

// What a subcommand does when it was chosen; set by its add_... function.
using Action = std::function<int()>;

void add_run(CLI::App&, Action&);
void add_check(CLI::App&, Action&);
void add_doctor(CLI::App&, Action&);
void add_say(CLI::App&, Action&);
void add_tail(CLI::App&, Action&);
void add_replay(CLI::App&, Action&);
void add_postmortem(CLI::App&, Action&);
void add_timeline(CLI::App&, Action&);
void add_verify(CLI::App&, Action&);
void add_backup(CLI::App&, Action&);
void add_restore(CLI::App&, Action&);
void add_export(CLI::App&, Action&);
void add_version(CLI::App&, Action&);

int main(int argc, char** argv);

} // namespace tocsin::bot::cli
