/* SPDX-License-Identifier: Apache-2.0 */
/* Leaves a state, and takes over none: no generation of it follows another. */
#define NAME "refuses"
#include "zoo.h"

#include "hawser/ext/state.h"

static int32_t save(const hawser_state_sink_t *sink) {
    return sink->write(sink, NAME, sizeof NAME);
}

static int32_t load(const uint8_t *data, size_t length) {
    (void)data;
    (void)length;
    return -1;
}

const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_state_t state = {save, load};
    return strcmp(id, HAWSER_EXT_STATE) == 0 ? &state : NULL;
}

ZOO_PLUGIN
