/* Answers each message with a greeting. Make process_message do what your plugin is for. */
#include "plugin_interface.h"

#include <string.h>

static MessageCallback send_message;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)request; /* these two write a message in place, without a copy */
    (void)send;
    send_message = message;
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {
}

/* The first message sent from here is the answer. Never trust a length: this keeps what fits. */
static void process_message(const uint8_t *data, size_t length) {
    uint8_t answer[1024] = "hello, ";
    size_t begin = strlen((const char *)answer);
    size_t room = sizeof answer - begin;
    size_t count = length < room ? length : room;
    memcpy(answer + begin, data, count);
    send_message(answer, begin + count);
}

static void update(void) {
}

static const PluginInterface plugin = {
    {"@name@", "0.1.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
