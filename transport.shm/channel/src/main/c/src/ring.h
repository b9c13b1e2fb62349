/* SPDX-License-Identifier: Apache-2.0 */
/* What the two ends of a ring share. How it works is said in ring.c. */
#ifndef HAWSER_RING_H
#define HAWSER_RING_H

#include "hawser/channel.h"
#include "hawser/memory.h"

#include <stddef.h>

/* Where the crash test kills. Nothing otherwise. */
#ifndef HAWSER_TEST_POINT
#define HAWSER_TEST_POINT(n) ((void)0)
#endif

static inline int32_t *int32_at(uint8_t *base, int64_t offset) {
    return (int32_t *)(void *)(base + offset);
}

static inline int64_t *int64_at(uint8_t *base, int64_t offset) {
    return (int64_t *)(void *)(base + offset);
}

static inline int64_t align(int64_t length) {
    return (length + HAWSER_RECORD_ALIGNMENT - 1) & ~(int64_t)(HAWSER_RECORD_ALIGNMENT - 1);
}

/* For a counter with one writer: load and store need not be one step. */
static inline void count(hawser_ring_t *ring, int64_t offset, int64_t increment) {
    int64_t *counter = int64_at(ring->state, offset);
    __atomic_store_n(counter, __atomic_load_n(counter, __ATOMIC_RELAXED) + increment, __ATOMIC_RELAXED);
}

/* For a counter of the producing end, which may have many. */
static inline void count_of(hawser_ring_t *ring, int64_t offset, int64_t increment) {
    if (ring->producers == HAWSER_PRODUCERS_ONE) {
        count(ring, offset, increment);
    } else {
        (void)__atomic_add_fetch(int64_at(ring->state, offset), increment, __ATOMIC_RELAXED);
    }
}

static inline void advance(hawser_ring_t *ring, int64_t aligned) {
    ring->position += aligned;
    ring->index += aligned;
    if (ring->index == ring->capacity) {
        ring->index = 0;
    }
}

/* Makes sure of memory for those bytes of the data. HAWSER_OK, or HAWSER_NO_MEMORY with the reason set. */
int32_t hawser_ring_reserve(hawser_ring_t *ring, int64_t index, int64_t length);

/* Whether somebody was, or was about to be, asleep. */
static inline int32_t wake_if_asleep(int32_t *flag) {
    if (__atomic_load_n(flag, __ATOMIC_RELAXED) == 0) {
        return 0;
    }
    __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
    HAWSER_TEST_POINT(9);
    hawser_wake(flag);
    return 1;
}

#endif
