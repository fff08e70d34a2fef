// The layout of the PagerDuty guide: an overview, how the team did, and the texts that go out.
#include "commands/postmortem/parts.hpp"

namespace tocsin::postmortem::layouts {
namespace {

constexpr Part sections[] = {
    {"about", "Owner, meeting, recording", &parts::about},
    {"summary", "Overview", &parts::summary},
    {"what-happened", "What happened", &parts::what_happened},
    {"root-causes", "Contributing factors and causes", &parts::root_causes},
    {"trigger", "Trigger", &parts::trigger},
    {"detection", "Detection", &parts::detection},
    {"resolution", "Resolution", &parts::resolution},
    {"severity-time", "Impact: time per severity", &parts::severity_time},
    {"impact", "Impact: windows and numbers", &parts::impact},
    {"roles", "Responders", &parts::roles},
    {"timeline", "Timeline (UTC)", &parts::timeline},
    {"lessons-well", "How did we do: what went well", &parts::lessons_well},
    {"lessons-wrong", "How did we do: what did not go well", &parts::lessons_wrong},
    {"lessons-lucky", "How did we do: where we were lucky", &parts::lessons_lucky},
    {"quality", "How did we do: response quality", &parts::quality},
    {"actions", "Action items", &parts::actions},
    {"internal-mail", "Mail to the company", &parts::internal_mail},
    {"external-message", "Message to customers", &parts::external_message,
     "What do customers need to know of cause, effect and prevention?"},
    {"communications", "Communications: updates and adherence", &parts::communications},
    {"open", "Open points", &parts::open_points},
    {"related", "Related incidents", &parts::related},
    {"evidence", "Evidence, data and links", &parts::evidence},
    {"supporting", "Supporting information: metrics", &parts::supporting},
};

} // namespace

extern const Layout pagerduty;
const Layout pagerduty{"pagerduty", "overview, responders, how we did, and the messages that go out",
                       sections};

} // namespace tocsin::postmortem::layouts
