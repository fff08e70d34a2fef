// Group commit. The thread driver swaps the whole queue out and commits it as one transaction; the inline
// driver does the same at once, for replay and simulation (DESIGN 4.15).
#pragma once

#include "storage/store.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tocsin::storage {

class Writer {
public:
    using Done = std::function<void(const Result<void>&)>;
    virtual ~Writer() = default;
    // `done` is called exactly once, on the caller's loop, in the order of submission. A batch fails as a
    // whole. Whatever is submitted after a write that fails and before its `done` has heard so was decided on
    // something that is not on disk: it fails too (DESIGN 4.1).
    virtual void submit(Write, Done) = 0;
    // Returns when everything submitted so far is on disk or has failed; its `done`s are posted.
    virtual void drain() = 0;
};

// Commits within submit(). If the store fails, `done` hears it within submit() too.
class InlineWriter final : public Writer {
public:
    explicit InlineWriter(Store& store) : store_{store} {}
    void submit(Write, Done) override;
    void drain() override {}

private:
    Store& store_;
};

// Commits on its own thread. `post` runs a function on the caller's loop (and keeps that loop alive until
// then). At most queue_max writes wait; beyond that submit() fails the write at once (P11).
class ThreadWriter final : public Writer {
public:
    using Post = std::function<void(std::function<void()>)>;
    static constexpr std::size_t queue_max = 16'384;
    static constexpr std::chrono::milliseconds quiet{
        50}; // this long without work, and the WAL is folded back
    // Submits, drains and is destroyed on the loop that `post` posts to.
    ThreadWriter(Store& store, Post post);
    ~ThreadWriter() override; // commits what is queued, then ends the thread
    void submit(Write, Done) override;
    void drain() override;

private:
    struct Job {
        Write write;
        Done done;
    };
    void run();
    void commit(std::vector<Job> batch);
    void fail(std::vector<Job> jobs, const Error&); // under mutex_
    Store& store_;
    Post post_;
    std::mutex mutex_;
    std::condition_variable wake_, idle_;
    std::vector<Job> queue_;
    bool busy_{}, stop_{};
    // Failures that the loop has not heard of yet, and the newest of them. The count outlives the writer,
    // because the loop may hear later.
    std::shared_ptr<std::atomic<int>> unheard_{std::make_shared<std::atomic<int>>(0)};
    Error last_error_;
    std::thread thread_;
};

} // namespace tocsin::storage
