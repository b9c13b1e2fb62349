/* SPDX-License-Identifier: Apache-2.0 */
/* Its initialize returns when the test writes a byte into a pipe: 's' = successfully. With HAWSER_TEST_INSIDE in its
 * environment it says when it is inside. */
#include <stdlib.h>
#include <unistd.h>

#define INITIALIZE wait_for_byte
#define SHUTDOWN say_shut_down
#include "fixture.h"

static int pipe_end(const char *name) {
    const char *descriptor = getenv(name);
    return descriptor == NULL ? -1 : atoi(descriptor);
}

static void say(const char *letter) {
    if (write(pipe_end("HAWSER_TEST_REPLY"), letter, 1) != 1) {
        abort();
    }
}

static PluginStatus wait_for_byte(MessageCallback m, BufferRequestCallback r, BufferSendCallback s) {
    char byte = 0;
    (void)fixture_initialize(m, r, s);
    if (getenv("HAWSER_TEST_INSIDE") != NULL) {
        say("i");
    }
    const ssize_t count = read(pipe_end("HAWSER_TEST_PIPE"), &byte, 1);
    m((const uint8_t *)"late", 4);
    return count == 1 && byte == 's' ? PLUGIN_SUCCESS : PLUGIN_ERROR_INITIALIZATION;
}

static void say_shut_down(void) {
    say("d");
}

FIXTURE_TABLE
