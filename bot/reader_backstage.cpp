// What chat integrations have to know to do their work.
#include "bot/reader.hpp"

namespace tocsin::bot {
namespace {

constexpr auto listened_after_the_end = std::chrono::days{30}; // talk about the review belongs to it

} // namespace

std::string StateReader::account(PersonId id, std::string_view platform) const {
    const Person* person = pipeline_.state().person(id);
    return person && person->platform == platform ? person->external : "";
}

IncidentId StateReader::incident_in(const RoomId& room) const {
    const IncidentFile* file = pipeline_.state().in_room(room);
    return file ? file->now.id : IncidentId{};
}

std::vector<Backstage::Heard> StateReader::rooms_of(std::string_view platform) const {
    std::vector<Heard> rooms;
    for (const auto& [room, id] : pipeline_.state().rooms) {
        if (platform_of(room) != platform) continue;
        const Incident& i = pipeline_.state().find(id)->now;
        const bool open = is_open(i.state);
        if (!open && i.changed_at + listened_after_the_end < pipeline_.now()) continue;
        const auto made = i.made.find(room);
        rooms.push_back({room, id, made == i.made.end() ? "" : made->second, i.is_private, open});
    }
    return rooms;
}

std::string StateReader::newest_ref(const RoomId& room) const {
    const auto ref = store_.newest_ref(room);
    return ref ? *ref : "";
}

std::optional<TalkLine> StateReader::said(const RoomId& room, std::string_view ref) const {
    auto line = store_.said(room, ref);
    return line ? std::move(*line) : std::nullopt;
}

std::string StateReader::ref_of(IncidentId id) const {
    const IncidentFile* file = pipeline_.state().find(id);
    return file ? file->now.ref() : "";
}

std::optional<std::string> StateReader::draft_file(IncidentId id) const {
    const IncidentFile* file = pipeline_.state().find(id);
    if (!file) return std::nullopt;
    const auto* layout =
        postmortem::layout_named(file->now.type == IncidentType::security ? "security" : "sre");
    return postmortem::to_markdown(document(*file, *layout), prefix_);
}

} // namespace tocsin::bot
