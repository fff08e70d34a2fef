// The variant's table of names, from events.def.
#include "commands/core/event.hpp"

#include <algorithm>
#include <array>

namespace tocsin {
namespace {

struct Entry {
    std::string_view name;
    std::uint32_t version;
    Event (*make)();
};
constexpr std::array table{
    Entry{"unknown", 0, [] { return Event{Unknown{}}; }},
#define EVENT(type, name, version) Entry{name, version, [] { return Event{type{}}; }},
#include "commands/core/events.def"
#undef EVENT
};
static_assert(table.size() == std::variant_size_v<EventVariant>);

} // namespace

Event::Event() = default;
template <class T>
    requires is_one_of<T, EventVariant>
Event::Event(T event) : EventVariant{std::in_place_type<T>, std::move(event)} {}
template Event::Event(Unknown);
#define EVENT(type, name, version) template Event::Event(type);
#include "commands/core/events.def"
#undef EVENT
Event::Event(const Event&) = default;
Event::Event(Event&&) noexcept = default;
Event& Event::operator=(const Event&) = default;
Event& Event::operator=(Event&&) noexcept = default;
Event::~Event() = default;
bool Event::operator==(const Event& other) const {
    return static_cast<const EventVariant&>(*this) == static_cast<const EventVariant&>(other);
}

std::string_view stored_name(const Event& e) {
    if (const auto* unknown = std::get_if<Unknown>(&e)) return unknown->name;
    return table[e.index()].name;
}
std::uint32_t stored_version(const Event& e) { return table[e.index()].version; }

namespace {

// By name, for the reading of long logs.
constexpr auto by_name = [] {
    std::array<std::uint8_t, table.size()> order{};
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint8_t>(i);
    std::ranges::sort(order, {}, [](std::uint8_t i) { return table[i].name; });
    return order;
}();

} // namespace

std::size_t index_of(std::string_view name) {
    const auto it = std::ranges::lower_bound(by_name, name, {}, [](std::uint8_t i) { return table[i].name; });
    return it != by_name.end() && table[*it].name == name ? *it : 0;
}
Event make_event(std::size_t index) { return index < table.size() ? table[index].make() : Event{Unknown{}}; }

} // namespace tocsin
