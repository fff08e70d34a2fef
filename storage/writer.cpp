// Both drivers, and when the WAL is folded back: in a quiet moment once it has grown a little, in a busy one
// only when it has grown much (a fold costs some milliseconds, which would show in the slowest answers).
#include "storage/writer.hpp"

#include <utility>

namespace tocsin::storage {
namespace {

constexpr int wal_pages_quiet = 1'000, wal_pages_busy = 8'000; // 4 MB and 32 MB

// A fold that fails leaves the WAL as it is, which is complete without it; the next commit tells of a bad
// disk.
void fold(Store& store, int above) {
    if (store.wal_pages() > above) (void)store.checkpoint();
}

} // namespace

void InlineWriter::submit(Write write, Done done) {
    done(store_.commit({&write, 1}));
    fold(store_, wal_pages_quiet);
}

ThreadWriter::ThreadWriter(Store& store, Post post)
    : store_{store}, post_{std::move(post)}, thread_{[this] { run(); }} {}

ThreadWriter::~ThreadWriter() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void ThreadWriter::submit(Write write, Done done) {
    {
        const std::lock_guard lock{mutex_};
        if (*unheard_ > 0) {
            post_([done = std::move(done), error = last_error_] { done(error); });
            return;
        }
        if (queue_.size() >= queue_max) {
            std::vector<Job> refused;
            refused.push_back({{}, std::move(done)});
            fail(std::move(refused), {ErrorCode::io, "Too much waits to be written to the disk (" +
                                                         std::to_string(queue_max) + "). Send it again."});
            return;
        }
        queue_.push_back({std::move(write), std::move(done)});
    }
    wake_.notify_one();
}

void ThreadWriter::drain() {
    std::unique_lock lock{mutex_};
    idle_.wait(lock, [this] { return queue_.empty() && !busy_; });
}

void ThreadWriter::run() {
    const auto has_work = [this] { return stop_ || !queue_.empty(); };
    std::unique_lock lock{mutex_};
    for (;;) {
        if (!wake_.wait_for(lock, quiet, has_work)) {
            lock.unlock();
            fold(store_, wal_pages_quiet);
            lock.lock();
            wake_.wait(lock, has_work);
        }
        if (queue_.empty()) return;
        auto batch = std::exchange(queue_, {});
        busy_ = true;
        lock.unlock();
        commit(std::move(batch));
        fold(store_, wal_pages_busy);
        lock.lock();
        busy_ = false;
        idle_.notify_all();
    }
}

void ThreadWriter::commit(std::vector<Job> batch) {
    std::vector<Write> writes;
    writes.reserve(batch.size());
    for (auto& job : batch) writes.push_back(std::move(job.write));
    const auto result = store_.commit(writes);
    if (result) {
        auto jobs = std::make_shared<std::vector<Job>>(std::move(batch));
        post_([jobs] {
            for (const auto& job : *jobs) job.done(Result<void>{});
        });
        return;
    }
    const std::lock_guard lock{mutex_};
    for (auto& job : std::exchange(queue_, {})) batch.push_back(std::move(job));
    fail(std::move(batch), result.error());
}

void ThreadWriter::fail(std::vector<Job> jobs, const Error& error) {
    ++*unheard_;
    last_error_ = error;
    auto failed = std::make_shared<std::vector<Job>>(std::move(jobs));
    post_([failed, error, unheard = unheard_] {
        --*unheard;
        for (const auto& job : *failed) job.done(error);
    });
}

} // namespace tocsin::storage
