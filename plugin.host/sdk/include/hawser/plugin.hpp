// SPDX-License-Identifier: Apache-2.0
/*
 * A plugin as a class, over plugin_interface.h and the extensions. C++17, headers only.
 *
 *   class Greeter : public hawser::Plugin {
 *   public:
 *       using Plugin::Plugin;
 *       void on_request(hawser::Request request) override {
 *           request.respond("hello " + std::string(request.data().text()));
 *       }
 *   };
 *   HAWSER_PLUGIN(Greeter, "greeter", "1.0.0");
 *
 * The host gives a plugin what it overrides: on_request makes it one of hawser.request/1, on_stream of hawser.stream/1,
 * save and load of hawser.state/1. Without on_request it is one of version 1: on_message gets all. What it needs of
 * others it asks of host(): an answer by send, a stream by subscribe.
 *
 * Exceptions do not leave the plugin: one in the constructor fails initialize, one in a handler fails the request or the
 * stream (a Failure with its own code, any other with INTERNAL_ERROR), one elsewhere is logged; one in what takes an
 * item cancels that stream, too.
 *
 * Lifetime: the object is made in initialize and destroyed in shutdown. Its destructor joins its threads; a Request, a
 * Stream or a Subscription must not outlive it. Bytes given to a handler are valid until it returns, also by
 * Request::data().
 *
 * Build with -fno-gnu-unique, as the SDK's ways to build do: without it one inline static of any header that you use
 * keeps the library mapped, and it cannot be swapped.
 */
#ifndef HAWSER_PLUGIN_HPP
#define HAWSER_PLUGIN_HPP

#include "hawser/ext/log.h"
#include "hawser/ext/request.h"
#include "hawser/ext/state.h"
#include "hawser/ext/stream.h"
#include "hawser/subscription.hpp"
#include "hawser/values.hpp"

#include <atomic>
#include <chrono>
#include <cstring>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace hawser {

enum class Level : int32_t {
    error = HAWSER_LOG_ERROR, warn = HAWSER_LOG_WARN, info = HAWSER_LOG_INFO, debug = HAWSER_LOG_DEBUG
};

/// What the plugin knows of its host. Thread-safe; one for the plugin's life.
class Host {
public:
    Host(const hawser_host_t* host, MessageCallback callback) : host_(host), message_(callback) {
        find(log_, HAWSER_EXT_LOG);
        find(requests_, HAWSER_EXT_REQUEST);
        find(streams_, HAWSER_EXT_STREAM);
        const hawser_host_subscribe_t* subscribing = nullptr;
        find(subscribing, HAWSER_EXT_SUBSCRIBE);
        subscriptions_ = std::make_shared<Subscriptions>(host, subscribing);
    }
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    /// Logs, where the host can.
    void log(Level level, const std::string& text) const {
        if (log_ != nullptr) {
            (void)log_->log(host_, static_cast<int32_t>(level), text.c_str());
        }
    }

    /// Sends what nobody asked for; within on_message the first one is the answer.
    void message(Bytes data) const { message_(data.data(), data.size()); }

    /// Asks whoever handles that event. `then` runs on the host's thread, once, unless the plugin is stopped before.
    /// Throws a Failure if it cannot be sent. The number is for cancel().
    int64_t send(const char* event, Bytes data, Answered then,
                 std::chrono::milliseconds timeout = std::chrono::milliseconds(0)) {
        const int64_t token = keep(std::move(then));
        const int32_t result = requests_ == nullptr ? HAWSER_E_INVALID
            : requests_->send(host_, token, event, static_cast<uint32_t>(timeout.count()), data.data(), data.size());
        if (result != HAWSER_SENT) {
            (void)take(token);
        }
        require_sent(result, event);
        return token;
    }

    /// Gives up on it: its outcome is CANCELLED unless it was there before.
    void cancel(int64_t token) const { (void)requests_->cancel(host_, token); }

    /// Takes the stream of that event, at the plugin's own pace: nothing comes until the Subscription requests it.
    /// Throws a Failure if it cannot be asked for; what fails later, `over` is told.
    Subscription subscribe(const char* event, Bytes data, Taken item, Answered over = {},
                           std::chrono::milliseconds timeout = std::chrono::milliseconds(0)) {
        return Subscriptions::open(subscriptions_, event, data, {std::move(item), std::move(over)}, timeout);
    }

    const hawser_host_t* handle() const { return host_; }
    const hawser_host_request_t* requests() const { return requests_; }
    const hawser_host_stream_t* streams() const { return streams_; }

    /// For the host's call: what is at hand is failed by whoever stops the exception, with the exception's code.
    void at_hand(int64_t id) { at_hand_.store(id, std::memory_order_relaxed); }
    bool is_failing(int64_t id) const {
        return std::uncaught_exceptions() > 0 && at_hand_.load(std::memory_order_relaxed) == id;
    }

    /// For the host's calls.
    Subscriptions& subscriptions() const { return *subscriptions_; }
    void answered(int64_t token, const Outcome& outcome) {
        if (const Answered then = take(token)) {
            then(outcome);
        }
    }

private:
    template <typename T> void find(const T*& extension, const char* id) {
        extension = host_ == nullptr ? nullptr : static_cast<const T*>(host_->get_extension(host_, id));
    }

    int64_t keep(Answered then) {
        const std::lock_guard<std::mutex> lock(mutex_);
        open_.emplace(++last_, std::move(then));
        return last_;
    }

    Answered take(int64_t token) {
        const std::lock_guard<std::mutex> lock(mutex_);
        const auto found = open_.find(token);
        if (found == open_.end()) {
            return {};
        }
        Answered then = std::move(found->second);
        open_.erase(found);
        return then;
    }

    const hawser_host_t* host_;
    MessageCallback message_;
    const hawser_host_log_t* log_ = nullptr;
    const hawser_host_request_t* requests_ = nullptr;
    const hawser_host_stream_t* streams_ = nullptr;
    std::shared_ptr<Subscriptions> subscriptions_;
    std::atomic<int64_t> at_hand_{0};
    std::mutex mutex_;
    std::map<int64_t, Answered> open_;
    int64_t last_ = 0;
};

/// A request that waits for its answer, from any thread. One that is destroyed without fails with NO_RESPONSE.
class Request {
public:
    Request(const Host& host, int64_t id, const char* event, int64_t deadline_ms, Bytes data)
        : host_(&host), id_(id), event_(event), deadline_ms_(deadline_ms), data_(data) {}
    Request(Request&& other) noexcept { *this = std::move(other); }
    Request& operator=(Request&& other) noexcept {
        if (this != &other) {
            end();
            host_ = other.host_;
            id_ = std::exchange(other.id_, 0);
            event_ = std::move(other.event_);
            deadline_ms_ = other.deadline_ms_;
            data_ = other.data_;
        }
        return *this;
    }
    ~Request() { end(); }

    /// Names it in on_cancelled; 0 = a notification, or it was answered.
    int64_t id() const { return id_; }
    const std::string& event() const { return event_; }
    /// Valid until the handler returns.
    Bytes data() const { return data_; }
    /// When the caller stops waiting; the epoch = never.
    std::chrono::system_clock::time_point deadline() const {
        return std::chrono::system_clock::time_point(std::chrono::milliseconds(deadline_ms_));
    }

    /// Whether it was taken: an answer that finds no room, or is too long, fails the request.
    bool respond(Bytes data) {
        const int64_t id = std::exchange(id_, 0);
        if (id == 0) {
            return false;
        }
        const int32_t result = host_->requests()->respond(host_->handle(), id, data.data(), data.size());
        if (result == HAWSER_E_TOO_LONG) {
            (void)host_->requests()->fail(host_->handle(), id, HAWSER_CODE_PAYLOAD_TOO_LARGE, "the answer is too long");
        }
        return result == HAWSER_SENT;
    }

    void fail(int32_t code, const std::string& text) {
        const int64_t id = std::exchange(id_, 0);
        if (id != 0) {
            (void)host_->requests()->fail(host_->handle(), id, code, text.c_str());
        }
    }

private:
    void end() noexcept {
        const int64_t id = std::exchange(id_, 0);
        if (id != 0 && !host_->is_failing(id)) {
            (void)host_->requests()->fail(host_->handle(), id, HAWSER_CODE_NO_RESPONSE,
                                          "it was given up without an answer");
        }
    }

    const Host* host_ = nullptr;
    int64_t id_ = 0;
    std::string event_;
    int64_t deadline_ms_ = 0;
    Bytes data_;
};

/// A stream to be filled, from any thread, by one at a time. It ends when it is destroyed.
class Stream {
public:
    Stream(const Host& host, int64_t id) : host_(&host), id_(id) {}
    Stream(Stream&& other) noexcept : host_(other.host_), id_(std::exchange(other.id_, 0)) {}
    Stream& operator=(Stream&& other) noexcept {
        if (this != &other) {
            end();
            host_ = other.host_;
            id_ = std::exchange(other.id_, 0);
        }
        return *this;
    }
    ~Stream() { end(); }

    int64_t id() const { return id_; }

    /// Adds an item; waits for the consumer that long. HAWSER_SENT, HAWSER_E_INVALID (it is over), HAWSER_E_NO_ROOM or
    /// HAWSER_E_TOO_LONG.
    int32_t emit(Bytes data, std::chrono::milliseconds wait = std::chrono::milliseconds(0)) {
        return id_ == 0 ? HAWSER_E_INVALID
            : host_->streams()->emit(host_->handle(), id_, data.data(), data.size(),
                                     static_cast<uint32_t>(wait.count()));
    }

    /// How many items the consumer has room for now; -1 = it is over.
    int64_t demand() const { return id_ == 0 ? -1 : host_->streams()->demand(host_->handle(), id_); }

    void end() noexcept {
        const int64_t id = std::exchange(id_, 0);
        if (id != 0 && !host_->is_failing(id)) {
            (void)host_->streams()->end(host_->handle(), id);
        }
    }

    void fail(int32_t code, const std::string& text) {
        const int64_t id = std::exchange(id_, 0);
        if (id != 0) {
            (void)host_->streams()->fail(host_->handle(), id, code, text.c_str());
        }
    }

private:
    const Host* host_;
    int64_t id_;
};

/// The base of a plugin. Its functions are called by the host, never two at a time.
class Plugin {
public:
    explicit Plugin(Host& host) : host_(&host) {}
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    virtual ~Plugin() = default;

    virtual void on_message(Bytes) {}
    /// Requests and notifications of the events that it declares.
    virtual void on_request(Request) {}
    /// Nobody waits for the answer to it any more.
    virtual void on_cancelled(int64_t) {}
    virtual void on_stream(Stream, std::string_view /* event */, Bytes) {}
    virtual void on_stream_cancelled(int64_t) {}
    virtual void update() {}
    /// What it leaves to the next generation; an exception fails the swap.
    virtual std::string save() { return {}; }
    virtual void load(Bytes) {}

protected:
    Host& host() const { return *host_; }

private:
    Host* host_;
};

} // namespace hawser

#include "hawser/plugin_entry.hpp"

#endif
