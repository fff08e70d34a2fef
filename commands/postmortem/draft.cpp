// A layout made into a document: its parts, its questions, and the words that people have put in their place.
#include "commands/postmortem/gaps.hpp"
#include "commands/postmortem/markdown.hpp"

#include "commands/views/one_line.hpp"
#include "commands/views/views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tocsin::postmortem {
namespace {

const Part* part_in(const Layout& layout, std::string_view id) {
    const auto it =
        std::find_if(layout.parts.begin(), layout.parts.end(), [&](const Part& p) { return p.id == id; });
    return it == layout.parts.end() ? nullptr : &*it;
}

Blocks made(const Part& part, const Record& r) { return part.fill ? part.fill(r) : Blocks{}; }

// A person's text: each line a paragraph, those that begin with a dash a list.
Blocks blocks_of(std::string_view text) {
    Blocks out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const bool item = line.starts_with("- ") || line.starts_with("* ");
        if (item) line.remove_prefix(2);
        std::string words = views::on_one_line(line);
        if (words.empty()) continue;
        if (!item) {
            out.push_back({.kind = Block::Kind::paragraph, .text = std::move(words)});
            continue;
        }
        if (out.empty() || out.back().kind != Block::Kind::bullets)
            out.push_back({.kind = Block::Kind::bullets});
        out.back().items.push_back(std::move(words));
    }
    return out;
}

// What the data said when the person wrote is compared with what they say now of that same moment: that time
// has gone by, or that talk is kept, is nothing new.
bool says_something_new(const Part& part, const Edit& edit, const Record& r) {
    const auto wrote = r.edits.find(edit.section);
    const Instant then = wrote == r.edits.end() ? edit.at : wrote->second;
    const Source source{r.source.all, r.file, {}, then, {}};
    return markdown_of(made(part, Record{source})) != edit.proposal;
}

// The person's words stand first; what the data say stands beside them once it says something new.
void put_in_place(Section& section, const Part& part, const Edit& edit, const Record& r) {
    Blocks proposed = std::move(section.blocks);
    section.edited_by = views::on_one_line(edit.by_name);
    section.blocks = blocks_of(edit.text);
    section.blocks.push_back({.kind = Block::Kind::paragraph,
                              .text = fmt::format("Written by {}, {}.", section.edited_by, r.when(edit.at))});
    if (proposed.empty() || !says_something_new(part, edit, r)) return;
    section.blocks.push_back({.kind = Block::Kind::paragraph, .text = "Newer proposal, from the record:"});
    std::move(proposed.begin(), proposed.end(), std::back_inserter(section.blocks));
}

Section section_of(const Part& part, const Record& r) {
    Section section{std::string{part.id}, std::string{part.heading}, made(part, r), {}};
    if (const auto edit = r.file.edits.find(section.id); edit != r.file.edits.end())
        put_in_place(section, part, edit->second, r);
    return section;
}

// What only people can say, as long as nobody has said it.
void find_unsaid(Gaps& gaps, const Layout& layout, const Record& r) {
    const Layout& usual = layout_for(r.now);
    for (const Part& part : layout.parts) {
        if (part.question.empty() || r.file.edits.contains(std::string{part.id})) continue;
        const std::string in = part_in(usual, part.id) ? "" : fmt::format("layout={} ", layout.name);
        gaps.add(Weight::words, part.id, std::string{part.question},
                 fmt::format("postmortem {}edit {} TEXT", in, part.id));
    }
}

// Every gap is also a question in its section; a section without one is a part that is filled.
void add_todos(Document& doc, const std::string& owner) {
    for (Section& section : doc.sections) {
        const auto before = section.blocks.size();
        for (const Gap& gap : doc.gaps)
            if (gap.section == section.id)
                section.blocks.push_back(
                    {.kind = Block::Kind::todo, .text = fmt::format("TODO({}): {}", owner, gap.question)});
        ++doc.parts;
        doc.parts_filled += section.blocks.size() == before;
    }
}

// A gap of a section that this layout has under another name is asked where its reader looks.
void find_place(std::vector<Gap>& gaps, const Layout& layout) {
    const auto has = [&](std::string_view id) { return part_in(layout, id) != nullptr; };
    for (Gap& gap : gaps) {
        if (has(gap.section)) continue;
        if (gap.section == "roles" && has("coordination"))
            gap.section = "coordination";
        else if (has("root-causes") && gap.section == "trigger")
            gap.section = "root-causes";
        else if (has("phases") && phase_of(gap.section))
            gap.section = "phases";
        else
            gap.section = "open";
    }
}

} // namespace

Document Layout::draft(const Source& source) const {
    const Record r{source};
    const Incident& i = r.now;
    Document doc{.layout = std::string{name},
                 .title = views::on_one_line(i.title),
                 .ref = i.ref(),
                 .slug = i.slug(),
                 .is_private = i.is_private,
                 .status = std::string{word(i.review)},
                 .owner = views::on_one_line(i.postmortem_owner_name),
                 .as_of = r.as_of,
                 .head = source.chain_head};
    for (const Part& part : parts) doc.sections.push_back(section_of(part, r));
    Gaps found;
    find_gaps(found, r);
    find_unsaid(found, *this, r);
    doc.gaps = found.sorted();
    find_place(doc.gaps, *this);
    add_todos(doc, doc.owner.empty() ? "owner" : doc.owner);
    return doc;
}

std::vector<std::string> section_ids(std::string_view layout) {
    std::vector<std::string> out;
    if (const Layout* found = layout_named(layout))
        for (const Part& part : found->parts)
            if (part.id != "timeline") out.emplace_back(part.id);
    return out;
}

std::string section_text(const Source& source, std::string_view layout, std::string_view id) {
    const Layout* found = layout_named(layout);
    const Part* part = found ? part_in(*found, id) : nullptr;
    if (!part) return {};
    const Source silent{source.all, source.file, {}, source.as_of, {}};
    return markdown_of(made(*part, Record{silent}));
}

} // namespace tocsin::postmortem
