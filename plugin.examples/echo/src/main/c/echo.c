/* SPDX-License-Identifier: Apache-2.0 */
/* Answers each message with its own bytes: in place where a loan is long enough, by copy otherwise. */
#include "plugin_interface.h"

#include <string.h>

static MessageCallback send_message;
static BufferRequestCallback request_buffer;
static BufferSendCallback send_buffer;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    send_message = message;
    request_buffer = request;
    send_buffer = send;
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {
}

/* Whether the answer was sent. It is not if there is no room now, or if the loan is shorter than the message. */
static int answer_in_place(const uint8_t *data, size_t length) {
    uint8_t *buffer;
    uint32_t space;
    if (request_buffer(0, &buffer, &space) != 0 || space < length) {
        return 0;
    }
    memcpy(buffer, data, length);
    return send_buffer((uint32_t)length) == 0;
}

static void process_message(const uint8_t *data, size_t length) {
    if (length == 0 || !answer_in_place(data, length)) {
        send_message(data, length);
    }
}

static void update(void) {
}

static const PluginInterface plugin = {
    {"echo", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
