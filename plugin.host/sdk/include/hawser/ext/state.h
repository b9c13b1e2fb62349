/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.state/1: what one generation of a plugin leaves to the next when it is swapped.
 *
 *   new initialize -> the old one gets no more messages -> old save -> new load -> the new one gets messages -> old
 *   shutdown
 *
 * State is handed over between generations only, not kept over a stop. A library that has a `save` is swapped to one
 * that may be newer or older: put a version in front.
 */
#ifndef HAWSER_EXT_STATE_H
#define HAWSER_EXT_STATE_H

#include "hawser/host.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_EXT_STATE "hawser.state/1"

/* Where the state goes. The host's; valid during `save`. */
typedef struct hawser_state_sink {
    void *data; /* the host's own */
    /* Appends. 0, or -1 = more than 16 MiB in all, or no memory: give up. [within save, on its thread] */
    int32_t (*write)(const struct hawser_state_sink *sink, const void *bytes, size_t length);
} hawser_state_sink_t;

/* The plugin's part; the host has none. Either function may be NULL: what has no `save` leaves nothing, and what has no
 * `load` begins anew. */
typedef struct hawser_plugin_state {
    /* Writes its state. 0 = done; anything else = it cannot be saved: the swap fails and this generation goes on.
     * [host's call, after the last message; it may be followed by messages if the swap fails] */
    int32_t (*save)(const hawser_state_sink_t *sink);

    /* Takes over what another generation wrote. 0 = done; anything else = it cannot be read: the swap fails, and this
     * generation is shut down. [host's call, after initialize, before the first message, once at most] */
    int32_t (*load)(const uint8_t *data, size_t length);
} hawser_plugin_state_t;

#ifdef __cplusplus
}
#endif
#endif
