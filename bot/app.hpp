// The live program: owns the loop and all parts, starts and stops them in order.
#pragma once

#include "bot/config.hpp"

namespace tocsin::bot {

// Runs until SIGTERM or SIGINT. Returns the exit code (cli/exit_codes.hpp).
int run_app(const Config& config, bool print_address);

} // namespace tocsin::bot
