/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "check.h"

#include <fcntl.h>
#include <pthread.h>
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

int main(void) {
    RUN(should_map_what_it_created);
    RUN(should_seal_the_size);
    RUN(should_refuse_what_cannot_be);
    RUN(should_not_sleep_when_the_word_has_changed);
    RUN(should_say_that_the_time_is_over);
    RUN(should_wake_a_sleeper);
    RUN(should_keep_the_reason_of_each_thread);
    return 0;
}
