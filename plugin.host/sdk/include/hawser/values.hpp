// SPDX-License-Identifier: Apache-2.0
/* What plugin.hpp, which includes it, hands around. */
#ifndef HAWSER_VALUES_HPP
#define HAWSER_VALUES_HPP

#include "hawser/host.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hawser {

/// Somebody else's bytes.
class Bytes {
public:
    Bytes() = default;
    Bytes(const uint8_t* data, std::size_t size) : data_(data), size_(size) {}
    Bytes(std::string_view text) : Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()) {}
    Bytes(const std::string& text) : Bytes(std::string_view(text)) {}
    Bytes(const char* text) : Bytes(std::string_view(text)) {}

    const uint8_t* data() const { return data_; }
    std::size_t size() const { return size_; }
    const uint8_t* begin() const { return data_; }
    const uint8_t* end() const { return data_ + size_; }
    std::string_view text() const {
        return size_ == 0 ? std::string_view() : std::string_view(reinterpret_cast<const char*>(data_), size_);
    }

private:
    const uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Why a request or a stream failed, with a HAWSER_CODE_.
class Failure : public std::runtime_error {
public:
    Failure(int32_t code, const std::string& text) : std::runtime_error(text), code_(code) {}
    int32_t code() const { return code_; }

private:
    int32_t code_;
};

/// What became of a request of the plugin's own.
class Outcome {
public:
    Outcome(int32_t code, Bytes data) : code_(code), data_(data) {}
    /// The answer, or throws the Failure.
    Bytes get() const {
        if (code_ != 0) {
            throw Failure(code_, std::string(data_.text()));
        }
        return data_;
    }
    explicit operator bool() const { return code_ == 0; }
    int32_t code() const { return code_; }

private:
    int32_t code_;
    Bytes data_;
};

/// Throws what a function of the host says, unless it was sent.
inline void require_sent(int32_t result, const char* event) {
    if (result != HAWSER_SENT) {
        throw Failure(result == HAWSER_E_NO_ROOM    ? HAWSER_CODE_BACK_PRESSURED
                      : result == HAWSER_E_TOO_LONG ? HAWSER_CODE_PAYLOAD_TOO_LARGE : HAWSER_CODE_INTERNAL_ERROR,
                      std::string("it could not be sent: event=") + event);
    }
}

} // namespace hawser

#endif
