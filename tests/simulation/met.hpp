// What happened in the runs, counted: a fault or a verb that was never met proves nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tocsin::simulation {

class Met {
public:
    // Each kind has names that are expected to be met, and counts of those that were.
    void expect(std::string_view kind, std::string_view name) {
        counts_[std::string{kind}].try_emplace(std::string{name}, 0);
    }
    void count(std::string_view kind, std::string_view name) {
        ++counts_[std::string{kind}][std::string{name}];
        if (kind == "fault" || kind == "life" || kind == "platform")
            note(std::string{kind} + ": " + std::string{name});
    }
    std::vector<std::string> never() const {
        std::vector<std::string> names;
        for (const auto& [kind, list] : counts_)
            for (const auto& [name, n] : list)
                if (n == 0) names.push_back(kind + " \"" + name + "\"");
        return names;
    }
    const std::map<std::string, std::map<std::string, std::uint64_t>>& counts() const { return counts_; }
    // Tells what happens as it happens, of a run that is looked into.
    std::function<void(const std::string&)> trace;
    void note(const std::string& what) const {
        if (trace) trace(what);
    }

private:
    std::map<std::string, std::map<std::string, std::uint64_t>> counts_;
};

// A promise was broken.
struct Violation : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace tocsin::simulation
