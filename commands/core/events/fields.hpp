// What every event family needs: the plain field types, and the concept that lets one `fields` function serve
// reading and writing alike. A field is an integer, an enum, a bool, an id, an Instant, a Duration or a text.
#pragma once

#include "commands/core/ids.hpp"
#include "commands/core/model.hpp"
#include "commands/core/time.hpp"

#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>

namespace tocsin {

template <class Self, class Event>
concept Of = std::same_as<std::remove_const_t<Self>, Event>;

} // namespace tocsin
