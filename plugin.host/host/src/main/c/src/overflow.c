/* SPDX-License-Identifier: Apache-2.0 */
#include "overflow.h"

#include "hawser/memory.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER_LENGTH = 16, ALIGNMENT = 8 };

int32_t hawser_overflow_init(hawser_overflow_t *overflow, int64_t capacity) {
    *overflow = (hawser_overflow_t){NULL, 0, 0, 0, 0};
    if (capacity > 0) {
        overflow->bytes = malloc((size_t)capacity);
        if (overflow->bytes == NULL) {
            return hawser_fail("no memory for what overflows the ring: length=%lld", (long long)capacity);
        }
        overflow->capacity = capacity;
    }
    return 0;
}

static void set_bounds(hawser_overflow_t *overflow, int64_t begin, int64_t end) {
    overflow->begin = begin == end ? 0 : begin;
    overflow->end = begin == end ? 0 : end;
    __atomic_store_n(&overflow->waiting, end - begin, __ATOMIC_RELAXED);
}

void hawser_overflow_destroy(hawser_overflow_t *overflow) {
    free(overflow->bytes);
    overflow->bytes = NULL;
    overflow->capacity = 0;
    set_bounds(overflow, 0, 0);
}

static int64_t needed(int32_t length) {
    return HEADER_LENGTH + ((int64_t)length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void move_to_start(hawser_overflow_t *overflow) {
    const int64_t length = overflow->end - overflow->begin;
    memmove(overflow->bytes, overflow->bytes + overflow->begin, (size_t)length);
    set_bounds(overflow, 0, length);
}

int32_t hawser_overflow_append(hawser_overflow_t *overflow, const uint8_t *data, int32_t length, int32_t type,
                               int64_t correlation) {
    const int64_t more = needed(length);
    if (overflow->end - overflow->begin + more > overflow->capacity) {
        return -1;
    }
    if (overflow->end + more > overflow->capacity) {
        move_to_start(overflow);
    }
    uint8_t *header = overflow->bytes + overflow->end;
    memcpy(header, &correlation, sizeof correlation);
    memcpy(header + 8, &type, sizeof type);
    memcpy(header + 12, &length, sizeof length);
    if (length != 0) {
        memcpy(header + HEADER_LENGTH, data, (size_t)length);
    }
    set_bounds(overflow, overflow->begin, overflow->end + more);
    return 0;
}

int32_t hawser_overflow_first(const hawser_overflow_t *overflow, hawser_overflow_record_t *record) {
    if (overflow->begin == overflow->end) {
        return -1;
    }
    const uint8_t *header = overflow->bytes + overflow->begin;
    memcpy(&record->correlation, header, sizeof record->correlation);
    memcpy(&record->type, header + 8, sizeof record->type);
    memcpy(&record->length, header + 12, sizeof record->length);
    record->payload = header + HEADER_LENGTH;
    return 0;
}

void hawser_overflow_drop_first(hawser_overflow_t *overflow) {
    hawser_overflow_record_t record;
    if (hawser_overflow_first(overflow, &record) == 0) {
        set_bounds(overflow, overflow->begin + needed(record.length), overflow->end);
    }
}
