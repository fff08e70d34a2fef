// What fills each section, whatever the layout (DOMAIN 11.2). A section id means the same part everywhere.
#pragma once

#include "commands/postmortem/record.hpp"

namespace tocsin::postmortem::parts {

// parts_about.cpp
Blocks about(const Record&);
Blocks classification(const Record&);
Blocks preface(const Record&); // of a narrative: what it is and is not
// parts_summary.cpp
Blocks summary(const Record&);
Blocks impact(const Record&);
Blocks severity_time(const Record&);
Blocks detection(const Record&);
Blocks what_happened(const Record&);
// parts_causes.cpp
Blocks root_causes(const Record&);
Blocks trigger(const Record&);
Blocks leadup(const Record&);
Blocks five_whys(const Record&);
// parts_resolution.cpp
Blocks resolution(const Record&);
Blocks response(const Record&);
Blocks internal_mail(const Record&);
Blocks external_message(const Record&);
// parts_updates.cpp
Blocks communications(const Record&);
// parts_quality.cpp
Blocks quality(const Record&);
// parts_people.cpp
Blocks roles(const Record&);
Blocks coordination(const Record&);
Blocks access(const Record&);
Blocks notifications(const Record&);
// parts_after.cpp
Blocks actions(const Record&);
Blocks lessons_well(const Record&);
Blocks lessons_wrong(const Record&);
Blocks lessons_lucky(const Record&);
Blocks related(const Record&);
Blocks recurrence(const Record&);
std::vector<std::string> found_wrong(const Record&); // what the record itself shows
// parts_security.cpp
Blocks scope(const Record&);
Blocks attack(const Record&);
Blocks phases(const Record&);
Blocks containment_short(const Record&);
Blocks containment_long(const Record&);
Blocks eradication(const Record&);
Blocks recovery(const Record&);
Blocks evidence(const Record&);
Blocks indicators(const Record&);
// parts_story.cpp
Blocks story(const Record&);
Blocks known_when(const Record&);
Blocks decisions(const Record&);
Blocks open_points(const Record&);
// parts_timeline.cpp
Blocks timeline(const Record&);
Blocks talk(const Record&);
// parts_supporting.cpp
Blocks supporting(const Record&);

} // namespace tocsin::postmortem::parts
