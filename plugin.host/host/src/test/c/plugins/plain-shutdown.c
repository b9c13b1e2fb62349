/* SPDX-License-Identifier: Apache-2.0 */
/* Plain global functions, as a plugin written from the guide has them; one is named like a function of libc. */
#include "plugin_interface.h"

PluginStatus initialize(MessageCallback callback, BufferRequestCallback request, BufferSendCallback send_buffer);
void shutdown(void);
void process_message(const uint8_t *data, size_t length);
void update(void);

static MessageCallback message;

PluginStatus initialize(MessageCallback callback, BufferRequestCallback request, BufferSendCallback send_buffer) {
    (void)request;
    (void)send_buffer;
    message = callback;
    return PLUGIN_SUCCESS;
}

void shutdown(void) {
    message((const uint8_t *)"shut", 4);
}

void process_message(const uint8_t *data, size_t length) {
    message(data, length);
}

void update(void) {
}

static const PluginInterface plugin = {
    {"plain", NULL, PLUGIN_API_VERSION}, initialize, shutdown, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
