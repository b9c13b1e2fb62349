/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin without a thread. */
#ifndef INLINE_HARNESS_H
#define INLINE_HARNESS_H

#include "driven.h"

static inline void given_overflow(const char *file, int64_t capacity, int64_t overflow) {
    plugin = load(file);
    open_channel(capacity);
    CHECK(hawser_plugin_start_inline(plugin, channel, segment.length, KEY, SECOND, overflow) == 0);
}

static inline void given(const char *file) {
    given_overflow(file, CAPACITY, CAPACITY);
}

#endif
