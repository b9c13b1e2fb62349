/* SPDX-License-Identifier: Apache-2.0 */
/* Both ends of a ring on one thread, for both kinds of ring. */
#include "ring-harness.h"

static void should_carry_each_length_at_each_offset(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    const int32_t max = hawser_ring_max_payload(&producer);
    int64_t correlation = 0;
    for (int32_t start = 0; start < HAWSER_CAPACITY_MIN / HAWSER_RECORD_ALIGNMENT; start++) {
        for (int32_t length = 0; length <= max; length++) {
            const int32_t first = offer(length, ++correlation);
            if (first == HAWSER_FULL) { /* the padding has to be read first */
                take_nothing();
                CHECK(offer(length, correlation) == HAWSER_OK);
            } else {
                CHECK(first == HAWSER_OK);
            }
            take(length, correlation);
            take_nothing();
        }
        CHECK(offer(0, ++correlation) == HAWSER_OK); /* the next round begins one unit further on */
        take(0, correlation);
        take_nothing();
    }
    CHECK(state(HAWSER_PRODUCER_MESSAGES_OFFSET) == correlation);
    CHECK(state(HAWSER_CONSUMER_MESSAGES_OFFSET) == correlation);
    CHECK(state(HAWSER_PRODUCER_POSITION_OFFSET) == state(HAWSER_CONSUMER_POSITION_OFFSET));
    done();
}

static void should_keep_order_with_many_in_flight(void) {
    given_ring(HAWSER_CAPACITY_MIN + HAWSER_RECORD_ALIGNMENT); /* not a power of two */
    int64_t sent = 0;
    int64_t taken = 0;
    while (taken < 10000) {
        while (offer((int32_t)((sent + 1) * 37 % 200), sent + 1) == HAWSER_OK) {
            sent++;
        }
        for (int64_t i = 0; i < 3 && taken < sent; i++) {
            taken++;
            take((int32_t)(taken * 37 % 200), taken);
        }
    }
    done();
}

static void should_refuse_what_is_too_long(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    uint8_t *payload;
    CHECK(hawser_ring_max_payload(&producer) == HAWSER_CAPACITY_MIN - 96);
    CHECK(hawser_ring_claim(&producer, HAWSER_CAPACITY_MIN - 95, &payload) == HAWSER_TOO_LONG);
    CHECK(hawser_ring_claim(&producer, INT32_MAX, &payload) == HAWSER_TOO_LONG);
    CHECK(hawser_ring_claim(&producer, -1, &payload) == HAWSER_TOO_LONG);
    CHECK(offer(HAWSER_CAPACITY_MIN - 96, 1) == HAWSER_OK);
    take(HAWSER_CAPACITY_MIN - 96, 1);
    done();
}

static void should_be_full_and_have_room_again(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    int64_t sent = 0;
    while (offer(32, sent + 1) == HAWSER_OK) {
        sent++;
    }
    CHECK(sent == HAWSER_CAPACITY_MIN / HAWSER_RECORD_ALIGNMENT - 1);
    CHECK(offer(0, 99) == HAWSER_FULL);
    CHECK(state(HAWSER_BACK_PRESSURED_OFFSET) == 2);
    take(32, 1);
    CHECK(offer(32, 99) == HAWSER_FULL); /* an eighth is published at once, less of it later */
    take(32, 2);
    CHECK(offer(32, sent + 1) == HAWSER_OK);
    for (int64_t i = 3; i <= sent + 1; i++) {
        take(32, i);
    }
    take_nothing();
    done();
}

static void should_return_what_was_not_used_of_a_claim(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    uint8_t *payload;
    CHECK(hawser_ring_claim(&producer, 500, &payload) == HAWSER_OK);
    memset(payload, 0xff, 500); /* also where the next record's length word will be */
    payload[0] = 1;
    hawser_ring_commit(&producer, HAWSER_RECORD_REQUEST, 1, 3, 7, 1);
    const int64_t passed = producers == HAWSER_PRODUCERS_ONE ? HAWSER_RECORD_ALIGNMENT : 576; /* the rest is padding */
    CHECK(state(HAWSER_PRODUCER_POSITION_OFFSET) == passed);
    take(1, 1);
    take_nothing();
    CHECK(offer(10, 2) == HAWSER_OK);
    take(10, 2);
    done();
}

static void should_leave_nothing_of_an_aborted_claim(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    uint8_t *payload;
    CHECK(hawser_ring_claim(&producer, 800, &payload) == HAWSER_OK);
    memset(payload, 0xff, 800);
    hawser_ring_abort(&producer);
    take_nothing();
    hawser_ring_commit(&producer, HAWSER_RECORD_REQUEST, 1, 0, 0, 0); /* without a claim: nothing */
    take_nothing();
    CHECK(hawser_ring_claim(&producer, 100, &payload) == HAWSER_OK);
    hawser_ring_commit(&producer, HAWSER_RECORD_REQUEST, 1, 0, 0, 500); /* more than claimed: nothing */
    take_nothing();
    CHECK(offer(5, 2) == HAWSER_OK);
    take(5, 2);
    done();
}

static void should_return_unknown_types_as_they_are(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    uint8_t *payload;
    hawser_record_t record;
    CHECK(hawser_ring_claim(&producer, 8, &payload) == HAWSER_OK);
    memset(payload, 0, 8);
    hawser_ring_commit(&producer, 4711, 0, 0, 0, 8);
    CHECK(offer(3, 2) == HAWSER_OK);
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_OK && record.type == 4711);
    hawser_ring_reject(&consumer);
    take(3, 2);
    CHECK(state(HAWSER_CONSUMER_REJECTS_OFFSET) == 1 && state(HAWSER_CONSUMER_MESSAGES_OFFSET) == 1);
    done();
}

static void should_return_a_record_again_until_it_is_released(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    hawser_record_t record;
    CHECK(offer(3, 1) == HAWSER_OK);
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_OK);
    take(3, 1);
    hawser_ring_release(&consumer); /* nothing is held: nothing happens */
    take_nothing();
    done();
}

static void should_go_on_where_the_last_ends_were(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    for (int64_t i = 1; i <= 20; i++) {
        CHECK(offer(100, i) == HAWSER_OK);
        if (i < 20) {
            take(100, i);
        }
    }
    hawser_ring_await_record(&consumer, 0);
    open_producer();
    open_consumer();
    CHECK(offer(100, 21) == HAWSER_OK);
    take(100, 20);
    take(100, 21);
    done();
}

/* Both at once: an end of the data that is too short, and a record too long to be claimed along with its padding. */
static void should_pad_first_what_cannot_be_claimed_at_once(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    for (int64_t i = 1; i <= 8; i++) {
        CHECK(offer(0, i) == HAWSER_OK);
        take(0, i);
    }
    take_nothing();
    CHECK(offer(HAWSER_CAPACITY_MIN - 96, 9) == HAWSER_FULL);
    CHECK(state(HAWSER_PRODUCER_POSITION_OFFSET) == HAWSER_CAPACITY_MIN);
    take_nothing(); /* reads the padding */
    CHECK(offer(HAWSER_CAPACITY_MIN - 96, 9) == HAWSER_OK);
    take(HAWSER_CAPACITY_MIN - 96, 9);
    done();
}

static void should_accept_padding_anywhere(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    uint8_t *payload;
    for (int64_t i = 1; i <= 100; i++) {
        CHECK(hawser_ring_claim(&producer, (int32_t)(i % 5) * 64, &payload) == HAWSER_OK);
        hawser_ring_commit(&producer, HAWSER_RECORD_PADDING, 0, 0, 0, (int32_t)(i % 5) * 64 + 32);
        hawser_ring_abort(&producer);
        if (offer(10, i) == HAWSER_FULL) {
            take_nothing();
            CHECK(offer(10, i) == HAWSER_OK);
        }
        take(10, i);
        take_nothing();
    }
    done();
}

static void should_tell_the_room_there_is(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    uint8_t *payload;
    for (int64_t i = 1; i <= 200; i++) {
        const int32_t room = hawser_ring_room(&producer);
        CHECK(room >= 0);
        hawser_ring_t copy = producer;
        CHECK(hawser_ring_claim(&copy, room + 64, &payload) != HAWSER_OK);
        copy = producer;
        CHECK(hawser_ring_claim(&producer, room, &payload) == HAWSER_OK);
        hawser_ring_abort(&producer);
        if (offer((int32_t)(i * 41 % 300), i) == HAWSER_FULL) {
            take_nothing();
            CHECK(offer((int32_t)(i * 41 % 300), i) == HAWSER_OK);
        }
        take((int32_t)(i * 41 % 300), i);
        if (i % 3 != 0) {
            take_nothing();
        }
    }
    while (offer(0, 1) == HAWSER_OK) {
    }
    CHECK(hawser_ring_room(&producer) == -1);
    done();
}

/* Whoever commits right after claiming may miss the sleep flag; so nobody sleeps for long while something is claimed. */
static void should_only_nap_while_something_is_claimed(void) {
    uint8_t *payload;
    given_ring(HAWSER_CAPACITY_MIN);
    CHECK(offer(0, 1) == HAWSER_OK);
    take(0, 1);
    CHECK(hawser_ring_claim(&producer, 8, &payload) == HAWSER_OK);
    for (int32_t i = 0; i < 5; i++) {
        take_nothing();
        hawser_ring_await_record(&consumer, -1);
    }
    hawser_ring_abort(&producer);
    take_nothing();
    done();
}

static void should_count_what_is_lost(void) {
    given_ring(HAWSER_CAPACITY_MIN);
    hawser_ring_count_loss(&producer);
    hawser_ring_count_loss(&producer);
    CHECK(state(HAWSER_LOSSES_OFFSET) == 2);
    done();
}

static void run_all(int32_t kind) {
    producers = kind;
    RUN(should_carry_each_length_at_each_offset);
    RUN(should_keep_order_with_many_in_flight);
    RUN(should_refuse_what_is_too_long);
    RUN(should_be_full_and_have_room_again);
    RUN(should_return_what_was_not_used_of_a_claim);
    RUN(should_leave_nothing_of_an_aborted_claim);
    RUN(should_return_unknown_types_as_they_are);
    RUN(should_return_a_record_again_until_it_is_released);
    RUN(should_go_on_where_the_last_ends_were);
    RUN(should_pad_first_what_cannot_be_claimed_at_once);
    RUN(should_accept_padding_anywhere);
    RUN(should_count_what_is_lost);
}

static void answer_to_a_sleeper(hawser_ring_t *producer) {
    uint8_t *payload;
    CHECK(hawser_ring_claim(producer, 8, &payload) == HAWSER_OK);
    hawser_ring_commit(producer, HAWSER_RECORD_RESPONSE, 1, 0, 0, 8);
    __atomic_store_n(producer->sleeper, 1, __ATOMIC_RELAXED);
}

static void should_wake_who_does_not_come_by_himself(void) {
    hawser_segment_t segment = new_segment(HAWSER_CAPACITY_MIN);
    hawser_ring_t producer;
    hawser_ring_t consumer;
    hawser_record_t record;
    int64_t *wakes = (int64_t *)(void *)(segment.base + HAWSER_TO_RENDERER_STATE_OFFSET + HAWSER_PRODUCER_WAKES_OFFSET);
    CHECK(hawser_ring_produce_to_renderer(&producer, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_to_renderer(&consumer, &segment) == HAWSER_OK);

    answer_to_a_sleeper(&producer);
    hawser_ring_wake_consumer_patiently(&producer);
    CHECK(*wakes == 1 && *producer.sleeper == 0);
    hawser_ring_wake_consumer_patiently(&producer); /* nobody sleeps */
    CHECK(*wakes == 1);

    answer_to_a_sleeper(&producer);
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_OK);
    hawser_ring_release(&consumer);
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_OK);
    hawser_ring_release(&consumer);
    CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_EMPTY); /* which publishes */
    hawser_ring_wake_consumer_patiently(&producer);
    CHECK(*wakes == 1 && *producer.sleeper == 1);
    free(segment.base);
}

int main(void) {
    run_all(HAWSER_PRODUCERS_ONE);
    run_all(HAWSER_PRODUCERS_MANY);
    producers = HAWSER_PRODUCERS_ONE;
    RUN(should_tell_the_room_there_is);
    RUN(should_wake_who_does_not_come_by_himself);
    producers = HAWSER_PRODUCERS_MANY;
    RUN(should_only_nap_while_something_is_claimed);
    return 0;
}
