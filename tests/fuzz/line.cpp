// One typed line of any bytes, in and outside an incident, by its commander and by a stranger. It gets an
// answer (P5) in valid text, and what it records can be stored, read back and folded anew (P4).
#include "commands/views/views.hpp"
#include "storage/codec.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/scene.hpp"

#include "commands/text/unicode.hpp"

#include <array>

using namespace tocsin;
using fuzz::must;

namespace {

const test::Scene& prepared() {
    static const test::Scene scene = [] {
        test::Scene s = test::open_sev2();
        for (const auto* line :
             {"role commander", "note rolled back", "task @mei 10m restore the replica",
              "question which cards?", "hypothesis the deploy of 13:42",
              "impact start level=partial EU shops", "poll drop the cache?",
              "action @bo due=2026-04-01 alert when backups are empty", "evidence log of the proxy"})
            s.type("ana", "#inc-1", line);
        s.type("ana", "#ops", "declare sev3 Search is slow");
        s.type("eve", "#ops", "declare private sev1 type=security Tokens may be stolen");
        return s;
    }();
    return scene;
}

void valid(const Message& m) {
    must(text::valid_utf8(text_of(m, "/incident ")), "a message is valid UTF-8");
    must(text::valid_utf8(m.phone), "a notification is valid UTF-8");
}

void reads_back(const Recorded& r) {
    storage::Body body;
    must(storage::encode(r.meta, r.event, body) == nullptr, "an event that was decided can be stored");
    Meta meta;
    Event event;
    must(storage::decode({stored_name(r.event), stored_version(r.event), body.facts, body.words}, meta,
                         event) == nullptr,
         "a stored event can be read");
    must(meta == r.meta && event == r.event, "an event reads back as it was");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    static constexpr std::array people{"ana", "mei", "eve", "stranger"};
    static constexpr std::array rooms{"#inc-1", "#ops", "#inc-2"};
    test::Scene s = prepared();
    const Decision& d = s.type(people[data[0] % people.size()], rooms[data[1] % rooms.size()],
                               fuzz::text_of(data + 2, size - 2));
    must(!d.reply.lines.empty(), "a line is answered");
    valid(d.reply);
    s.at("+12m"); // what falls due after it
    for (const auto& [id, file] : s.all.incidents) {
        for (const Recorded& r : file.log) reads_back(r);
        valid(views::card(s.all, file.now));
        IncidentFile again = file;
        refold(again);
        must(again.now == file.now, "the fold of the log is the state");
    }
    for (const auto& line : s.told()) must(text::valid_utf8(line), "what is told is valid UTF-8");
    return 0;
}
