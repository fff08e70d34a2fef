// Answers every read, filtered by the viewer in this one place (P8).
#pragma once

#include "bot/outbox_worker.hpp"
#include "bot/pipeline.hpp"
#include "commands/postmortem/document.hpp"
#include "integrations/integration.hpp"

namespace tocsin::bot {

class StateReader final : public Reader, public Backstage {
public:
    StateReader(const Pipeline& pipeline, const storage::Store& store, const OutboxWorker& worker,
                std::string prefix)
        : pipeline_{pipeline}, store_{store}, worker_{worker}, prefix_{std::move(prefix)} {}

    std::string overview(PersonId viewer) const override;
    std::optional<std::string> incident(PersonId viewer, std::string_view ref) const override;
    std::optional<std::string> timeline(PersonId viewer, std::string_view ref, bool full) const override;
    std::optional<std::string> draft(PersonId viewer, std::string_view ref, std::string_view layout,
                                     std::string_view format) const override;
    std::string people(PersonId viewer) const override;
    std::vector<TalkLine> talk(PersonId viewer, const RoomId&, std::uint64_t before,
                               std::size_t max) const override;
    std::vector<RoomId> rooms(PersonId viewer, std::string_view platform) const override;
    bool may_enter(PersonId viewer, const RoomId&) const override;
    PersonId person(std::string_view platform, std::string_view account) const override;
    std::string completion() const override;
    // reader_desk.cpp
    std::optional<UpdateStart> update_start(PersonId viewer, std::string_view ref,
                                            std::string_view audience) const override;
    Message preview(const Ask&) const override;
    Desk desk(PersonId viewer) const override;

    // Backstage: reader_backstage.cpp
    std::string account(PersonId, std::string_view platform) const override;
    IncidentId incident_in(const RoomId&) const override;
    std::vector<Heard> rooms_of(std::string_view platform) const override;
    std::string newest_ref(const RoomId&) const override;
    std::optional<TalkLine> said(const RoomId&, std::string_view ref) const override;
    std::optional<std::string> draft_file(IncidentId) const override;
    std::string ref_of(IncidentId) const override;

    // The draft of one incident; as_of no_instant: the last event.
    postmortem::Document document(const IncidentFile&, const postmortem::Layout&) const;
    // By "INC-7" or "7"; nullptr: there is none for this viewer.
    const IncidentFile* find(PersonId viewer, std::string_view ref) const;

private:
    const Pipeline& pipeline_;
    const storage::Store& store_;
    const OutboxWorker& worker_;
    std::string prefix_;
};

} // namespace tocsin::bot
