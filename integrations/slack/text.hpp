// Text as Slack writes it (mrkdwn, SLACK.md 5): read into plain words with the mentions beside them, and
// written so that nobody's words can mention, link or format.
#pragma once

#include "commands/core/time.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::slack {

// Of foreign text: & < > escaped, so that it can neither mention nor link.
std::string escaped(std::string_view);
std::string unescaped(std::string_view);
// ... and with a zero-width space where * _ ~ ` or > at the start of a line would format.
std::string inert(std::string_view);

// A person or group that a text names. In the plain text stands "@" + token.
struct Mentioned {
    std::string token; // no white space: "Mei.Lin" for a person who is shown as "Mei Lin"
    std::string id;    // "U123", or "S123" of a user group
    std::string name;  // as shown
    bool group{};
    bool operator==(const Mentioned&) const = default;
};
struct Read {
    std::string text; // what a person would have typed: "@mei", "#ops", "https://x", "@channel"; unescaped
    std::vector<Mentioned> mentions; // in order, each once
};
// Looks names up that the text does not bring along; "" : not known, then the id stands for it.
struct Names {
    std::function<std::string(std::string_view user)> person;
    std::function<std::string(std::string_view channel)> channel;
    std::function<std::string(std::string_view group)> group;
};
// Reads <@U1>, <@U1|mei>, <#C1|ops>, <!subteam^S1|@dba>, <!here>, <!date^..^..|fallback>, <url|label> (the
// url stays), <mailto:..|x>; two people with one name get tokens that differ ("mei", "mei-U2").
Read read(std::string_view mrkdwn, const Names&);

// "@Mei.Lin" as typed for a shown name: white space becomes '.', nothing else changes.
std::string token_of(std::string_view name);

// "14:40 UTC (<!date^1764427200^{time}|14:40 UTC> your time)"; with a day where `near` is another day.
std::string date(Instant, std::string_view shown_utc);
// "1764427200.123456" as an instant; false: no ts.
bool instant_of(std::string_view ts, Instant& out);
std::string ts_of(Instant); // six digits of fraction; for oldest= and latest=

} // namespace tocsin::slack
