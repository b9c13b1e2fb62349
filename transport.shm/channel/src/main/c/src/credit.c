/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Credit of streams, as the native end sees it. Who waits sets the flag, fences, and looks at the limit again; who gives
 * credit stores the limit, fences, and looks at the flag: so one of both sees the other.
 */
#include "hawser/channel.h"

#include "hawser/memory.h"

static uint8_t *entry_of(const uint8_t *base, int64_t correlation) {
    const int64_t index = correlation & (HAWSER_CREDITS - 1);
    return (uint8_t *)(uintptr_t)base + HAWSER_CREDITS_OFFSET + index * HAWSER_CREDIT_LENGTH;
}

static int32_t *flag_of(uint8_t *base) {
    return (int32_t *)(void *)(base + HAWSER_CREDIT_SLEEPS_OFFSET);
}

int64_t hawser_credit_limit(const uint8_t *base, int64_t correlation) {
    uint8_t *entry = entry_of(base, correlation);
    const int64_t *owner = (const int64_t *)(void *)(entry + HAWSER_CREDIT_CORRELATION_OFFSET);
    const int64_t *limit = (const int64_t *)(void *)(entry + HAWSER_CREDIT_LIMIT_OFFSET);
    if (__atomic_load_n(owner, __ATOMIC_ACQUIRE) != correlation) {
        return HAWSER_CREDIT_CANCELLED;
    }
    return __atomic_load_n(limit, __ATOMIC_ACQUIRE);
}

static void sleep_for_credit(uint8_t *base, int64_t correlation, int64_t sent, int64_t timeout_ns) {
    int32_t *flag = flag_of(base);
    __atomic_store_n(flag, 1, __ATOMIC_SEQ_CST);
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    const int64_t limit = hawser_credit_limit(base, correlation);
    if (limit >= 0 && limit <= sent) {
        (void)hawser_wait(flag, 1, timeout_ns);
    }
}

void hawser_credit_await(uint8_t *base, int64_t correlation, int64_t sent, int64_t timeout_ns) {
    sleep_for_credit(base, correlation, sent, timeout_ns);
    __atomic_store_n(flag_of(base), 0, __ATOMIC_RELAXED);
}

void hawser_credit_await_among(uint8_t *base, int64_t correlation, int64_t sent, int64_t timeout_ns, int32_t *waiting) {
    int32_t *flag = flag_of(base);
    (void)__atomic_add_fetch(waiting, 1, __ATOMIC_SEQ_CST);
    sleep_for_credit(base, correlation, sent, timeout_ns);
    if (__atomic_sub_fetch(waiting, 1, __ATOMIC_SEQ_CST) != 0) {
        return;
    }
    __atomic_store_n(flag, 0, __ATOMIC_SEQ_CST);
    if (__atomic_load_n(waiting, __ATOMIC_SEQ_CST) != 0) { /* it may sleep on a flag that says that nobody does */
        hawser_credit_wake(base);
    }
}

void hawser_credit_wake(uint8_t *base) {
    int32_t *flag = flag_of(base);
    __atomic_store_n(flag, 0, __ATOMIC_SEQ_CST);
    hawser_wake(flag);
}
