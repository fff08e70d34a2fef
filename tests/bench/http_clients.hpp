// Many askers over HTTP, one connection each, the next ask once the last was answered.
#pragma once

#include "tests/bench/bench.hpp"

#include <cstdint>
#include <string>

namespace tocsin::bench {

Times notes_over_http(std::uint16_t port, const std::string& token, std::size_t clients, std::size_t total);

} // namespace tocsin::bench
