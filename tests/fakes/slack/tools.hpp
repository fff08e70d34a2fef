// What the parts of the fake Slack share: repeatable chance, timers on a handed-in clock, and the encodings
// of HTTP.
#pragma once

#include "commands/core/time.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::fakes {

using nlohmann::json;

class Dice { // splitmix64: the same seed gives the same run on every machine
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}
    std::uint64_t next();
    std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }
    bool happens(double share);
    std::string letters(std::size_t n); // of base 36, upper case

private:
    std::uint64_t state_;
};

class Timers {
public:
    void at(Instant when, std::function<void()> action);
    std::optional<Instant> next() const;
    void run_due(Instant now);      // also what these add, if it is due
    std::function<void()> on_added; // a driver sets its timer anew

private:
    std::multimap<Instant, std::function<void()>> waiting_;
};

// "1764427200.123456"; micros since 1970.
std::string ts_of_micros(std::int64_t micros);
// A ts as a client may write it ("1764427200", "1764427200.5"), so that it compares as text; "" for what is
// no ts.
std::string full_ts(std::string_view);
std::int64_t seconds_of(Instant);

std::size_t points(std::string_view utf8); // code points
std::string first_points(std::string_view utf8, std::size_t n);

std::string form_decoded(std::string_view); // '+' is a space; line breaks are kept
// name=value&...; the last of equal names wins, as at Slack. nullopt: broken escapes or no UTF-8.
std::optional<std::map<std::string, std::string>> form_fields(std::string_view);
std::string url_encoded(std::string_view);
std::string base64(std::string_view);
std::optional<std::string> base64_decoded(std::string_view);

std::vector<std::string> split(std::string_view, char); // parts trimmed of blanks, empty ones left out
std::string lower_case(std::string_view);               // ASCII

} // namespace tocsin::fakes
