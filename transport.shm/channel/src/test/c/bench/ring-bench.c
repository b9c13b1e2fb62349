/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the ring costs in C, with a thread at each end, each pinned to a processor, both spinning. Prints a line for each
 * case; asserts nothing, and is run by hand: `ring-bench [ROUNDS]`. Of one way, each batch is timed by itself: on a busy
 * machine the tenth percentile is that of the batches that nobody interrupted.
 */
#define _GNU_SOURCE
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <time.h>

enum { CAPACITY = 1 << 20, ECHOES = 300000, LARGE = 64 * 1024 - 64, BATCHES = 1000 };

static hawser_segment_t segment;

/* How to carry messages. */
static struct plan {
    int32_t producers;
    int32_t length;
    int64_t count;
    int32_t in_place;
} plan;

static int64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void pin(int32_t cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    (void)pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

static void given_segment(int32_t producers) {
    segment = new_segment(CAPACITY);
    memcpy(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET + HAWSER_PRODUCERS_OFFSET, &producers, sizeof producers);
}

static void send(hawser_ring_t *ring, const uint8_t *bytes, int32_t length, int64_t correlation) {
    uint8_t *payload;
    while (hawser_ring_claim(ring, length, &payload) != HAWSER_OK) {
        relax();
    }
    memcpy(payload, bytes, (size_t)length);
    hawser_ring_commit(ring, HAWSER_RECORD_REQUEST, correlation, 0, 0, length);
    hawser_ring_wake_consumer(ring);
}

static void receive(hawser_ring_t *ring, hawser_record_t *record) {
    while (hawser_ring_poll(ring, record) != HAWSER_OK) {
        relax();
    }
}

/* ---- round trips ---- */

static void *echo(void *unused) {
    hawser_ring_t in;
    hawser_ring_t out;
    hawser_record_t record;
    pin(1);
    CHECK(hawser_ring_consume_to_native(&in, &segment) == HAWSER_OK);
    CHECK(hawser_ring_produce_to_renderer(&out, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < ECHOES; i++) {
        receive(&in, &record);
        send(&out, record.payload, record.length, record.correlation);
        hawser_ring_release(&in);
    }
    return unused;
}

static int ascending(const void *a, const void *b) {
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void round_trip(int32_t producers) {
    static int64_t times[ECHOES];
    static const uint8_t message[32];
    pthread_t thread;
    hawser_ring_t out;
    hawser_ring_t in;
    hawser_record_t record;
    given_segment(producers);
    CHECK(hawser_ring_produce_to_native(&out, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_to_renderer(&in, &segment) == HAWSER_OK);
    CHECK(pthread_create(&thread, NULL, echo, NULL) == 0);
    for (int64_t i = 0; i < ECHOES; i++) {
        const int64_t begin_ns = now_ns();
        send(&out, message, sizeof message, i);
        receive(&in, &record);
        hawser_ring_release(&in);
        times[i] = now_ns() - begin_ns;
    }
    CHECK(pthread_join(thread, NULL) == 0);
    qsort(times, ECHOES, sizeof times[0], ascending);
    printf("echo 32 B        producers=%s: p50 %lld ns, p99 %lld ns\n", producers == 0 ? "one " : "many",
           (long long)times[ECHOES / 2], (long long)times[ECHOES / 100 * 99]);
    free(segment.base);
}

/* ---- one way ---- */

static void *produce(void *unused) {
    static uint8_t bytes[LARGE];
    hawser_ring_t ring;
    pin(1);
    CHECK(hawser_ring_produce_to_native(&ring, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < plan.count; i++) {
        send(&ring, bytes, plan.length, i);
    }
    return unused;
}

static void one_way(struct plan how) {
    static uint8_t copy[LARGE];
    static int64_t times[BATCHES];
    pthread_t thread;
    hawser_ring_t ring;
    hawser_record_t record;
    plan = how;
    given_segment(plan.producers);
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
    const int64_t batch = plan.count / BATCHES;
    CHECK(pthread_create(&thread, NULL, produce, NULL) == 0);
    for (int32_t i = 0; i < BATCHES; i++) {
        const int64_t begin_ns = now_ns();
        for (int64_t left = batch; left > 0; left--) {
            receive(&ring, &record);
            memcpy(copy, record.payload, plan.in_place ? 8 : (size_t)record.length);
            __asm__ volatile("" ::: "memory");
            hawser_ring_release(&ring);
        }
        times[i] = now_ns() - begin_ns;
    }
    CHECK(pthread_join(thread, NULL) == 0);
    qsort(times, BATCHES, sizeof times[0], ascending);
    const double each_ns = (double)times[BATCHES / 2] / (double)batch;
    printf("one way %5d B %s producers=%s: p10 %.1f ns, p50 %.1f ns, %.2f GB/s\n", plan.length,
           plan.in_place ? "in place" : "copied  ", plan.producers == 0 ? "one " : "many",
           (double)times[BATCHES / 10] / (double)batch, each_ns, plan.length / each_ns);
    free(segment.base);
}

int main(int count, char **arguments) {
    pin(0);
    for (int32_t round = count > 1 ? atoi(arguments[1]) : 3; round > 0; round--) {
        for (int32_t kind = HAWSER_PRODUCERS_ONE; kind <= HAWSER_PRODUCERS_MANY; kind++) {
            round_trip(kind);
            one_way((struct plan){kind, 32, 2000000, 0});
            one_way((struct plan){kind, 256, 1000000, 0});
            one_way((struct plan){kind, LARGE, 20000, 0});
            one_way((struct plan){kind, LARGE, 20000, 1});
        }
    }
    return 0;
}
