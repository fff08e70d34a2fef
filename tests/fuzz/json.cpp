// JSON from outside: refused, or read the same again; and a line that looks like one of Tocsin's messages.
#include "integrations/net/json.hpp"
#include "commands/core/talk.hpp"
#include "integrations/room/lines.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

using namespace tocsin;
using fuzz::must;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text{fuzz::text_of(data, size)};
    if (const auto parsed = net::parse_untrusted(text)) {
        const auto again = net::parse_untrusted(
            parsed->dump(-1, ' ', false, nlohmann::json::error_handler_t::strict), net::json_bytes_max * 8);
        must(again.has_value() && *again == *parsed, "what was read can be written and read again");
        (void)net::text_in(*parsed, "text");
        (void)net::number_in(*parsed, "n");
    }
    for (const PersonId person : {PersonId{}, PersonId{3}}) {
        const std::string line = room::line_json(
            {.id = 1, .room = {"room:#ops"}, .person = person, .name = "tocsin", .text = text}, "/");
        must(nlohmann::json::accept(line), "a line of the room is JSON");
    }
    (void)room::line_of(text);
    return 0;
}
