// The layout that tells the story: what people knew, decided and missed, before anybody judges it.
#include "commands/postmortem/parts.hpp"

namespace tocsin::postmortem::layouts {
namespace {

constexpr Part sections[] = {
    {"preface", "What this is and is not", &parts::preface},
    {"summary", "Summary", &parts::summary},
    {"story", "The story", &parts::story},
    {"known-when", "What people knew when: hypotheses and questions", &parts::known_when},
    {"root-causes", "Contributing factors and causes", &parts::root_causes},
    {"decisions", "Decisions, their reasons and objections", &parts::decisions},
    {"coordination", "Coordination: roles, hand-offs, silences", &parts::coordination},
    {"surprises", "Surprises", nullptr, "What surprised those who were there?"},
    {"themes", "Themes", nullptr, "What comes back in this story, and in others?"},
    {"related", "Related incidents", &parts::related},
    {"open", "Questions left", &parts::open_points},
    {"takeaways", "Takeaways", nullptr, "What should a reader who was not there take away?"},
    {"lessons-well", "What went well", &parts::lessons_well},
    {"lessons-wrong", "What went wrong", &parts::lessons_wrong},
    {"lessons-lucky", "Where we were lucky", &parts::lessons_lucky},
    {"actions", "Action items", &parts::actions},
    {"impact", "Annex: impact", &parts::impact},
    {"detection", "Annex: detection", &parts::detection},
    {"communications", "Annex: communications, updates and adherence", &parts::communications},
    {"quality", "Annex: response quality", &parts::quality},
    {"evidence", "Annex: evidence", &parts::evidence},
    {"about", "Annex: about this document", &parts::about},
    {"timeline", "Annex: timeline (UTC)", &parts::timeline},
    {"supporting", "Annex: metrics", &parts::supporting},
};

} // namespace

extern const Layout narrative;
const Layout narrative{"narrative", "a story by chapters: what people knew, decided and missed", sections};

} // namespace tocsin::postmortem::layouts
