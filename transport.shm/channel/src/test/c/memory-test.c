/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

static void should_map_what_it_created(void) {
    const int32_t descriptor = hawser_memory_create("test", 8192);
    CHECK(descriptor >= 0);
    uint8_t *first = hawser_memory_map(descriptor, 8192);
    uint8_t *second = hawser_memory_map(descriptor, 8192);
    CHECK(first != NULL && second != NULL && first != second);
    first[8191] = 42;
    CHECK(second[8191] == 42);
    CHECK(hawser_memory_unmap(first, 8192) == 0 && hawser_memory_unmap(second, 8192) == 0);
    CHECK(hawser_memory_close(descriptor) == 0);
    CHECK(hawser_memory_close(descriptor) == -1);
}

static void should_show_zeros_where_memory_was_blanked(void) {
    const int32_t descriptor = hawser_memory_create("test", 8192);
    uint8_t *blanked = hawser_memory_map(descriptor, 8192);
    uint8_t *kept = hawser_memory_map(descriptor, 8192);
    CHECK(blanked != NULL && kept != NULL);
    blanked[8191] = 42;
    CHECK(hawser_memory_blank(blanked, 8192) == 0);
    CHECK(blanked[0] == 0 && blanked[8191] == 0 && kept[8191] == 42);
    CHECK(hawser_memory_blank(kept + 1, 100) == -1 && kept[8191] == 42); /* not where a page begins */
    CHECK_CONTAINS(hawser_error(), "length=100");
    CHECK(hawser_memory_unmap(blanked, 8192) == 0 && hawser_memory_unmap(kept, 8192) == 0);
    CHECK(hawser_memory_close(descriptor) == 0);
}

static void should_seal_the_size(void) {
    const int32_t descriptor = hawser_memory_create("test", 8192);
    CHECK(descriptor >= 0);
#if defined(__linux__)
    CHECK(ftruncate(descriptor, 4096) != 0 && ftruncate(descriptor, 16384) != 0);
    CHECK(fcntl(descriptor, F_ADD_SEALS, F_SEAL_WRITE) != 0);
#endif
    CHECK((fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
    CHECK(hawser_memory_close(descriptor) == 0);
}

static void should_refuse_what_cannot_be(void) {
    CHECK(hawser_memory_create("test", 0) == -1);
    CHECK_CONTAINS(hawser_error(), "length=0");
    CHECK(hawser_memory_create(NULL, 4096) == -1);
    CHECK(hawser_memory_map(-1, 4096) == NULL);
    const int32_t descriptor = hawser_memory_create("test", 4096);
    CHECK(hawser_memory_map(descriptor, 8192) == NULL);
    CHECK_CONTAINS(hawser_error(), "length=8192, size=4096");
    CHECK(hawser_memory_close(descriptor) == 0);
}

static int64_t blocks_of(int32_t descriptor) {
    struct stat status;
    CHECK(fstat(descriptor, &status) == 0);
    return (int64_t)status.st_blocks * 512;
}

static void should_reserve_in_steps(void) {
    const int64_t length = INT64_C(500) * 1024 * 1024;
    const int32_t descriptor = hawser_memory_create("large", length);
    CHECK(descriptor >= 0);
#if defined(__linux__)
    CHECK(blocks_of(descriptor) == HAWSER_RESERVED_FIRST);
    CHECK(hawser_memory_reserve(descriptor, HAWSER_RESERVED_FIRST, HAWSER_RESERVE_STEP) == 0);
    CHECK(blocks_of(descriptor) == HAWSER_RESERVED_FIRST + HAWSER_RESERVE_STEP);
#endif
    CHECK(hawser_memory_reserve(descriptor, 0, HAWSER_RESERVE_STEP) == 0); /* is there already */
    CHECK(hawser_memory_reserve(descriptor, length - 1, HAWSER_RESERVE_STEP) == 0); /* only what is inside */
    CHECK(hawser_memory_reserve(descriptor, length, HAWSER_RESERVE_STEP) == 0);
    CHECK(hawser_memory_reserve(descriptor, -1, 1) == -1);
    CHECK_CONTAINS(hawser_error(), "offset=-1");
    CHECK(hawser_memory_close(descriptor) == 0);
    CHECK(hawser_memory_reserve(descriptor, 0, 1) == -1);
}

static void should_reserve_all_of_a_small_one(void) {
    const int32_t descriptor = hawser_memory_create("small", HAWSER_RESERVED_WHOLE);
    CHECK(descriptor >= 0);
#if defined(__linux__)
    CHECK(blocks_of(descriptor) == HAWSER_RESERVED_WHOLE);
#endif
    CHECK(hawser_memory_close(descriptor) == 0);
}

/* Writes through a large channel and asks what it costs: what was written, and a little ahead of that. */
static void should_cost_what_was_written(void) {
    const int64_t capacity = INT64_C(100) * 1024 * 1024;
    const int64_t length = hawser_segment_length(capacity, capacity, HAWSER_CAPACITY_MIN);
    const int32_t descriptor = hawser_memory_create("large", length);
    uint8_t *base = hawser_memory_map(descriptor, length);
    hawser_segment_t segment;
    hawser_ring_t producer;
    hawser_ring_t consumer;
    hawser_record_t record;
    CHECK(base != NULL);
    CHECK(hawser_segment_format(base, length, capacity, capacity, HAWSER_CAPACITY_MIN) == HAWSER_OK);
    CHECK(hawser_segment_attach(&segment, base, length) == HAWSER_OK);
    segment.descriptor = descriptor;
    CHECK(hawser_ring_produce_to_renderer(&producer, &segment) == HAWSER_OK);
    CHECK(hawser_ring_consume_to_renderer(&consumer, &segment) == HAWSER_OK);
#if defined(__linux__)
    CHECK(blocks_of(descriptor) <= 3 * HAWSER_RESERVED_FIRST);
#endif
    for (int32_t i = 0; i < 250; i++) { /* 1 MiB each, more than twice around */
        uint8_t *payload;
        while (hawser_ring_claim(&producer, 1 << 20, &payload) == HAWSER_FULL) {
            CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_EMPTY);
        }
        payload[0] = payload[(1 << 20) - 1] = (uint8_t)i;
        hawser_ring_commit(&producer, HAWSER_RECORD_MESSAGE, i, 0, 0, 1 << 20);
        CHECK(hawser_ring_poll(&consumer, &record) == HAWSER_OK && record.payload[0] == (uint8_t)i);
        hawser_ring_release(&consumer);
#if defined(__linux__)
        const int64_t written = i < 98 ? (int64_t)(i + 1) << 20 : capacity;
        CHECK(blocks_of(descriptor) <= written + written / HAWSER_RESERVE_PART + 3 * HAWSER_RESERVED_FIRST);
#endif
    }
    CHECK(hawser_memory_unmap(base, length) == 0 && hawser_memory_close(descriptor) == 0);
}

/* A step that fails is an error of the claim. */
static void should_name_the_step_that_fails(void) {
    const int64_t capacity = INT64_C(40) * 1024 * 1024;
    const int64_t length = hawser_segment_length(capacity, HAWSER_CAPACITY_MIN, HAWSER_CAPACITY_MIN);
    const int32_t descriptor = hawser_memory_create("large", length);
    uint8_t *base = hawser_memory_map(descriptor, length);
    hawser_segment_t segment;
    hawser_ring_t producer;
    uint8_t *payload;
    CHECK(base != NULL);
    CHECK(hawser_segment_format(base, length, capacity, HAWSER_CAPACITY_MIN, HAWSER_CAPACITY_MIN) == HAWSER_OK);
    CHECK(hawser_segment_attach(&segment, base, length) == HAWSER_OK);
    segment.descriptor = descriptor;
    CHECK(hawser_ring_produce_to_native(&producer, &segment) == HAWSER_OK);
    producer.descriptor = INT32_MAX;
    CHECK(hawser_ring_claim(&producer, 20 << 20, &payload) == HAWSER_NO_MEMORY);
    CHECK_CONTAINS(hawser_error(), "descriptor=2147483647");
    CHECK(*(int64_t *)(void *)(producer.state + HAWSER_PRODUCER_POSITION_OFFSET) == 0);
    producer.descriptor = descriptor;
    CHECK(hawser_ring_claim(&producer, 20 << 20, &payload) == HAWSER_OK);
    hawser_ring_abort(&producer);
    CHECK(hawser_memory_unmap(base, length) == 0 && hawser_memory_close(descriptor) == 0);
}

static void should_not_sleep_when_the_word_has_changed(void) {
    int32_t word = 1;
    CHECK(hawser_wait(&word, 0, -1) == 0);
}

static void should_say_that_the_time_is_over(void) {
    int32_t word = 0;
    CHECK(hawser_wait(&word, 0, 1000) == 1);
    CHECK(hawser_wait(&word, 0, 0) == 1);
}

static void *store_and_wake(void *word) {
    __atomic_store_n((int32_t *)word, 1, __ATOMIC_SEQ_CST);
    hawser_wake(word);
    return NULL;
}

static void should_wake_a_sleeper(void) {
    for (int32_t i = 0; i < 1000; i++) {
        int32_t word = 0;
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, store_and_wake, &word) == 0);
        while (__atomic_load_n(&word, __ATOMIC_SEQ_CST) == 0) {
            CHECK(hawser_wait(&word, 0, -1) == 0);
        }
        CHECK(pthread_join(thread, NULL) == 0);
    }
}

static void *fail_elsewhere(void *unused) {
    (void)hawser_fail("elsewhere");
    return unused;
}

static void should_keep_the_reason_of_each_thread(void) {
    pthread_t thread;
    CHECK(hawser_fail("here: count=%d", 3) == -1);
    CHECK(pthread_create(&thread, NULL, fail_elsewhere, NULL) == 0 && pthread_join(thread, NULL) == 0);
    CHECK(strcmp(hawser_error(), "here: count=3") == 0);
}

/* Valgrind's kernel cannot. That it does fence is for the stress tests in Java. */
static void should_fence_other_threads_or_say_why_not(void) {
    if (hawser_fence_threads_prepare() == 0) {
        CHECK(hawser_fence_threads() == 0);
    } else {
        CHECK_CONTAINS(hawser_error(), "fence a process's threads");
        CHECK(hawser_fence_threads() == -1);
    }
}

int main(void) {
    RUN(should_map_what_it_created);
    RUN(should_show_zeros_where_memory_was_blanked);
    RUN(should_seal_the_size);
    RUN(should_refuse_what_cannot_be);
    RUN(should_reserve_in_steps);
    RUN(should_reserve_all_of_a_small_one);
    RUN(should_cost_what_was_written);
    RUN(should_name_the_step_that_fails);
    RUN(should_not_sleep_when_the_word_has_changed);
    RUN(should_say_that_the_time_is_over);
    RUN(should_wake_a_sleeper);
    RUN(should_keep_the_reason_of_each_thread);
    RUN(should_fence_other_threads_or_say_why_not);
    return 0;
}
