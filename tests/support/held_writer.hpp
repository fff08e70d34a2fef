// A writer that is stepped by hand: what is submitted waits until commit(), and what became of it is heard at
// tell(). The same order of things as on the writer's thread, without the thread.
#pragma once

#include "storage/writer.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tocsin::test {

class HeldWriter final : public storage::Writer {
public:
    explicit HeldWriter(storage::Store& store) : store_{store} {}

    void submit(storage::Write write, Done done) override {
        if (failed_)
            told_.push_back({std::move(done), *failed_});
        else
            queue_.push_back({std::move(write), std::move(done)});
    }
    void drain() override { commit(); }

    // Everything submitted so far, in one transaction.
    void commit() {
        if (queue_.empty()) return;
        auto batch = std::exchange(queue_, {});
        std::vector<storage::Write> writes;
        writes.reserve(batch.size());
        for (auto& job : batch) writes.push_back(std::move(job.write));
        const auto result = store_.commit(writes);
        if (!result) failed_ = result;
        for (auto& job : batch) told_.push_back({std::move(job.done), result});
    }
    // The loop hears of it; until then whatever is submitted behind a failure fails too.
    void tell() {
        failed_.reset();
        for (auto& news : std::exchange(told_, {})) news.done(news.result);
    }
    std::size_t waiting() const { return queue_.size() + told_.size(); }

private:
    struct Job {
        storage::Write write;
        Done done;
    };
    struct News {
        Done done;
        Result<void> result;
    };
    storage::Store& store_;
    std::vector<Job> queue_;
    std::vector<News> told_;
    std::optional<Result<void>> failed_;
};

} // namespace tocsin::test
