/* SPDX-License-Identifier: Apache-2.0 */
/* A peer that writes garbage: each end says so, reads nothing outside the ring, and never hangs. */
#include "check.h"

#include <pthread.h>

static hawser_segment_t segment;
static hawser_ring_t producer;
static hawser_ring_t consumer;
static int32_t producers; /* HAWSER_PRODUCERS_... of the rings to test */

static void put_kind(void) {
    memcpy(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET + HAWSER_PRODUCERS_OFFSET, &producers, sizeof producers);
}

static void given_ring(void) {
    segment = new_segment(HAWSER_CAPACITY_MIN);
    put_kind();
    CHECK(hawser_ring_produce_to_native(&producer, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_to_native(&consumer, &segment) == HAWSER_OK);
}

static void put_length_and_type(int64_t index, int32_t length, int32_t type) {
    uint8_t *header = segment.base + HAWSER_DATA_OFFSET + index;
    memcpy(header + HAWSER_RECORD_TYPE_OFFSET, &type, sizeof type);
    memcpy(header + HAWSER_RECORD_LENGTH_OFFSET, &length, sizeof length);
}

static void put_position(int64_t offset, int64_t position) {
    memcpy(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET + offset, &position, sizeof position);
}

static void should_be_poisoned_by_an_impossible_length(void) {
    const int32_t lengths[] = {-1, INT32_MIN, 1, 31, HAWSER_CAPACITY_MIN + 1, INT32_MAX};
    hawser_record_t record;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        given_ring();
        put_length_and_type(0, lengths[i], HAWSER_RECORD_REQUEST);
        CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_POISONED);
        CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_POISONED);
        hawser_ring_await_record(&consumer, -1); /* does not sleep */
        free(segment.base);
    }
}

static void should_be_poisoned_by_impossible_padding(void) {
    hawser_record_t record;
    const int32_t lengths[] = {-32, 32, 63, 65, 1000, HAWSER_CAPACITY_MIN + 64, INT32_MAX};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        given_ring();
        put_length_and_type(0, lengths[i], HAWSER_RECORD_PADDING);
        CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_POISONED);
        free(segment.base);
    }
}

/* A negative length is what among many was claimed; one that cannot have been claimed is poison. */
static void should_wait_for_what_is_claimed_and_not_committed(void) {
    const int32_t lengths[] = {-64, -128, -HAWSER_CAPACITY_MIN};
    const int32_t impossible[] = {-32, -63, -HAWSER_CAPACITY_MIN - 64, INT32_MIN};
    hawser_record_t record;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        given_ring();
        put_length_and_type(0, lengths[i], HAWSER_RECORD_REQUEST);
        CHECK(hawser_ring_poll(&consumer, &record)
              == (producers == HAWSER_PRODUCERS_MANY ? HAWSER_EMPTY : HAWSER_POISONED));
        free(segment.base);
    }
    for (size_t i = 0; i < sizeof impossible / sizeof impossible[0]; i++) {
        given_ring();
        put_length_and_type(0, impossible[i], HAWSER_RECORD_REQUEST);
        CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_POISONED);
        free(segment.base);
    }
}

static void should_not_go_round_for_ever_in_padding(void) {
    hawser_record_t record;
    for (int32_t length = HAWSER_RECORD_ALIGNMENT; length <= HAWSER_CAPACITY_MIN; length *= 2) {
        given_ring();
        for (int32_t index = 0; index < HAWSER_CAPACITY_MIN; index += length) {
            put_length_and_type(index, length, HAWSER_RECORD_PADDING);
        }
        CHECK(hawser_ring_poll(&consumer, &record)
              == (producers == HAWSER_PRODUCERS_ONE ? HAWSER_POISONED : HAWSER_EMPTY));
        free(segment.base);
    }
}

/* Each claim finds the positions moved anew: forward, backward, far away. It says so or claims within the data. */
static void should_claim_inside_wherever_positions_are(void) {
    uint64_t seed = 1;
    int32_t poisoned = 0;
    for (int32_t round = 0; round < 50000; round++) {
        given_ring();
        for (int32_t i = 0; i < 8; i++) {
            uint8_t *payload;
            seed = seed * 6364136223846793005U + 1442695040888963407U;
            const int64_t odd[] = {-1, -64, 32, 64, 1024, 4096, INT64_MIN, INT64_MAX, INT64_MAX - 63,
                                   (int64_t)(seed >> 40) * 64, (int64_t)seed};
            put_position((seed >> 33) % 2 == 0 ? HAWSER_PRODUCER_POSITION_OFFSET : HAWSER_CONSUMER_POSITION_OFFSET,
                         odd[(seed >> 34) % (sizeof odd / sizeof odd[0])]);
            const int32_t length = (int32_t)((seed >> 20) % (HAWSER_CAPACITY_MIN - 95));
            const int32_t result = hawser_ring_claim(&producer, length, &payload);
            poisoned += result == HAWSER_POISONED;
            if (result == HAWSER_OK) {
                CHECK(payload >= producer.data && payload + length <= producer.data + HAWSER_CAPACITY_MIN);
                memset(payload, 0xa5, (size_t)length);
                hawser_ring_commit(&producer, HAWSER_RECORD_REQUEST, 0, 0, 0, length / 2);
            }
        }
        free(segment.base);
    }
    CHECK(poisoned > 1000);
}

static int32_t flipping;

/* Other values all the time in every word that the reader looks at, so that what is read twice differs. */
static void *flip(void *unused) {
    uint32_t seed = 7;
    while (__atomic_load_n(&flipping, __ATOMIC_RELAXED) != 0) {
        for (int64_t unit = 0; unit < HAWSER_CAPACITY_MIN; unit += HAWSER_RECORD_ALIGNMENT) {
            seed = seed * 1664525U + 1013904223U;
            const int32_t lengths[] = {0, 32, 64, 100, 1 << 20, -1, 1024, INT32_MIN};
            int32_t *words = (int32_t *)(void *)(segment.base + HAWSER_DATA_OFFSET + unit);
            __atomic_store_n(words, lengths[seed >> 29], __ATOMIC_RELAXED);
            __atomic_store_n(words + 1, (int32_t)(seed >> 16) % 8, __ATOMIC_RELAXED);
            __atomic_store_n(words + 2, (int32_t)seed, __ATOMIC_RELAXED);
        }
        int64_t *position = (int64_t *)(void *)(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET
                                                + ((seed & 64) == 0 ? 0 : HAWSER_CONSUMER_POSITION_OFFSET));
        __atomic_store_n(position, (int64_t)(seed >> 16), __ATOMIC_RELAXED);
    }
    return unused;
}

static void read_while_flipped(void) {
    hawser_record_t record;
    for (int32_t i = 0; i < 100000; i++) {
        if (hawser_ring_poll(&consumer, &record) == HAWSER_OK) {
            CHECK(record.length >= 0 && record.payload >= consumer.data);
            CHECK(record.payload + record.length <= consumer.data + HAWSER_CAPACITY_MIN);
            hawser_ring_release(&consumer);
        }
        CHECK(consumer.index >= 0 && consumer.index < HAWSER_CAPACITY_MIN);
    }
}

static void claim_while_flipped(void) {
    uint8_t *payload;
    for (int32_t i = 0; i < 1000; i++) {
        hawser_ring_t end = producer;
        if (hawser_ring_claim(&end, 200, &payload) == HAWSER_OK) {
            CHECK(payload >= end.data && payload + 200 <= end.data + HAWSER_CAPACITY_MIN);
            hawser_ring_commit(&end, HAWSER_RECORD_REQUEST, 0, 0, 0, 10);
        }
    }
}

static void should_survive_bytes_that_flip_while_they_are_read(void) {
    pthread_t thread;
    given_ring();
    __atomic_store_n(&flipping, 1, __ATOMIC_RELAXED);
    CHECK(pthread_create(&thread, NULL, flip, NULL) == 0);
    read_while_flipped();
    claim_while_flipped();
    __atomic_store_n(&flipping, 0, __ATOMIC_RELAXED);
    CHECK(pthread_join(thread, NULL) == 0);
    free(segment.base);
}

/* A sleeper's flag that a peer keeps set costs wake-ups; one that it keeps clear costs the timeout. Neither hangs. */
static void should_wake_up_in_time_whatever_the_flags_say(void) {
    given_ring();
    memset(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET + HAWSER_CONSUMER_SLEEPS_OFFSET, 0xff, 256);
    hawser_ring_await_record(&consumer, 1000);
    hawser_ring_await_room(&producer, 1000);
    hawser_ring_wake_consumer(&producer);
    hawser_ring_await_record(&consumer, 0);
    free(segment.base);
}

static void should_take_garbage_positions_for_poison(void) {
    const int64_t positions[] = {-1, -64, 64 * 64, INT64_MAX, INT64_MIN};
    uint8_t *payload;
    for (size_t i = 0; i < sizeof positions / sizeof positions[0]; i++) {
        given_ring();
        while (hawser_ring_claim(&producer, 0, &payload) == HAWSER_OK) {
            hawser_ring_commit(&producer, HAWSER_RECORD_MESSAGE, 0, 0, 0, 0);
            put_position(HAWSER_CONSUMER_POSITION_OFFSET, positions[i]);
        }
        CHECK(hawser_ring_claim(&producer, 0, &payload) == HAWSER_POISONED);
        free(segment.base);
    }
}

static void should_not_open_an_end_at_impossible_positions(void) {
    const int64_t pairs[][2] = {{-64, -64}, {0, 64}, {HAWSER_CAPACITY_MIN + 64, 0}, {INT64_MAX, 0}, {32, 0}, {64, 1}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        given_ring();
        put_position(HAWSER_PRODUCER_POSITION_OFFSET, pairs[i][0]);
        put_position(HAWSER_CONSUMER_POSITION_OFFSET, pairs[i][1]);
        CHECK(hawser_ring_produce_to_native(&producer, &segment) == HAWSER_POISONED);
        CHECK(hawser_ring_consume_to_native(&consumer, &segment) == HAWSER_POISONED);
        CHECK_CONTAINS(hawser_error(), "producer=");
        free(segment.base);
    }
}

static void should_survive_any_bytes(void) {
    uint32_t seed = 1;
    given_ring();
    for (int32_t round = 0; round < 20000; round++) {
        uint8_t *data = segment.base + HAWSER_DATA_OFFSET;
        for (int32_t i = 0; i < HAWSER_CAPACITY_MIN; i += 4) {
            seed = seed * 1664525U + 1013904223U;
            const uint32_t word = (seed >> 16) % 5 == 0 ? seed : seed >> 21; /* small ones are plausible lengths */
            memcpy(data + i, &word, sizeof word);
        }
        hawser_record_t record;
        for (int32_t i = 0; i < 64 && hawser_ring_poll(&consumer, &record) == HAWSER_OK; i++) {
            CHECK(record.payload >= data && record.length >= 0);
            CHECK(record.payload + record.length <= data + HAWSER_CAPACITY_MIN);
            hawser_ring_release(&consumer);
        }
    }
    free(segment.base);
}

static void run_all(int32_t kind) {
    producers = kind;
    RUN(should_be_poisoned_by_an_impossible_length);
    RUN(should_be_poisoned_by_impossible_padding);
    RUN(should_wait_for_what_is_claimed_and_not_committed);
    RUN(should_not_go_round_for_ever_in_padding);
    RUN(should_take_garbage_positions_for_poison);
    RUN(should_not_open_an_end_at_impossible_positions);
    RUN(should_claim_inside_wherever_positions_are);
    RUN(should_survive_any_bytes);
    RUN(should_wake_up_in_time_whatever_the_flags_say);
}

int main(void) {
    run_all(HAWSER_PRODUCERS_ONE);
    run_all(HAWSER_PRODUCERS_MANY);
    RUN(should_survive_bytes_that_flip_while_they_are_read);
    producers = HAWSER_PRODUCERS_ONE;
    RUN(should_survive_bytes_that_flip_while_they_are_read);
    return 0;
}
