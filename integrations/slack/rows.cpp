// Rows from runs, and rows cut to fit.
#include "integrations/slack/rows.hpp"

#include "integrations/slack/fit.hpp"
#include "integrations/slack/text.hpp"

#include "commands/text/unicode.hpp"

#include <algorithm>
#include <optional>

namespace tocsin::slack {
namespace {

constexpr std::size_t quotation_clusters_max = 200; // inside a line; a title has at most as many
constexpr std::string_view quote_sign = "> ";
constexpr std::string_view fence = "```";
constexpr std::string_view code_sign = "`";
constexpr std::string_view zero_width_space = "\xE2\x80\x8B";

bool is_id(std::string_view id) {
    return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c); });
}

std::string user_of(const Place& place, PersonId person) {
    std::string id = place.user && person ? place.user(person) : std::string{};
    return is_id(id) ? id : std::string{};
}

std::string command_of(const Run& run, const Place& place) {
    return text::trimmed(clean(place.prefix) + clean(run.text));
}

// The address for mrkdwn: what would end it is percent-encoded.
std::string address_of(std::string_view base, std::string_view href) {
    while (base.ends_with('/')) base.remove_suffix(1);
    std::string out;
    const std::string address = std::string{base}.append(href);
    for (const char c : address) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const auto u = static_cast<unsigned char>(c);
        if (u <= ' ' || u == 0x7F || c == '|' || c == '<' || c == '>' || c == '"')
            out.append("%").append(1, digits[u >> 4U]).append(1, digits[u & 15U]);
        else
            out += c;
    }
    return escaped(out);
}

std::string label_of(std::string_view words) {
    std::string label = on_one_line(words);
    std::replace(label.begin(), label.end(), '|', '/');
    return inert(label);
}

std::optional<Piece> link_piece(const Run& run, const Place& place) {
    if (place.channel)
        if (const auto id = place.channel(run.text); is_id(id))
            return Piece{Piece::Kind::token, "<#" + id + ">", clean(run.text)};
    // A channel that is still being made: its name, not a way to somewhere else.
    if (run.text.starts_with('#')) return std::nullopt;
    if (place.link_base.empty() || !run.href.starts_with('/')) return std::nullopt;
    const auto label = label_of(run.text);
    return Piece{Piece::Kind::token,
                 "<" + address_of(place.link_base, run.href) + (label.empty() ? "" : "|" + label) + ">",
                 clean(run.text)};
}

// Builds the rows of one line.
class Builder {
public:
    explicit Builder(const Place& place) : place_{place} {}

    void add(const Run& run) {
        switch (run.kind) {
        case Run::Kind::text: return words(run.text);
        case Run::Kind::command: return command(command_of(run, place_));
        case Run::Kind::quote: return quotation(clean(run.text));
        case Run::Kind::person: {
            const auto id = user_of(place_, run.person);
            if (id.empty()) return words(text::isolated(run.text));
            return token({Piece::Kind::token, "<@" + id + ">", clean(run.text)});
        }
        case Run::Kind::time: {
            if (run.time == no_instant) return words(run.text);
            const auto shown = on_one_line(run.text);
            return token({Piece::Kind::token, place_.local_times ? date(run.time, shown) : inert(shown), shown});
        }
        case Run::Kind::link: {
            auto piece = link_piece(run, place_);
            return piece ? token(std::move(*piece)) : words(run.text);
        }
        }
    }

    std::vector<Row> take() {
        if (!row_.pieces.empty() || rows_.empty()) rows_.push_back(std::move(row_));
        return std::move(rows_);
    }

private:
    void end_row() {
        if (!row_.pieces.empty()) rows_.push_back(std::move(row_));
        row_ = {};
    }
    void token(Piece piece) { row_.pieces.push_back(std::move(piece)); }

    void words(std::string_view typed) {
        const std::string all = clean(typed);
        for (std::string_view rest = all;;) {
            const auto line = rest.substr(0, rest.find('\n'));
            if (!line.empty()) row_.pieces.push_back({Piece::Kind::words, std::string{line}});
            if (line.size() == rest.size()) return;
            end_row();
            rest.remove_prefix(line.size() + 1);
        }
    }
    void command(std::string line) {
        if (line.empty()) return;
        const bool one_span = line.find_first_of("`\n") == std::string::npos;
        if (one_span) return row_.pieces.push_back({Piece::Kind::code, std::move(line)});
        end_row();
        rows_.push_back({Row::Kind::fenced, {{Piece::Kind::code, std::move(line)}}});
    }
    void quotation(const std::string& said) {
        const bool one_line = said.find('\n') == std::string::npos;
        if (one_line && text::length(said) <= quotation_clusters_max)
            return row_.pieces.push_back({Piece::Kind::words, "\"" + said + "\""});
        end_row();
        for (std::string_view rest = said;;) {
            const auto line = rest.substr(0, rest.find('\n'));
            rows_.push_back({Row::Kind::quoted, {{Piece::Kind::words, std::string{line}}}});
            if (line.size() == rest.size()) return;
            rest.remove_prefix(line.size() + 1);
        }
    }

    const Place& place_;
    std::vector<Row> rows_;
    Row row_;
};

// Three backticks would end the fence.
std::string in_fence(std::string_view code) {
    std::string out;
    for (const char c : escaped(code)) {
        if (c == '`' && out.ends_with('`')) out += zero_width_space;
        out += c;
    }
    if (out.ends_with('`')) out += zero_width_space;
    return out;
}

std::string written(const Piece& piece, Row::Kind kind) {
    switch (piece.kind) {
    case Piece::Kind::words: return inert(piece.text);
    case Piece::Kind::token: return piece.text;
    case Piece::Kind::code: break;
    }
    return kind == Row::Kind::fenced ? in_fence(piece.text)
                                     : std::string{code_sign}.append(escaped(piece.text)).append(code_sign);
}

std::size_t frame_of(Row::Kind kind) { // units around the pieces
    return kind == Row::Kind::quoted   ? quote_sign.size()
           : kind == Row::Kind::fenced ? 2 * fence.size() + 1
                                       : 0;
}

// Cuts one row into rows of at most `max` units.
class Cutter {
public:
    Cutter(Row::Kind kind, std::size_t max) : kind_{kind}, max_{max} { row_.kind = kind; }

    void add(const Piece& piece) {
        if (piece.kind != Piece::Kind::token) return add_words(piece.kind, piece.text);
        const auto wide = units(piece.text);
        if (wide > room() && used_ > 0) end_row();
        if (wide > room()) return add_words(Piece::Kind::words, piece.plain);
        put(piece, wide);
    }
    std::vector<Row> take() {
        end_row();
        return std::move(rows_);
    }

private:
    std::size_t room() const { return max_ - frame_of(kind_) - used_; }
    void put(Piece piece, std::size_t wide) {
        row_.pieces.push_back(std::move(piece));
        used_ += wide;
    }
    void end_row() {
        if (!row_.pieces.empty()) rows_.push_back(std::move(row_));
        row_ = {kind_, {}};
        used_ = 0;
    }
    void add_words(Piece::Kind kind, std::string_view rest) {
        const bool code = kind == Piece::Kind::code;
        const As as = !code ? As::words : kind_ == Row::Kind::fenced ? As::fenced : As::escaped;
        const std::size_t signs = code && kind_ != Row::Kind::fenced ? 2 * code_sign.size() : 0;
        while (!rest.empty()) {
            const auto space = room() > signs ? room() - signs : 0;
            const auto bytes = bytes_that_fit(rest, space, as, used_ > 0 ? Cut::whole_words : Cut::words);
            if (bytes == 0) {
                end_row();
                continue;
            }
            const auto part = rest.substr(0, bytes);
            put({kind, std::string{part}}, cost(part, as) + signs);
            rest.remove_prefix(bytes);
            if (!rest.empty()) end_row();
        }
    }

    Row::Kind kind_;
    std::size_t max_;
    std::vector<Row> rows_;
    Row row_{};
    std::size_t used_{};
};

} // namespace

std::vector<Row> rows_of(const Line& line, const Place& place) {
    Builder builder{place};
    for (const Run& run : line) builder.add(run);
    return builder.take();
}

std::string mrkdwn_of(const Row& row) {
    std::string out;
    for (const Piece& piece : row.pieces) out += written(piece, row.kind);
    switch (row.kind) {
    case Row::Kind::plain: break;
    case Row::Kind::quoted: return std::string{quote_sign}.append(out);
    case Row::Kind::fenced: return std::string{fence}.append(out).append(fence);
    }
    return out;
}

std::vector<std::string> packed(const std::vector<Row>& rows, std::size_t max) {
    std::vector<std::string> texts;
    std::string text;
    const auto end_text = [&] {
        if (!text::trimmed(text).empty()) texts.push_back(std::move(text));
        text.clear();
    };
    const auto add = [&](const std::string& row) {
        if (!text.empty() && units(text) + 1 + units(row) > max) end_text();
        if (!text.empty()) text += '\n';
        text += row;
    };
    for (const Row& row : rows) {
        auto whole = mrkdwn_of(row);
        if (units(whole) <= max) {
            add(whole);
            continue;
        }
        Cutter cutter{row.kind, max};
        for (const Piece& piece : row.pieces) cutter.add(piece);
        for (const Row& part : cutter.take()) add(mrkdwn_of(part));
    }
    end_text();
    return texts;
}

std::string plain_of(const Line& line, const Place& place) {
    std::string out;
    for (const Run& run : line) switch (run.kind) {
        case Run::Kind::text:
        case Run::Kind::time:
        case Run::Kind::link: out += clean(run.text); break;
        case Run::Kind::command: out += command_of(run, place); break;
        case Run::Kind::quote: out += "\"" + clean(run.text) + "\""; break;
        case Run::Kind::person:
            out += (user_of(place, run.person).empty() ? "" : "@") + clean(text::isolated(run.text));
            break;
        }
    return out;
}

} // namespace tocsin::slack
