/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to give memory back: a message has it take all it can get; then it says how many MiB, or dies.
 * "leaks-slowly.so" takes 64 KiB for each; "leaks-unchecked.so" does not look whether it got any. */
#define NAME "leaks"
#define PROCESS leak
#include "zoo.h"

enum { MIB = 1024 * 1024 };

static void leak(const uint8_t *data, size_t length) {
    long count = 0;
    void *volatile more; /* volatile: no compiler is to know what comes of NULL */
    (void)data;
    (void)length;
    if (zoo_is("slowly")) {
        more = malloc(MIB / 16);
        zoo_say(more == NULL ? "limited" : "unlimited");
        return;
    }
    while ((more = malloc(MIB)) != NULL || zoo_is("unchecked")) {
        memset(more, 1, MIB);
        count++;
    }
    zoo_say(count < 2048 ? "limited" : "unlimited");
}

ZOO_PLUGIN
