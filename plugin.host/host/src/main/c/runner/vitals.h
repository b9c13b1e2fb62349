/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that a runner and its host share: what the runner is doing, and what it died of. The runner writes, but for
 * what is marked, the host reads and trusts nothing: every text is taken to be cut off, every number to be any.
 */
#ifndef HAWSER_VITALS_H
#define HAWSER_VITALS_H

#include "pulse.h"

#include <stdint.h>

enum {
    HAWSER_FRAMES_MAX = 48,
    HAWSER_FRAME_MODULE_MAX = 48,
    HAWSER_FRAME_SYMBOL_MAX = 96,
    HAWSER_LAST_MAX = 64,       /* messages */
    HAWSER_LAST_BYTES_MAX = 256, /* of each */
    HAWSER_VITALS_LENGTH = 32 * 1024
};

typedef enum {
    HAWSER_CRASH_NONE = 0,
    HAWSER_CRASH_BEGUN = 1, /* signal, address and call are there */
    HAWSER_CRASH_WHOLE = 2  /* and the stack is */
} hawser_crash_state_t;

/* One call on the stack; texts end with NUL unless they are full. */
typedef struct hawser_frame {
    uint64_t address;
    uint64_t offset;                      /* from the symbol, or from the module if that has none */
    char module[HAWSER_FRAME_MODULE_MAX]; /* "" = outside of every module */
    char symbol[HAWSER_FRAME_SYMBOL_MAX]; /* "" = unknown */
} hawser_frame_t;

typedef struct hawser_crash {
    int32_t state;   /* hawser_crash_state_t; atomic */
    int32_t signal;
    int32_t code;    /* si_code */
    int32_t frame_count;
    uint64_t address; /* si_addr */
    int64_t memory;   /* KiB of its own, as its limit counts them; 0 = could not be found out */
    int32_t error;    /* errno of the thread */
    int32_t reserved;
    char thread[16];
    hawser_frame_t frames[HAWSER_FRAMES_MAX];
} hawser_crash_t;

/* One of the last messages to the plugin, at its number modulo HAWSER_LAST_MAX. */
typedef struct hawser_last {
    int64_t number; /* from 1; 0 = none */
    int64_t length; /* of the whole message */
    uint8_t bytes[HAWSER_LAST_BYTES_MAX];
} hawser_last_t;

/* Why a runner ended itself. */
typedef enum {
    HAWSER_GAVE_UP_NOT = 0,
    HAWSER_GAVE_UP_CONNECTION = 1, /* the plugin closed the runner's connection to its host */
    HAWSER_GAVE_UP_POISONED = 2    /* the plugin overwrote the ring to itself, which cannot be read further */
} hawser_gave_up_t;

typedef struct hawser_vitals {
    hawser_pulse_t pulse;
    int32_t gave_up; /* atomic; hawser_gave_up_t */
    int32_t reserved;
    int64_t slow_ns; /* atomic; the host writes: to wait before each message */
    hawser_crash_t crash;
    hawser_last_t last[HAWSER_LAST_MAX];
} hawser_vitals_t;

_Static_assert(sizeof(hawser_vitals_t) <= HAWSER_VITALS_LENGTH, "the vitals must fit their page");

#endif
