/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host of a single call does for a plugin by extensions: it logs, takes the answer of the one request or the
 * items of the one stream that is open, and knows nobody whom the plugin could ask.
 */
#ifndef HAWSER_DESK_H
#define HAWSER_DESK_H

#include "loader.h"

enum { HAWSER_DESK_SILENT = 0, HAWSER_DESK_SPEAKS = 1 };

typedef enum hawser_desk_state { HAWSER_DESK_OPEN, HAWSER_DESK_ANSWERED, HAWSER_DESK_FAILED } hawser_desk_state_t;

/* What that plugin is to be given by hawser_plugin_set_host. Its functions are asked for until the desk is closed.
 * If it speaks, it writes to the standard error output what the plugin logs and asks for, and how it fails. */
const hawser_host_t *hawser_desk_host(const hawser_library_t *library, int32_t speaks);

/* Opens the request or stream of that id, 0 = none; the one before is over. `take` is told the answer, or each item, for
 * which there is so much credit, one at a time, on whichever thread the plugin gives it. */
void hawser_desk_open(int64_t id, int64_t credit, void (*take)(const uint8_t *data, size_t length));

/* What became of it so far. */
hawser_desk_state_t hawser_desk_state(void);

/* Whether it was still open, which it is no more. */
int32_t hawser_desk_abandon(void);

/* Tells the plugin what became of all that it asked of others since: there is nobody. [the thread that calls it] */
void hawser_desk_tell(void);

/* Waits for the end of the one that is open, for a few milliseconds. */
hawser_desk_state_t hawser_desk_await(void);

/* Closes it: from now on all functions return HAWSER_E_INVALID. */
void hawser_desk_close(void);

#endif
