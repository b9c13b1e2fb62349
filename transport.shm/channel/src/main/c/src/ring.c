/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The native ends of a ring buffer; the layout is in channel.h.
 *
 * Committing: the producer fills a record, zeroes the length word behind it, and stores the record's own length last,
 * with release. The consumer reads that word with acquire: a length seen means a record seen, and a zero behind it.
 *
 * Room: the consumer publishes its position seldom, since each time costs the producer a cache miss: when an eighth of
 * the ring was read, when it finds nothing, and when the producer sleeps. The producer reads it when its copy of it
 * says that there is no room. One unit of alignment is never filled: the zeroed word lies in it.
 *
 * Sleeping: the sleeper sets its flag, fences, and looks again; the other side stores what it waits for, fences, and
 * reads the flag. So one of both sees the other. Whoever wakes clears the flag, which is the futex word itself: a sleep
 * that begins too late ends at once. All wake-ups may be spurious; callers look again.
 *
 * Trust: a word of shared memory is read once into a local and checked there. Positions and indexes are the end's own;
 * shared memory is never asked where to read or write.
 */
#include "hawser/channel.h"
#include "hawser/memory.h"

#include <stddef.h>

static int32_t *int32_at(uint8_t *base, int64_t offset) {
    return (int32_t *)(void *)(base + offset);
}

static int64_t *int64_at(uint8_t *base, int64_t offset) {
    return (int64_t *)(void *)(base + offset);
}

static int64_t align(int64_t length) {
    return (length + HAWSER_RECORD_ALIGNMENT - 1) & ~(int64_t)(HAWSER_RECORD_ALIGNMENT - 1);
}

/* Each counter has one writer, so that load and store need not be one step. */
static void count(hawser_ring_t *ring, int64_t offset, int64_t increment) {
    int64_t *counter = int64_at(ring->state, offset);
    __atomic_store_n(counter, __atomic_load_n(counter, __ATOMIC_RELAXED) + increment, __ATOMIC_RELAXED);
}

static void advance(hawser_ring_t *ring, int64_t aligned) {
    ring->position += aligned;
    ring->index += aligned;
    if (ring->index == ring->capacity) {
        ring->index = 0;
    }
}

static void wake_if_asleep(hawser_ring_t *ring, int64_t flag_offset) {
    int32_t *flag = int32_at(ring->state, flag_offset);
    if (__atomic_load_n(flag, __ATOMIC_RELAXED) != 0) {
        __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
        hawser_wake(flag);
    }
}

/* ---- ends ---- */

static int32_t open_end(hawser_ring_t *ring, uint8_t *state, uint8_t *data, int64_t capacity, int32_t produces) {
    /* In this order: whoever published what was consumed had seen at least that much produced. */
    const int64_t consumed = __atomic_load_n(int64_at(state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
    const int64_t produced = __atomic_load_n(int64_at(state, HAWSER_PRODUCER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
    if (consumed < 0 || produced < consumed || produced - consumed > capacity - HAWSER_RECORD_ALIGNMENT
        || (produced | consumed) % HAWSER_RECORD_ALIGNMENT != 0) {
        (void)hawser_fail("a ring's positions must lie within its capacity: producer=%lld, consumer=%lld, "
                          "capacity=%lld", (long long)produced, (long long)consumed, (long long)capacity);
        return HAWSER_POISONED;
    }
    const int64_t position = produces ? produced : consumed;
    *ring = (hawser_ring_t){state, data, capacity, position, consumed, position % capacity, 0};
    return HAWSER_OK;
}

static int32_t open_to_native(hawser_ring_t *ring, const hawser_segment_t *segment, int32_t produces) {
    return open_end(ring, segment->base + HAWSER_TO_NATIVE_STATE_OFFSET, segment->base + HAWSER_DATA_OFFSET,
                    segment->to_native_capacity, produces);
}

static int32_t open_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment, int32_t produces) {
    return open_end(ring, segment->base + HAWSER_TO_RENDERER_STATE_OFFSET,
                    segment->base + HAWSER_DATA_OFFSET + segment->to_native_capacity, segment->to_renderer_capacity,
                    produces);
}

int32_t hawser_ring_produce_to_native(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_native(ring, segment, 1);
}

int32_t hawser_ring_produce_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_renderer(ring, segment, 1);
}

int32_t hawser_ring_consume_to_native(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_native(ring, segment, 0);
}

int32_t hawser_ring_consume_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_renderer(ring, segment, 0);
}

int32_t hawser_ring_max_payload(const hawser_ring_t *ring) {
    return (int32_t)(ring->capacity - HAWSER_RECORD_ALIGNMENT - HAWSER_RECORD_HEADER_LENGTH);
}

/* ---- producer ---- */

static int32_t has_room(const hawser_ring_t *ring, int64_t aligned) {
    return aligned + HAWSER_RECORD_ALIGNMENT <= ring->capacity - (ring->position - ring->peer);
}

static int32_t make_room(hawser_ring_t *ring, int64_t aligned) {
    if (has_room(ring, aligned)) {
        return HAWSER_OK;
    }
    /* acquire: pairs with the release in publish(); the consumer is done with what it has passed */
    const int64_t consumed = __atomic_load_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
    if (consumed < ring->peer || consumed > ring->position) {
        return HAWSER_POISONED;
    }
    ring->peer = consumed;
    return has_room(ring, aligned) ? HAWSER_OK : HAWSER_FULL;
}

static void put_record(hawser_ring_t *ring, int32_t type, int64_t correlation, int64_t deadline, int32_t key,
                       int64_t length) {
    uint8_t *header = ring->data + ring->index;
    __atomic_store_n(int32_at(header, HAWSER_RECORD_TYPE_OFFSET), type, __ATOMIC_RELAXED);
    __atomic_store_n(int64_at(header, HAWSER_RECORD_CORRELATION_OFFSET), correlation, __ATOMIC_RELAXED);
    __atomic_store_n(int64_at(header, HAWSER_RECORD_DEADLINE_OFFSET), deadline, __ATOMIC_RELAXED);
    __atomic_store_n(int32_at(header, HAWSER_RECORD_KEY_OFFSET), key, __ATOMIC_RELAXED);
    advance(ring, align(length));
    __atomic_store_n(int32_at(ring->data, ring->index), 0, __ATOMIC_RELAXED);
    __atomic_store_n(int64_at(ring->state, HAWSER_PRODUCER_POSITION_OFFSET), ring->position, __ATOMIC_RELAXED);
    /* release: pairs with the acquire in poll(); orders the payload and the zero behind the record, too */
    __atomic_store_n(int32_at(header, HAWSER_RECORD_LENGTH_OFFSET), (int32_t)length, __ATOMIC_RELEASE);
}

static int32_t refused(hawser_ring_t *ring, int32_t result) {
    if (result == HAWSER_FULL) {
        count(ring, HAWSER_BACK_PRESSURED_OFFSET, 1);
    }
    return result;
}

int32_t hawser_ring_claim(hawser_ring_t *ring, int32_t length, uint8_t **payload) {
    if (length < 0 || length > hawser_ring_max_payload(ring)) {
        return HAWSER_TOO_LONG;
    }
    const int64_t aligned = align((int64_t)HAWSER_RECORD_HEADER_LENGTH + length);
    const int64_t rest = ring->capacity - ring->index;
    int32_t result = HAWSER_OK;
    ring->claimed = 0;
    if (aligned > rest) {
        result = make_room(ring, rest);
        if (result != HAWSER_OK) {
            return refused(ring, result);
        }
        put_record(ring, HAWSER_RECORD_PADDING, 0, 0, 0, rest);
    }
    result = make_room(ring, aligned);
    if (result != HAWSER_OK) {
        if (aligned > rest) {
            hawser_ring_wake_consumer(ring);
        }
        return refused(ring, result);
    }
    ring->claimed = aligned;
    *payload = ring->data + ring->index + HAWSER_RECORD_HEADER_LENGTH;
    return HAWSER_OK;
}

void hawser_ring_commit(hawser_ring_t *ring, int32_t type, int64_t correlation, int64_t deadline, int32_t key,
                        int32_t length) {
    const int64_t record = (int64_t)HAWSER_RECORD_HEADER_LENGTH + length;
    if (length < 0 || record > ring->claimed) {
        ring->claimed = 0; /* nothing was claimed, or not so much: publishing it would run over the consumer */
        return;
    }
    ring->claimed = 0;
    count(ring, HAWSER_PRODUCER_MESSAGES_OFFSET, 1);
    count(ring, HAWSER_PRODUCER_BYTES_OFFSET, length);
    put_record(ring, type, correlation, deadline, key, record);
}

void hawser_ring_abort(hawser_ring_t *ring) {
    ring->claimed = 0;
}

void hawser_ring_wake_consumer(hawser_ring_t *ring) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with the one in hawser_ring_await_record_or_stop() */
    wake_if_asleep(ring, HAWSER_CONSUMER_SLEEPS_OFFSET);
}

void hawser_ring_await_room(hawser_ring_t *ring, int64_t timeout_ns) {
    int32_t *flag = int32_at(ring->state, HAWSER_PRODUCER_SLEEPS_OFFSET);
    hawser_ring_wake_consumer(ring);
    __atomic_store_n(flag, 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with the one in hawser_ring_await_record_or_stop() */
    if (__atomic_load_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_RELAXED) == ring->peer) {
        (void)hawser_wait(flag, 1, timeout_ns);
    }
    __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
}

/* ---- consumer ---- */

static void publish(hawser_ring_t *ring) {
    ring->peer = ring->position;
    /* release: pairs with the acquire in make_room(); all reads of the records passed come before */
    __atomic_store_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), ring->position, __ATOMIC_RELEASE);
}

/* Without a fence, so that it may miss a producer that falls asleep just now. It is called again with the next record
 * or the next poll, and whoever ends polling calls await_record(), which fences. */
static void publish_if_due(hawser_ring_t *ring, int64_t step) {
    if (ring->position - ring->peer >= step) {
        publish(ring);
    }
    if (__atomic_load_n(int32_at(ring->state, HAWSER_PRODUCER_SLEEPS_OFFSET), __ATOMIC_RELAXED) != 0) {
        publish(ring);
        wake_if_asleep(ring, HAWSER_PRODUCER_SLEEPS_OFFSET);
    }
}

/* Padding only ever fills the end of the data, so that it is never met twice in a row. */
static int32_t possible_padding(const hawser_ring_t *ring, int64_t length) {
    return length == ring->capacity - ring->index && ring->index != 0;
}

static void describe(hawser_record_t *record, uint8_t *header, int32_t type, int32_t length) {
    record->type = type;
    record->key = __atomic_load_n(int32_at(header, HAWSER_RECORD_KEY_OFFSET), __ATOMIC_RELAXED);
    record->correlation = __atomic_load_n(int64_at(header, HAWSER_RECORD_CORRELATION_OFFSET), __ATOMIC_RELAXED);
    record->deadline = __atomic_load_n(int64_at(header, HAWSER_RECORD_DEADLINE_OFFSET), __ATOMIC_RELAXED);
    record->payload = header + HAWSER_RECORD_HEADER_LENGTH;
    record->length = length - HAWSER_RECORD_HEADER_LENGTH;
}

int32_t hawser_ring_poll(hawser_ring_t *ring, hawser_record_t *record) {
    for (;;) {
        uint8_t *header = ring->data + ring->index;
        /* acquire: pairs with the release in put_record() */
        const int32_t length = __atomic_load_n(int32_at(header, HAWSER_RECORD_LENGTH_OFFSET), __ATOMIC_ACQUIRE);
        if (length == 0) {
            publish_if_due(ring, 1);
            return HAWSER_EMPTY;
        }
        if (length < HAWSER_RECORD_HEADER_LENGTH || length > ring->capacity - ring->index) {
            return HAWSER_POISONED;
        }
        const int32_t type = __atomic_load_n(int32_at(header, HAWSER_RECORD_TYPE_OFFSET), __ATOMIC_RELAXED);
        if (type != HAWSER_RECORD_PADDING) {
            describe(record, header, type, length);
            ring->claimed = align(length);
            return HAWSER_OK;
        }
        if (!possible_padding(ring, length)) {
            return HAWSER_POISONED;
        }
        advance(ring, length);
        publish_if_due(ring, ring->capacity / 8);
    }
}

static void pass(hawser_ring_t *ring, int64_t counter_offset) {
    if (ring->claimed != 0) {
        count(ring, counter_offset, 1);
        advance(ring, ring->claimed);
        ring->claimed = 0;
        publish_if_due(ring, ring->capacity / 8);
    }
}

void hawser_ring_release(hawser_ring_t *ring) {
    pass(ring, HAWSER_CONSUMER_MESSAGES_OFFSET);
}

void hawser_ring_reject(hawser_ring_t *ring) {
    pass(ring, HAWSER_CONSUMER_REJECTS_OFFSET);
}

void hawser_ring_await_record(hawser_ring_t *ring, int64_t timeout_ns) {
    static const int32_t never = 0;
    hawser_ring_await_record_or_stop(ring, timeout_ns, &never);
}

void hawser_ring_await_record_or_stop(hawser_ring_t *ring, int64_t timeout_ns, const int32_t *stop) {
    int32_t *flag = int32_at(ring->state, HAWSER_CONSUMER_SLEEPS_OFFSET);
    publish(ring);
    __atomic_store_n(flag, 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with those in wake_consumer() and await_room() */
    wake_if_asleep(ring, HAWSER_PRODUCER_SLEEPS_OFFSET);
    if (timeout_ns != 0 && __atomic_load_n(int32_at(ring->data, ring->index), __ATOMIC_RELAXED) == 0
        && __atomic_load_n(stop, __ATOMIC_RELAXED) == 0) {
        (void)hawser_wait(flag, 1, timeout_ns);
    }
    __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
}
