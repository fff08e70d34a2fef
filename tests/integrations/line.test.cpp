// What is a command and what is talk, in text as people type it.
#include "integrations/line.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;

namespace {
// The line without its prefix, or nothing for talk.
std::string command(std::string_view text, bool short_form = false) {
    const Typed t = typed(text, "/incident ", short_form);
    if (t.talk) CHECK(t.line == text); // talk is kept as it came
    return t.talk ? "(talk)" : "[" + t.line + "]";
}
} // namespace

TEST_CASE("A line is a command if it begins with the command word in any case", "[line]") {
    CHECK(command("/incident declare sev2 x") == "[declare sev2 x]");
    CHECK(command("/INCIDENT Declare x") == "[Declare x]");
    CHECK(command("  \u00A0\t/incident note x") == "[note x]");
    CHECK(command("/incident\u00A0note x") == "[note x]");
    CHECK(command("/incident   note  x ") == "[note  x ]");
    CHECK(command("/incident") == "[]");
    CHECK(command("/incident ") == "[]");
    CHECK(command("/incident note a\nb") == "[note a\nb]");
    CHECK(command("/incident\nnote a") == "[\nnote a]"); // the first line holds the command
}

TEST_CASE("Without the space it is a command only before an exact verb or alias", "[line]") {
    CHECK(command("/incidentdeclare x") == "[declare x]");
    CHECK(command("/incidentNOTE x") == "[NOTE x]");
    CHECK(command("/incidentsev x") == "[sev x]");
    CHECK(command("/incidentescalate dba x") ==
          "[escalate dba x]"); // answered as a verb that is not there yet
    CHECK(command("/incidents are rising") == "(talk)");
    CHECK(command("/incidentdeclre x") == "(talk)");
    CHECK(command("/incident-bot is great") == "(talk)");
}

TEST_CASE("Anything else is talk, kept as it came", "[line]") {
    CHECK(command("so do we type /incident resolve now?") == "(talk)");
    CHECK(command("> /incident resolve") == "(talk)");
    CHECK(command("```\n/incident resolve\n```") == "(talk)");
    CHECK(command("`/incident resolve`") == "(talk)");
    CHECK(command("incident resolve") == "(talk)");
    CHECK(command("/inciden") == "(talk)");
    CHECK(command("") == "(talk)");
    CHECK(command(" ") == "(talk)");
    CHECK(command("\xFF\xFE/incident x") == "(talk)");
    CHECK(command("/declare sev2 x") == "(talk)");
}

TEST_CASE("The short form is a single word of letters after the slash", "[line]") {
    CHECK(command("/declare sev2 x", true) == "[declare sev2 x]");
    CHECK(command("/HELP", true) == "[HELP]");
    CHECK(command("/got-it", true) == "[got-it]");
    CHECK(command("/wibble x", true) == "[wibble x]"); // answered, never silent
    CHECK(command("/incident declare x", true) == "[declare x]");
    CHECK(command("/var/log is full", true) == "(talk)");
    CHECK(command("/", true) == "(talk)");
    CHECK(command("/ declare x", true) == "(talk)");
    CHECK(command("/24 is a network", true) == "(talk)");
    CHECK(command("//declare x", true) == "(talk)");
}

TEST_CASE("The command word is a setting", "[line]") {
    CHECK(typed("!tocsin note x", "!tocsin ", false).line == "note x");
    CHECK(typed("/incident note x", "!tocsin ", false).talk);
}
