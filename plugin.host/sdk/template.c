/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest plugin. It answers each message with the same bytes; make it answer yours. */
#include "plugin_interface.h"

static MessageCallback send_message;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)request; /* these two write a message in place, without a copy */
    (void)send;
    send_message = message;
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {}

static void process_message(const uint8_t *data, size_t length) {
    send_message(data, length);
}

static void update(void) {}

static const PluginInterface plugin = {
    {"template", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
