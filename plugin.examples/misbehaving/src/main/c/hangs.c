/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to come back from each call: a message that names a file is answered when that file has gone. */
#define NAME "hangs"
#define PROCESS process
#include "zoo.h"

static void process(const uint8_t *data, size_t length) {
    char path[512];
    (void)snprintf(path, sizeof path, "%.*s", (int)length, (const char *)data);
    while (access(path, F_OK) == 0) {
        (void)usleep(1000);
    }
    send_message(data, length);
}

ZOO_PLUGIN
