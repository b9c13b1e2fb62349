/* SPDX-License-Identifier: Apache-2.0 */
/* What the consumer of a ring with many producers zeroes, and when. */
#include "ring-harness.h"

static int64_t units_left(int64_t capacity) {
    int64_t left = 0;
    for (int64_t unit = 0; unit < capacity; unit += HAWSER_RECORD_ALIGNMENT) {
        left += *(int32_t *)(void *)(producer.data + unit) != 0;
    }
    return left;
}

/* Where no record may begin any more, no length word of an old one is left. */
static void should_leave_zeros_behind_among_many(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    for (int64_t i = 1; i <= 100; i++) {
        CHECK(offer((int32_t)(i * 37 % 400), i) == HAWSER_OK);
        take((int32_t)(i * 37 % 400), i);
        take_nothing();
        CHECK(units_left(HAWSER_CAPACITY_MIN) == 0);
    }
    done();
}

/* A record that comes while a long one is being zeroed is read at once; what is published is zeroed. */
static void should_zero_a_long_record_while_it_finds_nothing(void) {
    const int64_t capacity = 1 << 20;
    const int32_t length = 100 * 1024 - HAWSER_RECORD_HEADER_LENGTH;
    given_ring(capacity);
    for (int64_t i = 1; i <= 40; i++) { /* across the end of the data, too */
        CHECK(offer(length, i) == HAWSER_OK);
        take(length, i);
        CHECK(units_left(capacity) > length / HAWSER_RECORD_ALIGNMENT / 2);
        CHECK(offer(8, i) == HAWSER_OK);
        take(8, i);
        int32_t looks = 0;
        while (state(HAWSER_CONSUMER_POSITION_OFFSET) != state(HAWSER_PRODUCER_POSITION_OFFSET)) {
            take_nothing();
            CHECK(++looks < 1000);
        }
        CHECK(looks > 10 && units_left(capacity) == 0);
    }
    done();
}

/* Whoever falls asleep, or leaves, has zeroed and published all. */
static void should_zero_a_long_record_before_it_sleeps(void) {
    const int64_t capacity = 1 << 20;
    const int32_t length = 100 * 1024;
    given_ring(capacity);
    for (int64_t i = 1; i <= 40; i++) {
        CHECK(offer(length, i) == HAWSER_OK);
        take(length, i);
        hawser_ring_await_record(&consumer, 0);
        CHECK(units_left(capacity) == 0);
        CHECK(state(HAWSER_CONSUMER_POSITION_OFFSET) == state(HAWSER_PRODUCER_POSITION_OFFSET));
    }
    done();
}

/* Without an idle moment, too, room comes back. */
static void should_have_room_again_while_long_records_follow_each_other(void) {
    const int64_t capacity = 1 << 20;
    const int32_t length = 100 * 1024;
    given_ring(capacity);
    int64_t sent = 0;
    int64_t taken = 0;
    while (taken < 100) {
        while (offer(length, sent + 1) == HAWSER_OK) {
            sent++;
        }
        CHECK(sent > taken);
        while (taken + 1 < sent) { /* it never finds the ring empty */
            take(length, ++taken);
        }
    }
    done();
}

int main(void) {
    producers = HAWSER_PRODUCERS_MANY;
    RUN(should_leave_zeros_behind_among_many);
    RUN(should_zero_a_long_record_while_it_finds_nothing);
    RUN(should_zero_a_long_record_before_it_sleeps);
    RUN(should_have_room_again_while_long_records_follow_each_other);
    return 0;
}
