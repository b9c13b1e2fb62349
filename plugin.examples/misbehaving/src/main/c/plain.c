/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Breaks no rule of the interface, but of good manners: its functions are global, and one is called as a function of
 * libc is. build.sh compiles it without the flags that would hide that.
 */
#include "plugin_interface.h"

PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send);
void shutdown(void);
void process_message(const uint8_t *data, size_t length);
void update(void);

static MessageCallback send_message;
static int updates;

PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)request;
    (void)send;
    send_message = message;
    return PLUGIN_SUCCESS;
}

void shutdown(void) {
    send_message((const uint8_t *)"shut", 4);
}

void process_message(const uint8_t *data, size_t length) {
    (void)data;
    (void)length;
    shutdown();
}

void update(void) {
    updates++;
}

static const PluginInterface plugin = {
    {"plain", "1.0.0", PLUGIN_API_VERSION}, initialize, shutdown, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
