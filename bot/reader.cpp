// Reads.
#include "bot/reader.hpp"

#include "bot/answers.hpp"
#include "bot/talk.hpp"
#include "commands/core/code_name.hpp"
#include "commands/core/json_writer.hpp"
#include "commands/text/unicode.hpp"
#include "commands/views/views.hpp"

#include <algorithm>

namespace tocsin::bot {
namespace {

constexpr std::size_t undelivered_shown_max = 20;
constexpr std::size_t undelivered_text_max = 120;

std::string undelivered_json(const std::deque<storage::OutboxRow>& rows, const Everything& all,
                             PersonId viewer) {
    JsonWriter j;
    j.array([&] {
        std::size_t shown = 0;
        for (const auto& row : rows) {
            const IncidentFile* file = all.find(row.incident);
            if (file && !file->now.may_read(viewer)) continue;
            if (++shown > undelivered_shown_max) break;
            const auto message = message_from_json(row.body);
            j.object([&] {
                j.key("id").value(row.id.value);
                j.key("room").value(name_of(row.room));
                j.key("reason").value(row.reason);
                j.key("at").value(std::int64_t{row.made_at.time_since_epoch().count()});
                j.key("text").value(message ? text::cut(text_of(*message, ""), undelivered_text_max) : "");
            });
        }
    });
    return j.take();
}

} // namespace

std::string StateReader::overview(PersonId viewer) const {
    std::string json = views::overview_json(pipeline_.state(), viewer);
    const std::string empty = "\"undelivered\":[]";
    if (const auto at = json.find(empty); at != std::string::npos)
        json.replace(at, empty.size(),
                     "\"undelivered\":" + undelivered_json(worker_.undelivered(), pipeline_.state(), viewer));
    return json;
}

// Every read of an incident passes here: who may not know of it finds nothing (P8).
const IncidentFile* StateReader::find(PersonId viewer, std::string_view ref) const {
    const IncidentFile* file = find_by_ref(pipeline_.state(), ref);
    return file && file->now.may_read(viewer) ? file : nullptr;
}

bool StateReader::may_enter(PersonId viewer, const RoomId& room) const {
    const IncidentFile* file = pipeline_.state().in_room(room);
    if (file) return file->now.may_read(viewer);
    const std::string name = name_of(room);
    return !is_code_name(name.starts_with('#') ? std::string_view{name}.substr(1) : std::string_view{name});
}

std::optional<std::string> StateReader::incident(PersonId viewer, std::string_view ref) const {
    const IncidentFile* file = find(viewer, ref);
    if (!file) return std::nullopt;
    return views::card_json(pipeline_.state(), file->now);
}

std::optional<std::string> StateReader::timeline(PersonId viewer, std::string_view ref, bool full) const {
    const IncidentFile* file = find(viewer, ref);
    if (!file) return std::nullopt;
    return views::timeline_json(views::timeline(*file, pipeline_.state(), full));
}

postmortem::Document StateReader::document(const IncidentFile& file, const postmortem::Layout& layout) const {
    const auto lines = people_talk(store_, file, prefix_);
    const auto head = store_.chain_head(file.now.id);
    return layout.draft({.all = pipeline_.state(),
                         .file = file,
                         .talk = lines,
                         .as_of = no_instant,
                         .chain_head = head ? *head : ""});
}

std::optional<std::string> StateReader::draft(PersonId viewer, std::string_view ref, std::string_view layout,
                                              std::string_view format) const {
    const IncidentFile* file = find(viewer, ref);
    if (!file) return std::nullopt;
    const std::string_view fitting = file->now.type == IncidentType::security ? "security" : "sre";
    const auto* made_by = postmortem::layout_named(layout.empty() ? fitting : layout);
    if (!made_by) return std::nullopt;
    const auto document = this->document(*file, *made_by);
    if (format == "html") return postmortem::to_html(document, prefix_);
    return format == "md" ? postmortem::to_markdown(document, prefix_)
                          : postmortem::to_json(document, prefix_);
}

std::string StateReader::people(PersonId) const {
    JsonWriter j;
    j.array([&] {
        for (const auto& [id, person] : pipeline_.state().people)
            j.object([&] {
                j.key("id").value(id.value);
                j.key("name").value(person.name);
            });
    });
    return j.take();
}

std::vector<TalkLine> StateReader::talk(PersonId viewer, const RoomId& room, std::uint64_t before,
                                        std::size_t max) const {
    if (!may_enter(viewer, room)) return {};
    auto lines = store_.talk(std::span{&room, 1}, before, max);
    if (!lines) return {};
    std::erase_if(*lines, [&](const TalkLine& line) { return line.only_for && line.only_for != viewer; });
    return std::move(*lines);
}

std::vector<RoomId> StateReader::rooms(PersonId viewer, std::string_view platform) const {
    std::vector<RoomId> rooms;
    for (const auto& [room, incident] : pipeline_.state().rooms)
        if (platform_of(room) == platform && may_enter(viewer, room)) rooms.push_back(room);
    for (const auto& [audience, targets] : pipeline_.state().policy().targets)
        for (const auto& room : targets)
            if (platform_of(room) == platform && std::find(rooms.begin(), rooms.end(), room) == rooms.end())
                rooms.push_back(room);
    return rooms;
}

PersonId StateReader::person(std::string_view platform, std::string_view account) const {
    const Person* person = pipeline_.state().by_account(platform, account);
    return person ? person->id : PersonId{};
}

std::string StateReader::completion() const { return views::completion_json(); }

} // namespace tocsin::bot
