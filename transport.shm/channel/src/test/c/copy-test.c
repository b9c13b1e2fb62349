/* SPDX-License-Identifier: Apache-2.0 */
/* Copies into a ring: what arrives is what was there, and nothing around it, however large and wherever it lies. */
#include "check.h"

#include <pthread.h>

enum { AROUND = 80, LONGEST = HAWSER_COPY_LARGE + 200, RECORDS = 200 };

static uint8_t source[LONGEST + AROUND];
static uint8_t target[LONGEST + 2 * AROUND];
static hawser_segment_t segment;

static uint8_t byte_of(int64_t sequence, int64_t index) {
    return (uint8_t)(sequence * 31 + index * 7 + index / 251);
}

static void copy_and_compare(void (*copy)(uint8_t *, const uint8_t *, int64_t), int32_t to, int32_t from, int32_t length) {
    memset(target, 0xa5, sizeof target);
    copy(target + AROUND + to, source + from, length);
    CHECK(memcmp(target + AROUND + to, source + from, (size_t)length) == 0);
    for (int32_t i = 0; i < AROUND + to; i++) {
        CHECK(target[i] == 0xa5);
    }
    for (int32_t i = AROUND + to + length; i < (int32_t)sizeof target; i++) {
        CHECK(target[i] == 0xa5);
    }
}

static void should_copy_all_and_nothing_else(void) {
    for (int32_t i = 0; i < (int32_t)sizeof source; i++) {
        source[i] = byte_of(3, i);
    }
    for (int32_t length = 0; length < 200; length += 9) {
        for (int32_t to = 0; to < 64; to += 13) {
            copy_and_compare(hawser_copy, to, to * 3 % 64, length);
            copy_and_compare(hawser_copy_past_cache, to, to * 3 % 64, length);
        }
    }
    for (int32_t length = HAWSER_COPY_LARGE - 2; length <= HAWSER_COPY_LARGE + 130; length += 11) {
        copy_and_compare(hawser_copy, length % 64, length % 23, length);
    }
}

static void should_copy_nothing_from_nowhere(void) {
    hawser_copy(target, NULL, 0);
}

static int32_t length_of(int64_t sequence) {
    return HAWSER_COPY_LARGE - 64 + (int32_t)(sequence * 37 % 256);
}

static void *produce(void *unused) {
    hawser_ring_t ring;
    uint8_t *payload;
    CHECK(hawser_ring_produce_to_native(&ring, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < RECORDS; i++) {
        for (int32_t k = 0; k < length_of(i); k++) {
            source[k] = byte_of(i, k);
        }
        while (hawser_ring_claim(&ring, length_of(i), &payload) == HAWSER_FULL) {
            hawser_ring_await_room(&ring, -1);
        }
        hawser_copy(payload, source, length_of(i));
        hawser_ring_commit(&ring, HAWSER_RECORD_MESSAGE, i, 0, 0, length_of(i));
        hawser_ring_wake_consumer(&ring);
    }
    return unused;
}

/* Whoever sees the length sees all that was copied before. */
static void should_be_there_when_its_record_is(void) {
    pthread_t thread;
    hawser_ring_t ring;
    hawser_record_t record;
    segment = new_segment(4 * HAWSER_COPY_LARGE);
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
    CHECK(pthread_create(&thread, NULL, produce, NULL) == 0);
    for (int64_t i = 0; i < RECORDS; i++) {
        while (hawser_ring_poll(&ring, &record) == HAWSER_EMPTY) {
            hawser_ring_await_record(&ring, -1);
        }
        CHECK(record.correlation == i && record.length == length_of(i));
        for (int32_t k = record.length; k > 0; k--) { /* what was stored last first */
            CHECK(record.payload[k - 1] == byte_of(i, k - 1));
        }
        hawser_ring_release(&ring);
    }
    CHECK(pthread_join(thread, NULL) == 0);
    free(segment.base);
}

int main(void) {
    RUN(should_copy_all_and_nothing_else);
    RUN(should_copy_nothing_from_nowhere);
    RUN(should_be_there_when_its_record_is);
    return 0;
}
