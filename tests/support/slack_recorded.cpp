// Which of the recorded payloads is what: by folder and name.
#include "tests/support/slack_samples.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

namespace tocsin::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Kind = SlackSample::Kind;

fs::path folder() {
    if (const char* named = std::getenv("TOCSIN_SLACK_PAYLOADS")) return named;
    return fs::path{TOCSIN_SOURCE_DIR} / "../shared/slack/payloads";
}

// nullopt: it belongs to an API call, or to HTTP mode alone.
std::optional<SlackSample> sample_of(const fs::path& path) {
    const std::string name = path.stem().string();
    if (path.parent_path().filename() == "api" || name.starts_with("api_") || name.starts_with("http_"))
        return std::nullopt;
    SlackSample sample{.kind = Kind::event, .name = name, .json = file_text(path)};
    if (name.starts_with("sm_"))
        sample.kind = Kind::frame;
    else if (name == "slash_command")
        sample.kind = Kind::command;
    else if (name.starts_with("in_"))
        sample.kind = Kind::interaction;
    else if (!name.starts_with("inner_"))
        sample.json = Json::parse(sample.json).at("event").dump();
    return sample;
}

std::optional<SlackSample> inside_of(const SlackSample& frame) {
    const Json json = Json::parse(frame.json);
    if (frame.kind != Kind::frame || !json.contains("payload")) return std::nullopt;
    const Json& payload = json.at("payload");
    const std::string type = json.at("type"), name = frame.name + ", inside";
    if (type == "events_api") return SlackSample{Kind::event, name, payload.at("event").dump()};
    return SlackSample{type == "interactive" ? Kind::interaction : Kind::command, name, payload.dump()};
}

} // namespace

std::string file_text(const fs::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::vector<fs::path> recorded_files() {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator{folder(), none})
        if (entry.path().extension() == ".json") found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

const std::vector<SlackSample>& recorded_payloads() {
    static const std::vector<SlackSample> all = [] {
        std::vector<SlackSample> samples;
        for (const auto& path : recorded_files()) {
            const auto sample = sample_of(path);
            if (!sample) continue;
            samples.push_back(*sample);
            if (auto inside = inside_of(*sample)) samples.push_back(std::move(*inside));
        }
        return samples;
    }();
    return all;
}

} // namespace tocsin::test
