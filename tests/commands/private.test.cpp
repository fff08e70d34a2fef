// P8: private incidents. Whoever is not in one finds no trace of it, in the words of every answer.
#include "tests/support/scene.hpp"

#include "commands/core/code_name.hpp"
#include "commands/views/views.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using Catch::Matchers::Contains;
using tocsin::test::Scene;

namespace {

// Entropy is zero in a scene, so the first name is always this one.
constexpr auto ref = "Amber Badger";
constexpr auto room = "#amber-badger";

Scene secret() {
    Scene s;
    s.talk("eve", "#ops", "hello");
    s.type("ana", "#ops", "declare private sev1 type=security Tokens of customers may be stolen");
    return s;
}
const IncidentFile& file(const Scene& s) { return *s.all.referred(ref); }
const Incident& incident(const Scene& s) { return file(s).now; }

// Nothing that goes to anybody but members may hold any of this.
void no_trace(const std::string& text) {
    for (const auto* word : {"Amber", "Badger", "amber-badger", "Tokens", "stolen"}) {
        INFO(text);
        CHECK(text.find(word) == std::string::npos);
    }
}

} // namespace

TEST_CASE("P8: a private declaration takes no number, makes no sound, and is answered to the declarer alone",
          "[private]") {
    Scene s = secret();
    CHECK(incident(s).number == 0);
    CHECK(incident(s).ref() == ref);
    CHECK(name_of(incident(s).home) == room);
    CHECK_THAT(s.first_line(), Contains("A PRIVATE incident is open: Amber Badger"));
    for (const auto& line : s.told()) CHECK_THAT(line, Catch::Matchers::StartsWith(std::string{room}));
    s.type("eve", "#ops", "declare sev3 Slow exports");
    CHECK(s.incident(1).title == "Slow exports"); // numbers have no gaps
    no_trace(s.reply());
}

TEST_CASE("P8: to an outsider an unknown and a hidden reference give the same words", "[private]") {
    Scene s = secret();
    s.type("ana", "#ops", "amber badger private off not needed");
    s.type("ana", room, "private on after all"); // now it has a number too
    for (const auto* line : {"{} note x", "{} sitrep", "{}", "{} update customers x"}) {
        const auto say = [&](const std::string& who, const std::string& what) {
            std::string typed{line};
            typed.replace(typed.find("{}"), 2, what);
            s.type(who, "#ops", typed);
            CHECK(s.facts().empty());
            std::string reply = s.reply();
            std::string_view rest{what}; // each word of what was typed may come back
            while (!rest.empty()) {
                const std::string word{rest.substr(0, rest.find(' '))};
                rest.remove_prefix(std::min(rest.size(), word.size() + 1));
                for (auto at = reply.find(word); at != std::string::npos; at = reply.find(word))
                    reply.replace(at, word.size(), "{}");
            }
            return reply;
        };
        INFO(line);
        CHECK(say("eve", "INC-1") == say("eve", "INC-9"));
        CHECK(say("eve", "amber badger") == say("eve", "cedar walrus"));
    }
}

TEST_CASE("P8: lists, help and questions of an outsider hold no trace", "[private]") {
    Scene s = secret();
    s.type("ana", room, "impact start level=data tokens were read");
    for (const auto* line : {"list", "help", "help all", "sitrep", "who", "timeline", "note x", "show",
                             "link INC-1", "merge amber badger", "who access", "clock", "undo"}) {
        s.type("eve", "#ops", line);
        INFO(line);
        no_trace(s.reply());
    }
    no_trace(views::overview_json(s.all, s.all.by_account("room", "eve")->id));
    s.type("ana", "#ops", "list");
    CHECK_THAT(s.reply(), Contains(ref));
}

TEST_CASE("P8: nothing leaves for rooms or people outside, whatever happens inside", "[private]") {
    Scene s = secret();
    s.type("ana", room, "role commander");
    for (const auto* line : {"severity sev2 less", "status identified a laptop", "note x", "task me 5m look",
                             "decide shut it down", "poll go on?", "notify #ops hello", "link room",
                             "status investigating back again", "phase containment-short cut it off",
                             "next customers 60m x", "page dba help"}) {
        s.type("ana", room, line);
        for (const auto& told : s.told())
            if (told.rfind(room, 0) != 0 && told.rfind("@ana", 0) != 0) no_trace(told);
    }
    s.at("+5h");
    for (const auto& told : s.told())
        if (told.rfind(room, 0) != 0 && told.rfind("@ana", 0) != 0) no_trace(told);
}

TEST_CASE("P8: customers have no clock and hear nothing before a text is approved by another member",
          "[private][update]") {
    Scene s = secret();
    CHECK_FALSE(incident(s).clocks.contains(Audience::customers));
    CHECK(incident(s).clocks.at(Audience::executives).open.has_value()); // approved from the start
    s.type("ana", room,
           "update customers We are investigating a security incident since 02:00 UTC. Please rotate your "
           "tokens.");
    CHECK(s.told_of("#customers") == 0);
    CHECK_THAT(s.reply(), Contains("U14") && Contains("update customers draft"));
    s.type("ana", room,
           "update customers draft We are investigating a security incident since 02:00 UTC. Please rotate "
           "your tokens.");
    s.type("ana", room, "invite @eve");
    CHECK(s.told_of("@eve: You are in a private incident. Go to #amber-badger") == 1);
    s.type("eve", room, "note here");
    s.type("ana", room, "approve U2");
    CHECK(s.told_of("#customers") == 0);
    s.type("eve", room, "approve U2");
    CHECK(s.told_of("#customers: We are investigating a security incident") == 1);
    CHECK(s.told_of("#executives") == 1);
    CHECK(s.told_of("#internal") == 0); // not approved
    CHECK(incident(s).clocks.at(Audience::customers).open->due ==
          s.now() + minutes{20}); // promises by the cadence
    s.type(
        "ana", room,
        "update customers Please rotate all tokens that you keep with us. We found access since 01:00 UTC.");
    CHECK(s.told_of("#customers: Please rotate") == 1);
}

TEST_CASE("members are whoever was invited, given a role, task or page, and whom the room lets in",
          "[private][invite]") {
    Scene s = secret();
    for (const auto* who : {"bo", "mei", "jonas"}) s.talk(who, "#ops", "hello");
    s.type("ana", room, "task @bo 10m read the logs");
    s.type("ana", room, "role comms @mei");
    s.type("ana", room, "page @jonas come");
    s.talk("zoë", room, "the platform let me in");
    CHECK(incident(s).members.size() == 5);
    s.type("bo", "#ops", "amber-badger note reading");
    CHECK(file(s).notes.at(1).text == "reading");
    CHECK(s.all.in_room({"room:#ops"}) == nullptr); // no second room, ever
    s.type("ana", room, "who access");
    CHECK_THAT(s.reply(), Contains("5 people") && Contains("jonas"));
    s.type("eve", "#ops", "amber badger invite @eve");
    CHECK(incident(s).members.size() == 5);
}

TEST_CASE("only commander, deputy or declarer make it public, with a reason; then it takes the next number",
          "[private]") {
    Scene s = secret();
    s.type("ana", room, "invite @eve");
    s.type("eve", room, "private off let us");
    CHECK(incident(s).is_private);
    s.type("ana", room, "private off");
    CHECK(incident(s).is_private);
    s.type("ana", room, "private off all customers were told");
    CHECK_FALSE(s.incident(1).is_private);
    CHECK(s.incident(1).ref() == "INC-1");
    s.type("bo", "#ops", "INC-1 sitrep");
    CHECK_THAT(s.reply(), Contains("Tokens of customers"));
}

TEST_CASE("an incident that becomes private keeps those who work on it", "[private]") {
    Scene s = test::open_sev2();
    s.type("bo", "#inc-1", "note here");
    s.type("ana", "#inc-1", "private on customer data may be involved");
    CHECK(s.incident(1).is_private);
    CHECK(s.incident(1).members.size() == 2);
    s.type("eve", "#ops", "INC-1 sitrep");
    CHECK_THAT(s.reply(), Contains("I know no INC-1"));
    s.type("bo", "#ops", "amber badger sitrep");
    CHECK_THAT(s.reply(), Contains("Card payments fail"));
}

TEST_CASE("code names: two plain words, never one that is taken, kept from everybody's rooms", "[private]") {
    std::set<std::string> names;
    for (int n = 0; n < 300; ++n) {
        const std::string name =
            code_name({}, [&](std::string_view key) { return names.contains(std::string{key}); });
        CHECK(is_code_name(name));
        CHECK(is_code_name(code_name_slug(name)));
        CHECK(names.insert(code_name_key(name)).second);
    }
    CHECK(code_name_key("Slate-Heron") == code_name_key(" slate  heron"));
    CHECK_FALSE(is_code_name("general"));
    CHECK_FALSE(is_code_name("inc-7"));
}
