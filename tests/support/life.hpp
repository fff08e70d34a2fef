// A bot on a faulty disk whose life can end and begin again, for the tests of the pipeline.
#pragma once

#include "tests/support/bot_on_disk.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace tocsin::test {

inline std::string text(const Answer& a) { return text_of(a.reply, "/incident "); }
inline auto has(const std::string& words) { return Catch::Matchers::Contains(words); }

struct Life : BotOnDisk {
    Life() { REQUIRE(start().has_value()); }
    void die_and_start() {
        die();
        REQUIRE(start().has_value());
    }
    void stop_and_start() {
        stop();
        REQUIRE(start().has_value());
    }
    std::size_t notes() const {
        std::size_t n = 0;
        for (const auto& [id, file] : state().incidents) n += file.notes.size();
        return n;
    }
    // What a fresh look at the file makes of it is what stands in memory.
    void state_is_on_disk() {
        const auto log = store().load_events();
        REQUIRE(log.has_value());
        std::vector<Recorded> live = state().log;
        for (const auto& [id, file] : state().incidents)
            live.insert(live.end(), file.log.begin(), file.log.end());
        std::ranges::sort(live, {}, [](const Recorded& r) { return r.seq; });
        CHECK(live == *log);
        Everything loaded;
        load(loaded, *log);
        for (const auto& [id, file] : loaded.incidents) CHECK(state().find(id)->now == file.now);
        CHECK(loaded.last_seq == state().last_seq);
    }
    std::vector<std::string> system_entries() const {
        std::vector<std::string> words;
        for (const Recorded& r : state().log)
            if (const auto* noted = std::get_if<SystemNoted>(&r.event)) words.push_back(noted->text);
        return words;
    }
};

} // namespace tocsin::test
