// The items of the response plan guide, short enough to be read aloud.
#include "commands/postmortem/checklist.hpp"

namespace tocsin::postmortem {
namespace {

using Items = const std::string_view[];

constexpr Items identification{"alert analysed and confirmed",
                               "time, nature, scope noted",
                               "detection source",
                               "severity",
                               "roles set",
                               "channel open",
                               "private?",
                               "evidence saved",
                               "regulatory scope asked"};
constexpr Items containment_short{"evidence before change",
                                  "affected systems isolated",
                                  "access of involved accounts cut",
                                  "attack path closed",
                                  "spread checked",
                                  "actions noted",
                                  "stakeholders told"};
constexpr Items containment_long{"business can go on",
                                 "access to sensitive data limited",
                                 "temporary measures with end date",
                                 "extra monitoring",
                                 "credentials rotated",
                                 "update sent"};
constexpr Items eradication{"cause named with evidence",
                            "threats and unauthorized access removed",
                            "back doors searched",
                            "vulnerabilities patched",
                            "fix tested",
                            "same weakness elsewhere checked"};
constexpr Items recovery{"restored from a clean source",
                         "integrity verified by a second person",
                         "order of return set",
                         "watch period and probes set",
                         "users told",
                         "temporary measures removed"};
constexpr Items lessons{"post-mortem owner and meeting",
                        "strengths, weaknesses, luck",
                        "gaps in the plan",
                        "actions with owner and due",
                        "plan changed",
                        "insights shared",
                        "fixes verified"};

} // namespace

std::span<const std::string_view> checklist_of(Phase phase) {
    switch (phase) {
    case Phase::none: return {};
    case Phase::identification: return identification;
    case Phase::containment_short: return containment_short;
    case Phase::containment_long: return containment_long;
    case Phase::eradication: return eradication;
    case Phase::recovery: return recovery;
    case Phase::lessons_learned: return lessons;
    }
    return {};
}

} // namespace tocsin::postmortem
