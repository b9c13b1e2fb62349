/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pieces are asked for, or come, one after the other, each after the answer to the one before: a state is no matter of the
 * ring's size, and nobody waits for room. What makes no sense fails the transfer.
 */
#include "extension.h"
#include "plugin.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_LENGTH = 8, LOAD_HEAD_LENGTH = 16 };

static void drop(hawser_state_t *state) {
    free(state->bytes);
    *state = (hawser_state_t){NULL, 0, 0};
}

static void tell_failure(hawser_plugin_t *plugin, int64_t correlation, const char *text) {
    hawser_failure_t failure;
    (void)hawser_failure_write(&failure, HAWSER_CODE_INTERNAL_ERROR, text);
    (void)hawser_sender_convey(&plugin->sender, HAWSER_RECORD_FAILED, correlation, failure.bytes, failure.length);
    drop(&plugin->state);
}

/* ---- save ---- */

static int32_t grow(hawser_state_t *state, size_t needed) {
    size_t capacity = state->capacity == 0 ? 4096 : state->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    uint8_t *bytes = realloc(state->bytes, capacity);
    if (bytes == NULL) {
        return -1;
    }
    state->bytes = bytes;
    state->capacity = capacity;
    return 0;
}

/* hawser_state_sink_t.write */
static int32_t write_state(const hawser_state_sink_t *sink, const void *bytes, size_t length) {
    hawser_state_t *state = sink->data;
    if ((bytes == NULL && length != 0) || length > HAWSER_STATE_MAX - state->length
        || (state->length + length > state->capacity && grow(state, state->length + length) != 0)) {
        return -1;
    }
    if (length != 0) {
        memcpy(state->bytes + state->length, bytes, length);
    }
    state->length += length;
    return 0;
}

static void send_piece(hawser_plugin_t *plugin, int64_t correlation, size_t offset) {
    const hawser_state_t *state = &plugin->state;
    const int64_t all = (int64_t)state->length;
    const size_t most = (size_t)hawser_ring_max_payload(&plugin->sender.ring) / 4;
    const size_t left = state->length - offset;
    const size_t length = left < most - HEAD_LENGTH ? left : most - HEAD_LENGTH;
    uint8_t *piece = malloc(HEAD_LENGTH + length);
    if (piece == NULL) {
        tell_failure(plugin, correlation, "no memory for a piece of the state");
        return;
    }
    memcpy(piece, &all, sizeof all);
    if (length != 0) {
        memcpy(piece + HEAD_LENGTH, state->bytes + offset, length);
    }
    (void)hawser_sender_convey(&plugin->sender, HAWSER_RECORD_RESPONSE, correlation, piece, HEAD_LENGTH + length);
    free(piece);
    if (length == left) {
        drop(&plugin->state);
    }
}

void hawser_state_save(hawser_plugin_t *plugin, const hawser_record_t *record) {
    const hawser_state_sink_t sink = {&plugin->state, write_state};
    int64_t offset = -1;
    if (record->length == HEAD_LENGTH) {
        memcpy(&offset, record->payload, sizeof offset);
    }
    if (offset == 0) {
        drop(&plugin->state);
        const int32_t result = plugin->library.state.save(&sink);
        if (result != 0) {
            tell_failure(plugin, record->correlation, "save must return 0, and did not");
            return;
        }
    }
    if (offset < 0 || (size_t)offset > plugin->state.length) {
        tell_failure(plugin, record->correlation, "there is no such piece of the state");
        return;
    }
    send_piece(plugin, record->correlation, (size_t)offset);
}

/* ---- load ---- */

/* Whether the piece follows what is there. */
static int32_t take_piece(hawser_state_t *state, const hawser_record_t *record, int64_t all, int64_t offset) {
    const size_t length = (size_t)record->length - LOAD_HEAD_LENGTH;
    if (offset == 0) {
        drop(state);
    }
    if (all < 0 || all > HAWSER_STATE_MAX || offset != (int64_t)state->length || offset > all
        || (state->bytes == NULL && grow(state, (size_t)all + 1) != 0)
        || length > (size_t)all - state->length || state->length + length > state->capacity) {
        return 0;
    }
    if (length != 0) {
        memcpy(state->bytes + offset, record->payload + LOAD_HEAD_LENGTH, length);
    }
    state->length += length;
    return 1;
}

void hawser_state_load(hawser_plugin_t *plugin, const hawser_record_t *record) {
    int64_t head[2];
    if (record->length < LOAD_HEAD_LENGTH) {
        tell_failure(plugin, record->correlation, "there is no such piece of the state");
        return;
    }
    memcpy(head, record->payload, sizeof head);
    if (!take_piece(&plugin->state, record, head[0], head[1])) {
        tell_failure(plugin, record->correlation, "there is no such piece of the state, or no memory for it");
        return;
    }
    if (plugin->state.length == (size_t)head[0]) {
        if (plugin->library.state.load(plugin->state.bytes, plugin->state.length) != 0) {
            tell_failure(plugin, record->correlation, "load must return 0, and did not");
            return;
        }
        drop(&plugin->state);
    }
    (void)hawser_sender_convey(&plugin->sender, HAWSER_RECORD_RESPONSE, record->correlation, NULL, 0);
}
