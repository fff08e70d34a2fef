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
    case MoveReason::by_hand:
    case MoveReason::paused:
    case MoveReason::resumed: return true;
    }
    return false;
}
constexpr bool known(Rung v) {
    switch (v) {
    case Rung::reminder:
    case Rung::due:
    case Rung::deputy:
    case Rung::page:
    case Rung::duty: return true;
    }
    return false;
}
constexpr bool known(Phase v) {
    switch (v) {
    case Phase::none:
    case Phase::identification:
    case Phase::containment_short:
    case Phase::containment_long:
    case Phase::eradication:
    case Phase::recovery:
    case Phase::lessons_learned: return true;
    }
    return false;
}
constexpr bool known(KeyTime v) {
    switch (v) {
    case KeyTime::detected:
    case KeyTime::acknowledged:
    case KeyTime::identified:
    case KeyTime::mitigated:
    case KeyTime::contained: return true;
    }
    return false;
}
constexpr bool known(Relation v) {
    switch (v) {
    case Relation::caused_by:
    case Relation::related:
    case Relation::recurrence: return true;
    }
    return false;
}
constexpr bool known(PageReason v) {
    switch (v) {
    case PageReason::asked:
    case PageReason::update_late: return true;
    }
    return false;
}
constexpr bool known(Verdict v) {
    switch (v) {
    case Verdict::supported:
    case Verdict::confirmed:
    case Verdict::ruled_out: return true;
    }
    return false;
}
constexpr bool known(LessonKind v) {
    switch (v) {
    case LessonKind::well:
    case LessonKind::wrong:
    case LessonKind::lucky: return true;
    }
    return false;
}
constexpr bool known(ActionType v) {
    switch (v) {
    case ActionType::none:
    case ActionType::prevent:
    case ActionType::detect:
    case ActionType::mitigate:
    case ActionType::process: return true;
    }
    return false;
}
constexpr bool known(ActionStatus v) {
    switch (v) {
    case ActionStatus::open:
    case ActionStatus::done:
    case ActionStatus::verified:
    case ActionStatus::dropped: return true;
    }
    return false;
}
constexpr bool known(ReviewStatus v) {
    switch (v) {
    case ReviewStatus::draft:
    case ReviewStatus::in_review:
    case ReviewStatus::reviewed:
    case ReviewStatus::closed: return true;
    }
    return false;
}
constexpr bool known(ReviewDue v) {
    switch (v) {
    case ReviewDue::owner:
    case ReviewDue::text:
    case ReviewDue::closing: return true;
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
