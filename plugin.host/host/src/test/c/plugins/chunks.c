/* SPDX-License-Identifier: Apache-2.0 */
/* Sends as many chunks as a message says, each its number: "m7" by message, "b7" by buffer_request and buffer_send,
 * "n7" the same without waiting, "f7" the same, and by message where nothing is lent, "l1" one that no ring can carry.
 * A buffer_request that fails ends the others. */
#define PROCESS process
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static void process(const uint8_t *data, size_t length);

enum { TOO_LONG = 1 << 20 };

static void send_long(void) {
    uint8_t *bytes = calloc(1, TOO_LONG);
    if (bytes != NULL) {
        message(bytes, TOO_LONG);
        message(bytes, 1); /* the stream has failed: this is lost, too */
        free(bytes);
    }
}

static int lend(int32_t number, uint32_t wait_ms) {
    uint8_t *buffer;
    uint32_t space;
    const int lent = request(wait_ms, &buffer, &space);
    if (lent == 0) {
        memcpy(buffer, &number, sizeof number);
        (void)send(sizeof number);
    }
    return lent;
}

static void process(const uint8_t *data, size_t length) {
    char text[32] = {0};
    memcpy(text, data, length < sizeof text ? length : sizeof text - 1);
    const int32_t count = (int32_t)atoi(text + 1);
    if (text[0] == 'l') {
        send_long();
        return;
    }
    for (int32_t i = 0; i < count; i++) {
        const int lent = text[0] == 'm' ? -1 : lend(i, text[0] == 'b' ? 10000 : 0);
        if (text[0] == 'm' || (text[0] == 'f' && lent != 0)) {
            message((const uint8_t *)&i, sizeof i);
        } else if (lent != 0) {
            return;
        }
    }
}

FIXTURE_TABLE
