// The layout of the SRE books: what happened, why, what was learned, then the record.
#include "commands/postmortem/parts.hpp"

namespace tocsin::postmortem::layouts {
namespace {

constexpr Part sections[] = {
    {"about", "About this document", &parts::about},
    {"summary", "Summary", &parts::summary},
    {"impact", "Impact", &parts::impact},
    {"root-causes", "Root causes and contributing factors", &parts::root_causes},
    {"trigger", "Trigger", &parts::trigger},
    {"resolution", "Resolution", &parts::resolution},
    {"detection", "Detection", &parts::detection},
    {"actions", "Action items", &parts::actions},
    {"lessons-well", "Lessons: what went well", &parts::lessons_well},
    {"lessons-wrong", "Lessons: what went wrong", &parts::lessons_wrong},
    {"lessons-lucky", "Lessons: where we were lucky", &parts::lessons_lucky},
    {"communications", "Communications: updates and adherence", &parts::communications},
    {"quality", "Response quality", &parts::quality},
    {"roles", "Roles and people", &parts::roles},
    {"open", "Open points", &parts::open_points},
    {"related", "Related incidents", &parts::related},
    {"timeline", "Timeline (UTC)", &parts::timeline},
    {"talk", "Talk that may belong in the timeline", &parts::talk},
    {"evidence", "Evidence", &parts::evidence},
    {"supporting", "Supporting information: metrics", &parts::supporting},
};

} // namespace

extern const Layout sre;
const Layout sre{"sre", "summary, impact, causes, lessons and the record, as in the SRE books", sections};

} // namespace tocsin::postmortem::layouts
