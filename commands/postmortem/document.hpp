// The post-mortem as a document model: made from data alone, with its own holes listed (DOMAIN 11). A layout
// makes it, a rendering prints it.
#pragma once

#include "commands/core/state.hpp"
#include "commands/core/talk.hpp"

#include <optional>
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

struct Section {
    std::string id;      // stable: "summary", "timeline"
    std::string heading; // "Summary"
    std::vector<Block> blocks;
    bool operator==(const Section&) const = default;
};

// A hole, and the command that fills it ("hypothesis H1 confirmed TEXT"; empty if none exists yet).
struct Gap {
    std::string section, question, command;
    bool operator==(const Gap&) const = default;
};

struct Document {
    std::string layout, title, ref;
    Instant as_of{};
    std::string head; // of the hash chain, hex; printed at the end (DESIGN 4.8)
    std::vector<Section> sections;
    std::vector<Gap> gaps;
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

// One layout: name, one line of help, how it is made. layouts.def lists them.
struct Layout {
    std::string_view name, summary;
    Document (*draft)(const Source&);
};
std::span<const Layout* const> all_layouts();
const Layout* layout_named(std::string_view);

std::string to_markdown(const Document&, std::string_view prefix); // prefix: "/incident "
std::string to_json(const Document&, std::string_view prefix);
// The gaps of a draft without rendering it: what `resolve` and the page list.
std::vector<Gap> gaps(const Source&);

} // namespace tocsin::postmortem
