// SPDX-License-Identifier: Apache-2.0
/* Streams of others that a plugin takes, by hawser.subscribe/1. Included by plugin.hpp. */
#ifndef HAWSER_SUBSCRIPTION_HPP
#define HAWSER_SUBSCRIPTION_HPP

#include "hawser/ext/subscribe.h"
#include "hawser/values.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace hawser {

using Taken = std::function<void(Bytes)>;
using Answered = std::function<void(const Outcome&)>;

class Subscription;

/// Those of one plugin that are open, by their tokens, none of which comes twice. Thread-safe.
class Subscriptions {
public:
    /// Who takes a stream: each item, in order, then its end.
    struct Taker {
        Taken item;
        Answered over;
    };

    Subscriptions(const hawser_host_t* host, const hawser_host_subscribe_t* calls) : host_(host), calls_(calls) {}
    Subscriptions(const Subscriptions&) = delete;
    Subscriptions& operator=(const Subscriptions&) = delete;

    static Subscription open(const std::shared_ptr<Subscriptions>& all, const char* event, Bytes data, Taker taker,
                             std::chrono::milliseconds timeout);

    bool request(int64_t token, int64_t count) const {
        return calls_ != nullptr && calls_->request(host_, token, count) == HAWSER_SENT;
    }

    void cancel(int64_t token) const {
        if (calls_ != nullptr) {
            (void)calls_->cancel(host_, token);
        }
    }

    /// From now on its taker is told nothing; null = it is over.
    std::shared_ptr<Taker> take(int64_t token) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = takers_.find(token);
        if (found == takers_.end()) {
            return nullptr;
        }
        std::shared_ptr<Taker> taker = std::move(found->second);
        takers_.erase(found);
        return taker;
    }

    /// For the host's calls, without the lock: a taker may destroy its Subscription, or begin another one.
    void item(int64_t token, Bytes data) {
        if (const std::shared_ptr<Taker> taker = find(token)) {
            taker->item(data);
        }
    }

    void over(int64_t token, const Outcome& outcome) {
        const std::shared_ptr<Taker> taker = take(token);
        if (taker && taker->over) {
            taker->over(outcome);
        }
    }

private:
    std::shared_ptr<Taker> find(int64_t token) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = takers_.find(token);
        return found == takers_.end() ? nullptr : found->second;
    }

    int64_t keep(Taker taker) {
        auto kept = std::make_shared<Taker>(std::move(taker));
        const std::lock_guard<std::mutex> lock(mutex_);
        takers_.emplace(++last_, std::move(kept));
        return last_;
    }

    const hawser_host_t* host_;
    const hawser_host_subscribe_t* calls_;
    std::mutex mutex_;
    std::map<int64_t, std::shared_ptr<Taker>> takers_;
    int64_t last_ = 0;
};

/// A stream that the plugin takes. What takes its items, and its end, runs on the host's thread. One that is destroyed
/// is cancelled, and neither runs any more; from another thread, one that runs just then ends afterwards.
class Subscription {
public:
    Subscription() = default;
    Subscription(std::shared_ptr<Subscriptions> all, int64_t token) : all_(std::move(all)), token_(token) {}
    Subscription(Subscription&& other) noexcept : all_(std::move(other.all_)), token_(std::exchange(other.token_, 0)) {}
    Subscription& operator=(Subscription&& other) noexcept {
        if (this != &other) {
            drop();
            all_ = std::move(other.all_);
            token_ = std::exchange(other.token_, 0);
        }
        return *this;
    }
    ~Subscription() { drop(); }

    /// Asks for so many items more, 1 at least; INT64_MAX = all. Never more come than were asked for: who asks as it
    /// gets done slows the producer to its own pace. Whether that was sent.
    bool request(int64_t count) const { return token_ != 0 && all_->request(token_, count); }

    /// Wants no more: items on their way still come, then its end, with STREAM_CANCELLED unless it was over before.
    void cancel() const {
        if (token_ != 0) {
            all_->cancel(token_);
        }
    }

private:
    friend class Subscriptions;

    void drop() noexcept {
        const int64_t token = std::exchange(token_, 0);
        if (token != 0 && all_->take(token)) {
            all_->cancel(token);
        }
    }

    std::shared_ptr<Subscriptions> all_;
    int64_t token_ = 0;
};

inline Subscription Subscriptions::open(const std::shared_ptr<Subscriptions>& all, const char* event, Bytes data,
                                        Taker taker, std::chrono::milliseconds timeout) {
    Subscription subscription(all, all->keep(std::move(taker)));
    const int32_t result = all->calls_ == nullptr ? HAWSER_E_INVALID
        : all->calls_->subscribe(all->host_, subscription.token_, event, static_cast<uint32_t>(timeout.count()),
                                 data.data(), data.size());
    if (result != HAWSER_SENT) {
        (void)all->take(std::exchange(subscription.token_, 0));
    }
    require_sent(result, event);
    return subscription;
}

} // namespace hawser

#endif
