// Every field that is not text is stored as one integer. Here is which, and what is believed when it comes
// back: a data file may be damaged or made by someone else, so a number outside its type is refused, never
// cast.
#pragma once

#include "commands/core/ids.hpp"
#include "commands/core/time.hpp"
#include "storage/known.hpp"

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

namespace tocsin::storage {

// Later instants are refused, so that arithmetic on a hostile file's times cannot overflow: the end of year
// 9999.
inline constexpr std::int64_t instant_max_ms = 253'402'300'799'999;

template <class T>
inline constexpr bool is_text = std::is_same_v<T, std::string> || std::is_same_v<T, RoomId>;
template <class T> inline constexpr bool is_time = std::is_same_v<T, Instant> || std::is_same_v<T, Duration>;
template <class T>
inline constexpr bool is_number_id = !is_text<T> && requires { requires std::integral<decltype(T::value)>; };

inline const std::string& text_in(const std::string& s) { return s; }
inline const std::string& text_in(const RoomId& room) { return room.value; }
inline std::string& text_in(std::string& s) { return s; }
inline std::string& text_in(RoomId& room) { return room.value; }

inline std::int64_t ms_of(Duration d) { return d.count(); }
inline std::int64_t ms_of(Instant at) { return at.time_since_epoch().count(); }

// A field as the number that is stored.
template <class T> auto number_of(const T& field) {
    if constexpr (is_time<T>)
        return ms_of(field);
    else if constexpr (is_number_id<T>)
        return field.value;
    else if constexpr (std::is_enum_v<T>)
        return static_cast<std::underlying_type_t<T>>(field);
    else if constexpr (std::is_same_v<T, bool>)
        return static_cast<std::uint8_t>(field);
    else if constexpr (std::is_same_v<T, char>)
        return static_cast<unsigned char>(field);
    else
        return field;
}

template <class T> bool acceptable(const T& field) {
    if constexpr (is_time<T>)
        return ms_of(field) >= -instant_max_ms && ms_of(field) <= instant_max_ms;
    else if constexpr (std::is_enum_v<T>)
        return known(field);
    else
        return true;
}

// Sets the field; false: the number is none of this field's values.
template <class T, std::integral Wide> bool set_from_number(T& field, Wide wide) {
    using Number = decltype(number_of(field));
    if (!std::in_range<Number>(wide)) return false;
    const auto number = static_cast<Number>(wide);
    if constexpr (std::is_same_v<T, Instant>)
        field = Instant{Duration{number}};
    else if constexpr (std::is_same_v<T, Duration>)
        field = Duration{number};
    else if constexpr (is_number_id<T>)
        field.value = number;
    else if constexpr (std::is_same_v<T, bool>) {
        field = number == 1;
        return number <= 1;
    } else
        field = static_cast<T>(number);
    return acceptable(field);
}

} // namespace tocsin::storage
