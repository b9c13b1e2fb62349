/* SPDX-License-Identifier: Apache-2.0 */
/* A thread at each end. Waiting is always in the kernel: a lost wake-up hangs the test until ctest ends it. */
#include "check.h"

#include <pthread.h>

static hawser_segment_t segment;
static int64_t percent = 100; /* of the messages */

static void start(pthread_t *thread, void *(*body)(void *), void *argument) {
    CHECK(pthread_create(thread, NULL, body, argument) == 0);
}

static void finish(pthread_t thread) {
    CHECK(pthread_join(thread, NULL) == 0);
    free(segment.base);
}

static void put(hawser_ring_t *ring, int64_t sequence, int32_t length) {
    uint8_t *payload;
    int32_t result;
    while ((result = hawser_ring_claim(ring, length, &payload)) == HAWSER_FULL) {
        hawser_ring_await_room(ring, -1);
    }
    CHECK(result == HAWSER_OK);
    memset(payload, (uint8_t)sequence, (size_t)length);
    hawser_ring_commit(ring, HAWSER_RECORD_REQUEST, sequence, 0, 0, length);
}

static void send(hawser_ring_t *ring, int64_t sequence, int32_t length) {
    put(ring, sequence, length);
    hawser_ring_wake_consumer(ring);
}

static void answer(hawser_ring_t *ring, int64_t sequence, int32_t length) {
    put(ring, sequence, length);
    hawser_ring_wake_consumer_patiently(ring);
}

static void receive(hawser_ring_t *ring, hawser_record_t *record) {
    int32_t result;
    while ((result = hawser_ring_poll(ring, record)) == HAWSER_EMPTY) {
        hawser_ring_await_record(ring, -1);
    }
    CHECK(result == HAWSER_OK);
}

static int32_t length_of(int64_t sequence) {
    return (int32_t)((uint64_t)sequence * 2654435761U % 300);
}

struct stream {
    int64_t count;
    uint64_t checksum;
};

static void *produce(void *argument) {
    struct stream *stream = argument;
    hawser_ring_t ring;
    CHECK(hawser_ring_produce_to_native(&ring, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < stream->count; i++) {
        send(&ring, i, length_of(i));
        stream->checksum += (uint64_t)(uint8_t)i * (uint64_t)length_of(i);
    }
    return NULL;
}

static uint64_t sum(const hawser_record_t *record) {
    uint64_t total = 0;
    for (int32_t i = 0; i < record->length; i++) {
        total += record->payload[i];
    }
    return total;
}

static void stream_through(int64_t capacity, int64_t count) {
    pthread_t thread;
    struct stream stream = {count, 0};
    uint64_t checksum = 0;
    hawser_ring_t ring;
    hawser_record_t record;
    segment = new_segment(capacity);
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
    start(&thread, produce, &stream);
    for (int64_t i = 0; i < count; i++) {
        receive(&ring, &record);
        CHECK(record.correlation == i && record.length == length_of(i));
        checksum += sum(&record);
        hawser_ring_release(&ring);
    }
    finish(thread);
    CHECK(checksum == stream.checksum);
}

static void should_carry_a_stream(void) {
    stream_through(64 * 1024, 10000 * percent);
}

static void should_carry_a_stream_through_the_smallest_ring(void) {
    stream_through(HAWSER_CAPACITY_MIN, 1000 * percent);
}

static void *echo(void *argument) {
    const int64_t count = *(const int64_t *)argument;
    hawser_ring_t in;
    hawser_ring_t out;
    hawser_record_t record;
    CHECK(hawser_ring_consume_to_native(&in, &segment) == HAWSER_OK);
    CHECK(hawser_ring_produce_to_renderer(&out, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < count; i++) {
        receive(&in, &record);
        answer(&out, record.correlation, record.length);
        hawser_ring_release(&in);
    }
    return NULL;
}

/* Each message finds the other side asleep or about to fall asleep; some fill the ring, so that
 * producers sleep, too. */
static void ping_pong(int64_t capacity, int64_t count, int32_t length) {
    pthread_t thread;
    hawser_ring_t out;
    hawser_ring_t in;
    hawser_record_t record;
    segment = new_segment(capacity);
    CHECK(hawser_ring_produce_to_native(&out, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_to_renderer(&in, &segment) == HAWSER_OK);
    start(&thread, echo, &count);
    for (int64_t i = 0; i < count; i++) {
        send(&out, i, length);
        receive(&in, &record);
        CHECK(record.correlation == i && record.length == length);
        hawser_ring_release(&in);
    }
    const int64_t *slept = (int64_t *)(void *)(in.state + HAWSER_CONSUMER_SLEEP_COUNT_OFFSET);
    printf("  messages=%lld, sleeps of one end=%lld\n", (long long)count, (long long)*slept);
    finish(thread);
}

static void should_lose_no_wake_up(void) {
    ping_pong(64 * 1024, 100 * percent, 32);
}

static void should_lose_no_wake_up_with_the_longest_messages(void) {
    ping_pong(HAWSER_CAPACITY_MIN, 100 * percent, HAWSER_CAPACITY_MIN - 96);
}

static int32_t stop;

static void *sleep_until_stopped(void *argument) {
    hawser_ring_t *ring = argument;
    while (__atomic_load_n(&stop, __ATOMIC_RELAXED) == 0) {
        hawser_ring_await_record_or_stop(ring, -1, &stop);
    }
    return NULL;
}

static void should_wake_for_a_stop(void) {
    for (int32_t i = 0; i < 20 * percent; i++) {
        pthread_t thread;
        hawser_ring_t ring;
        segment = new_segment(HAWSER_CAPACITY_MIN);
        CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
        const hawser_ring_t control = ring;
        __atomic_store_n(&stop, 0, __ATOMIC_RELAXED);
        start(&thread, sleep_until_stopped, &ring);
        __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
        hawser_ring_wake_for_stop(&control);
        finish(thread);
    }
}

/* ---- many producers ---- */

enum { THREADS = 8 };

struct one_of_many {
    int64_t number;
    int64_t count;
    int32_t to_side;
};

/* Bits of a correlation: who and which. */
static int64_t name_of(int64_t number, int64_t sequence) {
    return number << 32 | sequence;
}

static uint8_t byte_of(int64_t correlation) {
    return (uint8_t)(correlation >> 32 ^ correlation);
}

/* Now and then a claim is longer than the record, or is given up. */
static void send_as(hawser_ring_t *ring, int64_t correlation) {
    const int32_t length = length_of(correlation);
    const int32_t more = (int32_t)(correlation % 7 == 0 ? correlation % 200 : 0);
    uint8_t *payload;
    int32_t result;
    while ((result = hawser_ring_claim(ring, length + more, &payload)) == HAWSER_FULL) {
        hawser_ring_await_room(ring, -1);
    }
    CHECK(result == HAWSER_OK);
    memset(payload, byte_of(correlation), (size_t)(length + more));
    hawser_ring_commit(ring, HAWSER_RECORD_MESSAGE, correlation, 0, 0, length);
    if (correlation % 11 == 0 && hawser_ring_claim(ring, more, &payload) == HAWSER_OK) {
        memset(payload, 0xff, (size_t)more);
        hawser_ring_abort(ring);
    }
    hawser_ring_wake_consumer(ring);
}

static void *produce_as_one_of_many(void *argument) {
    const struct one_of_many *one = argument;
    hawser_ring_t ring;
    CHECK((one->to_side ? hawser_ring_produce_side(&ring, &segment)
                        : hawser_ring_produce_to_native(&ring, &segment)) == HAWSER_OK);
    for (int64_t i = 0; i < one->count; i++) {
        send_as(&ring, name_of(one->number, i));
    }
    return NULL;
}

/* In the order of its producer, and whole. */
static void check_record(const hawser_record_t *record, int64_t *next) {
    const int64_t number = record->correlation >> 32;
    CHECK(number >= 0 && number <= THREADS && record->correlation == name_of(number, next[number]));
    CHECK(record->length == length_of(record->correlation));
    for (int32_t i = 0; i < record->length; i++) {
        CHECK(record->payload[i] == byte_of(record->correlation));
    }
    next[number]++;
}

static void start_many(pthread_t *threads, struct one_of_many *all, int64_t count, int32_t to_side) {
    for (int32_t i = 0; i < THREADS; i++) {
        all[i] = (struct one_of_many){i, count, to_side};
        start(&threads[i], produce_as_one_of_many, &all[i]);
    }
}

static void join_many(pthread_t *threads) {
    for (int32_t i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

static void many_to_one(int64_t capacity, int64_t count) {
    pthread_t threads[THREADS];
    struct one_of_many all[THREADS];
    int64_t next[THREADS + 1] = {0};
    hawser_ring_t ring;
    hawser_record_t record;
    segment = new_segment(capacity);
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
    start_many(threads, all, count, 0);
    for (int64_t i = 0; i < THREADS * count; i++) {
        receive(&ring, &record);
        check_record(&record, next);
        hawser_ring_release(&ring);
    }
    join_many(threads);
    const int64_t *messages = (int64_t *)(void *)(ring.state + HAWSER_PRODUCER_MESSAGES_OFFSET);
    CHECK(*messages == THREADS * count);
    free(segment.base);
}

static void should_carry_the_messages_of_many_threads(void) {
    many_to_one(64 * 1024, 200 * percent);
}

static void should_carry_the_messages_of_many_through_the_smallest_ring(void) {
    many_to_one(HAWSER_CAPACITY_MIN, 50 * percent);
}

static void *produce_answers(void *argument) {
    const struct one_of_many *one = argument;
    hawser_ring_t ring;
    CHECK(hawser_ring_produce_to_renderer(&ring, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < one->count; i++) {
        send_as(&ring, name_of(one->number, i));
    }
    return NULL;
}

static void receive_either(hawser_ring_t *ring, hawser_ring_t *side, int64_t *next) {
    hawser_record_t record;
    for (;;) {
        hawser_ring_t *found = ring;
        int32_t result = hawser_ring_poll(ring, &record);
        if (result == HAWSER_EMPTY) {
            found = side;
            result = hawser_ring_poll(side, &record);
        }
        if (result == HAWSER_OK) {
            check_record(&record, next);
            hawser_ring_release(found);
            return;
        }
        CHECK(result == HAWSER_EMPTY);
        hawser_ring_await_either(ring, side, -1);
    }
}

/* One reader sleeps for both rings. */
static void should_lose_no_wake_up_of_either_ring(void) {
    enum { COUNT = 5000 };
    pthread_t threads[THREADS + 1];
    struct one_of_many all[THREADS + 1];
    int64_t next[THREADS + 1] = {0};
    hawser_ring_t ring;
    hawser_ring_t side;
    segment = new_segment(HAWSER_CAPACITY_MIN);
    CHECK(hawser_ring_consume_to_renderer(&ring, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_side(&side, &segment) == HAWSER_OK);
    start_many(threads, all, COUNT, 1);
    all[THREADS] = (struct one_of_many){THREADS, COUNT, 0};
    start(&threads[THREADS], produce_answers, &all[THREADS]);
    for (int64_t i = 0; i < (THREADS + 1) * (int64_t)COUNT; i++) {
        receive_either(&ring, &side, next);
    }
    join_many(threads);
    finish(threads[THREADS]);
}

static void run_all(void) {
    RUN(should_carry_a_stream);
    RUN(should_carry_a_stream_through_the_smallest_ring);
    RUN(should_lose_no_wake_up);
    RUN(should_lose_no_wake_up_with_the_longest_messages);
    RUN(should_wake_for_a_stop);
    RUN(should_carry_the_messages_of_many_threads);
    RUN(should_carry_the_messages_of_many_through_the_smallest_ring);
    RUN(should_lose_no_wake_up_of_either_ring);
}

/* `ring-threads-test [PERCENT]`: with more messages than a build has time for, or with fewer for a slow tool. */
int main(int count, char **arguments) {
    percent = count > 1 ? atoll(arguments[1]) : percent;
    run_all();
    return 0;
}
