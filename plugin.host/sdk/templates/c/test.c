/* Calls the plugin as the host does, without a host: give it to a debugger or to valgrind as it is. */
#include "plugin_interface.h"

#include <stdio.h>
#include <string.h>

static char answer[2048];
static size_t answer_length;

static void keep(const uint8_t *data, size_t length) {
    answer_length = length;
    memcpy(answer, data, length < sizeof answer ? length : sizeof answer);
}

static int lend(uint32_t wait_ms, uint8_t **buffer, uint32_t *space) {
    (void)wait_ms, (void)buffer, (void)space;
    return -2; /* no room: a plugin must cope with that */
}

static int send_loan(uint32_t length) {
    (void)length;
    return -1;
}

static int expect(const char *message, size_t length, const char *expected, size_t expected_length) {
    get_plugin_interface()->process_message((const uint8_t *)message, length);
    if (answer_length == expected_length && memcmp(answer, expected, strlen(expected)) == 0) {
        return 0;
    }
    fprintf(stderr, "required: %zu bytes that begin with %s; found: %zu: %.*s\n", expected_length, expected,
            answer_length, (int)answer_length, answer);
    return 1;
}

int main(void) {
    static char large[4096];
    const PluginInterface *plugin = get_plugin_interface();
    int failures = plugin->initialize(keep, lend, send_loan) != PLUGIN_SUCCESS;
    failures += expect("world", 5, "hello, world", 12);
    failures += expect("", 0, "hello, ", 7);
    failures += expect(large, sizeof large, "hello, ", 1024);
    plugin->shutdown();
    return failures;
}
