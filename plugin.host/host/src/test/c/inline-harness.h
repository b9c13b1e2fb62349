/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin without a thread. */
#ifndef INLINE_HARNESS_H
#define INLINE_HARNESS_H

#include "harness.h"

static hawser_plugin_t *plugin;

static inline void given_overflow(const char *file, int64_t capacity, int64_t overflow) {
    plugin = load(file);
    open_channel(capacity);
    CHECK(hawser_plugin_start_inline(plugin, channel, segment.length, KEY, SECOND, overflow) == 0);
}

static inline void given(const char *file) {
    given_overflow(file, CAPACITY, CAPACITY);
}

static inline void done(void) {
    end(plugin);
    expect_nothing();
    close_channel();
}

static inline void done_with_commands(void) {
    end(plugin);
    expect(HAWSER_RECORD_MESSAGE, 0, "bye");
    expect_nothing();
    close_channel();
}

#endif
