/* SPDX-License-Identifier: Apache-2.0 */
/* Sends as many messages beyond its answer as it is asked for, 1 KiB each: more than its buffer holds. */
#include "plugin_interface.h"

#include <string.h>

static MessageCallback answer;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)request;
    (void)send;
    answer = message;
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {
}

/* The request is how many, as an int32_t; each message begins with its number. */
static void process_message(const uint8_t *data, size_t length) {
    uint8_t message[1024] = {0};
    int32_t count = 0;
    memcpy(&count, data, length < sizeof count ? length : sizeof count);
    answer((const uint8_t *)"flood", 5);
    for (int32_t i = 0; i < count; i++) {
        memcpy(message, &i, sizeof i);
        answer(message, sizeof message);
    }
}

static void update(void) {
}

static const PluginInterface plugin = {
    {"flood", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
