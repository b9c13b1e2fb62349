/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to be brief: prints as many MiB as the message says, without an end of line. */
#define NAME "prints"
#define PROCESS print
#include "zoo.h"

static void print(const uint8_t *data, size_t length) {
    static char text[1024 * 1024];
    char digits[16] = {0};
    memset(text, 'x', sizeof text);
    memcpy(digits, data, length < sizeof digits - 1 ? length : sizeof digits - 1);
    for (int i = atoi(digits); i > 0; i--) {
        (void)fwrite(text, 1, sizeof text, stdout);
    }
    (void)fflush(stdout);
    send_message(data, length);
}

ZOO_PLUGIN
