// The draft as Markdown. Everything in a document is plain text, so everything is escaped here: no word of a
// person can make a heading, a table cell, a link, an image or HTML.
#include "commands/postmortem/markdown.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"

#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

bool is_letter_or_digit(char c) {
    const auto u = static_cast<unsigned char>(c);
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || u >= 0x80;
}

// A word with a star (a pattern, a formula) stays searchable as typed: it becomes code instead of being
// escaped.
void append_code(std::string& out, std::string_view word, bool cell) {
    std::size_t longest = 0, run = 0;
    for (const char c : word) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(longest + 1, '`');
    const bool pad = word.front() == '`' || word.back() == '`';
    out.append(fence).append(pad ? " " : "");
    for (const char c : word) {
        if (cell && c == '|') out += '\\';
        out += c;
    }
    out.append(pad ? " " : "").append(fence);
}

bool needs_escape(std::string_view word, std::size_t at, bool cell) {
    const char c = word[at];
    const char before = at ? word[at - 1] : ' ';
    const char after = at + 1 < word.size() ? word[at + 1] : ' ';
    switch (c) {
    case '<':
    case '[':
    case ']':
    case '`':
    case '~':
    case '\\': return true;
    case '|': return cell;
    case '&': return is_letter_or_digit(after) || after == '#';
    case '_':
        return !is_letter_or_digit(before) || !is_letter_or_digit(after); // inside a word it means nothing
    default: return false;
    }
}

void append_word(std::string& out, std::string_view word, bool cell) {
    if (word.find('*') != std::string_view::npos) {
        append_code(out, word, cell);
        return;
    }
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (needs_escape(word, i, cell)) out += '\\';
        out += word[i];
    }
}

// "1." or "2)" begins a list; "#", "-", "+", ">", "=" and ":" begin other things.
void append_first_guard(std::string& out, std::string_view text) {
    if (text.empty()) return;
    if (std::string_view{"#-+>=:"}.find(text.front()) != std::string_view::npos) out += '\\';
}
std::size_t list_number_end(std::string_view text) {
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    const bool list = digits && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
    return list ? digits : 0;
}

void append_inline(std::string& out, std::string_view plain, bool cell) {
    const std::string line = views::on_one_line(plain);
    std::string_view rest{line};
    if (!cell) append_first_guard(out, rest);
    if (const auto digits = cell ? 0 : list_number_end(rest)) {
        out.append(rest.substr(0, digits)).append("\\");
        out += rest[digits];
        rest.remove_prefix(digits + 1);
    }
    while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        if (end == 0) {
            out += ' ';
            rest.remove_prefix(1);
            continue;
        }
        append_word(out, rest.substr(0, end), cell);
        rest.remove_prefix(end);
    }
}

void append_row(std::string& out, const std::vector<std::string>& row, std::size_t width) {
    out += '|';
    for (std::size_t n = 0; n < width; ++n) {
        out += ' ';
        if (n < row.size()) append_inline(out, row[n], true);
        out += " |";
    }
    out += '\n';
}

void append_table(std::string& out, const std::vector<std::vector<std::string>>& rows) {
    if (rows.empty()) return;
    const std::size_t width = rows.front().size();
    append_row(out, rows.front(), width);
    out += '|';
    for (std::size_t n = 0; n < width; ++n) out += " --- |";
    out += '\n';
    for (std::size_t n = 1; n < rows.size(); ++n) append_row(out, rows[n], width);
    out += '\n';
}

void append_block(std::string& out, const Block& block) {
    switch (block.kind) {
    case Block::Kind::paragraph:
        append_inline(out, block.text, false);
        out += "\n\n";
        break;
    case Block::Kind::bullets:
        for (const auto& item : block.items) {
            out += "- ";
            append_inline(out, item, false);
            out += '\n';
        }
        out += '\n';
        break;
    case Block::Kind::table: append_table(out, block.rows); break;
    case Block::Kind::todo:
        out += "- [ ] ";
        append_inline(out, block.text, false);
        out += '\n';
        break;
    }
}

void append_section(std::string& out, const Section& section) {
    out.append("## ").append(section.heading).append("\n\n");
    for (const Block& block : section.blocks) append_block(out, block);
    // Questions stand together at the end, one list.
    if (!section.blocks.empty() && section.blocks.back().kind == Block::Kind::todo) out += '\n';
}

void append_gaps(std::string& out, const Document& doc, std::string_view prefix) {
    if (doc.gaps.empty()) return;
    out += "## What is missing\n\n";
    std::size_t n = 0;
    for (const Gap& gap : doc.gaps) {
        out += fmt::format("{}. ", ++n);
        append_inline(out, gap.question, false);
        if (!gap.command.empty()) {
            out += ' ';
            append_code(out, std::string{prefix} + gap.command, false);
        }
        out += '\n';
    }
    out += '\n';
}

} // namespace

std::string markdown_of(const Blocks& blocks) {
    std::string out;
    for (const Block& block : blocks) append_block(out, block);
    return out;
}

std::string to_markdown(const Document& doc, std::string_view prefix) {
    std::string out = "# ";
    append_inline(out, "Post-mortem of " + doc.ref + ": " + doc.title, false);
    out += fmt::format("\n\nDraft made from the record as of {}. {} of {} parts filled.{}\n\n",
                       text::iso(doc.as_of), doc.parts_filled, doc.parts,
                       doc.is_private ? " Private: for its members only." : "");
    append_gaps(out, doc, prefix);
    for (const Section& section : doc.sections) append_section(out, section);
    if (!doc.head.empty()) {
        out += "Head of the hash chain: ";
        append_code(out, doc.head, false);
        out += '\n';
    }
    return out;
}

} // namespace tocsin::postmortem
