// The layout that asks why until nobody can answer, in more than one branch.
#include "commands/postmortem/parts.hpp"

namespace tocsin::postmortem::layouts {
namespace {

constexpr Part sections[] = {
    {"about", "About this document", &parts::about},
    {"summary", "Incident summary", &parts::summary},
    {"leadup", "Leadup", &parts::leadup, "What led up to it, hours and weeks before?"},
    {"trigger", "Trigger", &parts::trigger},
    {"root-causes", "Fault and contributing factors", &parts::root_causes},
    {"impact", "Impact", &parts::impact},
    {"detection", "Detection", &parts::detection},
    {"response", "Response", &parts::response},
    {"resolution", "Recovery and resolution", &parts::resolution},
    {"timeline", "Timeline (UTC)", &parts::timeline},
    {"five-whys", "Five whys", &parts::five_whys,
     "Why? Ask each row until the answer is a thing that can be changed."},
    {"blameless-cause", "Blameless root cause", nullptr,
     "Which condition, of system or process, if changed, stops this kind of incident?"},
    {"backlog", "Backlog check", nullptr, "Which work that was already planned would have prevented it?"},
    {"recurrence", "Recurrence", &parts::recurrence},
    {"lessons-well", "Lessons: what went well", &parts::lessons_well},
    {"lessons-wrong", "Lessons: what went wrong", &parts::lessons_wrong},
    {"lessons-lucky", "Lessons: where we were lucky", &parts::lessons_lucky},
    {"actions", "Corrective actions", &parts::actions},
    {"communications", "Communications: updates and adherence", &parts::communications},
    {"quality", "Response quality", &parts::quality},
    {"roles", "Roles and people", &parts::roles},
    {"open", "Open points", &parts::open_points},
    {"related", "Related incidents", &parts::related},
    {"evidence", "Evidence", &parts::evidence},
    {"supporting", "Supporting information: metrics", &parts::supporting},
};

} // namespace

extern const Layout five_whys;
const Layout five_whys{"5whys", "leadup, fault, response, and why, five times, in two branches", sections};

} // namespace tocsin::postmortem::layouts
