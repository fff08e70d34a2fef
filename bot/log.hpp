// The log: one line an event on standard error. No secret, and above debug no chat text.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::bot::log {

void start(const std::string& level); // debug, info, warning, error
void debug(std::string_view);
void info(std::string_view);
void warning(std::string_view);
void error(std::string_view);

} // namespace tocsin::bot::log
