/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.stream/1, the host's part. All of a stream goes through the side ring, or through one of its own, from whichever
 * thread: only within one ring does order hold. An item takes its credit before it is sent, and gives it back if it finds no room.
 */
#include "extension.h"

#include "slots.h"

#include <string.h>

static const int64_t CREDIT_SLICE_NS = 50000000;

/* ---- open streams ---- */

void hawser_streams_init(hawser_streams_t *streams) {
    memset(streams, 0, sizeof *streams);
    (void)pthread_mutex_init(&streams->mutex, NULL);
}

void hawser_streams_destroy(hawser_streams_t *streams) {
    (void)pthread_mutex_destroy(&streams->mutex);
}

/* The stream, under the mutex until unlock(); NULL, with the mutex given back, if it is over or about to be. */
static hawser_open_stream_t *lock(hawser_streams_t *streams, int64_t id) {
    hawser_open_stream_t *stream = &streams->entries[id & (HAWSER_CREDITS - 1)];
    (void)pthread_mutex_lock(&streams->mutex);
    if (id != 0 && stream->id == id && !stream->ending) {
        return stream;
    }
    (void)pthread_mutex_unlock(&streams->mutex);
    return NULL;
}

static void unlock(hawser_streams_t *streams) {
    (void)pthread_mutex_unlock(&streams->mutex);
}

void hawser_streams_add(hawser_streams_t *streams, int64_t id) {
    (void)pthread_mutex_lock(&streams->mutex);
    streams->entries[id & (HAWSER_CREDITS - 1)] = (hawser_open_stream_t){id, 0, 0};
    unlock(streams);
}

hawser_removed_t hawser_streams_remove(hawser_streams_t *streams, int64_t id) {
    hawser_open_stream_t *stream = &streams->entries[id & (HAWSER_CREDITS - 1)];
    hawser_removed_t removed = HAWSER_REMOVED_NONE;
    (void)pthread_mutex_lock(&streams->mutex);
    if (id != 0 && stream->id == id) {
        removed = stream->ending ? HAWSER_REMOVED_ENDING : HAWSER_REMOVED_OPEN;
        stream->id = 0;
    }
    unlock(streams);
    return removed;
}

/* ---- credit ---- */

/* HAWSER_OK, HAWSER_FULL with *sent set, or HAWSER_EMPTY if the stream is over. */
static int32_t take_credit(hawser_sender_t *sender, int64_t id, int64_t *sent) {
    hawser_open_stream_t *stream = lock(&sender->streams, id);
    if (stream == NULL) {
        return HAWSER_EMPTY;
    }
    const int64_t limit = hawser_credit_limit(sender->credits, id);
    const int32_t result = limit == HAWSER_CREDIT_CANCELLED ? HAWSER_EMPTY
                           : limit > stream->sent           ? HAWSER_OK
                                                            : HAWSER_FULL;
    stream->sent += result == HAWSER_OK;
    *sent = stream->sent;
    unlock(&sender->streams);
    return result;
}

/* Whether the stream is still open. */
static int32_t return_credit(hawser_sender_t *sender, int64_t id) {
    hawser_open_stream_t *stream = lock(&sender->streams, id);
    if (stream == NULL) {
        return 0;
    }
    stream->sent--;
    unlock(&sender->streams);
    return 1;
}

static int32_t await_credit(hawser_sender_t *sender, int64_t id, hawser_patience_t *patience) {
    int64_t sent = 0;
    int32_t result;
    while ((result = take_credit(sender, id, &sent)) == HAWSER_FULL) {
        const int64_t left_ns = hawser_patience_left(patience);
        if (left_ns == 0 || hawser_sender_is_closed(sender)) {
            break;
        }
        hawser_credit_await_among(sender->credits, id, sent, left_ns < CREDIT_SLICE_NS ? left_ns : CREDIT_SLICE_NS,
                                  &sender->streams.waiting);
    }
    return result;
}

/* ---- the host's part ---- */

static int32_t emit_by(hawser_sender_t *sender, int64_t id, const uint8_t *data, size_t length, uint32_t wait_ms) {
    hawser_patience_t patience = hawser_sender_patience(sender, (int64_t)wait_ms * 1000000);
    const int32_t credit = await_credit(sender, id, &patience);
    if (credit != HAWSER_OK) {
        return credit == HAWSER_EMPTY ? HAWSER_E_INVALID : hawser_extension_result(sender, HAWSER_FULL);
    }
    const int32_t result = hawser_extension_result(
        sender, hawser_sender_stream_aside(sender, &patience, HAWSER_RECORD_CHUNK, id, data, length));
    if (result != HAWSER_SENT) {
        return return_credit(sender, id) ? result : HAWSER_E_INVALID;
    }
    if (hawser_sender_on_pump(sender)) {
        hawser_pulse_go_on(sender->pulse); /* a plugin that emits does not hang */
    }
    return result;
}

static int32_t emit(const hawser_host_t *host, int64_t id, const uint8_t *data, size_t length, uint32_t wait_ms) {
    hawser_sender_t *sender = data == NULL && length != 0 ? NULL : hawser_slot_enter(host);
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    const int32_t result = emit_by(sender, id, data, length, wait_ms);
    hawser_slot_leave(host, sender);
    return result;
}

static int64_t demand_of(hawser_sender_t *sender, int64_t id) {
    hawser_open_stream_t *stream = lock(&sender->streams, id);
    if (stream == NULL) {
        return -1;
    }
    const int64_t limit = hawser_credit_limit(sender->credits, id);
    const int64_t demand = limit == HAWSER_CREDIT_CANCELLED ? -1 : limit > stream->sent ? limit - stream->sent : 0;
    unlock(&sender->streams);
    return demand;
}

static int64_t demand(const hawser_host_t *host, int64_t id) {
    hawser_sender_t *sender = hawser_slot_enter(host);
    if (sender == NULL) {
        return -1;
    }
    const int64_t result = demand_of(sender, id);
    hawser_slot_leave(host, sender);
    return result;
}

/* Nobody emits any more while its end is on its way; if that finds no room, the stream is as before, unless it was
 * cancelled meanwhile. */
static int32_t end_by(hawser_sender_t *sender, int64_t id, int32_t type, const hawser_failure_t *failure) {
    hawser_patience_t patience = hawser_sender_patience(sender, sender->timeout_ns);
    hawser_open_stream_t *stream = lock(&sender->streams, id);
    if (stream == NULL) {
        return HAWSER_E_INVALID;
    }
    stream->ending = 1;
    unlock(&sender->streams);
    int32_t result = hawser_extension_result(sender, hawser_sender_stream_aside(
        sender, &patience, type, id, failure == NULL ? NULL : failure->bytes, failure == NULL ? 0 : failure->length));
    (void)pthread_mutex_lock(&sender->streams.mutex);
    if (stream->id == id) {
        stream->ending = 0;
        stream->id = result == HAWSER_SENT ? 0 : id;
    } else if (result == HAWSER_E_NO_ROOM) {
        result = HAWSER_E_INVALID; /* cancelled: the pump has told its end, and its place may be another's already */
    }
    unlock(&sender->streams);
    if (result == HAWSER_SENT) {
        hawser_own_over(sender, id);
    }
    return result;
}

static int32_t end_stream(const hawser_host_t *host, int64_t id, int32_t type, const hawser_failure_t *failure) {
    hawser_sender_t *sender = hawser_slot_enter(host);
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    const int32_t result = end_by(sender, id, type, failure);
    hawser_slot_leave(host, sender);
    return result;
}

static int32_t end(const hawser_host_t *host, int64_t id) {
    return end_stream(host, id, HAWSER_RECORD_STREAM_END, NULL);
}

static int32_t fail(const hawser_host_t *host, int64_t id, int32_t code, const char *text) {
    hawser_failure_t failure;
    return hawser_failure_write(&failure, code, text) != 0
        ? HAWSER_E_INVALID : end_stream(host, id, HAWSER_RECORD_FAILED, &failure);
}

const hawser_host_stream_t hawser_stream_of_host = {emit, demand, end, fail};
