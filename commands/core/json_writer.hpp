// Writes JSON into a string. Writing only: the core never parses JSON, so it needs no JSON library (P7).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tocsin {

// Usage: JsonWriter j; j.object([&]{ j.key("a").value(1); j.key("b").array([&]{ j.value("x"); }); });
// j.take(); Text that is not UTF-8 is written with U+FFFD, so that the result is always valid JSON.
class JsonWriter {
public:
    template <class Body> JsonWriter& object(Body body) { return nest('{', '}', body); }
    template <class Body> JsonWriter& array(Body body) { return nest('[', ']', body); }
    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view{text}); }
    JsonWriter& value(std::int64_t number);
    JsonWriter& value(std::uint64_t number);
    JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
    JsonWriter& value(unsigned number) { return value(static_cast<std::uint64_t>(number)); }
    JsonWriter& value(bool flag);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json); // already JSON
    const std::string& str() const { return out_; }
    std::string take() { return std::move(out_); }

private:
    template <class Body> JsonWriter& nest(char open, char close, Body body) {
        comma();
        out_ += open;
        fresh_ = true;
        body();
        out_ += close;
        fresh_ = false;
        return *this;
    }
    void comma();
    std::string out_;
    bool fresh_{true};
};

} // namespace tocsin
