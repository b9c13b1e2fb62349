/* SPDX-License-Identifier: Apache-2.0 */
/* The messages of tests that kill: each with its number as correlation, a length that follows from that, and a checksum.
 * CrashMessage says the same in Java. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "check.h"

enum { MESSAGE_LONGEST = 300 };

/* What a process tells; shared, so that it survives the process. */
struct told {
    int64_t sent;     /* messages whose commit returned */
    int64_t received; /* messages that were released */
    int32_t stuck;    /* whether a thread has come to its last point */
};

static inline int32_t length_of(int64_t sequence) {
    return (int32_t)((uint64_t)sequence * 2654435761U % (MESSAGE_LONGEST - 8)) + 8;
}

/* Of all bytes but its own. */
static inline uint64_t checksum(const uint8_t *bytes, int32_t length) {
    uint64_t sum = 1469598103934665603U;
    for (int32_t i = 8; i < length; i++) {
        sum = (sum ^ bytes[i]) * 1099511628211U;
    }
    return sum;
}

static inline void write_message(uint8_t *payload, int64_t sequence, int32_t length) {
    for (int32_t i = 8; i < length; i++) {
        payload[i] = (uint8_t)(sequence * 31 + i);
    }
    const uint64_t sum = checksum(payload, length);
    memcpy(payload, &sum, sizeof sum);
}

static inline void check_message(const hawser_record_t *record, int64_t sequence) {
    uint64_t sum;
    CHECK(record->type == HAWSER_RECORD_MESSAGE && record->correlation == sequence);
    CHECK(record->length == length_of(sequence));
    memcpy(&sum, record->payload, sizeof sum);
    CHECK(sum == checksum(record->payload, record->length));
}

#endif
