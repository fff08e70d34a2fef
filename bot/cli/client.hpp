// Reaching the running bot: by the address and the token that it left in its data folder.
#pragma once

#include "bot/config.hpp"
#include "commands/core/error.hpp"
#include "integrations/net/http_client.hpp"

#include <string>

namespace tocsin::bot::cli {

struct Client {
    std::string address; // "http://127.0.0.1:8080"
    std::string token;

    // `url` empty: the address in the folder.
    static Result<Client> in(const std::string& data, const std::string& url);
    Result<net::Fetched> get(const std::string& path,
                             std::chrono::seconds within = std::chrono::seconds{10}) const;
    Result<net::Fetched> post(const std::string& path, const std::string& json) const;
};

// Prints the error and returns the exit code that fits it.
int report(const Error&);

// Config from a file, or the embedded one; nullopt: its problems were printed.
std::optional<Config> config_from(const std::string& file);

std::string random_key();

} // namespace tocsin::bot::cli
