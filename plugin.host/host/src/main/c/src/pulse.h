/* SPDX-License-Identifier: Apache-2.0 */
/* That a plugin comes back from its calls, and sends what it was lent, for others to see: another thread, or the host
 * of its process. */
#ifndef HAWSER_PULSE_H
#define HAWSER_PULSE_H

#include "clock.h"

enum { HAWSER_LOANS_MAX = 64 };

typedef enum {
    HAWSER_FUNCTION_NONE = 0, /* nothing of the plugin but its constructors and its entry */
    HAWSER_FUNCTION_INITIALIZE,
    HAWSER_FUNCTION_PROCESS_MESSAGE,
    HAWSER_FUNCTION_UPDATE,
    HAWSER_FUNCTION_SHUTDOWN,
    HAWSER_FUNCTION_SAVE,
    HAWSER_FUNCTION_LOAD
} hawser_function_t;

/* Written by the pump only, loans of other threads under their mutex; each field is read on its own. Times are the
 * monotonic clock's, which all processes share. */
typedef struct hawser_pulse {
    int64_t calls;    /* atomic; +1 before a call of the plugin, +1 after it: odd = inside */
    int64_t messages; /* atomic; of them process_message */
    int32_t function; /* atomic; hawser_function_t, the last one called */
    int32_t loans;    /* atomic; private buffers that the plugin's own threads have and did not send yet */
    int64_t loan_ns;  /* atomic; since when the first of them has been lent; 0 = there is none */
    int64_t lease_ns; /* atomic; since when the pump has been lent a part of the ring; 0 = it has none */
} hawser_pulse_t;

/* [pump] */
static inline void hawser_pulse_enter(hawser_pulse_t *pulse, hawser_function_t function) {
    if (function == HAWSER_FUNCTION_PROCESS_MESSAGE) {
        __atomic_store_n(&pulse->messages, pulse->messages + 1, __ATOMIC_RELAXED);
    }
    __atomic_store_n(&pulse->function, (int32_t)function, __ATOMIC_RELAXED);
    __atomic_store_n(&pulse->calls, pulse->calls + 1, __ATOMIC_RELAXED);
}

/* [pump] */
static inline void hawser_pulse_leave(hawser_pulse_t *pulse) {
    __atomic_store_n(&pulse->calls, pulse->calls + 1, __ATOMIC_RELAXED);
}

/* The plugin goes on within its call, as with a return and another call. [pump] */
static inline void hawser_pulse_go_on(hawser_pulse_t *pulse) {
    __atomic_store_n(&pulse->calls, pulse->calls + 2, __ATOMIC_RELAXED);
}

/* A part of the ring was lent, or is no more. [pump] */
static inline void hawser_pulse_lend(hawser_pulse_t *pulse) {
    __atomic_store_n(&pulse->lease_ns, hawser_now_ns(HAWSER_MONOTONIC_COARSE), __ATOMIC_RELAXED);
}

static inline void hawser_pulse_let_go(hawser_pulse_t *pulse) {
    __atomic_store_n(&pulse->lease_ns, 0, __ATOMIC_RELAXED);
}

/* How many buffers the plugin has and did not send yet. [any thread] */
static inline int32_t hawser_pulse_lent(const hawser_pulse_t *pulse) {
    const int32_t loans = __atomic_load_n(&pulse->loans, __ATOMIC_RELAXED);
    const int32_t possible = loans < 0 || loans > HAWSER_LOANS_MAX ? HAWSER_LOANS_MAX : loans;
    return possible + (__atomic_load_n(&pulse->lease_ns, __ATOMIC_RELAXED) != 0);
}

/* For how long it has had the first of them; 0 = it has none. [any thread] */
static inline int64_t hawser_pulse_lent_for(const hawser_pulse_t *pulse) {
    const int64_t lease_ns = __atomic_load_n(&pulse->lease_ns, __ATOMIC_RELAXED);
    const int64_t loan_ns = __atomic_load_n(&pulse->loan_ns, __ATOMIC_RELAXED);
    const int64_t since_ns = lease_ns != 0 && (loan_ns == 0 || lease_ns < loan_ns) ? lease_ns : loan_ns;
    const int64_t now_ns = hawser_now_ns(HAWSER_MONOTONIC_COARSE);
    return since_ns <= 0 || since_ns > now_ns ? 0 : now_ns - since_ns;
}

#endif
