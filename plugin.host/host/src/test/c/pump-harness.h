/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that a pump drives. */
#ifndef PUMP_HARNESS_H
#define PUMP_HARNESS_H

#include "driven.h"

/* Not a way to synchronise: each caller looks again. */
static inline void pause_briefly(void) {
    int32_t never = 0;
    CHECK(hawser_wait(&never, 0, SECOND / 10000) == 1);
}

static inline void given_capacity(const char *file, int64_t capacity, int64_t update_ns, int64_t send_timeout_ns) {
    plugin = load(file);
    open_channel(capacity);
    CHECK(start(plugin, update_ns, send_timeout_ns) == 0);
}

static inline void given(const char *file) {
    given_capacity(file, CAPACITY, 0, 10 * SECOND);
}

#endif
