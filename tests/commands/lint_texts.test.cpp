// The wording check on whole texts: secrets, other languages, what is left without the held words, hostile
// input, and the updates of three real incidents.
#include "commands/text/lint.hpp"
#include "commands/text/unicode.hpp"
#include "tests/support/lint_samples.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

using namespace tocsin;
using namespace tocsin::lint_samples;
using namespace std::string_view_literals;

namespace {

struct Real {
    const char* at;
    Audience audience;
    int next_minutes; // 0: no next= was typed
    const char* words;
};

constexpr auto customers = Audience::customers, internal = Audience::internal,
               executives = Audience::executives;

// Updates as people sent them, from the example scripts.
constexpr Real real[]{
    {"2022-12-31T18:05:00Z", executives, 1440,
     "One customer's GitHub token was misused. We rotate all GitHub tokens as a precaution. Other customers: "
     "not known. Next update by 18:05 UTC on January 1."},
    {"2023-01-01T19:10:30Z", executives, 1440,
     "Rotation continues, limited by API rate. Still no second customer report. Next update by 19:10 UTC on "
     "January 2."},
    {"2023-01-02T19:00:20Z", executives, 1440,
     "Log review of production access is running. Nothing confirmed yet. Next update by 19:00 UTC on January "
     "3."},
    {"2023-01-03T18:58:00Z", executives, 1440,
     "We found access from an engineer's account that the engineer did not make. Scope is being established. "
     "Next update by 18:58 UTC on January 4."},
    {"2023-01-04T19:20:00Z", executives, 240,
     "Confirmed: an intruder used an engineer's stolen session between December 19 and 22 and took customer "
     "secrets. Access is cut. We rotate production hosts and then notify all customers. Next update by 23:20 "
     "UTC."},
    {"2023-01-04T23:20:00Z", executives, 360,
     "Hosts are rotated. The customer notice is being written and reviewed. Next update by 05:20 UTC."},
    {"2023-01-05T00:15:00Z", customers, 1440,
     "We are investigating a security incident. Please rotate any and all secrets stored in CircleCI now, "
     "and review your internal logs for unauthorized access from December 21, 2022 to January 4, 2023 or "
     "until your secrets are rotated. We will update this notice within 24 hours."},
    {"2023-01-05T05:19:00Z", executives, 720,
     "Customers are informed. Project API tokens are revoked. Support load is very high. Next update by "
     "17:19 UTC."},
    {"2023-01-05T17:15:40Z", executives, 1440,
     "Token revocation continues. A forensics firm is on board. Next update by 17:15 UTC on January 6."},
    {"2023-01-06T02:10:00Z", customers, 1440,
     "Project API tokens created before January 5 00:00 UTC are revoked. Rotation of GitHub OAuth tokens "
     "continues. Please rotate the secrets you hold. Next update by January 7, 02:10 UTC."},
    {"2023-01-07T02:55:00Z", customers, 1440,
     "Bitbucket tokens are expired, GitHub tokens are nearly done. Sorry that this comes later than "
     "promised. Next update by January 8, 02:55 UTC."},
    {"2023-01-08T02:40:00Z", customers, 4320,
     "All GitHub and Bitbucket tokens are rotated. It is safe to build. With AWS we inform customers whose "
     "AWS tokens may be affected. Next update by January 11, 02:40 UTC."},
    {"2023-01-10T21:00:00Z", customers, 5760,
     "The investigation is nearly complete. A full report will follow. Next update by January 14, 21:00 "
     "UTC."},
    {"2023-01-12T10:22:00Z", customers, 0,
     "The intruder's access has ended, our hosts and all tokens we hold are rotated. Please finish rotating "
     "your own secrets, and look for unusual activity from December 16, 2022 on, not only from December 21. "
     "We publish the full incident report on January 13."},
    {"2019-07-02T13:52:15Z", internal, 15,
     "Worldwide 502 errors since about 13:42 UTC. CPU is exhausted in all PoPs. Cause not known; an attack "
     "is one possibility."},
    {"2019-07-02T13:58:31Z", customers, 20,
     "We are seeing errors (502) for sites on our network in all regions. We are investigating. Next update "
     "by 14:19 UTC."},
    {"2019-07-02T14:10:20Z", customers, 30,
     "We turned off a component of our firewall and traffic is back to normal since 14:09 UTC. Firewall "
     "managed rules are off while we fix the cause. Next update by 14:40 UTC."},
    {"2019-07-02T14:42:50Z", customers, 30,
     "Traffic stays normal. We are testing a safe version of the rules before switching managed rules on "
     "again. Next update by 15:13 UTC."},
    {"2019-07-02T15:03:30Z", customers, 0,
     "This incident is resolved. Sites on our network answered with 502 errors from 13:42 to 14:09 UTC. The "
     "firewall managed rules are on again since 14:52 UTC. We will publish a full analysis."},
    {"2017-01-31T19:12:33Z", internal, 30,
     "GitLab.com database is under heavy load since about 19:00 UTC, posting comments often fails. We "
     "suspect spam and are blocking sources."},
    {"2017-01-31T19:44:50Z", internal, 60,
     "Spam sources are blocked and one abusive account removed. Load is lower but not normal yet."},
    {"2017-01-31T20:52:10Z", internal, 60,
     "Database load is rising again after the spam was blocked. We are looking for a second source."},
    {"2017-01-31T21:02:20Z", customers, 30,
     "We are seeing problems with the GitLab.com database; pages may fail to load and comments may not be "
     "saved. We are investigating. Next update by 21:32 UTC."},
    {"2017-01-31T21:31:44Z", customers, 30,
     "The database is recovering and most pages load again. We keep watching it. Next update by 22:02 UTC."},
    {"2017-01-31T23:01:00Z", internal, 60,
     "Site is up. Standby database is broken and being rebuilt from the primary; no redundancy until then."},
    {"2017-01-31T23:31:40Z", customers, 30,
     "GitLab.com is down. We are performing emergency database maintenance. Next update by 00:02 UTC."},
    {"2017-02-01T00:21:36Z", customers, 60,
     "We accidentally removed data from our production database and are restoring from a backup that is "
     "about six hours old. GitLab.com stays offline meanwhile. Git repositories and wikis are not affected. "
     "Next update by 01:22 UTC."},
    {"2017-02-01T01:20:05Z", customers, 120,
     "The restore is being prepared. All database changes made after 17:20 UTC on January 31 will be "
     "missing: projects, issues, comments, users, snippets. We are sorry. Next update by 03:20 UTC."},
    {"2017-02-01T03:05:12Z", customers, 180,
     "The copy is running, about half of the files are done. Next update by 06:05 UTC."},
    {"2017-02-01T06:02:10Z", customers, 180,
     "Still copying, slower than we would like. We stream the recovery publicly. Next update by 09:02 UTC."},
    {"2017-02-01T09:01:15Z", customers, 240,
     "The copy is at 42% by size and slower than we thought. We expect to be back later today. Next update "
     "by 13:01 UTC."},
    {"2017-02-01T13:24:50Z", customers, 240,
     "Sorry, this update is late. The copy continues. Next update by 17:25 UTC."},
    {"2017-02-01T17:24:12Z", customers, 60,
     "The database is restored, webhooks are being restored, we are checking everything before opening. Next "
     "update by 18:24 UTC."},
    {"2017-02-01T18:14:30Z", customers, 0,
     "GitLab.com is back online. We lost database changes made between 17:20 and 00:00 UTC on January 31: "
     "roughly 5,000 projects, 5,000 comments and 700 new user accounts are affected. Git repositories and "
     "wikis were not lost. A post-mortem will follow."},
};

// Each filled up to a whole message: what repeats is what costs.
constexpr std::string_view hostile[]{"a",
                                     "a ",
                                     "token=",
                                     "token: ",
                                     "fixed ",
                                     "@a",
                                     "a@",
                                     "a.b@c.de ",
                                     "1",
                                     "1 ",
                                     "4111 ",
                                     "11:11 ",
                                     "11:11",
                                     "next update by ",
                                     "next update by 11:11 ",
                                     "ghp_",
                                     "ghp_0",
                                     "eyJ",
                                     "eyJaaaaaaaaaa.",
                                     "-----BEGIN ",
                                     "-----BEGIN PRIVATE KEY",
                                     "should have ",
                                     "take ",
                                     "\xF0\x9F\x94\xA5",
                                     "\xFF",
                                     "\xC3",
                                     "e\u0301",
                                     "\u0301",
                                     "\u05D0",
                                     "\u202E",
                                     "://",
                                     "http://a/",
                                     "Lukasz ",
                                     "李娜",
                                     ". ",
                                     "\n",
                                     "'",
                                     "a'",
                                     "-",
                                     "db1-",
                                     "A-1 ",
                                     "::",
                                     "1.",
                                     "in 1 minute ",
                                     "Grace Hopper ",
                                     "\u3002"};

std::string repeated(std::string_view piece, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes) out += piece;
    return out;
}

std::string rest_of(std::string_view words) { return text::lint(about(words)).without_words; }

} // namespace

TEST_CASE("U13: what looks like a secret goes to nobody", "[lint]") {
    for (const auto* words : {"Errors with AKIAIOSFODNN7EXAMPLE.",
                              "Errors with ghp_abcdefghij0123456789ABCDEFGHIJ012345",
                              "Errors with github_pat_11ABCDEFG0abcdefghijkl_x.",
                              "Errors with xoxb-1234567890-abcdef.",
                              "Errors with sk_live_51H8abcdEFGH.",
                              "Errors -----BEGIN PRIVATE KEY-----\nMIIEpA==\n-----END PRIVATE KEY-----",
                              "Errors -----BEGIN RSA PRIVATE KEY----- MII",
                              "Errors with eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc_def-123",
                              "Errors, password: hunter2",
                              "Errors. Password: swordfish.",
                              "Errors, the password is hunter2.",
                              "Errors, token=x",
                              "Errors with api_key=\"abc123\".",
                              "Errors: {\"token\": \"abc123def\"}",
                              "Errors: Authorization: Bearer abc123def456",
                              "Errors: https://example.com/cb?access_token=s3cr3tVALUE1",
                              "Errors: https://user:pa55@example.com/",
                              "Errors with wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.",
                              "Errors with q7Zp2xKd9Lm4Vt8Rw3Nb6Yc1.",
                              "Errors with card 4111 1111 1111 1111.",
                              "Errors with card 378282246310005.",
                              "Errors with card 5555-5555-5555-4444.",
                              "Errors, ask j.doe@acme.com.",
                              "支払いエラーana@acme.comへ"})
        expect(13, words, 'B', 'B');
    for (const auto* words : {"Errors since commit 3f786850e387550fdab836ed7e6dc881de23001b.",
                              "Errors since 0dc2f1e.",
                              "Errors with 123e4567-e89b-12d3-a456-426614174000.",
                              "Errors with 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08.",
                              "Errors: reset your password: https://example.com/reset",
                              "Errors. Password: unchanged.",
                              "Errors. Your password is required.",
                              "Errors. Tokens: revoked. Token: expired. Secret: none.",
                              "Errors with token=<token> and password=***.",
                              "Errors with key: RSA-4096.",
                              "Errors, id 1672876800000.",
                              "Errors, order 4111111111111112.",
                              "Errors, ask support@acme.com or eu-support@acme.com.",
                              "Errors in name@1.2.",
                              "Errors of git@github.com:acme/x.git.",
                              "Errors in /var/lib/postgresql/9.6/main/000000010000000000000001.",
                              "Errors in prod-eu-west-1-checkout-07-replica-blue.",
                              "Errors in checkoutServiceV2PaymentGateway1Handler.",
                              "Errors: https://example.com/d/1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUv",
                              "Errors with tokens that start with ghp_ or AKIA.",
                              "Errors. Please rotate any and all secrets, tokens and passwords.",
                              "Errors -----BEGIN CERTIFICATE----- MII",
                              "Errors: 555-1234-5678."})
        lets_pass(13, words);
}

TEST_CASE("A secret is not said again", "[lint]") {
    const auto told = [](std::string_view words) {
        std::string out;
        for (const auto& f : text::lint(about(words)).findings) out += f.words + " " + f.says + "\n";
        return out;
    };
    CHECK(told("Errors with ghp_abcdefghij0123456789ABCDEFGHIJ012345") ==
          "ghp_... \"ghp_...\" looks like a secret.\n");
    CHECK(told("Errors, password: hunter2") == "password:... \"password:...\" looks like a secret.\n");
    CHECK(text::valid_utf8(told("Errors, password=@aa\u674E"))); // the mention lies over the secret
    CHECK(told("Errors: http://grafana/?token=hunter2x").find("hunter2x") == std::string::npos);
    CHECK(told("Errors: https://user:pa55@grafana.corp/").find("pa55") == std::string::npos);
}

TEST_CASE("The words are quoted as they were typed, a few of a rule, each once", "[lint]") {
    const auto result = text::lint(about("Lukasz and LUKASZ saw errors on db1, db2, db3, db4 and DB1."));
    std::string told;
    for (const auto& f : result.findings) told += text::rule_name(f.rule) + " " + f.says + "\n";
    CHECK(told == "U04 \"db1\" is a host.\nU04 \"db2\" is a host.\nU04 \"db3\" is a host.\nU05 \"Lukasz\" is "
                  "a person.\n");
    CHECK(result.holds());
    CHECK_FALSE(text::lint(about("Errors, probably.")).holds());
    const std::string link = "Errors: http://grafana/" + repeated("a", 200);
    CHECK(text::length(text::lint(about(link)).findings.front().words) == 60);
}

TEST_CASE("Every finding is a short plain sentence", "[lint]") {
    auto in = about("Lukasz said: human error, the outage on db1 is fixed, probably, ETA 15:00 an hour ago, "
                    "any inconvenience, token=x");
    in.not_approved = in.closing = true;
    const auto result = text::lint(in);
    CHECK(result.findings.size() >= 12);
    for (const auto& f : result.findings) {
        INFO(f.says);
        CHECK(f.says.ends_with('.'));
        CHECK(f.says.find('!') == std::string::npos);
        CHECK(std::count(f.says.begin(), f.says.end(), ' ') <= 15);
    }
}

TEST_CASE("What is left without the held words is offered only if it says something", "[lint]") {
    CHECK(rest_of("Lukasz restarted a part of the payment system. Payments work for most shops.") ==
          "We restarted a part of the payment system. Payments work for most shops.");
    CHECK(rest_of("Lukasz and Ana are restarting payments.") == "We are restarting payments.");
    CHECK(rest_of("The fix by Lukasz is in. Errors fall.") == "The fix is in. Errors fall.");
    CHECK(rest_of("Payments were restarted (@ana). Errors fall.") == "Payments were restarted. Errors fall.");
    CHECK(rest_of("Errors fall since 13:42 UTC. Ask Lukasz why.") == "Errors fall since 13:42 UTC.");
    CHECK(rest_of("Errors fall since 13:42 UTC. Human error led to this. Next update by 14:30 UTC.") ==
          "Errors fall since 13:42 UTC. Next update by 14:30 UTC.");
    CHECK(rest_of("Lukasz asks why. Next update by 14:30 UTC.").empty());
    CHECK(rest_of("The errors are fixed.").empty());
    CHECK(rest_of("Errors in all shops, password (Lukasz): hunter2.")
              .empty());                                    // without the name it is a secret
    CHECK(rest_of("Errors go on for some shops.").empty()); // nothing was held
}

TEST_CASE("A text that is not English is checked for people, secrets, privacy and times only", "[lint]") {
    const auto* words = GENERATE(
        "Estamos investigando un problema con los pagos, fixed, any inconvenience, human error db1, ETA.",
        "Wir untersuchen ein Problem mit der Bezahlung, resolved, any inconvenience, human error db1, ETA.",
        "支払いエラーを調査しています。ご不便をおかけします。 db1 ETA human error",
        "هناك مشكلة في عمليات الدفع منذ الصباح ونحن نحقق في السبب db1 ETA fixed",
        "Nous cherchons la cause des erreurs de paiement, fixed, human error, any inconvenience.");
    INFO(words);
    const auto result = text::lint(about(words));
    CHECK_FALSE(result.english);
    CHECK(result.findings.empty());
    auto in = about(words);
    in.not_approved = true;
    const std::string more =
        std::string{words} + " @ana 14:30 token=x Next update by 15:00 UTC or 16:00 UTC.";
    in.words = more;
    std::string rules;
    for (const auto& f : text::lint(in).findings) rules += text::rule_name(f.rule) + " ";
    CHECK(rules == "U02 U05 U11 U13 U14 ");
}

TEST_CASE("Short and terse texts count as English", "[lint]") {
    for (const auto* words :
         {"Card payments fail.", "", "🔥🔥🔥", "502", "Checkout errors EU, cards refused, retry works",
          "Key rotation: done. Secret: none. Token: expired. Service: slow. Database: full. Site: offline. "
          "Backup: old. Network: normal.",
          "We are investigating errors in El Paso and Los Angeles."}) {
        INFO(words);
        CHECK(text::lint(about(words)).english);
    }
}

TEST_CASE("The updates of real incidents are not held", "[lint]") {
    for (const auto& line : real) {
        INFO(line.words);
        auto in = about(line.words, line.audience);
        in.now = instant(line.at);
        if (line.next_minutes) in.next = in.now + minutes{line.next_minutes};
        const std::string_view words = line.words;
        in.closing = line.next_minutes == 0 && line.audience == customers;
        in.state = in.closing ? State::resolved : State::monitoring;
        in.people = {"maría.josé", "dmitri", "łukasz",      "zoë",   "olena", "søren",   "李娜",  "dave",
                     "anaïs",      "bjørn",  "deepak",      "ihor",  "kofi",  "mitsuko", "renée", "aoife",
                     "jürgen",     "kwame",  "nguyễn.hạnh", "priya", "tomás", "github",  "pager"};
        const auto result = text::lint(in);
        CHECK(result.english);
        CHECK_FALSE(result.holds());
        for (const auto rule : {3, 4, 6, 9, 10, 12, 13, 14, 16})
            CHECK((rule == 10 && line.audience != customers
                       ? '-'
                       : weight_of(result, static_cast<std::uint8_t>(rule))) == '-');
        CHECK((weight_of(result, 11) == 'w') == (words.find("later today") != words.npos));
        CHECK(weight_of(result, 2) == '-');
    }
    // The draft that was replaced.
    const auto draft = text::lint(about("We take security very seriously. Please rotate any and all secrets "
                                        "stored in CircleCI. Human error of one engineer led to this."));
    CHECK(weight_of(draft, 6) == 'B');
    CHECK(weight_of(draft, 12) == 'w');
}

TEST_CASE("Hostile texts are read in bounded work and give valid text back", "[lint]") {
    constexpr std::size_t bytes = 20'000;
    for (const auto piece : hostile) {
        INFO(piece);
        const std::string words = repeated(piece, bytes);
        auto in = about(words);
        in.previous = words;
        in.closing = true;
        const auto result = text::lint(in);
        CHECK(result.findings.size() <= 16 * 3);
        for (const auto& f : result.findings)
            CHECK((text::valid_utf8(f.words) && text::valid_utf8(f.says) && f.words.size() < 2000));
        CHECK(text::valid_utf8(result.without_words));
    }
    const auto nul = "Errors\0 by Lukasz \xC0\xAF"sv;
    CHECK(weight_of(text::lint(about(nul)), 5) == 'B');
    auto many = about("Errors.");
    many.people.assign(5000, "@@@");
    CHECK_FALSE(text::lint(many).holds());
}

TEST_CASE("Emoji and right-to-left text disturb nothing", "[lint]") {
    CHECK(text::lint(about("🚨 Errors 🔥 since 14:30 UTC 🙏")).findings.empty());
    CHECK(weight_of(text::lint(about("🔥@ana🔥 sees errors")), 5) == 'B');
    CHECK(weight_of(text::lint(about("Errors, \u2068Lukasz\u2069 knows.")), 5) == 'B');
    CHECK(text::lint(about("هناك أخطاء في الدفع منذ 14:30 UTC")).findings.empty());
}

TEST_CASE("Rules are named as people write them", "[lint]") {
    CHECK(text::rule_name(1) == "U01");
    CHECK(text::rule_name(16) == "U16");
}
