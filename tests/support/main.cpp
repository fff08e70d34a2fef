// Catch2's main, in a translation unit of its own: it takes ten seconds to compile, once.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
