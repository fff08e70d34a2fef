// tocsin: see bot/cli for the subcommands.
#include "bot/cli/cli.hpp"

int main(int argc, char** argv) { return tocsin::bot::cli::main(argc, argv); }
