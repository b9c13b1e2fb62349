/* SPDX-License-Identifier: Apache-2.0 */
/* Strains the rule that a call is short: sends a million messages from one. */
#define NAME "million"
#define PROCESS send_a_million
#include "zoo.h"

static void send_a_million(const uint8_t *data, size_t length) {
    send_message(data, length);
    for (int i = 0; i < 1000000; i++) {
        send_message((const uint8_t *)&i, sizeof i);
    }
}

ZOO_PLUGIN
