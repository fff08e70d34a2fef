// The example configuration is documentation that can be wrong: it has to say what is built in.
#include "bot/config.hpp"

#include <catch2/catch.hpp>

using namespace tocsin;

TEST_CASE("the example configuration says the built-in values", "[deploy][config]") {
    const auto example = bot::read_config(TOCSIN_SOURCE_DIR "/deploy/tocsin.example.toml");
    const auto built_in = bot::default_config();
    CHECK(example.problems == std::vector<std::string>{});
    CHECK(to_text(example.config.policy) == to_text(built_in.policy));
    CHECK(example.config.command == built_in.command);
    CHECK(example.config.data == built_in.data);
    CHECK(example.config.log_level == built_in.log_level);
    CHECK(example.config.room_enabled == built_in.room_enabled);
    CHECK(example.config.room.address == built_in.room.address);
    CHECK(example.config.room.port == built_in.room.port);
    CHECK(example.config.room.rooms == built_in.room.rooms);
}
