/* SPDX-License-Identifier: Apache-2.0 */
/* The consuming end of a ring. */
#include "ring.h"

/* How often to look for a record that is being written. */
enum { PATIENCE = 64 };

/* How much of what was passed is zeroed with a record, and with a look that finds nothing. */
enum { CLEARED_WITH_RECORD = 4096, CLEARED_WITH_LOOK = 1024 };

static const int64_t NAP_FIRST_NS = 50000;
static const int64_t NAP_MOST_NS = 50000000;

/* What was passed and is not zeroed yet. */
static int64_t left_to_clear(const hawser_ring_t *ring) {
    return ring->producers == HAWSER_PRODUCERS_MANY ? ring->position - ring->cleared : 0;
}

static void clear(hawser_ring_t *ring, int64_t most) {
    const int64_t left = left_to_clear(ring);
    const int64_t end = ring->cleared + (left < most ? left : most);
    int64_t index = ring->index - left;
    index += index < 0 ? ring->capacity : 0;
    if (left == 0) {
        return;
    }
    HAWSER_TEST_POINT(11);
    for (; ring->cleared < end; ring->cleared += HAWSER_RECORD_ALIGNMENT) {
        __atomic_store_n(int32_at(ring->data, index), 0, __ATOMIC_RELAXED);
        index += HAWSER_RECORD_ALIGNMENT;
        index = index == ring->capacity ? 0 : index;
    }
    HAWSER_TEST_POINT(12);
}

static void publish(hawser_ring_t *ring) {
    clear(ring, ring->capacity);
    HAWSER_TEST_POINT(13);
    ring->peer = ring->position;
    /* release: pairs with the acquires in producer.c; all that was read of the records passed, and zeroed, comes before */
    __atomic_store_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), ring->position, __ATOMIC_RELEASE);
    HAWSER_TEST_POINT(14);
}

/* It does not fence, so that it may miss a producer that falls asleep just now. It is called again with the next record
 * or the next poll, and whoever ends polling calls await_record(), which fences. */
static void publish_if_due(hawser_ring_t *ring, int64_t step) {
    if (ring->position - ring->peer >= step) {
        publish(ring);
    }
    int32_t *flag = int32_at(ring->state, HAWSER_PRODUCER_SLEEPS_OFFSET);
    if (__atomic_load_n(flag, __ATOMIC_RELAXED) != 0) {
        publish(ring);
        (void)wake_if_asleep(flag);
    }
}

static void pass(hawser_ring_t *ring, int64_t aligned) {
    advance(ring, aligned);
    clear(ring, CLEARED_WITH_RECORD);
    publish_if_due(ring, ring->capacity / 8);
}

/* Zeroing a long record takes as long as writing it did. So whoever finds nothing does a part of it and looks again, and
 * publishes when all is done: a record that comes meanwhile does not wait. */
static void find_nothing(hawser_ring_t *ring) {
    clear(ring, CLEARED_WITH_LOOK);
    publish_if_due(ring, left_to_clear(ring) == 0 ? 1 : ring->capacity);
}

/* Not claimed, or claimed among many and not committed: then the length is negative, of all that was claimed. */
static int32_t is_uncommitted(const hawser_ring_t *ring, int32_t length) {
    return length == 0 || (ring->producers == HAWSER_PRODUCERS_MANY && length < 0
                           && length >= ring->index - ring->capacity && length % HAWSER_RECORD_ALIGNMENT == 0);
}

static void describe(hawser_record_t *record, uint8_t *header, int32_t type, int32_t length) {
    record->type = type;
    record->key = __atomic_load_n(int32_at(header, HAWSER_RECORD_KEY_OFFSET), __ATOMIC_RELAXED);
    record->correlation = __atomic_load_n(int64_at(header, HAWSER_RECORD_CORRELATION_OFFSET), __ATOMIC_RELAXED);
    record->deadline = __atomic_load_n(int64_at(header, HAWSER_RECORD_DEADLINE_OFFSET), __ATOMIC_RELAXED);
    record->payload = header + HAWSER_RECORD_HEADER_LENGTH;
    record->length = length - HAWSER_RECORD_HEADER_LENGTH;
}

/* A whole ring of padding ends a poll, so that it does not go round for ever. One producer never leaves two in a row;
 * many may go on giving up their claims, and the caller looks again. */
int32_t hawser_ring_poll(hawser_ring_t *ring, hawser_record_t *record) {
    int64_t padding = 0;
    while (padding < ring->capacity) {
        uint8_t *header = ring->data + ring->index;
        /* acquire: pairs with the release in store_length() */
        const int32_t length = __atomic_load_n(int32_at(header, HAWSER_RECORD_LENGTH_OFFSET), __ATOMIC_ACQUIRE);
        if (is_uncommitted(ring, length)) {
            find_nothing(ring);
            return HAWSER_EMPTY;
        }
        if (length < HAWSER_RECORD_HEADER_LENGTH || length > ring->capacity - ring->index) {
            return HAWSER_POISONED;
        }
        const int32_t type = __atomic_load_n(int32_at(header, HAWSER_RECORD_TYPE_OFFSET), __ATOMIC_RELAXED);
        if (type != HAWSER_RECORD_PADDING) {
            HAWSER_TEST_POINT(10);
            describe(record, header, type, length);
            ring->claimed = align(length);
            return HAWSER_OK;
        }
        if (length % HAWSER_RECORD_ALIGNMENT != 0) {
            return HAWSER_POISONED;
        }
        padding += length;
        pass(ring, length);
    }
    return ring->producers == HAWSER_PRODUCERS_ONE ? HAWSER_POISONED : HAWSER_EMPTY;
}

/* What was claimed last and not even marked is zeros up to the next mark or record. */
int32_t hawser_ring_pass_abandoned(hawser_ring_t *ring) {
    const int64_t end = ring->producers == HAWSER_PRODUCERS_ONE ? ring->position
        : __atomic_load_n(int64_at(ring->state, HAWSER_PRODUCER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
    if (end - ring->position > ring->capacity) {
        return HAWSER_POISONED;
    }
    while (ring->position < end) {
        const int32_t length = __atomic_load_n(int32_at(ring->data, ring->index), __ATOMIC_ACQUIRE);
        if (!is_uncommitted(ring, length)) {
            return HAWSER_OK;
        }
        pass(ring, length == 0 ? HAWSER_RECORD_ALIGNMENT : -(int64_t)length);
    }
    return HAWSER_EMPTY;
}

static void end_record(hawser_ring_t *ring, int64_t counter_offset) {
    const int64_t aligned = ring->claimed;
    if (aligned != 0) {
        ring->claimed = 0;
        count(ring, counter_offset, 1);
        pass(ring, aligned);
    }
}

void hawser_ring_release(hawser_ring_t *ring) {
    end_record(ring, HAWSER_CONSUMER_MESSAGES_OFFSET);
}

void hawser_ring_reject(hawser_ring_t *ring) {
    end_record(ring, HAWSER_CONSUMER_REJECTS_OFFSET);
}

/* ---- waiting ---- */

static int32_t has_nothing(const hawser_ring_t *ring) {
    return is_uncommitted(ring, __atomic_load_n(int32_at(ring->data, ring->index), __ATOMIC_RELAXED));
}

/* Whether somebody has claimed what was not read. Not necessarily whether he has committed it. */
static int32_t is_claimed(const hawser_ring_t *ring) {
    return ring->producers == HAWSER_PRODUCERS_MANY
        && __atomic_load_n(int64_at(ring->state, HAWSER_PRODUCER_POSITION_OFFSET), __ATOMIC_RELAXED) != ring->position;
}

static int32_t is_under_way(const hawser_ring_t *ring) {
    return has_nothing(ring) && is_claimed(ring);
}

/* A record that is being written is there in a moment. */
static int32_t has_nothing_yet(const hawser_ring_t *ring) {
    for (int32_t looks = 0; looks < PATIENCE && is_under_way(ring); looks++) {
        hawser_relax();
    }
    return has_nothing(ring);
}

static int64_t shorter(int64_t a_ns, int64_t b_ns) {
    return a_ns < 0 || (b_ns >= 0 && b_ns < a_ns) ? b_ns : a_ns;
}

/* How long to sleep, with the flag set and fenced for. Who claims and commits at once does not fence in between, and may
 * miss the flag: so as long as something is claimed, not longer than the claim has lasted already, or the first nap. */
static int64_t nap_ns(hawser_ring_t *ring, int64_t timeout_ns) {
    if (!is_claimed(ring)) {
        ring->nap_ns = 0;
        return timeout_ns;
    }
    ring->nap_ns = ring->nap_ns == 0 ? NAP_FIRST_NS : shorter(2 * ring->nap_ns, NAP_MOST_NS);
    return shorter(timeout_ns, ring->nap_ns);
}

static void wake_producers(hawser_ring_t *ring) {
    (void)wake_if_asleep(int32_at(ring->state, HAWSER_PRODUCER_SLEEPS_OFFSET));
}

static void await(hawser_ring_t *ring, hawser_ring_t *side, int64_t timeout_ns, const int32_t *stop) {
    int32_t *flag = ring->sleeper;
    publish(ring);
    if (side != NULL) {
        publish(side);
    }
    if (timeout_ns != 0) {
        __atomic_store_n(flag, 1, __ATOMIC_RELAXED);
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with those of wakers, and with that in await_room() */
    wake_producers(ring);
    if (side != NULL) {
        wake_producers(side);
    }
    if (timeout_ns != 0) {
        if (has_nothing_yet(ring) && (side == NULL || has_nothing_yet(side))
            && __atomic_load_n(stop, __ATOMIC_RELAXED) == 0) {
            const int64_t most_ns = nap_ns(ring, timeout_ns);
            count(ring, HAWSER_CONSUMER_SLEEP_COUNT_OFFSET, 1);
            (void)hawser_wait(flag, 1, side == NULL ? most_ns : nap_ns(side, most_ns));
        }
        __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
    }
}

static const int32_t never = 0;

void hawser_ring_await_record(hawser_ring_t *ring, int64_t timeout_ns) {
    await(ring, NULL, timeout_ns, &never);
}

void hawser_ring_await_record_or_stop(hawser_ring_t *ring, int64_t timeout_ns, const int32_t *stop) {
    await(ring, NULL, timeout_ns, stop);
}

void hawser_ring_await_either(hawser_ring_t *to_renderer, hawser_ring_t *side, int64_t timeout_ns) {
    await(to_renderer, side, timeout_ns, &never);
}
