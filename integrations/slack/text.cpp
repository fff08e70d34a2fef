// Slack's text, both ways (SLACK.md 5). One pass over the bytes each; any bytes at all are read, and what is
// written is valid UTF-8 without control characters.
#include "integrations/slack/text.hpp"

#include "commands/text/times.hpp"
#include "commands/text/unicode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tocsin::slack {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view zero_width_space = "\xE2\x80\x8B";
constexpr std::size_t seconds_digits_max = 11; // of a ts; the year 5138
constexpr std::size_t fraction_digits_max = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_id_char(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}
bool is_id(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_id_char); }

// Control characters but line breaks and tabs mean nothing in a chat, and NUL ends the text of some readers.
void append_clean(std::string& out, char32_t c) {
    if ((c >= 0x20 || c == '\n' || c == '\t') && c != 0x7F) text::append(out, c);
}

void append_escaped(std::string& out, char32_t c) {
    switch (c) {
    case '&': out += "&amp;"; break;
    case '<': out += "&lt;"; break;
    case '>': out += "&gt;"; break;
    default: append_clean(out, c);
    }
}

bool is_marker(char32_t c) { return c == '*' || c == '_' || c == '~' || c == '`'; }

// Between two letters or digits nothing formats: snake_case is left as it is. Whatever is not ASCII may be a
// letter or a punctuation mark to Slack, so it is taken as what formats.
bool is_word(char32_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Walks over a text with one code point of context on both sides; beyond the ends there is a space.
class Inert {
public:
    explicit Inert(std::string_view words) : words_{words} {}

    std::string take() {
        for (std::size_t i = 0; i < words_.size();) {
            const char32_t here = text::next_code_point(words_, i);
            std::size_t ahead = i;
            write(here, i < words_.size() ? text::next_code_point(words_, ahead) : U' ');
            if (here == '\n')
                line_begins_ = true;
            else if (!text::is_space(here))
                line_begins_ = false;
            before_ = here;
        }
        return std::move(out_);
    }

private:
    // A mark that could open is parted from what follows, one that could close from what it follows.
    void write(char32_t here, char32_t after) {
        const bool mark = is_marker(here) && !(is_word(before_) && is_word(after) && here != '`');
        const bool quotes = here == '>' && line_begins_;
        const bool parted = text::is_space(before_) || out_.ends_with(zero_width_space);
        if (quotes || (mark && !parted)) out_ += zero_width_space;
        append_escaped(out_, here);
        if (mark && !text::is_space(after)) out_ += zero_width_space;
    }

    std::string_view words_;
    std::string out_;
    char32_t before_{' '};
    bool line_begins_{true};
};

// Reads the text once; what a `<` begins is a mention or a link only up to the next `>` with no other `<`
// between, so no input makes it look twice.
class Reader {
public:
    Reader(std::string_view mrkdwn, const Names& names) : in_{mrkdwn}, names_{names} {}

    Read take() {
        while (!in_.empty()) {
            const auto open = std::min(in_.find('<'), in_.size());
            read_.text += unescaped(in_.substr(0, open));
            in_.remove_prefix(open);
            if (in_.empty()) break;
            const auto end = in_.find_first_of("<>", 1);
            const bool closed = end != npos && in_[end] == '>' && bracketed(in_.substr(1, end - 1));
            if (!closed) read_.text += '<';
            in_.remove_prefix(closed ? end + 1 : 1);
        }
        return std::move(read_);
    }

private:
    // False: nothing that Slack writes; then it is text.
    bool bracketed(std::string_view inner) {
        const auto bar = inner.find('|');
        const auto head = inner.substr(0, bar);
        const auto label = bar == npos ? std::string{} : unescaped(inner.substr(bar + 1));
        if (head.starts_with('@')) return person(head.substr(1), label);
        if (head.starts_with('#')) return channel(head.substr(1), label);
        if (head.starts_with('!')) return special(head.substr(1), label);
        return link(head, label);
    }

    static std::string without(char sign, std::string name) {
        if (name.starts_with(sign)) name.erase(0, 1);
        return name;
    }
    static std::string asked(const std::function<std::string(std::string_view)>& lookup,
                             std::string_view id) {
        return lookup ? lookup(id) : std::string{};
    }

    bool person(std::string_view id, const std::string& label) {
        if (!is_id(id)) return false;
        mention(id, without('@', label.empty() ? asked(names_.person, id) : label), false);
        return true;
    }
    bool channel(std::string_view id, const std::string& label) {
        if (!is_id(id)) return false;
        auto name = without('#', label.empty() ? asked(names_.channel, id) : label);
        read_.text += "#" + (name.empty() ? std::string{id} : std::move(name));
        return true;
    }
    bool special(std::string_view what, const std::string& label) {
        constexpr std::string_view group = "subteam^";
        if (what.starts_with(group)) {
            const auto id = what.substr(group.size());
            if (!is_id(id)) return false;
            mention(id, without('@', label.empty() ? asked(names_.group, id) : label), true);
        } else if (what == "here" || what == "channel" || what == "everyone") {
            read_.text.append("@").append(what);
        } else if (!label.empty()) { // a date with its fallback, or what Slack adds one day
            read_.text += label;
        } else if (const auto name = what.substr(0, what.find('^')); is_id(name)) {
            read_.text.append("@").append(name);
        } else {
            return false;
        }
        return true;
    }
    bool link(std::string_view url, const std::string& label) {
        const auto colon = url.find(':');
        if (colon == npos || colon == 0 || url.find_first_of(" \n\t") != npos) return false;
        const auto scheme = url.substr(0, colon);
        const bool address = scheme == "mailto" || scheme == "tel"; // nobody types these
        if (!address)
            read_.text += unescaped(url);
        else
            read_.text += label.empty() ? unescaped(url.substr(colon + 1)) : label;
        return true;
    }

    void mention(std::string_view id, std::string name, bool group) {
        auto [known, is_new] = tokens_.try_emplace(std::string{id});
        std::string& token = known->second;
        if (is_new) {
            token = token_of(name);
            if (token.empty()) token = name = id;
            while (!taken_.insert(text::folded(token)).second) token.append("-").append(id);
            read_.mentions.push_back({token, std::string{id}, std::move(name), group});
        }
        read_.text += "@" + token;
    }

    std::string_view in_;
    const Names& names_;
    Read read_;
    std::map<std::string, std::string, std::less<>> tokens_; // by id
    std::set<std::string> taken_; // tokens, folded: names are compared without case
};

Instant minute_shown(Instant t, std::string_view shown) {
    // Due times are shown rounded, others cut (commands/text/times.hpp); the reader's own time must agree.
    const auto rounded = std::chrono::floor<minutes>(t + seconds{30});
    return shown.find(text::hhmm(rounded)) != npos ? Instant{rounded} : std::chrono::floor<minutes>(t);
}

} // namespace

std::string escaped(std::string_view words) {
    std::string out;
    out.reserve(words.size());
    for (std::size_t i = 0; i < words.size();) append_escaped(out, text::next_code_point(words, i));
    return out;
}

std::string unescaped(std::string_view mrkdwn) {
    constexpr std::pair<std::string_view, char> entities[]{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    std::string out;
    out.reserve(mrkdwn.size());
    for (std::size_t i = 0; i < mrkdwn.size();) {
        const auto rest = mrkdwn.substr(i);
        const auto* entity = std::find_if(std::begin(entities), std::end(entities),
                                          [&](const auto& e) { return rest.starts_with(e.first); });
        if (entity == std::end(entities)) {
            append_clean(out, text::next_code_point(mrkdwn, i));
            continue;
        }
        out += entity->second;
        i += entity->first.size();
    }
    return out;
}

std::string inert(std::string_view words) { return Inert{words}.take(); }

Read read(std::string_view mrkdwn, const Names& names) { return Reader{mrkdwn, names}.take(); }

std::string token_of(std::string_view name) {
    const std::string trimmed = text::trimmed(name);
    std::string token;
    bool space = false;
    for (std::size_t i = 0; i < trimmed.size();) {
        const char32_t c = text::next_code_point(trimmed, i);
        const bool was_space = std::exchange(space, text::is_space(c));
        if (!space)
            append_clean(token, c);
        else if (!was_space)
            token += '.';
    }
    return token;
}

std::string date(Instant t, std::string_view shown_utc) {
    const std::string shown = shown_utc.empty() ? text::due_utc(t) : std::string{shown_utc};
    const auto at = minute_shown(t, shown);
    const bool with_day = shown.size() > text::hhmm_utc(t).size();
    const auto unix_seconds = std::chrono::duration_cast<seconds>(at.time_since_epoch()).count();
    if (unix_seconds <= 0) return escaped(shown);
    return fmt::format("{0} (<!date^{1}^{2}{{time}}|{3}> your time)", inert(shown), unix_seconds,
                       with_day ? "{date_short_pretty} " : "", escaped(shown));
}

bool instant_of(std::string_view ts, Instant& out) {
    const auto point = std::min(ts.find('.'), ts.size());
    const auto whole = ts.substr(0, point);
    const auto fraction = point == ts.size() ? std::string_view{} : ts.substr(point + 1);
    const auto digits = [](std::string_view s) { return std::all_of(s.begin(), s.end(), is_digit); };
    if (whole.empty() || whole.size() > seconds_digits_max || !digits(whole)) return false;
    if (fraction.size() > fraction_digits_max || !digits(fraction)) return false;
    if (point != ts.size() && fraction.empty()) return false;
    std::int64_t ms = 0;
    for (const char c : whole) ms = ms * 10 + (c - '0');
    for (std::size_t i = 0; i < 3; ++i) ms = ms * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
    out = Instant{Duration{ms}};
    return true;
}

std::string ts_of(Instant t) {
    const auto ms = std::max<std::int64_t>(t.time_since_epoch().count(), 0);
    return fmt::format("{}.{:03}000", ms / 1000, ms % 1000);
}

} // namespace tocsin::slack
