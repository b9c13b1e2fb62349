// SPDX-License-Identifier: Apache-2.0
/*
 * A plugin in C++: prime factors of a number. What was found is kept in the store of the kv example, which it asks by
 * requests of its own; so it answers later, when the store has. Without a store it computes each time.
 *
 *   factors:number:find    "360" -> "2 2 2 3 3 5"         factors:number:count   "30" -> a stream: 2, 3, 5
 */
#include "hawser/plugin.hpp"

#include <charconv>
#include <future>
#include <list>

namespace {

constexpr const char* get = "kv:store:get";
constexpr const char* set = "kv:store:set";

uint64_t number_of(hawser::Bytes data) {
    const std::string_view text = data.text();
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 2) {
        throw hawser::Failure(HAWSER_CODE_DESERIALIZE_FAILED, "a number from 2 on is required, such as 360");
    }
    return number;
}

template <typename Found> void find_factors(uint64_t number, Found found) {
    for (uint64_t factor = 2; factor * factor <= number; factor += factor == 2 ? 1 : 2) {
        for (; number % factor == 0; number /= factor) {
            found(factor);
        }
    }
    if (number > 1) {
        found(number);
    }
}

std::string factors_of(uint64_t number) {
    std::string text;
    find_factors(number, [&](uint64_t factor) {
        text += (text.empty() ? "" : " ") + std::to_string(factor);
    });
    return text;
}

/// What a value of the store holds: {"text":"2 2 3"}; empty if it is not there.
std::string text_of(std::string_view json) {
    static constexpr std::string_view field = "\"text\":\"";
    const std::size_t begin = json.find(field);
    const std::size_t end = begin == std::string_view::npos ? begin : json.find('"', begin + field.size());
    return end == std::string_view::npos ? std::string()
                                         : std::string(json.substr(begin + field.size(), end - begin - field.size()));
}

class Factors : public hawser::Plugin {
public:
    using Plugin::Plugin;

    void on_request(hawser::Request request) override {
        const uint64_t number = number_of(request.data());
        const std::string key = "{\"key\":\"factors-" + std::to_string(number) + "\"}";
        // std::function wants to be copied; a request cannot be
        const auto shared = std::make_shared<hawser::Request>(std::move(request));
        (void)host().send(get, key, [this, shared, number](const hawser::Outcome& outcome) {
            const std::string known = outcome ? text_of(outcome.get().text()) : std::string();
            shared->respond(known.empty() ? compute(number) : known);
        });
    }

    void on_stream(hawser::Stream stream, std::string_view, hawser::Bytes data) override {
        const uint64_t number = number_of(data);
        running_.remove_if([](const std::future<void>& each) {
            return each.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
        });
        running_.push_back(std::async(std::launch::async, [stream = std::move(stream), number]() mutable {
            find_factors(number, [&](uint64_t factor) {
                (void)stream.emit(std::to_string(factor), std::chrono::seconds(10));
            });
        }));
    }

private:
    std::string compute(uint64_t number) {
        const std::string text = factors_of(number);
        (void)host().send(set, "{\"key\":\"factors-" + std::to_string(number) + "\",\"text\":\"" + text + "\"}",
                          [this](const hawser::Outcome& outcome) {
            if (!outcome) {
                host().log(hawser::Level::debug, "it could not be kept, code " + std::to_string(outcome.code()));
            }
        });
        return text;
    }

    std::list<std::future<void>> running_; // whose end waits for theirs
};

} // namespace

HAWSER_PLUGIN(Factors, "factors", "1.0.0");
