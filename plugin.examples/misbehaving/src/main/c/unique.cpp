// SPDX-License-Identifier: Apache-2.0
// Breaks the rule to be unloadable: an inline static, built with -fgnu-unique, is one for the whole process. The answer is
// how many messages this library has seen, or one before it.
#include "plugin_interface.h"

struct PLUGIN_EXPORT Counter {
    static inline uint8_t count = 0;
};

static MessageCallback send_message;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback, BufferSendCallback) {
    send_message = message;
    return PLUGIN_SUCCESS;
}

static void process_message(const uint8_t *, size_t) {
    Counter::count++;
    send_message(&Counter::count, 1);
}

static void nothing() {
}

static const PluginInterface plugin = {{"unique", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message,
                                       nothing};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface() {
    return &plugin;
}
