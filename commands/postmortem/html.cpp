// The draft as one HTML page of its own: well formed, no script, nothing fetched. Everything in a document is
// plain text, so everything is escaped here.
#include "commands/postmortem/document.hpp"

#include "commands/text/times.hpp"
#include "commands/views/one_line.hpp"

#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

// Colours are the system's, so that light and dark follow the reader's machine and print stays black on
// white.
constexpr std::string_view style = R"(:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25}
h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid GrayText}
code{font-family:ui-monospace,monospace;font-size:.9em}
.scroll{overflow-x:auto}
table{border-collapse:collapse}
th,td{border:1px solid GrayText;padding:.25rem .5rem;text-align:start;vertical-align:top}
.todo{border-inline-start:.25rem solid;padding-inline-start:.75rem;font-weight:600}
nav ol{columns:16rem;padding-inline-start:1.5rem}
@media print{nav{display:none}h2{break-after:avoid}tr{break-inside:avoid}}
)";

void append_escaped(std::string& out, std::string_view plain) {
    for (const char c : views::on_one_line(plain)) switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default: out += c;
        }
}

// `tag` may hold attributes of ours ("p class=\"todo\"").
void append_element(std::string& out, std::string_view tag, std::string_view plain) {
    out.append("<").append(tag).append(">");
    append_escaped(out, plain);
    out.append("</").append(tag.substr(0, tag.find(' '))).append(">");
}

void append_table(std::string& out, const std::vector<std::vector<std::string>>& rows,
                  std::string_view label) {
    if (rows.empty()) return;
    // A wide table scrolls in its own box; one that scrolls must be reachable by key.
    out += "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table: ";
    append_escaped(out, label);
    out += "\"><table>\n<thead><tr>";
    for (const auto& cell : rows.front()) append_element(out, "th scope=\"col\"", cell);
    out += "</tr></thead>\n<tbody>\n";
    for (std::size_t n = 1; n < rows.size(); ++n) {
        out += "<tr>";
        for (std::size_t c = 0; c < rows.front().size(); ++c)
            append_element(out, c == 0 ? "th scope=\"row\" dir=\"auto\"" : "td dir=\"auto\"",
                           c < rows[n].size() ? std::string_view{rows[n][c]} : std::string_view{});
        out += "</tr>\n";
    }
    out += "</tbody></table></div>\n";
}

void append_block(std::string& out, const Block& block, std::string_view label) {
    switch (block.kind) {
    case Block::Kind::paragraph:
        append_element(out, "p dir=\"auto\"", block.text);
        out += '\n';
        break;
    case Block::Kind::bullets:
        if (block.items.empty()) break;
        out += "<ul>\n";
        for (const auto& item : block.items) {
            append_element(out, "li dir=\"auto\"", item);
            out += '\n';
        }
        out += "</ul>\n";
        break;
    case Block::Kind::table: append_table(out, block.rows, label); break;
    case Block::Kind::todo:
        append_element(out, "p class=\"todo\" dir=\"auto\"", block.text);
        out += '\n';
        break;
    }
}

void append_head(std::string& out, const Document& doc) {
    out += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
           "'unsafe-inline'\"/>\n"
           "<meta name=\"referrer\" content=\"no-referrer\"/>\n";
    append_element(out, "title", "Post-mortem of " + doc.ref + ": " + doc.title);
    out.append("\n<style>\n").append(style).append("</style>\n</head>\n<body>\n<header>\n");
    append_element(out, "h1 dir=\"auto\"", "Post-mortem of " + doc.ref + ": " + doc.title);
    out += '\n';
    append_element(out, "p",
                   fmt::format("Draft made from the record as of {}. {} of {} parts filled.{}",
                               text::iso(doc.as_of), doc.parts_filled, doc.parts,
                               doc.is_private ? " Private: for its members only." : ""));
    out += "\n</header>\n";
}

void append_contents(std::string& out, const Document& doc) {
    out += "<nav aria-label=\"Sections\">\n<ol>\n";
    for (const Section& section : doc.sections) {
        out += "<li><a href=\"#s-";
        append_escaped(out, section.id);
        out += "\">";
        append_escaped(out, section.heading);
        out += "</a></li>\n";
    }
    out += "</ol>\n</nav>\n";
}

void append_gaps(std::string& out, const Document& doc, std::string_view prefix) {
    if (doc.gaps.empty()) return;
    out += "<section aria-labelledby=\"missing\">\n<h2 id=\"missing\">What is missing</h2>\n<ol>\n";
    for (const Gap& gap : doc.gaps) {
        out += "<li dir=\"auto\">";
        append_escaped(out, gap.question);
        if (!gap.command.empty()) {
            out += ' ';
            append_element(out, "code", std::string{prefix} + gap.command);
        }
        out += "</li>\n";
    }
    out += "</ol>\n</section>\n";
}

void append_section(std::string& out, const Section& section) {
    std::string id;
    append_escaped(id, section.id);
    out += fmt::format("<section id=\"s-{0}\" aria-labelledby=\"h-{0}\">\n", id);
    append_element(out, fmt::format("h2 id=\"h-{}\"", id), section.heading);
    out += '\n';
    for (const Block& block : section.blocks) append_block(out, block, section.heading);
    out += "</section>\n";
}

} // namespace

std::string to_html(const Document& doc, std::string_view prefix) {
    std::string out;
    append_head(out, doc);
    append_contents(out, doc);
    out += "<main>\n";
    append_gaps(out, doc, prefix);
    for (const Section& section : doc.sections) append_section(out, section);
    out += "</main>\n";
    if (!doc.head.empty()) {
        out += "<footer>\n<p>Head of the hash chain: ";
        append_element(out, "code", doc.head);
        out += "</p>\n</footer>\n";
    }
    out += "</body>\n</html>\n";
    return out;
}

} // namespace tocsin::postmortem
