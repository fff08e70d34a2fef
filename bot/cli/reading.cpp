// Reading a data folder.
#include "bot/cli/reading.hpp"

#include "bot/files.hpp"
#include "bot/talk.hpp"

namespace tocsin::bot::cli {

Result<std::unique_ptr<Reading>> Reading::open(const std::string& data, const std::string& prefix) {
    auto store = storage::Store::open(files::data_file(data), {.read_only = true});
    if (!store) return store.error();
    auto reading = std::make_unique<Reading>();
    Loading loading{reading->state_};
    if (auto read = (*store)->each_event([&](Recorded& r) { loading.take(r); }); !read) return read.error();
    loading.finish();
    reading->store_ = std::move(*store);
    reading->prefix_ = prefix;
    return reading;
}

const IncidentFile* Reading::find(const std::string& ref) const { return find_by_ref(state_, ref); }

std::vector<TalkLine> Reading::talk(const IncidentFile& file) const {
    return people_talk(*store_, file, prefix_);
}

} // namespace tocsin::bot::cli
