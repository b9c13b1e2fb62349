// SPDX-License-Identifier: Apache-2.0
// Breaks the rule to be unloadable as long as a thread lives that it was called on: what is thread_local has a destructor.
#include "plugin_interface.h"

struct Last {
    uint8_t byte = 0;
    ~Last() { byte = 0; }
};

static thread_local Last last;
static MessageCallback send_message;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback, BufferSendCallback) {
    send_message = message;
    return PLUGIN_SUCCESS;
}

static void process_message(const uint8_t *data, size_t length) {
    last.byte = length == 0 ? 0 : data[0];
    send_message(&last.byte, 1);
}

static void nothing() {
}

static const PluginInterface plugin = {{"lingers", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message,
                                       nothing};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface() {
    return &plugin;
}
