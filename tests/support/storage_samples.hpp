// Events, writes and data files for the tests of storage. Every field of every event is filled through
// `fields`, so that a new event or field is covered without a line here.
#pragma once

#include "storage/numbers.hpp"
#include "storage/store.hpp"
#include "tests/support/temp_folder.hpp"

#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tocsin::test {

// Gives each field a value that is not its default.
struct Fill {
    std::uint64_t n{1};
    template <class T> void operator()(const char*, T& field) {
        ++n;
        if constexpr (storage::is_text<T>)
            storage::text_in(field) =
                "text " + std::to_string(n) + " =:\n\xc3\xa9 " + std::string(1, '\0') + "9:x ";
        else if constexpr (std::is_enum_v<T>)
            field = other_value(field);
        else if constexpr (std::is_same_v<T, bool>)
            field = !field;
        else if constexpr (storage::is_time<T>)
            field = T{Duration{1'700'000'000'000 + static_cast<std::int64_t>(n)}};
        else if constexpr (storage::is_number_id<T>)
            field.value = static_cast<decltype(field.value)>(n);
        else if constexpr (std::is_signed_v<T> && sizeof(T) > 1)
            field = std::numeric_limits<T>::min() + static_cast<T>(n);
        else
            field = static_cast<T>(std::numeric_limits<T>::max() - static_cast<T>(n));
    }
    template <class E> static E other_value(E now) {
        for (int v = 0; v < 256; ++v)
            if (const E e{static_cast<std::uint8_t>(v)}; e != now && storage::known(e)) return e;
        return now;
    }
};

Event filled_event(std::size_t index);
Meta filled_meta();
// The smallest event of an incident, with a text.
Recorded note(std::uint64_t seq, std::uint32_t incident, std::uint32_t index, std::string text = "hello");
// One command: an inbox key, a note, an outbox row, a line of talk; all four told apart by `seq`.
storage::Write command(std::uint64_t seq, std::uint32_t incident, std::uint32_t index);
std::string key_of(std::uint64_t seq);
storage::OutboxRow message(std::uint64_t id, storage::OutboxState state = storage::OutboxState::waiting);

// Opens, or throws the reason.
std::unique_ptr<storage::Store> open_store(const std::string& path, storage::Options = {});
// Throws the reason if it did not work.
void must(const Result<void>&);
// Salts that are the same in every run.
std::function<void(std::span<std::byte>)> counted_random();

// Runs SQL on a file behind the store's back.
void tamper(const std::string& path, const std::string& sql);

} // namespace tocsin::test
