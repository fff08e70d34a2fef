// Which numbers are values of an enum: what comes from disk is believed only after this. The switches have no
// default, so a new enumerator does not compile until it stands here (-Werror=switch).
#pragma once

#include "commands/core/model.hpp"
#include "storage/store.hpp"

namespace tocsin::storage {

constexpr bool known(Severity v) {
    switch (v) {
    case Severity::sev1:
    case Severity::sev2:
    case Severity::sev3:
    case Severity::sev4:
    case Severity::sev5: return true;
    }
    return false;
}
constexpr bool known(State v) {
    switch (v) {
    case State::triage:
    case State::investigating:
    case State::identified:
    case State::monitoring:
    case State::resolved:
    case State::postmortem:
    case State::closed:
    case State::cancelled:
    case State::merged: return true;
    }
    return false;
}
constexpr bool known(IncidentType v) {
    switch (v) {
    case IncidentType::ops:
    case IncidentType::security: return true;
    }
    return false;
}
constexpr bool known(ImpactLevel v) {
    switch (v) {
    case ImpactLevel::degraded:
    case ImpactLevel::partial:
    case ImpactLevel::down:
    case ImpactLevel::data: return true;
    }
    return false;
}
constexpr bool known(Audience v) {
    switch (v) {
    case Audience::responders:
    case Audience::internal:
    case Audience::executives:
    case Audience::customers: return true;
    }
    return false;
}
constexpr bool known(RoomUse v) {
    switch (v) {
    case RoomUse::home:
    case RoomUse::origin:
    case RoomUse::extra: return true;
    }
    return false;
}
constexpr bool known(ObligationKind v) {
    switch (v) {
    case ObligationKind::first:
    case ObligationKind::cadence:
    case ObligationKind::closing: return true;
    }
    return false;
}
constexpr bool known(MoveReason v) {
    switch (v) {
    case MoveReason::raised:
    case MoveReason::closing:
    case MoveReason::reopened:
    case MoveReason::by_hand: return true;
    }
    return false;
}
constexpr bool known(Rung v) {
    switch (v) {
    case Rung::reminder:
    case Rung::due: return true;
    }
    return false;
}
constexpr bool known(OutboxState v) {
    switch (v) {
    case OutboxState::waiting:
    case OutboxState::sending:
    case OutboxState::sent:
    case OutboxState::superseded:
    case OutboxState::dropped:
    case OutboxState::dead: return true;
    }
    return false;
}

} // namespace tocsin::storage
