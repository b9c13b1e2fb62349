/* SPDX-License-Identifier: Apache-2.0 */
/* Both ends of a ring on one thread. */
#ifndef RING_HARNESS_H
#define RING_HARNESS_H

#include "check.h"

static hawser_segment_t segment;
static hawser_ring_t producer;
static hawser_ring_t consumer;
static int32_t producers; /* HAWSER_PRODUCERS_... of the rings to test */

static inline void open_producer(void) {
    CHECK((producers == HAWSER_PRODUCERS_ONE ? hawser_ring_produce_to_renderer(&producer, &segment)
                                             : hawser_ring_produce_to_native(&producer, &segment)) == HAWSER_OK);
    CHECK(producer.producers == producers);
}

static inline void open_consumer(void) {
    CHECK((producers == HAWSER_PRODUCERS_ONE ? hawser_ring_consume_to_renderer(&consumer, &segment)
                                             : hawser_ring_consume_to_native(&consumer, &segment)) == HAWSER_OK);
}

static inline void given_ring(int64_t capacity) {
    segment = new_segment(capacity);
    open_producer();
    open_consumer();
}

static inline void done(void) {
    free(segment.base);
}

static inline int64_t state(int64_t offset) {
    return *(int64_t *)(void *)(producer.state + offset);
}

static inline int32_t offer(int32_t length, int64_t correlation) {
    uint8_t *payload;
    const int32_t result = hawser_ring_claim(&producer, length, &payload);
    if (result == HAWSER_OK) {
        for (int32_t i = 0; i < length; i++) {
            payload[i] = (uint8_t)(correlation + i);
        }
        hawser_ring_commit(&producer, HAWSER_RECORD_REQUEST, correlation, correlation * 3, 7, length);
    }
    return result;
}

static inline void take(int32_t length, int64_t correlation) {
    hawser_record_t record;
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_OK);
    CHECK(record.type == HAWSER_RECORD_REQUEST && record.correlation == correlation);
    CHECK(record.deadline == correlation * 3 && record.key == 7 && record.length == length);
    for (int32_t i = 0; i < length; i++) {
        CHECK(record.payload[i] == (uint8_t)(correlation + i));
    }
    hawser_ring_release(&consumer);
}

static inline void take_nothing(void) {
    hawser_record_t record;
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_EMPTY);
}

#endif
