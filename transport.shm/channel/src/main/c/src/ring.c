/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The native ends of a ring buffer; the layout is in channel.h. Here they are opened; producer.c, wake.c and
 * consumer.c use them.
 *
 * Committing: the producer fills a record and stores its length last, with release. The consumer reads that word with
 * acquire: a length seen means a record seen. Behind the last record there is always a zero: one producer writes it
 * before it commits; among many, nobody could, since the others are already writing there, so that the consumer leaves
 * zeros wherever a record may begin; each marks what it claimed, so that what a dead one leaves can be passed by.
 *
 * Room: the consumer publishes its position seldom, since each time costs the producer a cache miss: when an eighth of
 * the ring was read, when it finds nothing, and when the producer sleeps. The producer reads it when its copy of it
 * says that there is no room. One unit of alignment is never filled: the zeroed word lies in it. Among many, what is
 * published has been zeroed: of a long record only a part at once, so that the next record is not late by that.
 *
 * Sleeping: the sleeper sets its flag, fences, and looks again; the other side stores what it waits for, fences, and
 * reads the flag. So one of both sees the other.
 * Among many, a claim is a locked step at the position they share, which a consumer that falls asleep looks at, too. So
 * whoever commits right after claiming needs no other fence: the consumer sees the claim, or he sees the flag. As long as
 * something is claimed the consumer only naps.
 * Whoever wakes clears the flag, which is the futex word itself: a sleep that begins too late ends at once. Producers
 * that share a flag leave it to the consumer to clear: one that clears it when it awakes would hide the others. All
 * wake-ups may be spurious; callers look again.
 *
 * Memory: of a large ring only the beginning has memory when it is made. A producer reserves more before it writes there,
 * the next length word included, which the consumer looks at. Steps grow with what is there, so that a large ring of
 * which little is used costs little.
 *
 * Trust: a word of shared memory is read once into a local and checked there. Positions and indexes are the end's own.
 * The one that many producers share is checked against the end's own copies, each time; wherever it points to, that is
 * inside of the data.
 */
#include "ring.h"

enum { READINGS = 100 };

/* Reads the two positions. In this order: whoever published what was consumed had seen at least that much produced.
 * Others may be at work meanwhile, so that once is not enough to call it impossible. */
static int32_t read_positions(uint8_t *state, int64_t most, int64_t *produced, int64_t *consumed) {
    for (int32_t i = 0; i < READINGS; i++) {
        *consumed = __atomic_load_n(int64_at(state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
        *produced = __atomic_load_n(int64_at(state, HAWSER_PRODUCER_POSITION_OFFSET), __ATOMIC_ACQUIRE);
        if (*consumed >= 0 && *produced >= *consumed && *produced - *consumed <= most
            && (*produced | *consumed) % HAWSER_RECORD_ALIGNMENT == 0) {
            return HAWSER_OK;
        }
    }
    return HAWSER_POISONED;
}

static int64_t reserved_at_creation(const hawser_segment_t *segment, int64_t offset, int64_t capacity) {
    const int64_t there = hawser_memory_reserved_at_creation(segment->length) - offset;
    return segment->descriptor < 0 || there > capacity ? capacity : there > 0 ? there : 0;
}

static int32_t open_end(hawser_ring_t *ring, const hawser_segment_t *segment, int64_t state_offset, int64_t offset,
                        int64_t capacity, int32_t produces) {
    uint8_t *state = segment->base + state_offset;
    const int32_t producers = __atomic_load_n(int32_at(state, HAWSER_PRODUCERS_OFFSET), __ATOMIC_RELAXED);
    const int64_t most = producers == HAWSER_PRODUCERS_ONE ? capacity - HAWSER_RECORD_ALIGNMENT : capacity;
    int64_t produced;
    int64_t consumed;
    if (producers != HAWSER_PRODUCERS_ONE && producers != HAWSER_PRODUCERS_MANY) {
        (void)hawser_fail("a ring must be for one producer or for many: producers=%d", producers);
        return HAWSER_POISONED;
    }
    if (read_positions(state, most, &produced, &consumed) != HAWSER_OK) {
        (void)hawser_fail("a ring's positions must lie within its capacity: producer=%lld, consumer=%lld, "
                          "capacity=%lld", (long long)produced, (long long)consumed, (long long)capacity);
        return HAWSER_POISONED;
    }
    const int64_t position = produces ? produced : consumed;
    *ring = (hawser_ring_t){
        .state = state, .data = segment->base + offset, .sleeper = int32_at(state, HAWSER_CONSUMER_SLEEPS_OFFSET),
        .capacity = capacity, .position = position, .peer = consumed, .cleared = position, .index = position % capacity,
        .reserved = reserved_at_creation(segment, offset, capacity), .offset = offset,
        .descriptor = segment->descriptor, .producers = producers,
    };
    return hawser_ring_reserve(ring, ring->index, HAWSER_RECORD_ALIGNMENT);
}

static int64_t clamp(int64_t value, int64_t least, int64_t most) {
    return value < least ? least : value > most ? most : value;
}

int32_t hawser_ring_reserve(hawser_ring_t *ring, int64_t index, int64_t length) {
    const int64_t end = index + length < ring->capacity ? index + length : ring->capacity;
    if (end <= ring->reserved) {
        return HAWSER_OK;
    }
    const int64_t part = ring->reserved / HAWSER_RESERVE_PART / HAWSER_RESERVE_UNIT * HAWSER_RESERVE_UNIT;
    const int64_t unit = clamp(part, HAWSER_RESERVED_FIRST, HAWSER_RESERVE_STEP);
    const int64_t more = (end - ring->reserved + unit - 1) / unit * unit;
    const int64_t most = ring->capacity - ring->reserved;
    const int64_t step = more < most ? more : most;
    if (hawser_memory_reserve(ring->descriptor, ring->offset + ring->reserved, step) != 0) {
        return HAWSER_NO_MEMORY;
    }
    ring->reserved += step;
    return HAWSER_OK;
}

static int32_t open_to_native(hawser_ring_t *ring, const hawser_segment_t *segment, int32_t produces) {
    return open_end(ring, segment, HAWSER_TO_NATIVE_STATE_OFFSET, HAWSER_DATA_OFFSET, segment->to_native_capacity,
                    produces);
}

static int32_t open_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment, int32_t produces) {
    return open_end(ring, segment, HAWSER_TO_RENDERER_STATE_OFFSET, HAWSER_DATA_OFFSET + segment->to_native_capacity,
                    segment->to_renderer_capacity, produces);
}

static int32_t open_side(hawser_ring_t *ring, const hawser_segment_t *segment, int32_t produces) {
    const int64_t offset = HAWSER_DATA_OFFSET + segment->to_native_capacity + segment->to_renderer_capacity;
    const int32_t result = open_end(ring, segment, HAWSER_SIDE_STATE_OFFSET, offset, segment->side_capacity, produces);
    ring->sleeper = int32_at(segment->base, HAWSER_TO_RENDERER_STATE_OFFSET + HAWSER_CONSUMER_SLEEPS_OFFSET);
    return result;
}

int32_t hawser_ring_produce_to_native(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_native(ring, segment, 1);
}

int32_t hawser_ring_produce_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_renderer(ring, segment, 1);
}

int32_t hawser_ring_produce_side(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_side(ring, segment, 1);
}

int32_t hawser_ring_consume_to_native(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_native(ring, segment, 0);
}

int32_t hawser_ring_consume_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_to_renderer(ring, segment, 0);
}

int32_t hawser_ring_consume_side(hawser_ring_t *ring, const hawser_segment_t *segment) {
    return open_side(ring, segment, 0);
}

int32_t hawser_ring_max_payload(const hawser_ring_t *ring) {
    return (int32_t)(ring->capacity - HAWSER_RECORD_ALIGNMENT - HAWSER_RECORD_HEADER_LENGTH);
}
