// SPDX-License-Identifier: Apache-2.0
// Breaks the rule that no exception leaves a plugin.
#include "plugin_interface.h"

#include <stdexcept>

static MessageCallback send_message;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback, BufferSendCallback) {
    send_message = message;
    return PLUGIN_SUCCESS;
}

static void process_message(const uint8_t *data, size_t length) {
    if (length == 5) {
        throw std::runtime_error("thrown by a plugin");
    }
    send_message(data, length);
}

static void nothing() {
}

static const PluginInterface plugin = {{"throws", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message,
                                       nothing};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface() {
    return &plugin;
}
