// Binds and reads whole rows by the types of their fields. Texts are bound without a copy, so they must
// outlive the step; `Use` resets the statement however its use ends.
#pragma once

#include "storage/failure.hpp"
#include "storage/numbers.hpp"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>
#include <string_view>

namespace tocsin::storage {

class Use {
public:
    explicit Use(SQLite::Statement& s) : s_{s} {}
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() { s_.tryReset(); }

private:
    SQLite::Statement& s_;
};

template <class T> void bind_field(SQLite::Statement& s, int at, const T& field) {
    if constexpr (is_text<T>) {
        s.bindNoCopy(at, text_in(field));
    } else if constexpr (std::is_same_v<T, std::string_view>) {
        s.bindNoCopy(at, static_cast<const void*>(field.data()), static_cast<int>(field.size())); // a BLOB
    } else {
        if (!acceptable(field)) fail(ErrorCode::bad_input, "a field has a value that cannot be stored");
        s.bind(at, static_cast<std::int64_t>(number_of(field)));
    }
}
template <class... T> void bind_all(SQLite::Statement& s, const T&... fields) {
    int at = 0;
    (bind_field(s, ++at, fields), ...);
}
// One writing statement from start to end.
template <class... T> void run(SQLite::Statement& s, const T&... fields) {
    const Use use{s};
    bind_all(s, fields...);
    s.exec();
}

template <class T> void take_field(SQLite::Statement& s, int at, T& field) {
    const SQLite::Column column = s.getColumn(at);
    if constexpr (is_text<T>) {
        const char* const text = column.getText("");
        text_in(field).assign(text, static_cast<std::size_t>(column.getBytes()));
    } else {
        using Number = decltype(number_of(field));
        const std::int64_t stored = column.getInt64();
        bool good{};
        if constexpr (std::is_same_v<Number, std::uint64_t>)
            good = set_from_number(field, static_cast<std::uint64_t>(stored));
        else
            good = set_from_number(field, stored);
        if (!good)
            fail(ErrorCode::damaged,
                 "a stored row has a value that it cannot have. Put a backup in its place.");
    }
}
template <class... T> void take_all(SQLite::Statement& s, T&... fields) {
    int at = -1;
    (take_field(s, ++at, fields), ...);
}

} // namespace tocsin::storage
