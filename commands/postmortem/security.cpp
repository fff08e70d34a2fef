// The layout of a security incident: scope, attack, phases, evidence, who was told and who could read it.
#include "commands/postmortem/parts.hpp"

namespace tocsin::postmortem::layouts {
namespace {

constexpr Part sections[] = {
    {"about", "About this document", &parts::about},
    {"classification", "Classification and distribution", &parts::classification},
    {"summary", "Executive summary", &parts::summary},
    {"detection", "Detection and analysis", &parts::detection},
    {"scope", "Scope: systems, accounts, data", &parts::scope,
     "Which systems, accounts and data were reached, and which certainly not?"},
    {"impact", "Impact", &parts::impact},
    {"attack", "Attack timeline", &parts::attack},
    {"phases", "Phases", &parts::phases},
    {"containment-short", "Phase: containment, short term", &parts::containment_short},
    {"containment-long", "Phase: containment, long term", &parts::containment_long},
    {"eradication", "Phase: eradication", &parts::eradication},
    {"recovery", "Phase: recovery", &parts::recovery},
    {"resolution", "Resolution", &parts::resolution},
    {"evidence", "Evidence and custody", &parts::evidence},
    {"indicators", "Indicators of compromise", &parts::indicators,
     "Which addresses, digests, accounts and tools give the intruder away?"},
    {"communications", "Communications: updates and adherence", &parts::communications},
    {"notifications", "Notifications and filings", &parts::notifications},
    {"access", "Access record", &parts::access},
    {"root-causes", "Root cause and contributing factors", &parts::root_causes},
    {"trigger", "Trigger", &parts::trigger},
    {"lessons-well", "Lessons: what went well", &parts::lessons_well},
    {"lessons-wrong", "Lessons: what went wrong", &parts::lessons_wrong},
    {"lessons-lucky", "Lessons: where we were lucky", &parts::lessons_lucky},
    {"actions", "Actions and plan changes", &parts::actions},
    {"quality", "Response quality", &parts::quality},
    {"roles", "Roles and people", &parts::roles},
    {"open", "Open points", &parts::open_points},
    {"related", "Related incidents", &parts::related},
    {"timeline", "Timeline (UTC)", &parts::timeline},
    {"talk", "Talk that may belong in the timeline", &parts::talk},
    {"supporting", "Supporting information: metrics", &parts::supporting},
};

} // namespace

extern const Layout security;
const Layout security{"security", "scope, attack, phases, evidence, filings, as in a response plan",
                      sections};

} // namespace tocsin::postmortem::layouts
