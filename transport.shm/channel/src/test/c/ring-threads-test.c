/* SPDX-License-Identifier: Apache-2.0 */
/* A thread at each end. Waiting is always in the kernel: a lost wake-up hangs the test until ctest ends it. */
#include "check.h"

#include <pthread.h>

static hawser_segment_t segment;

static void start(pthread_t *thread, void *(*body)(void *), void *argument) {
    CHECK(pthread_create(thread, NULL, body, argument) == 0);
}

static void finish(pthread_t thread) {
    CHECK(pthread_join(thread, NULL) == 0);
    free(segment.base);
}

static void send(hawser_ring_t *ring, int64_t sequence, int32_t length) {
    uint8_t *payload;
    int32_t result;
    while ((result = hawser_ring_claim(ring, length, &payload)) == HAWSER_FULL) {
        hawser_ring_await_room(ring, -1);
    }
    CHECK(result == HAWSER_OK);
    memset(payload, (uint8_t)sequence, (size_t)length);
    hawser_ring_commit(ring, HAWSER_RECORD_REQUEST, sequence, 0, 0, length);
    hawser_ring_wake_consumer(ring);
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
    stream_through(64 * 1024, 1000000);
}

static void should_carry_a_stream_through_the_smallest_ring(void) {
    stream_through(HAWSER_CAPACITY_MIN, 100000);
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
        send(&out, record.correlation, record.length);
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
    finish(thread);
}

static void should_lose_no_wake_up(void) {
    ping_pong(64 * 1024, 20000, 32);
}

static void should_lose_no_wake_up_with_the_longest_messages(void) {
    ping_pong(HAWSER_CAPACITY_MIN, 20000, HAWSER_CAPACITY_MIN - 96);
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
    for (int32_t i = 0; i < 2000; i++) {
        pthread_t thread;
        hawser_ring_t ring;
        segment = new_segment(HAWSER_CAPACITY_MIN);
        CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
        __atomic_store_n(&stop, 0, __ATOMIC_RELAXED);
        start(&thread, sleep_until_stopped, &ring);
        __atomic_store_n(&stop, 1, __ATOMIC_RELAXED);
        hawser_ring_t control = {.state = ring.state};
        hawser_ring_wake_consumer(&control);
        finish(thread);
    }
}

int main(void) {
    RUN(should_carry_a_stream);
    RUN(should_carry_a_stream_through_the_smallest_ring);
    RUN(should_lose_no_wake_up);
    RUN(should_lose_no_wake_up_with_the_longest_messages);
    RUN(should_wake_for_a_stop);
    return 0;
}
