// Both directions are visitors for the `fields` functions beside the events; nothing here names a single
// event.
#include "storage/codec.hpp"

#include "storage/numbers.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace tocsin::storage {
namespace {

// Sets the field from stored digits; false: they are none of this field's values.
template <class T> bool set_number(T& field, std::string_view digits) {
    using Number = decltype(number_of(field));
    std::conditional_t<std::is_signed_v<Number>, std::int64_t, std::uint64_t> wide{};
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, wide);
    return error == std::errc{} && end == last && set_from_number(field, wide);
}

class BodyWriter {
public:
    explicit BodyWriter(Body& out) : out_{out} {}

    template <std::size_t N, class T> void operator()(const char (&name)[N], const T& field) {
        if constexpr (is_text<T>) {
            const std::string& text = text_in(field);
            out_.words.append(name, N - 1).push_back('=');
            put_number(out_.words, text.size());
            out_.words.append(":").append(text).push_back(' ');
        } else {
            if (!acceptable(field)) problem_ = "a field has a value that it cannot have";
            out_.facts.append(name, N - 1).push_back('=');
            put_number(out_.facts, number_of(field));
            out_.facts.push_back(' ');
        }
    }
    const char* problem() const { return problem_; }

private:
    template <class Number> static void put_number(std::string& to, Number n) {
        std::array<char, 24> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), n).ptr;
        to.append(digits.data(), end);
    }
    Body& out_;
    const char* problem_{};
};

// Takes "value " off the front of a list: digits up to the blank.
bool take_digits(std::string_view& rest, std::string_view& value) {
    const auto end = rest.find(' ');
    if (end == 0 || end == std::string_view::npos) return false;
    value = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return true;
}
// The same for "LEN:bytes ".
bool take_counted(std::string_view& rest, std::string_view& value) {
    std::size_t length{};
    const char* const last = rest.data() + rest.size();
    const auto [end, error] = std::from_chars(rest.data(), last, length);
    if (error != std::errc{} || end == last || *end != ':') return false;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
    if (rest.size() <= length || rest[length] != ' ') return false;
    value = rest.substr(0, length);
    rest.remove_prefix(length + 1);
    return true;
}

// "name=value name=value ". Fields come in the order they were written in, so the next one asked for is
// nearly always the next one in the list; only when it is not is the whole list searched.
template <bool (*take_value)(std::string_view&, std::string_view&)> class Pairs {
public:
    explicit Pairs(std::string_view all) : all_{all}, rest_{all} {}

    std::optional<std::string_view> find(std::string_view name) {
        std::string_view value;
        if (rest_.size() > name.size() && rest_.starts_with(name) && rest_[name.size()] == '=') {
            rest_.remove_prefix(name.size() + 1);
            if (take_value(rest_, value)) return value;
            return fail();
        }
        return search(name);
    }
    // Whatever nobody asked for must at least be a list.
    bool well_formed() {
        std::string_view name, value;
        while (!failed_ && !rest_.empty()) failed_ = !take_pair(rest_, name, value);
        return !failed_;
    }

private:
    std::optional<std::string_view> fail() {
        failed_ = true;
        rest_ = {};
        return {};
    }
    std::optional<std::string_view> search(std::string_view wanted) {
        std::string_view from = failed_ ? std::string_view{} : all_, name, value;
        while (!from.empty()) {
            if (!take_pair(from, name, value)) return fail();
            if (name == wanted) return value;
        }
        return {};
    }
    static bool take_pair(std::string_view& rest, std::string_view& name, std::string_view& value) {
        const auto equals = rest.find('=');
        if (equals == 0 || equals == std::string_view::npos) return false;
        name = rest.substr(0, equals);
        if (name.find(' ') != std::string_view::npos) return false;
        rest.remove_prefix(equals + 1);
        return take_value(rest, value);
    }
    std::string_view all_, rest_;
    bool failed_{};
};

class BodyReader {
public:
    BodyReader(std::string_view facts, std::string_view words) : facts_{facts}, words_{words} {}

    template <std::size_t N, class T> void operator()(const char (&name)[N], T& field) {
        const std::string_view wanted{name, N - 1};
        if constexpr (is_text<T>) {
            if (const auto text = words_.find(wanted)) text_in(field).assign(*text);
        } else {
            const auto digits = facts_.find(wanted);
            const bool good = digits ? set_number(field, *digits) : acceptable(field);
            if (!good) problem_ = "a field has a value that it cannot have";
        }
    }
    const char* finish() {
        if (!facts_.well_formed()) return "its facts are not a list of numbers";
        if (!words_.well_formed()) return "its words are not a list of texts";
        return problem_;
    }

private:
    Pairs<take_digits> facts_;
    Pairs<take_counted> words_;
    const char* problem_{};
};

template <Of<Meta> M, class F> void meta_fields(M& meta, F& f) {
    f("@by", meta.by);
    f("@at", meta.at);
    f("@day_only", meta.day_only);
    f("@name", meta.by_name);
    f("@room", meta.room);
}

// One reader a variant alternative, called by index.
using ReadInto = void (*)(Event&, BodyReader&);
template <std::size_t I> void read_into(Event& event, BodyReader& reader) {
    auto& e = event.emplace<I>();
    if constexpr (I != 0) fields(e, reader);
}
template <std::size_t... I> constexpr auto readers(std::index_sequence<I...>) {
    return std::array<ReadInto, sizeof...(I)>{&read_into<I>...};
}
constexpr auto read_by_index = readers(std::make_index_sequence<std::variant_size_v<EventVariant>>{});

} // namespace

const char* encode(const Meta& meta, const Event& event, Body& out) {
    out.facts.clear();
    out.words.clear();
    BodyWriter writer{out};
    meta_fields(meta, writer);
    if (event.index() == 0) return "an event that this Tocsin does not know cannot be recorded by it";
    std::visit([&](const auto& e) { fields(e, writer); }, event);
    return writer.problem();
}

const char* decode(const StoredEvent& stored, Meta& meta, Event& event) {
    BodyReader reader{stored.facts, stored.words};
    meta = Meta{};
    meta_fields(meta, reader);
    const std::size_t index = index_of(stored.name);
    read_by_index[index](event, reader);
    if (index == 0 || stored.version > stored_version(event))
        event.emplace<Unknown>(std::string{stored.name});
    else if (stored.version < stored_version(event))
        return "it was written in an old form that this Tocsin cannot read";
    return reader.finish();
}

} // namespace tocsin::storage
