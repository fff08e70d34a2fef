// Tells a supervisor (systemd, Type=notify) how we are: one datagram to the socket it named. Nothing without
// one.
#pragma once

#include <string_view>

namespace tocsin::bot {

void notify_supervisor(std::string_view state); // "READY=1", "STOPPING=1"

} // namespace tocsin::bot
