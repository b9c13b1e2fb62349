/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "bench.h"

#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static int64_t read_ns(clockid_t clock) {
    struct timespec time;
    (void)clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t bench_now_ns(void) {
    return read_ns(CLOCK_MONOTONIC); /* System.nanoTime()'s clock */
}

int64_t bench_busy_ns(void) {
    return read_ns(CLOCK_PROCESS_CPUTIME_ID);
}

int32_t bench_answer(const uint8_t *request, int32_t length, uint8_t *answer) {
    memcpy(answer, request, (size_t)length);
    return length;
}

int32_t bench_pin(int32_t thread, int32_t processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int32_t each = 0; each < CPU_SETSIZE; each++) {
        if (processor < 0 || each == processor) {
            CPU_SET(each, &set);
        }
    }
    return sched_setaffinity(thread, sizeof set, &set);
}

int64_t bench_allocated(int32_t descriptor) {
    struct stat status;
    return fstat(descriptor, &status) == 0 ? (int64_t)status.st_blocks * 512 : -1;
}
