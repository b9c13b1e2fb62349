/* SPDX-License-Identifier: Apache-2.0 */
/* Calls each callback when it is unloaded, which is after its shutdown. */
#include "fixture.h"

static void call_late(void) __attribute__((destructor));

static void call_late(void) {
    uint8_t *buffer;
    uint32_t space;
    if (message != NULL) {
        message((const uint8_t *)"late", 4);
        if (request(0, &buffer, &space) != -1 || send(1) != -1) {
            __builtin_trap();
        }
    }
}

FIXTURE_TABLE
