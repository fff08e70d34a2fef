// spdlog behind four functions: what is logged is plain text without control characters, so that no chat line
// can forge an entry.
#include "bot/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace tocsin::bot::log {
namespace {

constexpr std::size_t line_bytes_max = 1000;

std::string plain(std::string_view text) {
    std::string out{text.substr(0, line_bytes_max)};
    for (char& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return out;
}

} // namespace

void start(const std::string& level) {
    auto logger = spdlog::get("tocsin");
    if (!logger) logger = spdlog::stderr_color_mt("tocsin");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    logger->set_level(level == "warning" ? spdlog::level::warn : spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(logger);
}

void debug(std::string_view t) { spdlog::debug("{}", plain(t)); }
void info(std::string_view t) { spdlog::info("{}", plain(t)); }
void warning(std::string_view t) { spdlog::warn("{}", plain(t)); }
void error(std::string_view t) { spdlog::error("{}", plain(t)); }

} // namespace tocsin::bot::log
