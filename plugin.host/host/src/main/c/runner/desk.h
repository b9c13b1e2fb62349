/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the host of a single call does for a plugin by extensions: it logs, takes the answer of the one request or the
 * items of the one stream that is open, and knows nobody whom the plugin could ask.
 */
#ifndef HAWSER_DESK_H
#define HAWSER_DESK_H

#include "loader.h"

typedef enum hawser_desk_state { HAWSER_DESK_OPEN, HAWSER_DESK_ANSWERED, HAWSER_DESK_FAILED } hawser_desk_state_t;

/* What that plugin is to be given by hawser_plugin_set_host. Its functions are asked for until the desk is closed. */
const hawser_host_t *hawser_desk_host(const hawser_library_t *library);

/* Opens the request or stream of that id, which is not 0; the one before is over. `take` is told the answer, or each
 * item, one at a time, on whichever thread the plugin gives it. */
void hawser_desk_open(int64_t id, void (*take)(const uint8_t *data, size_t length));

/* Tells the plugin what became of all that it asked of others since: there is nobody. [the thread that calls it] */
void hawser_desk_tell(void);

/* Waits for the end of the one that is open, for a few milliseconds. */
hawser_desk_state_t hawser_desk_await(void);

/* Closes it: from now on all functions return HAWSER_E_INVALID. */
void hawser_desk_close(void);

#endif
