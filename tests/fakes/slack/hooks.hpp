// What lives short: trigger_ids (one use, 3 s), response_urls (5 uses, 30 min) and upload addresses.
#pragma once

#include "tests/fakes/slack/tools.hpp"

namespace tocsin::fakes {

class Slack;
struct Answer;
struct Request;

class Hooks {
public:
    explicit Hooks(Slack& slack) : slack_{slack} {}

    struct Trigger {
        std::string user;
        Instant until{};
        bool used{};
        std::string view{}; // pressed in a modal: views.push goes onto it
    };
    std::string new_trigger(const std::string& user, const std::string& view = {});
    // nullptr and the error's name, if it cannot be used (any more). Uses it up.
    const Trigger* use_trigger(const std::string& id, std::string& error);

    struct Target {
        std::string kind; // commands, actions, app
        std::string user, channel;
        std::string message{}; // ts of what the interaction was on
        bool ephemeral{};      // that one was ephemeral
        Instant until{};
        int uses{};
        std::string thread{};
    };
    std::string new_response_url(Target); // the whole address
    std::string new_upload(const std::string& file);
    // A POST to one of them. `path` is without query.
    Answer answer(std::string_view path, const Request&);

private:
    Answer respond(Target&, const Request&);
    Answer upload(std::string_view token, const Request&);
    void replace(Target&, const json& body, bool remove);

    Slack& slack_;
    std::map<std::string, Trigger, std::less<>> triggers_;
    std::map<std::string, Target, std::less<>> targets_; // by path
    std::map<std::string, std::string, std::less<>> uploads_;
};

} // namespace tocsin::fakes
