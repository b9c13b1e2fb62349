/* SPDX-License-Identifier: Apache-2.0 */
/* The one plugin of a test that begins it, asks it and ends it. */
#ifndef DRIVEN_H
#define DRIVEN_H

#include "harness.h"

static hawser_plugin_t *plugin;

/* After a plugin whose shutdown says nothing. */
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
