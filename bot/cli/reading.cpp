// Reading a data folder.
#include "bot/cli/reading.hpp"

#include "bot/files.hpp"
#include "bot/talk.hpp"

namespace tocsin::bot::cli {

Result<std::unique_ptr<Reading>> Reading::open(const std::string& data, const std::string& prefix) {
    auto store = storage::Store::open(files::data_file(data), {.read_only = true});
    if (!store) return store.error();
    auto log = (*store)->load_events();
    if (!log) return log.error();
    auto reading = std::make_unique<Reading>();
    reading->store_ = std::move(*store);
    reading->prefix_ = prefix;
    load(reading->state_, std::move(*log));
    return reading;
}

const IncidentFile* Reading::find(const std::string& ref) const { return find_by_ref(state_, ref); }

std::vector<TalkLine> Reading::talk(const IncidentFile& file) const {
    return people_talk(*store_, file, prefix_);
}

} // namespace tocsin::bot::cli
