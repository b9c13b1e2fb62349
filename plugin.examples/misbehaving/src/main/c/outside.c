/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to stay within the loan: writes before it, and as far behind it as memory goes. */
#define NAME "outside"
#define PROCESS write_outside
#include "zoo.h"

static void write_outside(const uint8_t *data, size_t length) {
    uint8_t *buffer;
    uint32_t space;
    if (length == 5 && request_buffer(0, &buffer, &space) == 0) {
        for (volatile uint8_t *at = buffer - 32;; at++) {
            *at = 0xff;
        }
    }
    send_message(data, length);
}

ZOO_PLUGIN
