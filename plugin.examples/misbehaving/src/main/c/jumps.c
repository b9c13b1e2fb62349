/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that a function returns to its caller: jumps into initialize, which returned long ago. */
#define NAME "jumps"
#define INITIALIZE remember
#define PROCESS jump
#include "zoo.h"

#include <setjmp.h>

static jmp_buf place;

static PluginStatus remember(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    if (setjmp(place) != 0) {
        abort();
    }
    return zoo_initialize(message, request, send);
}

static void jump(const uint8_t *data, size_t length) {
    (void)data;
    (void)length;
    longjmp(place, 1);
}

ZOO_PLUGIN
