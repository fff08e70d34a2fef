// The default checklists.
#include "commands/policy/checklists.hpp"

namespace tocsin::policy {
namespace {

constexpr std::string_view identification[] = {"alert analysed and confirmed",
                                               "time, nature and scope noted",
                                               "detection source noted",
                                               "severity set",
                                               "roles set",
                                               "channel open",
                                               "private or not decided",
                                               "evidence saved",
                                               "regulatory scope asked"};
constexpr std::string_view containment_short[] = {"evidence saved before any change",
                                                  "affected systems isolated",
                                                  "access of involved accounts cut",
                                                  "attack path closed",
                                                  "spread checked",
                                                  "actions noted",
                                                  "stakeholders told"};
constexpr std::string_view containment_long[] = {"business can go on",
                                                 "access to sensitive data limited",
                                                 "temporary measures have an end date",
                                                 "extra monitoring in place",
                                                 "credentials rotated",
                                                 "update sent"};
constexpr std::string_view eradication[] = {"cause named with evidence",
                                            "threats and unauthorized access removed",
                                            "back doors searched",
                                            "vulnerabilities patched",
                                            "fix tested",
                                            "same weakness looked for elsewhere"};
constexpr std::string_view recovery[] = {"restored from a clean source",
                                         "integrity verified by a second person",
                                         "order of return set",
                                         "watch period and probes set",
                                         "users told",
                                         "temporary measures removed"};
constexpr std::string_view lessons[] = {"post-mortem owner and meeting set",
                                        "strengths, weaknesses and luck noted",
                                        "gaps in the plan noted",
                                        "actions have owner and due date",
                                        "plan changed",
                                        "insights shared",
                                        "fixes verified"};

} // namespace

std::span<const std::string_view> checklist(Phase phase) {
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

} // namespace tocsin::policy
