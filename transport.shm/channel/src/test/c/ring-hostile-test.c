/* SPDX-License-Identifier: Apache-2.0 */
/* A peer that writes garbage: each end says so, reads nothing outside the ring, and never hangs. */
#include "check.h"

static hawser_segment_t segment;
static hawser_ring_t producer;
static hawser_ring_t consumer;

static void given_ring(void) {
    segment = new_segment(HAWSER_CAPACITY_MIN);
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

static void should_be_poisoned_by_padding_that_does_not_end_the_data(void) {
    hawser_record_t record;
    const int32_t lengths[] = {32, 64, 960, HAWSER_CAPACITY_MIN};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        given_ring();
        put_length_and_type(0, lengths[i], HAWSER_RECORD_PADDING);
        CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_POISONED);
        free(segment.base);
    }
}

static void should_take_garbage_positions_for_poison(void) {
    const int64_t positions[] = {-1, -64, 64, INT64_MAX, INT64_MIN};
    uint8_t *payload;
    for (size_t i = 0; i < sizeof positions / sizeof positions[0]; i++) {
        given_ring();
        while (hawser_ring_claim(&producer, 0, &payload) == HAWSER_OK) {
            hawser_ring_commit(&producer, HAWSER_RECORD_MESSAGE, 0, 0, 0, 0);
            put_position(HAWSER_CONSUMER_POSITION_OFFSET, positions[i] == 64 ? 64 * 64 : positions[i]);
        }
        CHECK(hawser_ring_claim(&producer, 0, &payload) == HAWSER_POISONED);
        free(segment.base);
    }
}

static void should_not_open_an_end_at_impossible_positions(void) {
    const int64_t pairs[][2] = {{-64, -64}, {0, 64}, {HAWSER_CAPACITY_MIN, 0}, {INT64_MAX, 0}, {32, 0}, {64, 1}};
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

int main(void) {
    RUN(should_be_poisoned_by_an_impossible_length);
    RUN(should_be_poisoned_by_padding_that_does_not_end_the_data);
    RUN(should_take_garbage_positions_for_poison);
    RUN(should_not_open_an_end_at_impossible_positions);
    RUN(should_survive_any_bytes);
    return 0;
}
