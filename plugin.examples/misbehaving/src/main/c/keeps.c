/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that a message is only lent: reads and writes the last one, and answers with what it finds. */
#define NAME "keeps"
#define PROCESS keep
#include "zoo.h"

static const uint8_t *kept;

static void keep(const uint8_t *data, size_t length) {
    volatile uint8_t seen = 0;
    if (kept != NULL) {
        seen = kept[0];
        ((volatile uint8_t *)(uintptr_t)kept)[0] = (uint8_t)(seen + 1);
    }
    kept = data;
    (void)length;
    zoo_say("kept");
}

ZOO_PLUGIN
