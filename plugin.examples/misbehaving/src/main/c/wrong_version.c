/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that api_version is PLUGIN_API_VERSION. */
#include "plugin_interface.h"

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    (void)request;
    (void)send;
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {
}

static void process_message(const uint8_t *data, size_t length) {
    (void)data;
    (void)length;
}

static void update(void) {
}

static const PluginInterface plugin = {
    {"wrong_version", "1.0.0", PLUGIN_API_VERSION + 1}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
