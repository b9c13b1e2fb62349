// Answers each message with a greeting. Make answer() do what your plugin is for.
#include "plugin_interface.h"

#include <exception>
#include <string>
#include <string_view>

namespace {

MessageCallback send_message;

std::string answer(std::string_view message) {
    return "hello, " + std::string(message);
}

PluginStatus initialize(MessageCallback message, BufferRequestCallback, BufferSendCallback) {
    send_message = message;
    return PLUGIN_SUCCESS;
}

void shut_down() {
}

// The first message sent from here is the answer. No exception may leave it: the host is written in C.
void process_message(const uint8_t *data, size_t length) {
    try {
        const std::string text = answer({reinterpret_cast<const char *>(data), length});
        send_message(reinterpret_cast<const uint8_t *>(text.data()), text.size());
    } catch (const std::exception &) {
        // Without a message the caller is told NO_RESPONSE.
    }
}

void update() {
}

const PluginInterface plugin = {
    {"@name@", "0.1.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

} // namespace

extern "C" PLUGIN_EXPORT const PluginInterface *get_plugin_interface() {
    return &plugin;
}
