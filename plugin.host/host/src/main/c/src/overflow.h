/* SPDX-License-Identifier: Apache-2.0 */
/* Records that wait, in order, for room in a ring: a bounded buffer of one thread. */
#ifndef HAWSER_OVERFLOW_H
#define HAWSER_OVERFLOW_H

#include <stdint.h>

typedef struct hawser_overflow {
    uint8_t *bytes;
    int64_t capacity; /* 0 = there is none */
    int64_t begin;
    int64_t end;
    int64_t waiting;  /* atomic: end - begin, for others to see */
} hawser_overflow_t;

typedef struct hawser_overflow_record {
    int64_t correlation;
    int32_t type;
    int32_t length;
    const uint8_t *payload;
} hawser_overflow_record_t;

/* 0, or -1 with the reason set. */
int32_t hawser_overflow_init(hawser_overflow_t *overflow, int64_t capacity);
void hawser_overflow_destroy(hawser_overflow_t *overflow);

/* 0, or -1 = no room. */
int32_t hawser_overflow_append(hawser_overflow_t *overflow, const uint8_t *data, int32_t length, int32_t type,
                               int64_t correlation);
/* The first record, which stays; valid until the next call that changes something. 0, or -1 = there is none. */
int32_t hawser_overflow_first(const hawser_overflow_t *overflow, hawser_overflow_record_t *record);
void hawser_overflow_drop_first(hawser_overflow_t *overflow);

#endif
