/* SPDX-License-Identifier: Apache-2.0 */
/* The whole test framework: a check that ends the test with its place, and a segment to test in. */
#ifndef CHECK_H
#define CHECK_H

#include "hawser/channel.h"
#include "hawser/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_CONTAINS(text, part) check(strstr((text), (part)) != NULL, (text), __FILE__, __LINE__)
#define RUN(test) (printf("%s\n", #test), fflush(stdout), test())

static inline void check(int holds, const char *what, const char *file, int line) {
    if (!holds) {
        fprintf(stderr, "%s:%d: does not hold: %s (last error: %s)\n", file, line, what, hawser_error());
        exit(1);
    }
}

/* A formatted segment on the heap, so that sanitizers see its bounds. Free with free(segment.base). */
static inline hawser_segment_t new_segment(int64_t capacity) {
    hawser_segment_t segment;
    const int64_t length = hawser_segment_length(capacity, capacity, capacity);
    uint8_t *base = aligned_alloc(4096, (size_t)((length + 4095) / 4096 * 4096));
    CHECK(base != NULL);
    memset(base, 0, (size_t)length);
    CHECK(hawser_segment_format(base, length, capacity, capacity, capacity) == HAWSER_OK);
    CHECK(hawser_segment_attach(&segment, base, length) == HAWSER_OK);
    return segment;
}

#endif
