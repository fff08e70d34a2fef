// JSON out. Escapes what RFC 8259 asks for, and "</" besides, so that a value may stand inside a script
// element.
#include "commands/core/json_writer.hpp"

#include "commands/text/unicode.hpp"

#include <fmt/format.h>

namespace tocsin {

void JsonWriter::comma() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
}

namespace {
void append_escaped(std::string& out, std::string_view text) {
    out += '"';
    char before = 0;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '/': out += before == '<' ? "\\/" : "/"; break;
        default:
            if (u < 0x20 || u == 0x7f)
                out += fmt::format("\\u{:04x}", u);
            else
                out += c;
        }
        before = c;
    }
    out += '"';
}
} // namespace

JsonWriter& JsonWriter::key(std::string_view name) {
    comma();
    append_escaped(out_, name);
    out_ += ':';
    fresh_ = true;
    return *this;
}
JsonWriter& JsonWriter::value(std::string_view text) {
    comma();
    if (text::valid_utf8(text))
        append_escaped(out_, text);
    else
        append_escaped(out_, text::nfc(text));
    return *this;
}
JsonWriter& JsonWriter::value(std::int64_t n) {
    comma();
    out_ += std::to_string(n);
    return *this;
}
JsonWriter& JsonWriter::value(std::uint64_t n) {
    comma();
    out_ += std::to_string(n);
    return *this;
}
JsonWriter& JsonWriter::value(bool flag) {
    comma();
    out_ += flag ? "true" : "false";
    return *this;
}
JsonWriter& JsonWriter::null() {
    comma();
    out_ += "null";
    return *this;
}
JsonWriter& JsonWriter::raw(std::string_view json) {
    comma();
    out_ += json;
    return *this;
}

} // namespace tocsin
