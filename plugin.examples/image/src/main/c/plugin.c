/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture goes in as PPM and comes out filtered, as PNG. It is read where it arrived and written where it leaves from:
 * nothing is copied but by the filter. Three events, told apart by their type bytes.
 */
#include "image.h"
#include "plugin_interface.h"

enum { PATIENCE_MS = 1000 };

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

static filter_t filter_of(uint8_t type) {
    switch (type) {
    case 1: return filter_blur;
    case 2: return filter_edges;
    case 3: return filter_sepia;
    default: return NULL;
    }
}

/* A message is its event's type byte and then its payload; so is an answer. What cannot be done has none. */
static void process_message(const uint8_t *data, size_t length) {
    picture_t picture;
    uint8_t *answer;
    uint32_t space;
    const filter_t filter = length == 0 ? NULL : filter_of(data[0]);
    if (filter == NULL || ppm_read(&picture, data + 1, length - 1) != 0) {
        return;
    }
    const size_t needed = 1 + png_length(&picture);
    if (request_buffer(PATIENCE_MS, &answer, &space) == 0 && space >= needed) {
        answer[0] = data[0];
        png_write(answer + 1, &picture, filter);
        (void)send_buffer((uint32_t)needed);
    }
}

static const PluginInterface plugin = {
    {"image", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message, nothing,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
