// The wording check of stakeholder updates: each rule of DOMAIN 5.4 with what it finds and what it lets
// through.
#include "commands/text/lint.hpp"
#include "tests/support/lint_samples.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;
using namespace tocsin::lint_samples;

TEST_CASE("U01: an update says what people notice", "[lint]") {
    expect(1, "We are looking into it.", 'w', 'w');
    expect(1, "The copy is running.", 'w', 'w');
    for (const auto* words : {"Card payments fail.", "Pages are slow.", "Some users cannot sign in.",
                              "Traffic is back to normal.", "We are seeing errors (502).",
                              "Search is not available.", "Everything works again."})
        lets_pass(1, words);
}

TEST_CASE("U02: the next time in the text is the one that was promised", "[lint]") {
    auto in = about("");
    in.next = in.now + minutes{30}; // 14:30
    const auto found = [&](std::string_view words, bool hit) {
        INFO(words);
        for (const auto audience : {Audience::internal, Audience::customers}) {
            in.audience = audience;
            in.words = words;
            CHECK(weight_of(text::lint(in), 2) == (hit ? 'w' : '-'));
        }
    };
    for (const auto* words :
         {"Errors. Next update by 14:35 UTC.", "Errors. Next update by 14:25 UTC.",
          "Errors. Next update at 16:30 CET.", "Errors. Next update by 14:30 UTC on January 6.",
          "Errors. Next update in 60 minutes.", "Errors. We will update you by 3 pm UTC.",
          "Errors. Next update by 14:30 UTC or 14:33 UTC.", "Errors. Next update tomorrow, 15:00 UTC.",
          "Fehler bei der Bezahlung, die wir untersuchen. Nächstes Update um 15:00 UTC."})
        found(words, std::string_view{words}.find("tomorrow") == std::string_view::npos);
    for (const auto* words :
         {"Errors. Next update by 14:30 UTC.", "Errors. Next update by 14:34 UTC.",
          "Errors. Next update by 14:26 UTC.", "Errors.", "Errors. Next update by 15:30 CET.",
          "Errors. Next update by 14:30 UTC (15:30 CET).", "Errors. Next update by 2:30 pm UTC.",
          "Errors. Next update by 14:30 UTC on January 4.", "Errors. Next update by January 4, 14:30 UTC.",
          "Errors. Next update in 30 minutes.", "Errors. Next update by 14:30 UTC; errors since 13:42 UTC.",
          "Errors since 13:42 UTC, worse at 13:50 UTC. Next update by 14:30 UTC."})
        found(words, false);
    in.next.reset();
    found("Errors. Next update by 14:30 UTC or by 15:00 UTC.", true);
    found("Errors. Next update by 14:30 UTC. Next update by 14:30 UTC.", false);
    in.now = instant("2017-01-31T23:40:00Z");
    in.next = in.now + minutes{30};
    found("Errors. Next update by 00:10 UTC.", false); // over midnight
    found("Errors. Next update by 23:10 UTC.", true);
    in.words = "Errors. Next update by 23:10 UTC.";
    CHECK(text::lint(in).findings.back().says ==
          "\"23:10 UTC\" is not the next time you gave, Wed 1 Feb 00:10 UTC.");
    found("Cards fail. Next update in 99999999999999999999 minutes.", false); // no number that anybody means
}

TEST_CASE("U03: the same text again is told, whatever its numbers and times", "[lint]") {
    auto in = about("");
    const auto alike = [&](std::string_view previous, std::string_view words) {
        in.previous = previous;
        in.words = words;
        return weight_of(text::lint(in), 3) == 'w';
    };
    constexpr std::string_view text =
        "We are still working on the card payment errors in all shops. Next update by 14:30 UTC.";
    CHECK(alike(text, text));
    CHECK(alike(text,
                "WE are still working on the card payment errors in all shops. Next update by 15:00 UTC."));
    CHECK(alike(text, "We are still wokring on the card payment errors in all shops."));
    CHECK(alike("Errors: 42 % copied at 14:00 UTC.", "Errors: 56 % copied at 15:00 UTC."));
    CHECK(alike("エラーを調査しています。", "エラーを調査しています。") == false); // not English: not checked
    CHECK_FALSE(alike("", text));
    CHECK_FALSE(alike(text, "We are still working on the card payment errors in two shops of Poland."));
    CHECK_FALSE(alike("Card payments fail.", "Card payments fall back to cash, errors."));
    CHECK_FALSE(alike(text, "Errors are gone since 14:20 UTC."));
    // Exactly 90 % alike is not over 90 %: two edits in twenty letters, one in ten.
    CHECK_FALSE(alike("errorabcde", "errorabcdx"));
    CHECK(alike("errorabcdefghijklmnop", "errorabcdefghijklmnox"));
    in.holding = true;
    CHECK_FALSE(alike(text, text));
}

TEST_CASE("U04: customers read no hosts, internal links, ticket numbers or traces", "[lint]") {
    for (const auto* words :
         {"Errors on db1.cluster.gitlab.com.", "Errors on db-07.", "Errors on web12, sorry.",
          "Errors on prod-web-03.", "Errors on 10.0.0.5.", "Errors on 10.0.0.5:8080.", "Errors on fe80::1.",
          "Errors: http://grafana/d/x", "Errors: https://wiki.corp/x.", "Errors on localhost:3000.",
          "Errors on payments.internal.", "Errors (INC-7).", "Errors, see ABC-123.",
          "Errors, see issue #4512.", "Errors: NullPointerException.",
          "Errors: java.lang.IllegalStateException.", "Errors at foo (file.js:12).",
          "Errors: segfault at 0x0000dead.", "Errors: Traceback (most recent call last)"})
        expect(4, words, '-', 'w');
    for (const auto* words :
         {"Errors, see status.example.com.", "Errors: https://example.com/x", "Errors of COVID-19.",
          "Errors in Part-12.", "Errors at 14:00 UTC-5.", "Errors with SHA-256.", "Errors with TLS-1.",
          "Errors with http2, s3, us-east-1 and k8s.", "Errors on GitLab.com.", "Errors with IPv6.",
          "Errors: CVE-2023-1234.", "Errors since version 1.2.3.4.", "Errors at 10:20:30 UTC.",
          "Errors in std::move.", "Errors on page 12 of the app.", "Errors on the web.", "Error 502.",
          "Errors: https://status.example.com/incidents/kctb9q2v1xyz"})
        lets_pass(4, words);
}

TEST_CASE("U05: customers read no names, and a word is no name", "[lint]") {
    for (const auto* words : {"Lukasz restarted it. Errors are gone.",
                              "The ŁUKASZ fix helps against errors.",
                              "łukasz restarted it, errors.",
                              "We thank Łukasz\u2019s team. Errors.",
                              "\u0141ukasz saw errors.",
                              "Zoe\u0308 saw errors.",
                              "Errors, ask maría.josé.",
                              "Errors, ask María for help.",
                              "Errors, ask @anybody.",
                              "Errors, ask @ana.silva.",
                              "Errors (@ana).",
                              "Our colleague Will found errors.",
                              "Our engineer Grace Hopper saw errors.",
                              "Errors, seen by Ed and others.",
                              "Errors, ask @will.",
                              "Errors, ask @may",
                              "Errors, ask @cloud-storage.",
                              "Virginia saw errors.",
                              "Errors\u2014@ana knows.",
                              "李娜正在调查支付错误。"})
        expect(5, words, '-', 'B');
    for (const auto* words : {"The site will fail.",
                              "Please mark your mails with errors.",
                              "We may see errors.",
                              "Errors on May 5.",
                              "Errors since 4 May.",
                              "Errors in May.",
                              "Will it fail?",
                              "Will errors go on?",
                              "A grace period for errors.",
                              "Errors in Virginia.",
                              "Errors in the Virginia region.",
                              "Errors in San José.",
                              "Errors in Los Angeles.",
                              "Errors in the Page editor.",
                              "Errors for the Berg van.",
                              "Mail name@1.2 has errors.",
                              "Mail support@example.com about errors.",
                              "Errors in cloud storage.",
                              "GitHub shows errors.",
                              "Errors: the ops side.",
                              "Errors: https://ana.example.com/lukasz",
                              "Meet @ 14:00 UTC about errors.",
                              "Install @babel/core against errors.",
                              "Follow @acmestatus about errors.",
                              "ANA has errors.",
                              "Errors in manana, anagram and lukaszenko.",
                              "Ed: errors.",
                              "All Payments Will Fail In May"})
        lets_pass(5, words);
}

TEST_CASE("U06: an update blames nobody", "[lint]") {
    for (const auto* words :
         {"Errors by human error.", "Human error of one engineer led to this.",
          "A careless change made errors.", "Errors, carelessness.", "Our engineer should have tested this.",
          "We should have noticed the errors.", "This should have been caught.",
          "Errors are the fault of our provider.", "Errors by a mistake by an operator.",
          "It was their fault.", "An engineer forgot to test."})
        expect(6, words, 'w', 'B');
    for (const auto* words :
         {"Errors were no fault of yours.", "Errors through no fault of your own.",
          "Errors come from a fault of the power supply.", "You should have access again.",
          "Customers should have received a mail.", "We should have more news about errors by 15:00 UTC.",
          "Access should have been restored by now.", "Errors were not caused by human error.",
          "Human error was not the cause of errors.", "Errors by default.", "You should have no errors."})
        lets_pass(6, words);
}

TEST_CASE("U07: down and outage are kept for what is down", "[lint]") {
    for (const auto* words :
         {"The site is down.", "GitLab.com is still down.", "The service went down at 14:30 UTC.",
          "An outage of payments.", "Two outages.", "DOWN: payments."})
        expect(7, words, 'w', 'w');
    for (const auto* words :
         {"Payments are slowed down.", "Downloads fail.", "Errors break down as follows.",
          "Error rates are coming down.", "Errors are down to 2 %.", "Errors are down by half.",
          "We scaled down the errors.", "The site is not down.", "There is no outage, errors only.",
          "A power outage made errors.", "Errors are down from 5 %."})
        lets_pass(7, words);
    auto in = about("The site is down in an outage.");
    for (const auto level :
         {std::optional<ImpactLevel>{}, std::optional{ImpactLevel::down}, std::optional{ImpactLevel::data}}) {
        in.level = level;
        CHECK(weight_of(text::lint(in), 7) == '-');
    }
    in.words = "A partial outage of payments."; // the status page's word for this level
    in.level = ImpactLevel::partial;
    CHECK(weight_of(text::lint(in), 7) == '-');
    in.level = ImpactLevel::degraded;
    CHECK(weight_of(text::lint(in), 7) == 'w');
}

TEST_CASE("U08: an end is not promised", "[lint]") {
    for (const auto* words :
         {"Errors will be fixed by 15:00 UTC.", "Errors. ETA 15:00 UTC.",
          "Errors. It should be back by 14:00 UTC.", "Errors. We expect to be back later today.",
          "Errors will be resolved within 2 hours.", "Errors. Expected to be restored by noon.",
          "Errors. The site will be back up at 15:00 UTC."})
        expect(8, words, 'w', 'w');
    for (const auto* words : {"Errors will be fixed.", "Errors. Next update by 15:00 UTC.",
                              "Errors. A report will be published by January 13.",
                              "Errors were fixed by 15:00 UTC.", "Errors in beta and theta."})
        lets_pass(8, words);
}

TEST_CASE("U09: resolved and fixed are said when it is over", "[lint]") {
    for (const auto* words :
         {"The errors are resolved.", "This incident is resolved.", "We have fixed the errors.",
          "We fixed the bug and the errors stopped.", "Resolved: payments work.",
          "The problem has been resolved.", "Everything is working and the errors are fixed.",
          "Errors are now fixed.", "It was not an attack, and the errors are resolved.",
          "The error appears to be fixed.", "Fixed."})
        expect(9, words, 'w', 'B');
    for (const auto* words : {"The error is not yet resolved.",
                              "The error will be resolved.",
                              "The error is being fixed.",
                              "We are working to get this error fixed.",
                              "We tell you once it is fully resolved.",
                              "The error isn't fixed.",
                              "Fixed IP addresses see errors.",
                              "A fixed version brings errors.",
                              "Errors on fixed-size disks.",
                              "One of two errors is fixed.",
                              "The errors are resolved for some users.",
                              "Are the errors resolved?",
                              "Errors remain unresolved.",
                              "We keep you posted until it is resolved.",
                              "Names cannot be resolved.",
                              "DNS names are resolved slowly.",
                              "The error will be found and fixed.",
                              "We hope to have the error fixed soon.",
                              "A fix for the error is in place.",
                              "Errors are nearly fixed.",
                              "Errors have to be fixed.",
                              "We work until the error is found and every account is fixed.",
                              "Error 1 is fixed, error 2 is not.",
                              "A cause is fixed, another remains.",
                              "Errors need to be fixed."})
        lets_pass(9, words);
    auto in = about("This incident is resolved. Errors are fixed.");
    for (const auto state : {State::triage, State::investigating, State::identified, State::monitoring}) {
        in.state = state;
        CHECK(weight_of(text::lint(in), 9) == 'B');
    }
    for (const auto state : {State::resolved, State::postmortem, State::closed}) {
        in.state = state;
        CHECK(weight_of(text::lint(in), 9) == '-');
    }
}

TEST_CASE("U10: customers read no guesses", "[lint]") {
    for (const auto* words :
         {"Errors, probably of the network.", "We think errors go on.", "It might be the network, errors.",
          "Perhaps errors go on.", "We suspect spam as the cause of errors."})
        expect(10, words, '-', 'w');
    for (const auto* words : {"Errors go on.", "It is improbable.", "Errors of a might.",
                              "Payments may fail.", "More errors are unlikely."})
        lets_pass(10, words);
}

TEST_CASE("U11: a time has a zone and is no distance from now", "[lint]") {
    for (const auto* words :
         {"Errors since 14:30.", "Errors at 3 pm.", "Errors at 3:15pm.", "Errors at 14:30 local time.",
          "Errors since 2017-01-31T23:27.", "Errors began an hour ago.", "Errors began 10 minutes ago.",
          "Errors began 2h ago.", "We are back in 30 minutes with errors.", "Errors today.",
          "Errors tonight.", "Errors since yesterday.", "Errors from this morning.",
          "Errors for a few minutes in an hour.", "Fehler bei der Bezahlung, die seit 14:30 Uhr auftreten.",
          "支払いエラーは14:30から発生しています。"})
        expect(11, words, 'w', 'w');
    for (const auto* words : {"Errors since 14:30 UTC.",
                              "Errors since 14:30 CET.",
                              "Errors at 14:30 (UTC).",
                              "Errors at 3 pm UTC.",
                              "Errors at 3 p.m. UTC.",
                              "Errors at 14:30Z.",
                              "Errors at 14:30+02:00.",
                              "Errors at 14:30 +02:00.",
                              "Errors from 13:42 to 14:09 UTC.",
                              "Errors between 13:42 and 14:09 UTC.",
                              "Errors 13:42\u201314:09 UTC.",
                              "Errors for 20 minutes.",
                              "Errors within 30 minutes of a payment.",
                              "Errors lasted 1:29:56.",
                              "Errors at a ratio of 3:1.",
                              "Errors on port db:5432.",
                              "Errors on 1 of 10 days.",
                              "Next update by 14:30 UTC. Errors.",
                              "Errors since January 4, 21:00 UTC.",
                              "Errors at 2017-01-31T23:27Z.",
                              "Errors in 3 regions.",
                              "Errors last 30 minutes.",
                              "日本時間14:30からエラーが発生しています。",
                              "Errors in 5 minute steps.",
                              "Errors of a bygone image."})
        lets_pass(11, words);
}

TEST_CASE("U12: customers read no stock phrases", "[lint]") {
    for (const auto* words :
         {"We take security seriously. Errors.", "We take the security of your data very seriously. Errors.",
          "We apologize for any inconvenience. Errors.",
          "Out of an abundance of caution we stopped. Errors."})
        expect(12, words, '-', 'w');
    for (const auto* words : {"We are sorry about the errors.", "Errors take time.", "Errors are serious.",
                              "Use caution with errors."})
        lets_pass(12, words);
}

TEST_CASE("U14: a private incident tells nobody before approval", "[lint]") {
    for (const auto audience : {Audience::internal, Audience::executives, Audience::customers}) {
        auto in = about("Card payments fail.", audience);
        CHECK(weight_of(text::lint(in), 14) == '-');
        in.not_approved = true;
        const auto result = text::lint(in);
        CHECK(weight_of(result, 14) == 'B');
        CHECK(result.holds());
        CHECK(result.without_words.empty()); // no other words would help
    }
}

TEST_CASE("U15: a closing text has start, end and a word about data", "[lint]") {
    auto in = about("");
    in.state = State::resolved;
    in.closing = true;
    const auto says = [&](std::string_view words) {
        in.words = words;
        for (const auto& f : text::lint(in).findings)
            if (f.rule == 15) return f.says;
        return std::string{};
    };
    CHECK(says("Resolved. Errors from 13:42 to 14:09 UTC. No data was lost.").empty());
    CHECK(says("Resolved. Errors from January 4 to January 5. No data was lost.").empty());
    CHECK(says("Resolved. Errors from 13:42 to 14:09 UTC.") == "It does not say whether data was lost.");
    CHECK(says("Resolved. Errors ended at 14:09 UTC. No data was lost.") == "It lacks its start or its end.");
    CHECK(says("Resolved. No data was lost.") == "It lacks its start and end.");
    CHECK(says("Resolved. Errors are gone.") == "It lacks its start, its end and a word about data.");
    CHECK(says("Resolved. Errors until 14:09 UTC.") ==
          "It lacks its start or its end, and a word about data.");
    in.closing = false;
    CHECK(says("Resolved. Errors are gone.").empty());
}

TEST_CASE("U16: an update is short, counted in characters", "[lint]") {
    const auto text_of = [](std::size_t characters) {
        std::string out = "Errors: ";
        for (std::size_t i = 8; i < characters; ++i) out += "\u00E9";
        return out;
    };
    const std::string fits = text_of(700), long_outside = text_of(701), fits_inside = text_of(1200),
                      long_inside = text_of(1201);
    CHECK(weight_of(text::lint(about(fits, Audience::customers)), 16) == '-');
    CHECK(weight_of(text::lint(about(long_outside, Audience::customers)), 16) == 'w');
    CHECK(weight_of(text::lint(about(fits_inside, Audience::internal)), 16) == '-');
    CHECK(weight_of(text::lint(about(long_inside, Audience::internal)), 16) == 'w');
    CHECK(weight_of(text::lint(about(long_inside, Audience::executives)), 16) == 'w');
}
