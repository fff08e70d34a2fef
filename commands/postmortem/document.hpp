// The post-mortem as a document model: made from data alone, with its own holes listed (DOMAIN 11). A layout
// names the sections, the parts fill them, a rendering prints them.
#pragma once

#include "commands/core/state.hpp"
#include "commands/core/talk.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::postmortem {

struct Block {
    enum class Kind : std::uint8_t { paragraph, bullets, table, todo };
    Kind kind{Kind::paragraph};
    std::string text;                           // paragraph, todo ("TODO(owner): question")
    std::vector<std::string> items;             // bullets
    std::vector<std::vector<std::string>> rows; // table; the first row is the head
    bool operator==(const Block&) const = default;
};
using Blocks = std::vector<Block>;

struct Section {
    std::string id;      // stable, and the same content in every layout: "summary", "timeline"
    std::string heading; // "Summary"
    Blocks blocks;
    std::string edited_by; // empty: as the data gave it
    bool operator==(const Section&) const = default;
};

// A hole, and the line that fills it ("hypothesis H1 confirmed TEXT"; empty if none exists yet).
struct Gap {
    std::string section, question, command;
    bool operator==(const Gap&) const = default;
};

struct Document {
    std::string layout, title, ref,
        slug; // ref in sentences, slug in addresses: of a private one its code name
    bool is_private{};
    std::string status, owner; // of the review
    Instant as_of{};
    std::string head; // of the hash chain, hex; printed at the end (DESIGN 4.8)
    std::vector<Section> sections;
    std::vector<Gap> gaps;       // what matters most first
    int parts_filled{}, parts{}; // "14 of 17 parts filled"
    bool operator==(const Document&) const = default;
};

struct Source {
    const Everything& all;
    const IncidentFile& file;
    std::span<const TalkLine> talk; // of the incident's rooms, in time order
    Instant as_of{};                // no_instant: the last event
    std::string chain_head;
};

struct Record; // the log read once, record.hpp

// One section of a layout.
struct Part {
    std::string_view id, heading;
    Blocks (*fill)(const Record&){};
    std::string_view question{}; // what only people can say; empty: the data fill it
};

// One layout: its name, one line of help, its sections in order. layouts.def lists them.
struct Layout {
    std::string_view name, summary;
    std::span<const Part> parts;
    Document draft(const Source&) const;
};
std::span<const Layout* const> all_layouts();
const Layout* layout_named(std::string_view);
// The one that fits the incident if nobody names another: `security` or `sre`.
const Layout& layout_for(const Incident&);

std::string to_markdown(const Document&, std::string_view prefix); // prefix: "/incident "
std::string to_json(const Document&, std::string_view prefix);
// One page of its own: no script, nothing fetched, light or dark as the reader's machine is set.
std::string to_html(const Document&, std::string_view prefix);

// The gaps of a draft without making it: what `resolve`, the card and the page list.
std::vector<Gap> gaps(const Source&);

// What a person may edit: every section but the timeline, which is corrected entry by entry.
std::vector<std::string> section_ids(std::string_view layout);
// What the data say in one section, as Markdown, without its questions and without talk: the proposal that an
// edit is kept with. Its as_of must be the moment at which the edit is recorded. Empty if there is no such
// section.
std::string section_text(const Source&, std::string_view layout, std::string_view id);

} // namespace tocsin::postmortem
