// Where secrets come from.
#include "bot/secrets.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tocsin::bot {
namespace {

constexpr std::size_t secret_bytes_max = 4'096;

std::string without_space(std::string text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return "";
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string in_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text(secret_bytes_max, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return without_space(std::move(text));
}

std::string variable_of(std::string_view name) {
    std::string out{"TOCSIN_"};
    for (const char c : name) out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return out;
}

} // namespace

std::string secret(std::string_view name) {
    const std::string variable = variable_of(name);
    if (const char* value = std::getenv(variable.c_str()); value && *value) return without_space(value);
    if (const char* file = std::getenv((variable + "_FILE").c_str()); file && *file) return in_file(file);
    if (const char* folder = std::getenv("CREDENTIALS_DIRECTORY"); folder && *folder)
        return in_file(fmt::format("{}/{}", folder, name));
    return "";
}

std::vector<std::string> take_secrets(Config& c) {
    std::vector<std::string> missing;
    const auto take = [&](std::string& target, std::string_view name, std::string_view begins,
                          std::string_view where) {
        target = secret(name);
        if (target.empty())
            missing.push_back(
                fmt::format("{} is not set. It begins with {}: {}.", variable_of(name), begins, where));
        else if (!begins.starts_with('3') && !target.starts_with(begins))
            missing.push_back(
                fmt::format("{} does not begin with {}: {}.", variable_of(name), begins, where));
    };
    c.page_hook_secret = secret("page_hook_secret");
    if (!c.slack_enabled) return missing;
    take(c.slack.bot_token, "slack_bot_token", "xoxb-", "api.slack.com/apps, your app, OAuth & Permissions");
    if (c.slack.mode == slack::Settings::Mode::socket)
        take(c.slack.app_token, "slack_app_token", "xapp-",
             "api.slack.com/apps, your app, Basic Information, App-Level Tokens, scope connections:write");
    else
        take(c.slack.signing_secret, "slack_signing_secret", "32 letters and digits",
             "api.slack.com/apps, your app, Basic Information, Signing Secret");
    return missing;
}

} // namespace tocsin::bot
