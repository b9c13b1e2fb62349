/* SPDX-License-Identifier: Apache-2.0 */
/* That a plugin comes back from its calls, for others to see: another thread, or the host of its process. */
#ifndef HAWSER_PULSE_H
#define HAWSER_PULSE_H

#include <stdint.h>

typedef enum {
    HAWSER_FUNCTION_NONE = 0, /* nothing of the plugin but its constructors and its entry */
    HAWSER_FUNCTION_INITIALIZE,
    HAWSER_FUNCTION_PROCESS_MESSAGE,
    HAWSER_FUNCTION_UPDATE,
    HAWSER_FUNCTION_SHUTDOWN,
    HAWSER_FUNCTION_SAVE,
    HAWSER_FUNCTION_LOAD
} hawser_function_t;

/* Written by the pump only; each field is read on its own. */
typedef struct hawser_pulse {
    int64_t calls;    /* atomic; +1 before a call of the plugin, +1 after it: odd = inside */
    int64_t messages; /* atomic; of them process_message */
    int32_t function; /* atomic; hawser_function_t, the last one called */
    int32_t reserved;
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

#endif
