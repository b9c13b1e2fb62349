/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

static int32_t word;
static int64_t stamp_ns;
static int32_t ball;

int64_t bench_futex_wake(int32_t first, int32_t times, int64_t idle_ns) {
    for (int32_t i = 0; i < times; i++) {
        const int64_t until_ns = bench_now_ns() + idle_ns;
        while (bench_now_ns() < until_ns) {
            bench_relax();
        }
        __atomic_store_n(&stamp_ns, bench_now_ns(), __ATOMIC_RELAXED);
        __atomic_store_n(&word, first + i + 1, __ATOMIC_RELEASE);
        hawser_wake(&word);
    }
    return times;
}

int64_t bench_futex_sleep(int32_t first, int32_t times, int64_t *latencies) {
    for (int32_t i = 0; i < times; i++) {
        int32_t seen = __atomic_load_n(&word, __ATOMIC_ACQUIRE);
        while (seen <= first + i) {
            (void)hawser_wait(&word, seen, -1);
            seen = __atomic_load_n(&word, __ATOMIC_ACQUIRE);
        }
        latencies[i] = bench_now_ns() - __atomic_load_n(&stamp_ns, __ATOMIC_RELAXED);
    }
    return times;
}

static void await_ball(int32_t value) {
    while (__atomic_load_n(&ball, __ATOMIC_ACQUIRE) != value) {
        bench_relax();
    }
}

int64_t bench_ping(int32_t times) {
    const int64_t begin_ns = bench_now_ns();
    for (int32_t i = 0; i < times; i++) {
        __atomic_store_n(&ball, 2 * i + 1, __ATOMIC_RELEASE);
        await_ball(2 * i + 2);
    }
    return bench_now_ns() - begin_ns;
}

int64_t bench_pong(int32_t times) {
    for (int32_t i = 0; i < times; i++) {
        await_ball(2 * i + 1);
        __atomic_store_n(&ball, 2 * i + 2, __ATOMIC_RELEASE);
    }
    return times;
}
