// What was sent to the fake, as JSON lines for the contract check. Members: kind "api" (method, http, headers
// without the token, content_type, json, arguments decoded as far as the transport goes, ok, error), "ack"
// (type, about, callback_id, accepts_response_payload, payload, after_ms), "response_url" (about,
// content_type, body), "upload" (file, bytes, content_type). TOCSIN_SLACK_RECORD names a folder; each process
// appends to a file of its own in it.
#include "tests/fakes/slack/events.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace tocsin::fakes {
namespace {

void append(const json& line) {
    static std::ofstream file = [] {
        const char* folder = std::getenv("TOCSIN_SLACK_RECORD"); // NOLINT(concurrency-mt-unsafe)
        return folder && *folder
                   ? std::ofstream{std::string{folder} + "/slack-" + std::to_string(getpid()) + ".jsonl",
                                   std::ios::app}
                   : std::ofstream{};
    }();
    if (file.is_open())
        file << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n' << std::flush;
}

} // namespace

void Slack::record(json line) {
    append(line);
    if (on_record) on_record(line);
}

void Slack::revoke(bool uninstalled) {
    tell(*this,
         {{"type", "tokens_revoked"}, {"tokens", {{"oauth", json::array()}, {"bot", {world.bot_user}}}}},
         nullptr);
    if (uninstalled) tell(*this, {{"type", "app_uninstalled"}}, nullptr);
    faults.token_revoked = true;
}

} // namespace tocsin::fakes
