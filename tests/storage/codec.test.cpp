// Events to rows and back, and rows that nobody of ours wrote.
#include "storage/codec.hpp"

#include "tests/support/storage_samples.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace tocsin;
using namespace tocsin::storage;

namespace {

constexpr std::size_t kinds = std::variant_size_v<EventVariant>;

Body body_of(const Event& event, const Meta& meta = test::filled_meta()) {
    Body body;
    const char* const problem = encode(meta, event, body);
    INFO((problem ? problem : ""));
    REQUIRE(problem == nullptr);
    return body;
}

struct Decoded {
    const char* problem;
    Meta meta;
    Event event;
};
Decoded decoded(std::string_view name, std::uint32_t version, std::string_view facts,
                std::string_view words) {
    Decoded d{};
    d.problem = decode({name, version, facts, words}, d.meta, d.event);
    return d;
}
NoteAdded note_of(const Decoded& d) {
    REQUIRE(d.problem == nullptr);
    return std::get<NoteAdded>(d.event);
}

} // namespace

TEST_CASE("P4: every event, with no field at its default, comes back from its row as it was", "[storage]") {
    for (std::size_t i = 1; i < kinds; ++i) {
        const Event event = test::filled_event(i);
        INFO(stored_name(event));
        REQUIRE(event != make_event(i));
        const Body body = body_of(event);
        const Decoded back = decoded(stored_name(event), stored_version(event), body.facts, body.words);
        INFO((back.problem ? back.problem : ""));
        REQUIRE(back.problem == nullptr);
        CHECK(back.event == event);
        CHECK(back.meta == test::filled_meta());
    }
}

TEST_CASE("P4: every event at its defaults comes back from its row as it was", "[storage]") {
    for (std::size_t i = 1; i < kinds; ++i) {
        const Event event = make_event(i);
        INFO(stored_name(event));
        Body body;
        if (encode({}, event, body) != nullptr) continue; // a severity has no value 0: it must be given
        CHECK(decoded(stored_name(event), stored_version(event), body.facts, body.words).event == event);
    }
}

TEST_CASE("The stored form of an event never changes", "[storage]") {
    const Meta meta{PersonId{4}, "Ada", RoomId{"room:#ops"}, Instant{Duration{1'700'000'000'123}}, false};
    const Body body = body_of(UpdateSubmitted{.number = 2,
                                              .audience = Audience::customers,
                                              .promise = Instant{Duration{1'700'000'900'000}},
                                              .next_given = true,
                                              .text = "Payments fail.",
                                              .published = "Payments fail. Next at 10:00 UTC."},
                              meta);
    CHECK(body.facts ==
          "@by=4 @at=1700000000123 @day_only=0 number=2 audience=3 promise=1700000900000 next_given=1 "
          "closing=0 copy=0 holding=0 goes_at=0 rules=0 corrects=0 ");
    CHECK(body.words == "@name=3:Ada @room=9:room:#ops text=14:Payments fail. published=33:Payments fail. "
                        "Next at 10:00 UTC. ");
}

TEST_CASE("Fields in another order, missing ones and unknown ones do not disturb a row", "[storage]") {
    CHECK(note_of(decoded("note-added", 1, "later=7 number=3 @by=9 ", "more=2:xx text=5:hello ")) ==
          NoteAdded{3, "hello"});
    CHECK(decoded("note-added", 1, "later=7 number=3 @by=9 ", "").meta.by == PersonId{9});
    CHECK(note_of(decoded("note-added", 1, "", "")) == NoteAdded{});
    CHECK(std::get<ImpactStated>(decoded("impact-stated", 1, "number=1 ", "").event).customers == -1);
    CHECK(note_of(decoded("note-added", 1, "@by=1 @at=2 @day_only=0 number=3 tail=-8 ", "")) ==
          NoteAdded{3, ""});
    CHECK(note_of(decoded("note-added", 1, "xnumber=9 numberx=8 number=3 ", "")) == NoteAdded{3, ""});
}

TEST_CASE("An event of an unknown name or a newer version is kept as unknown, with who and where",
          "[storage]") {
    for (const auto& [name, version] : {std::pair{"pager-rang", 1u}, {"note-added", 2u}}) {
        const Decoded d = decoded(name, version, "@by=4 weird=1 ", "@name=3:Ada ");
        CHECK(d.problem == nullptr);
        REQUIRE(std::holds_alternative<Unknown>(d.event));
        CHECK(std::get<Unknown>(d.event).name == name);
        CHECK(d.meta.by_name == "Ada");
    }
    Body body;
    CHECK(encode({}, Unknown{"pager-rang"}, body) != nullptr);
    CHECK(decoded("note-added", 0, "", "").problem != nullptr);
}

TEST_CASE("A row that is not well formed is damaged, wherever the damage lies", "[storage]") {
    const auto facts = GENERATE(
        as<std::string>{}, "x", "=", "=1 ", "number", "number=", "number= ", "number=3", "number=x ",
        "number=3x ", "number=-1 ", "number=4294967296 ", "number=99999999999999999999999 ", "number=+3 ",
        "number=1  ", "@day_only=2 ", "@day_only=-1 ", "@at=253402300800000 ", "@at=-9223372036854775808 ",
        "@by=-1 ", "number=1 junk", "junk number=1 ", "@by=1 @at=2 @day_only=0 number=3 junk", " ", "a b=1 ");
    INFO(facts);
    CHECK(decoded("note-added", 1, facts, "").problem != nullptr);
}

TEST_CASE("Texts that lie about their length are damaged", "[storage]") {
    const auto words =
        GENERATE(as<std::string>{}, "text", "text=", "text=:", "text=5", "text=5:", "text=5:hell",
                 "text=5:hello", "text=4:hello ", "text=4:helloa=1:b ", "text=6:hello ", "text=-1:hello ",
                 "text= 5:hello ", "text=18446744073709551615:hello ", "text=18446744073709551616:x ",
                 "=1:x ", "text=1:x junk", "junk text=1:x ", "@name=1:a @room=1:b text=1:x more=9:x ");
    INFO(words);
    CHECK(decoded("note-added", 1, "", words).problem != nullptr);
}

TEST_CASE("A number that is no value of an enum is damaged, and is not recorded either", "[storage]") {
    CHECK(decoded("severity-changed", 1, "from=1 to=5 ", "").problem == nullptr);
    CHECK(decoded("severity-changed", 1, "from=1 to=6 ", "").problem != nullptr);
    CHECK(decoded("severity-changed", 1, "from=1 ", "").problem != nullptr); // and none has the number 0
    CHECK(decoded("severity-changed", 1, "from=0 to=5 ", "").problem != nullptr);
    CHECK(decoded("state-changed", 1, "from=0 to=9 ", "").problem != nullptr);
    CHECK(decoded("state-changed", 1, "from=0 to=256 ", "").problem != nullptr);
    Body body;
    CHECK(encode({}, SeverityChanged{Severity::sev1, static_cast<Severity>(9), ""}, body) != nullptr);
    CHECK(encode({}, TaskCalled{1, Instant::max()}, body) != nullptr);
}

TEST_CASE("No change of bytes in a row makes the decoder misbehave", "[storage]") {
    std::mt19937 random{20240601};
    for (int round = 0; round < 20'000; ++round) {
        const Event event = test::filled_event(1 + random() % (kinds - 1));
        Body body = body_of(event);
        for (std::string* text : {&body.facts, &body.words})
            for (auto n = random() % 4; n > 0; --n) {
                const auto at = random() % text->size();
                switch (random() % 3) {
                case 0: (*text)[at] = static_cast<char>(random()); break;
                case 1: text->erase(at, random() % 9); break;
                default: text->insert(at, std::string(1 + random() % 3, "0=: -9"[random() % 6]));
                }
            }
        const Decoded d = decoded(stored_name(event), 1, body.facts, body.words);
        if (d.problem) continue;
        Body again; // what was believed can be written down again
        CHECK(encode(d.meta, d.event, again) == nullptr);
    }
}
