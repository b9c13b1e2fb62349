/* SPDX-License-Identifier: Apache-2.0 */
/* How a producer wakes its consumer, and sleeps for want of room; ring.c says why no wake-up is lost. */
#include "ring.h"

/* How often to look whether a consumer comes by himself: two or three microseconds. */
enum { PATIENCE = 64 };

void hawser_ring_wake_consumer(hawser_ring_t *ring) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with that of a consumer that falls asleep */
    HAWSER_TEST_POINT(8);
    if (wake_if_asleep(ring->sleeper)) {
        count_of(ring, HAWSER_PRODUCER_WAKES_OFFSET, 1);
    }
}

static int32_t sleeps(const hawser_ring_t *ring) {
    return __atomic_load_n(ring->sleeper, __ATOMIC_ACQUIRE) != 0;
}

/* Who falls asleep has published before. */
static int32_t is_consumed(const hawser_ring_t *ring) {
    return __atomic_load_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_RELAXED) == ring->position;
}

void hawser_ring_wake_consumer_patiently(hawser_ring_t *ring) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with that of a consumer that falls asleep */
    int32_t looks = 0;
    while (sleeps(ring)) {
        if (is_consumed(ring)) {
            return;
        }
        if (looks == PATIENCE) {
            hawser_ring_wake_consumer(ring);
            return;
        }
        looks++;
        hawser_relax();
    }
}

void hawser_ring_wake_for_stop(const hawser_ring_t *ring) {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    (void)wake_if_asleep(ring->sleeper);
}

void hawser_ring_await_room(hawser_ring_t *ring, int64_t timeout_ns) {
    int32_t *flag = int32_at(ring->state, HAWSER_PRODUCER_SLEEPS_OFFSET);
    hawser_ring_wake_consumer(ring);
    __atomic_store_n(flag, 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with those in await_either() and publish_if_due() */
    if (__atomic_load_n(int64_at(ring->state, HAWSER_CONSUMER_POSITION_OFFSET), __ATOMIC_RELAXED) == ring->peer) {
        (void)hawser_wait(flag, 1, timeout_ns);
    }
    if (ring->producers == HAWSER_PRODUCERS_ONE) {
        __atomic_store_n(flag, 0, __ATOMIC_RELAXED);
    }
}
