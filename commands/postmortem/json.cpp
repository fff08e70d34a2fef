// The draft as JSON. Block kinds are words; instants are milliseconds since 1970.
#include "commands/postmortem/document.hpp"

#include "commands/core/json_writer.hpp"

namespace tocsin::postmortem {
namespace {

std::string_view word(Block::Kind kind) {
    switch (kind) {
    case Block::Kind::paragraph: return "paragraph";
    case Block::Kind::bullets: return "bullets";
    case Block::Kind::table: return "table";
    case Block::Kind::todo: return "todo";
    }
    return "unknown";
}

void write_strings(JsonWriter& j, const std::vector<std::string>& strings) {
    j.array([&] {
        for (const auto& s : strings) j.value(s);
    });
}

void write_block(JsonWriter& j, const Block& block) {
    j.object([&] {
        j.key("kind").value(word(block.kind));
        j.key("text").value(block.text);
        j.key("items");
        write_strings(j, block.items);
        j.key("rows").array([&] {
            for (const auto& row : block.rows) write_strings(j, row);
        });
    });
}

void write_section(JsonWriter& j, const Section& section) {
    j.object([&] {
        j.key("id").value(section.id);
        j.key("heading").value(section.heading);
        j.key("edited_by").value(section.edited_by);
        j.key("blocks").array([&] {
            for (const Block& block : section.blocks) write_block(j, block);
        });
    });
}

void write_gap(JsonWriter& j, const Gap& gap, std::string_view prefix) {
    j.object([&] {
        j.key("section").value(gap.section);
        j.key("question").value(gap.question);
        j.key("command").value(gap.command.empty() ? std::string{} : std::string{prefix} + gap.command);
    });
}

} // namespace

std::string to_json(const Document& doc, std::string_view prefix) {
    JsonWriter j;
    j.object([&] {
        j.key("title").value(doc.title);
        j.key("ref").value(doc.ref);
        j.key("slug").value(doc.slug);
        j.key("private").value(doc.is_private);
        j.key("status").value(doc.status);
        j.key("owner").value(doc.owner);
        j.key("layout").value(doc.layout);
        j.key("as_of").value(std::int64_t{doc.as_of.time_since_epoch().count()});
        j.key("head").value(doc.head);
        j.key("sections").array([&] {
            for (const Section& section : doc.sections) write_section(j, section);
        });
        j.key("gaps").array([&] {
            for (const Gap& gap : doc.gaps) write_gap(j, gap, prefix);
        });
        j.key("parts_filled").value(doc.parts_filled);
        j.key("parts").value(doc.parts);
    });
    return j.take();
}

} // namespace tocsin::postmortem
