// Exit codes of every subcommand, as `tocsin --help` prints them.
#pragma once

namespace tocsin::bot::exit_codes {

inline constexpr int ok = 0;
inline constexpr int no = 1;    // the answer is no: refused, not found, does not verify, config has problems
inline constexpr int usage = 2; // the command line cannot be used
inline constexpr int unreachable = 3;     // the running bot cannot be reached
inline constexpr int data_file = 4;       // data file or folder: damaged, newer, full, not writable
inline constexpr int running_already = 5; // another Tocsin has the data file

} // namespace tocsin::bot::exit_codes
