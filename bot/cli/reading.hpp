// Subcommands that read the data file themselves: they work while the bot runs and when it does not.
#pragma once

#include "bot/cli/client.hpp"
#include "bot/engine.hpp"

#include <memory>

namespace tocsin::bot::cli {

// The state of a data folder, read only.
class Reading {
public:
    static Result<std::unique_ptr<Reading>> open(const std::string& data,
                                                 const std::string& prefix = "/incident ");
    const Everything& state() const { return state_; }
    const storage::Store& store() const { return *store_; }
    // "INC-7" or "7"; nullptr: none.
    const IncidentFile* find(const std::string& ref) const;
    std::vector<TalkLine> talk(const IncidentFile&) const; // what people said in its rooms

private:
    std::unique_ptr<storage::Store> store_;
    Everything state_;
    std::string prefix_;
};

} // namespace tocsin::bot::cli
