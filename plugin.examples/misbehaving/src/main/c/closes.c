/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to leave others' descriptors alone: a message has it close them all. */
#define NAME "closes"
#define PROCESS close_all
#include "zoo.h"

static void close_all(const uint8_t *data, size_t length) {
    for (int descriptor = 0; descriptor < 1024; descriptor++) {
        (void)close(descriptor);
    }
    send_message(data, length);
}

ZOO_PLUGIN
