// The signature of Slack's requests: a vector of our own, and all that must not pass.
#include "integrations/slack/decode.hpp"

#include <catch2/catch.hpp>

using namespace tocsin::slack;

namespace {

// Made with: printf 'v0:1700000000:a=1&b=%%20' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
constexpr const char* secret = "0123456789abcdef0123456789abcdef";
constexpr const char* timestamp = "1700000000";
constexpr const char* body = "a=1&b=%20";
constexpr const char* signature = "v0=006c1662b43ce7b4d4561c7ede2cf74d793883e2c62f236d50fea63cb7d5db96";
constexpr std::int64_t now = 1'700'000'000;

} // namespace

TEST_CASE("A request that Slack signed is taken, for five minutes", "[slack]") {
    CHECK(signed_by(secret, timestamp, signature, body, now));
    CHECK(signed_by(secret, timestamp, signature, body, now + 300));
    CHECK(signed_by(secret, timestamp, signature, body, now - 300));
    CHECK_FALSE(signed_by(secret, timestamp, signature, body, now + 301));
    CHECK_FALSE(signed_by(secret, timestamp, signature, body, now - 301));
}

TEST_CASE("A request that differs in anything is not Slack's", "[slack]") {
    const std::string right{signature};
    std::string upper{right};
    for (char& c : upper)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    for (const auto& wrong : {std::string{}, right.substr(3), right.substr(0, 66), right + "0",
                              "v1" + right.substr(2), upper, right + ", " + right, std::string(67, '\0')}) {
        INFO(wrong);
        CHECK_FALSE(signed_by(secret, timestamp, wrong, body, now));
    }
    for (std::size_t i = 0; i < right.size(); ++i) {
        auto changed = right;
        changed[i] = changed[i] == '0' ? '1' : '0';
        CHECK_FALSE(signed_by(secret, timestamp, changed, body, now));
    }
    CHECK_FALSE(signed_by("0123456789abcdef0123456789abcdee", timestamp, signature, body, now));
    CHECK_FALSE(signed_by(secret, timestamp, signature, "a=1&b=%21", now));
    CHECK_FALSE(signed_by(secret, timestamp, signature, "a=1&b=%20 ", now));
    CHECK_FALSE(signed_by(secret, "1700000001", signature, body, now));
}

TEST_CASE("A time that is no number, and an empty secret, let nobody in", "[slack]") {
    for (const auto* strange : {"", "soon", "1700000000x", " 1700000000", "+1700000000", "-1700000000",
                                "1.7e9", "99999999999999999999999", "0x6553f100"})
        CHECK_FALSE(signed_by(secret, strange, signature, body, now));
    // Signed with the empty secret, and rightly so.
    CHECK_FALSE(signed_by("", timestamp,
                          "v0=19e1350b69e777c1f8bf7f302ff7b0d47e799f9e7562e3d0414492db24330028", body, now));
}
