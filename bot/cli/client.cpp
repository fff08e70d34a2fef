// Client side of the command line.
#include "bot/cli/client.hpp"

#include "bot/cli/exit_codes.hpp"
#include "bot/files.hpp"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>
#include <cstdio>

namespace tocsin::bot::cli {
namespace {

std::string first_line(std::string text) { return text.substr(0, text.find('\n')); }

} // namespace

Result<Client> Client::in(const std::string& data, const std::string& url) {
    Client client;
    const auto token = files::read_text(files::token_file(data));
    if (!token)
        return Error{ErrorCode::unreachable,
                     fmt::format("no token in {}. Is --data the folder of the running bot? {}", data,
                                 token.error().detail)};
    client.token = first_line(*token);
    if (!url.empty()) {
        client.address = url.ends_with('/') ? url.substr(0, url.size() - 1) : url;
        return client;
    }
    const auto address = files::read_text(files::address_file(data));
    if (!address)
        return Error{
            ErrorCode::unreachable,
            fmt::format("no address in {}: the bot has not run there yet. Start it: tocsin run --data {}",
                        data, data)};
    client.address = first_line(*address);
    return client;
}

Result<net::Fetched> Client::get(const std::string& path, std::chrono::seconds within) const {
    return net::fetch("GET", address + path, {{"Authorization", "Bearer " + token}}, "", within);
}
Result<net::Fetched> Client::post(const std::string& path, const std::string& json) const {
    return net::fetch("POST", address + path,
                      {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, json);
}

int report(const Error& error) {
    std::fprintf(stderr, "tocsin: %s\n", error.detail.c_str());
    switch (error.code) {
    case ErrorCode::unreachable:
    case ErrorCode::timeout: return exit_codes::unreachable;
    case ErrorCode::bad_input: return exit_codes::usage;
    case ErrorCode::already_open: return exit_codes::running_already;
    case ErrorCode::refused: return exit_codes::no;
    default: return exit_codes::data_file;
    }
}

std::optional<Config> config_from(const std::string& file) {
    if (file.empty()) return default_config();
    Checked checked = read_config(file);
    for (const auto& problem : checked.problems) std::fprintf(stderr, "%s\n", problem.c_str());
    if (!checked.problems.empty()) return std::nullopt;
    return std::move(checked.config);
}

std::string random_key() {
    std::array<unsigned char, 12> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
    std::string key;
    for (const unsigned char byte : bytes) key += fmt::format("{:02x}", byte);
    return key;
}

} // namespace tocsin::bot::cli
