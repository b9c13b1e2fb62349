// SPDX-License-Identifier: Apache-2.0
/* A plugin by plugin.hpp that does what the event's name says. */
#include "hawser/plugin.hpp"

#include <thread>

namespace {

class Classy : public hawser::Plugin {
public:
    explicit Classy(hawser::Host& host) : Plugin(host) { host.log(hawser::Level::info, "made"); }

    ~Classy() override {
        if (thread_.joinable()) {
            thread_.join();
        }
        host().log(hawser::Level::info, "gone");
    }

    void on_request(hawser::Request request) override {
        const std::string what = request.event().substr(request.event().rfind(':') + 1);
        if (what == "echo") {
            (void)request.respond(request.data());
        } else if (what == "failure") {
            throw hawser::Failure(HAWSER_CODE_TARGET_NOT_FOUND, "nowhere");
        } else if (what == "throw") {
            throw std::out_of_range("beyond");
        } else if (what == "number") {
            throw 42;
        } else if (what == "later") {
            thread_ = std::thread([request = std::move(request)]() mutable { (void)request.respond("later"); });
        } else if (what == "keep") {
            kept_ = std::make_unique<hawser::Request>(std::move(request));
        } else if (what == "drop") {
            kept_.reset();
            (void)request.respond("dropped");
        } else if (what == "ask") {
            ask(std::move(request));
        } else if (what == "subscribe") {
            subscribe();
            (void)request.respond("subscribed");
        } else if (what == "cancel") {
            subscription_.cancel();
            (void)request.respond("cancelled");
        } else if (what == "leave") {
            subscription_ = {};
            (void)request.respond("left");
        }
    }

    void on_cancelled(int64_t id) override { host().message("cancelled " + std::to_string(id)); }

    void on_stream(hawser::Stream stream, std::string_view event, hawser::Bytes data) override {
        (void)stream.emit(data);
        if (event == "a:b:broken") {
            throw hawser::Failure(HAWSER_CODE_IPC_ERROR, "broken");
        }
        (void)stream.emit(std::to_string(stream.demand()));
    }

    void update() override { throw std::runtime_error("an update"); }

private:
    void ask(hawser::Request request) {
        const auto asker = std::make_shared<hawser::Request>(std::move(request));
        (void)host().send("other:one:asked", "question", [asker](const hawser::Outcome& outcome) {
            try {
                (void)asker->respond(outcome.get());
            } catch (const hawser::Failure& failure) {
                asker->fail(failure.code(), failure.what());
            }
        });
    }

    void subscribe() {
        subscription_ = host().subscribe("other:one:streamed", "data", [this](hawser::Bytes item) {
            take(item.text());
        }, [this](const hawser::Outcome& outcome) {
            host().message("over " + std::to_string(outcome.code()));
        });
        (void)subscription_.request(2);
    }

    void take(std::string_view item) {
        if (item == "last") {
            subscription_ = {};
        } else if (item == "bad") {
            throw std::out_of_range("beyond");
        }
        host().message("item " + std::string(item));
    }

    std::thread thread_;
    hawser::Subscription subscription_;
    std::unique_ptr<hawser::Request> kept_;
};

} // namespace

HAWSER_PLUGIN(Classy, "classy", "1.0.0");
