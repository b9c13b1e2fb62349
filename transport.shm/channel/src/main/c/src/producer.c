/* SPDX-License-Identifier: Apache-2.0 */
/* The producing end of a ring, for one producer and for many; wake.c has how it wakes and sleeps. */
#include "ring.h"

/* Until positions that nobody leaves alone, or that make no sense together, are not worth another look. */
enum { TRIES = 1000 };

/* ---- one producer ---- */

static int32_t has_room(const hawser_ring_t *ring, int64_t aligned) {
    return aligned + HAWSER_RECORD_ALIGNMENT <= ring->capacity - (ring->position - ring->peer);
}

static int32_t look_for_room(hawser_ring_t *ring) {
    /* acquire: pairs with the release in publish(); the consumer is done with what it has passed */
    const int64_t consumed = __atomic_load_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
    if (consumed < ring->peer || consumed > ring->position) {
        return HAWSER_POISONED;
    }
    ring->peer = consumed;
    return HAWSER_OK;
}

static int32_t make_room(hawser_ring_t *ring, int64_t aligned) {
    if (!has_room(ring, aligned)) {
        const int32_t result = look_for_room(ring);
        if (result != HAWSER_OK || !has_room(ring, aligned)) {
            return result != HAWSER_OK ? result : HAWSER_FULL;
        }
    }
    return hawser_ring_reserve(ring, ring->index, aligned + HAWSER_RECORD_ALIGNMENT);
}

static void fill_header(uint8_t *header, int32_t type, int64_t correlation, int64_t deadline, int32_t key) {
    HAWSER_TEST_POINT(4);
    __atomic_store_n(int32_at(header, HAWSER_RECORD_TYPE_OFFSET), type, __ATOMIC_RELAXED);
    __atomic_store_n(int64_at(header, HAWSER_RECORD_CORRELATION_OFFSET), correlation, __ATOMIC_RELAXED);
    __atomic_store_n(int64_at(header, HAWSER_RECORD_DEADLINE_OFFSET), deadline, __ATOMIC_RELAXED);
    __atomic_store_n(int32_at(header, HAWSER_RECORD_KEY_OFFSET), key, __ATOMIC_RELAXED);
    HAWSER_TEST_POINT(5);
}

static void store_length(uint8_t *header, int64_t length) {
    HAWSER_TEST_POINT(6);
    /* release: pairs with the acquire in poll(); orders the payload and, of one producer, the zero behind it, too */
    __atomic_store_n(int32_at(header, HAWSER_RECORD_LENGTH_OFFSET), (int32_t)length, __ATOMIC_RELEASE);
    HAWSER_TEST_POINT(7);
}

/* The header of the record at the end's index is filled. */
static void publish_record(hawser_ring_t *ring, int64_t length) {
    uint8_t *header = ring->data + ring->index;
    advance(ring, align(length));
    __atomic_store_n(int32_at(ring->data, ring->index), 0, __ATOMIC_RELAXED);
    __atomic_store_n(int64_at(ring->state, HAWSER_PRODUCER_POSITION_OFFSET), ring->position, __ATOMIC_RELAXED);
    store_length(header, length);
}

static int32_t claim_alone(hawser_ring_t *ring, int64_t aligned) {
    const int64_t rest = ring->capacity - ring->index;
    if (aligned > rest) {
        const int32_t result = make_room(ring, rest);
        if (result != HAWSER_OK) {
            return result;
        }
        fill_header(ring->data + ring->index, HAWSER_RECORD_PADDING, 0, 0, 0);
        publish_record(ring, rest);
    }
    const int32_t result = make_room(ring, aligned);
    if (result == HAWSER_FULL && aligned > rest) {
        hawser_ring_wake_consumer(ring);
    }
    return result;
}

int32_t hawser_ring_room(hawser_ring_t *ring) {
    if (look_for_room(ring) != HAWSER_OK) {
        return -1;
    }
    const int64_t free_length = ring->capacity - (ring->position - ring->peer) - HAWSER_RECORD_ALIGNMENT;
    const int64_t rest = ring->capacity - ring->index;
    const int64_t here = free_length < rest ? free_length : rest;
    const int64_t at_start = free_length - rest;
    const int64_t most = (here > at_start ? here : at_start) - HAWSER_RECORD_HEADER_LENGTH;
    return most < 0 ? -1 : (int32_t)most;
}

/* ---- many producers ---- */

static void pad(uint8_t *header, int64_t length) {
    fill_header(header, HAWSER_RECORD_PADDING, 0, 0, 0);
    store_length(header, length);
}

static int64_t produced_by_all(const hawser_ring_t *ring) {
    return __atomic_load_n(int64_at(ring->state, HAWSER_PRODUCER_POSITION_OFFSET), __ATOMIC_RELAXED);
}

/* Not before what this end has seen already, and not where sums would overflow. */
static int32_t is_possible(const hawser_ring_t *ring, int64_t position) {
    return position >= ring->position && position < INT64_MAX / 2 && position % HAWSER_RECORD_ALIGNMENT == 0;
}

static int64_t index_of(const hawser_ring_t *ring, int64_t position) {
    const int64_t ahead = position - ring->position;
    return ahead < ring->capacity - ring->index ? ring->index + ahead : position % ring->capacity;
}

static int64_t room_at(const hawser_ring_t *ring, int64_t position) {
    return ring->capacity - HAWSER_RECORD_ALIGNMENT - (position - ring->peer);
}

/* What a record needs at that position: with the padding before it, if it fits in together with that. If not, only the
 * padding, from which on the record fits in by itself. */
static int64_t needed_at(const hawser_ring_t *ring, int64_t position, int64_t aligned) {
    const int64_t rest = ring->capacity - index_of(ring, position);
    if (aligned <= rest) {
        return aligned;
    }
    return rest + aligned <= ring->capacity - HAWSER_RECORD_ALIGNMENT ? rest + aligned : rest;
}

/* Reads the consumer's position, then the producers': that of the consumer is then at most the other. Both move, and
 * together may move by more than the capacity between the two looks; so that several looks decide. */
static int32_t look_at_both(hawser_ring_t *ring, int64_t *position) {
    for (int32_t i = 0; i < TRIES; i++) {
        /* acquire: pairs with the release in publish(); what the consumer has passed is zeroed, and the producers'
         * position is at least what it had read */
        const int64_t consumed = __atomic_load_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET),
                                                 __ATOMIC_ACQUIRE);
        *position = produced_by_all(ring);
        if (!is_possible(ring, *position) || consumed < ring->peer || consumed > *position) {
            return HAWSER_POISONED;
        }
        if (*position - consumed <= ring->capacity) {
            ring->peer = consumed;
            return HAWSER_OK;
        }
    }
    return HAWSER_POISONED;
}

/* A position from which on there are *needed bytes of room. */
static int32_t find_room(hawser_ring_t *ring, int64_t aligned, int64_t *position, int64_t *needed) {
    *position = produced_by_all(ring);
    if (!is_possible(ring, *position)) {
        return HAWSER_POISONED;
    }
    *needed = needed_at(ring, *position, aligned);
    if (*needed > room_at(ring, *position)) {
        const int32_t result = look_at_both(ring, position);
        if (result != HAWSER_OK) {
            return result;
        }
        *needed = needed_at(ring, *position, aligned);
        if (*needed > room_at(ring, *position)) {
            return HAWSER_FULL;
        }
    }
    return HAWSER_OK;
}

static int32_t reserve_at(hawser_ring_t *ring, int64_t position, int64_t needed) {
    return hawser_ring_reserve(ring, index_of(ring, position), needed + HAWSER_RECORD_ALIGNMENT);
}

static int32_t take(hawser_ring_t *ring, int64_t position, int64_t needed) {
    int64_t expected = position;
    if (!__atomic_compare_exchange_n(int64_at(ring->state, HAWSER_PRODUCER_POSITION_OFFSET), &expected,
                                     position + needed, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
        return 0;
    }
    ring->index = index_of(ring, position);
    ring->position = position;
    return 1;
}

/* Of what was taken: pads up to the end of the data, if the record is not to begin here. Marks the record's room with
 * its length, negative. Whether there is any. */
static int32_t settle(hawser_ring_t *ring, int64_t aligned, int64_t needed) {
    const int64_t rest = ring->capacity - ring->index;
    if (aligned > rest) {
        uint8_t *header = ring->data + ring->index;
        advance(ring, rest);
        pad(header, rest);
        if (needed == rest) {
            return 0;
        }
    }
    HAWSER_TEST_POINT(15);
    __atomic_store_n(int32_at(ring->data, ring->index), (int32_t)-aligned, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST); /* whoever finds bytes of a dead claimer's record finds the mark */
    return 1;
}

static int32_t claim_among_many(hawser_ring_t *ring, int64_t aligned) {
    int32_t padded = 0;
    for (int32_t i = 0; i < TRIES; i++) {
        int64_t position;
        int64_t needed;
        int32_t result = find_room(ring, aligned, &position, &needed);
        if (result == HAWSER_OK) {
            result = reserve_at(ring, position, needed);
        }
        if (result != HAWSER_OK) {
            if (padded) {
                hawser_ring_wake_consumer(ring);
            }
            return result;
        }
        HAWSER_TEST_POINT(1);
        if (take(ring, position, needed)) {
            if (settle(ring, aligned, needed)) {
                return HAWSER_OK;
            }
            padded = 1;
        }
    }
    return HAWSER_FULL; /* the position never stood still */
}

/* ---- both ---- */

int32_t hawser_ring_claim(hawser_ring_t *ring, int32_t length, uint8_t **payload) {
    if (length < 0 || length > hawser_ring_max_payload(ring)) {
        return HAWSER_TOO_LONG;
    }
    hawser_ring_abort(ring);
    const int64_t aligned = align((int64_t)HAWSER_RECORD_HEADER_LENGTH + length);
    const int32_t result = ring->producers == HAWSER_PRODUCERS_ONE ? claim_alone(ring, aligned)
                                                                   : claim_among_many(ring, aligned);
    if (result == HAWSER_OK) {
        HAWSER_TEST_POINT(2);
        ring->claimed = aligned;
        *payload = ring->data + ring->index + HAWSER_RECORD_HEADER_LENGTH;
    } else if (result == HAWSER_FULL) {
        count_of(ring, HAWSER_BACK_PRESSURED_OFFSET, 1);
    }
    return result;
}

void hawser_ring_commit(hawser_ring_t *ring, int32_t type, int64_t correlation, int64_t deadline, int32_t key,
                        int32_t length) {
    const int64_t record = (int64_t)HAWSER_RECORD_HEADER_LENGTH + length;
    if (length < 0 || record > ring->claimed) {
        hawser_ring_abort(ring); /* nothing was claimed, or not so much: publishing it would run over others' records */
        return;
    }
    uint8_t *header = ring->data + ring->index;
    const int64_t claimed = ring->claimed;
    ring->claimed = 0;
    count_of(ring, HAWSER_PRODUCER_MESSAGES_OFFSET, 1);
    count_of(ring, HAWSER_PRODUCER_BYTES_OFFSET, length);
    fill_header(header, type, correlation, deadline, key);
    if (ring->producers == HAWSER_PRODUCERS_ONE) {
        publish_record(ring, record);
        return;
    }
    const int64_t used = align(record);
    if (used < claimed) {
        pad(header + used, claimed - used);
    }
    advance(ring, claimed);
    store_length(header, record);
}

void hawser_ring_abort(hawser_ring_t *ring) {
    const int64_t claimed = ring->claimed;
    ring->claimed = 0;
    if (claimed != 0 && ring->producers == HAWSER_PRODUCERS_MANY) {
        uint8_t *header = ring->data + ring->index;
        advance(ring, claimed);
        pad(header, claimed);
        hawser_ring_wake_consumer(ring);
    }
}

void hawser_ring_count_loss(hawser_ring_t *ring) {
    count_of(ring, HAWSER_LOSSES_OFFSET, 1);
}
