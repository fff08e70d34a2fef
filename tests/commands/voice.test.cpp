// How Tocsin speaks: the model messages of the plan as it says them, each with who sees it and its
// notification line, in one golden file that is read like a letter. Number 19 (deaf, then back) needs a chat
// platform that can be away.
#include "tests/support/golden.hpp"
#include "tests/support/scene.hpp"

#include "commands/text/unicode.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace tocsin;
using tocsin::test::Scene;

namespace {

struct Letter {
    std::string text;

    void add(int number, std::string_view what, const std::string& who, const std::string& message) {
        text += fmt::format("== {} {}\n[{}]\n{}\n\n", number, what, who, message);
    }
    void answer(int number, std::string_view what, const Scene& s) { add(number, what, "asker", s.reply()); }
    // The first message since the last line that holds the words.
    void told(int number, std::string_view what, const Scene& s, std::string_view words) {
        for (const auto& line : s.told())
            if (line.find(words) != std::string::npos) {
                const auto colon = line.find(": ");
                return add(number, what, line.substr(0, colon), line.substr(colon + 2));
            }
        FAIL("nobody was told: " << words);
    }
};

Scene crew() {
    Scene s;
    for (const auto* who : {"ana", "jonas", "mei", "kwame", "paula"}) s.talk(who, "#ops", "hello");
    s.all.policies.rbegin()->second.customers_delay = seconds{0};
    return s;
}

} // namespace

TEST_CASE("the model messages, as Tocsin says them", "[voice]") {
    Letter letter;
    Scene s = crew();
    s.type("olena", "#ops", "declare sev2 service=checkout Card payments fail");
    letter.answer(1, "declared", s);
    letter.told(1, "declared, where it was typed", s, "INC-1 is open");
    s.type("kwame", "#web", "declare Global 502 errors");
    letter.answer(2, "declared, severity missing, one alike", s);
    s.type("olena", "#inc-1", "page @ana gateway answers 500, EU only");
    letter.answer(3, "paged", s);
    letter.told(3, "page", s, "@ana: ");
    s.at("+2m").type("ana", "#inc-1", "ack");
    letter.told(4, "acknowledged", s, "is coming");
    s.at("+1m").type("jonas", "#inc-1", "role commander");
    letter.told(5, "command taken", s, "is commander");
    s.type("olena", "#inc-1", "note at=23:27 payment provider sent a warning");
    letter.answer(6, "noted", s);
    s.type("olena", "#inc-1", "impact start at=01:58 level=partial cards refused, EU shops");
    s.type("jonas", "#inc-1", "status identified build 4512 leaks connections");
    letter.told(7, "state changed", s, "→ identified");
    s.type("jonas", "#inc-1", "close");
    letter.answer(8, "not possible", s);
    s.type("mei", "#inc-1", "role comms");
    s.at("+9m");
    letter.told(9, "update due soon", s, "@mei: ");
    s.at("+3m");
    letter.told(10, "update late", s, "is due now");
    s.at("+10m");
    letter.told(11, "late, page", s, "@jonas: You are paged");
    s.type("mei", "#inc-1",
           "update customers next=30m Card payments fail for some EU shops since 01:58 UTC. We are "
           "investigating.");
    letter.answer(12, "published", s);
    letter.told(12, "published, to the room", s, "U1 published");
    s.type("mei", "#inc-1", "update customers Card payments fail since 01:58 UTC. Kwame restarts db1 now.");
    letter.answer(13, "held", s);
    s.type("jonas", "#inc-1", "task @ana 10m roll back 4512");
    s.at("+10m");
    letter.told(14, "task time over", s, "@ana: T1");
    s.type("jonas", "#inc-1", "question which card types?");
    s.type("jonas", "#inc-1", "hypothesis the new client leaks");
    s.type("jonas", "#inc-1",
           "handoff commander @paula rollback failed twice, vendor called, watch the queue");
    letter.told(15, "hand-off offered", s, "@paula: ");
    s.type("kwame", "#inc-1", "status monitoring payments work again");
    letter.answer(7, "state changed, to the asker", s);
    s.type("jonas", "#inc-1", "resolve gateway rolled back");
    letter.answer(16, "resolved, to the asker", s);
    letter.told(16, "resolved", s, "INC-1 is resolved");
    s.type("jonas", "#inc-2", "mitigated");
    letter.answer(17, "not understood", s);
    s.type("jonas", "#inc-2", "statsu monitoring all fine");
    letter.answer(17, "corrected", s);
    s.type("jonas", "#inc-2", "escalat @ana replication stopped");
    letter.answer(17, "never guessed", s);
    s.type("kwame", "#inc-2", "role commander");
    s.type("kwame", "#inc-2", "help");
    letter.answer(18, "help", s);
    s.type("olena", "#ops", "declare private sev1 type=security Tokens may be stolen");
    letter.answer(20, "private", s);
    test::check_golden("voice.txt", letter.text);
}

TEST_CASE("VOICE 2: every notification is a sentence of at most 110 characters", "[voice]") {
    Scene s = crew();
    const std::string title(190, 'w');
    s.type("olena", "#ops", "declare sev1 " + title);
    std::size_t looked_at = 0;
    for (const std::string& line :
         {"page @ana " + title, std::string{"role commander"}, "status identified " + title,
          "handoff commander @jonas " + title, "update internal " + title, "task @mei 5m " + title,
          "decide " + title, "poll " + title, "resolve " + title, "reopen " + title}) {
        s.type("olena", "#inc-1", line);
        s.at("+7m");
        for (const auto& phone : s.phones()) {
            INFO(line << " -> " << phone);
            CHECK(text::length(phone) <= 110);
            ++looked_at;
        }
    }
    CHECK(looked_at > 10);
}
