// A row of the log of any bytes: refused with a reason, or read, and then written and read the same again.
#include "storage/codec.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace tocsin;
using fuzz::must;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    const Event kind = make_event(data[0] % std::variant_size_v<EventVariant>);
    if (kind.index() == 0) return 0; // kept as it came, never written
    const std::size_t length = data[1] + 256u * data[2], rest = size - 3;
    const std::string_view facts = fuzz::text_of(data + 3, std::min(length, rest)),
                           words = fuzz::text_of(data + 3 + facts.size(), rest - facts.size());
    const std::string_view name = stored_name(kind);
    const auto read = [&](std::string_view f, std::string_view w, Meta& meta, Event& event) {
        return storage::decode({name.empty() ? "unknown" : name, stored_version(kind), f, w}, meta, event);
    };
    Meta meta;
    Event event;
    if (read(facts, words, meta, event) != nullptr) return 0;
    storage::Body body;
    must(storage::encode(meta, event, body) == nullptr, "what was read can be written");
    Meta meta_again;
    Event event_again;
    must(read(body.facts, body.words, meta_again, event_again) == nullptr, "what was written can be read");
    must(meta_again == meta && event_again == event, "it reads back as it was");
    return 0;
}
