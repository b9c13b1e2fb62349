/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that an answer fits its channel. */
#define NAME "large"
#define PROCESS answer_at_large
#include "zoo.h"

static void answer_at_large(const uint8_t *data, size_t length) {
    static uint8_t zeros[4 * 1024 * 1024];
    (void)data;
    (void)length;
    send_message(zeros, sizeof zeros);
}

ZOO_PLUGIN
