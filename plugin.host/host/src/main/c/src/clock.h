/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks, and waiting that ends. */
#ifndef HAWSER_CLOCK_H
#define HAWSER_CLOCK_H

#include <stdint.h>
#include <time.h>

/* The coarse clocks are a few ms behind and cost a tenth. */
#if defined(__linux__)
#define HAWSER_MONOTONIC_COARSE CLOCK_MONOTONIC_COARSE
#define HAWSER_REALTIME_COARSE CLOCK_REALTIME_COARSE
#else
#define HAWSER_MONOTONIC_COARSE CLOCK_MONOTONIC
#define HAWSER_REALTIME_COARSE CLOCK_REALTIME
#endif

static inline int64_t hawser_now_ns(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* For poll(): rounded up; negative = for ever. It may be less than was asked for, and be waited for again. */
static inline int hawser_poll_ms(int64_t timeout_ns) {
    const int64_t ms = timeout_ns / 1000000 + (timeout_ns % 1000000 > 0);
    return timeout_ns < 0 ? -1 : ms < 1000000000 ? (int)ms : 1000000000;
}

/* How long one call may wait in all; the clock is read only once it has to. */
typedef struct hawser_patience {
    int64_t timeout_ns;
    int64_t deadline_ns; /* 0 = nothing was waited for yet */
} hawser_patience_t;

/* What is left, 0 when it is over. */
static inline int64_t hawser_patience_left(hawser_patience_t *patience) {
    if (patience->timeout_ns <= 0) {
        return 0;
    }
    const int64_t now_ns = hawser_now_ns(CLOCK_MONOTONIC);
    if (patience->deadline_ns == 0) {
        patience->deadline_ns = now_ns + patience->timeout_ns;
    }
    return patience->deadline_ns > now_ns ? patience->deadline_ns - now_ns : 0;
}

#endif
