// Group commit. The thread driver swaps the whole queue out and commits it as one transaction; the inline driver does
// the same at once, for replay and simulation (DESIGN 4.15).
#pragma once

#include "storage/store.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tocsin::storage {

class Writer {
public:
    using Done = std::function<void(const Result<void>&)>;
    virtual ~Writer() = default;
    // `done` is called exactly once, on the caller's loop, in the order of submission. A batch fails as a whole.
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

// Commits on its own thread. `post` runs a function on the caller's loop (and keeps that loop alive until then).
// At most queue_max writes wait; beyond that submit() fails the write at once (P11).
class ThreadWriter final : public Writer {
public:
    using Post = std::function<void(std::function<void()>)>;
    static constexpr std::size_t queue_max = 16'384;
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
    Store& store_;
    Post post_;
    std::mutex mutex_;
    std::condition_variable wake_, idle_;
    std::vector<Job> queue_;
    bool busy_{}, stop_{};
    std::thread thread_;
};

} // namespace tocsin::storage
