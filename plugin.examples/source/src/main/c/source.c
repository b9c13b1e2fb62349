/* SPDX-License-Identifier: Apache-2.0 */
/* Streams as many chunks as a message says, of that length: "1000 65536". The first eight bytes of each are its number. */
#include "plugin_interface.h"

#include <stdio.h>
#include <string.h>

static BufferRequestCallback request_buffer;
static BufferSendCallback send_buffer;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    request_buffer = request;
    send_buffer = send;
    return PLUGIN_SUCCESS;
}

static void nothing(void) {
}

/* Writes in place, so a chunk costs its plugin eight bytes. Waits while the consumer is behind; not if it has gone. */
static int send_chunk(int64_t number, uint32_t length) {
    enum { PATIENCE_MS = 10000 };
    uint8_t *buffer;
    uint32_t space;
    if (request_buffer(PATIENCE_MS, &buffer, &space) != 0 || space < length) {
        return 0;
    }
    memcpy(buffer, &number, sizeof number);
    return send_buffer(length) == 0;
}

static void process_message(const uint8_t *data, size_t length) {
    char text[64] = {0};
    long long count;
    unsigned int chunk_length;
    memcpy(text, data, length < sizeof text ? length : sizeof text - 1);
    if (sscanf(text, "%lld %u", &count, &chunk_length) == 2 && chunk_length >= sizeof count) {
        for (int64_t i = 0; i < count && send_chunk(i, chunk_length); i++) {
        }
    }
}

static const PluginInterface plugin = {
    {"source", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message, nothing,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
