/* SPDX-License-Identifier: Apache-2.0 */
/* An inline static, which g++ makes a unique symbol: this library cannot be unmapped. */
#include "plugin_interface.h"

namespace {
MessageCallback message;
}

struct Counter {
    static inline int count = 0;
    __attribute__((visibility("default"))) static int &shared() {
        static int value = 0;
        return value;
    }
};

static PluginStatus initialize(MessageCallback callback, BufferRequestCallback, BufferSendCallback) {
    message = callback;
    return PLUGIN_SUCCESS;
}

static void shut_down() {}

static void process_message(const uint8_t *data, size_t length) {
    Counter::count += ++Counter::shared();
    message(data, length);
}

static void update() {}

static const PluginInterface plugin = {
    {"unique", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

extern "C" PLUGIN_EXPORT const PluginInterface *get_plugin_interface() {
    return &plugin;
}
