/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <string.h>

enum { LINE = 64, ACKNOWLEDGEMENT = 8 };

static int32_t await_one(bench_end_t *end, hawser_record_t *record) {
    int32_t result = hawser_ring_poll(&end->in, record);
    while (result == HAWSER_EMPTY) {
        bench_relax();
        result = hawser_ring_poll(&end->in, record);
    }
    return result;
}

static int32_t claim(bench_end_t *end, int32_t length, uint8_t **payload) {
    int32_t result = hawser_ring_claim(&end->out, length, payload);
    while (result == HAWSER_FULL) {
        hawser_ring_wake_consumer(&end->out);
        bench_relax();
        result = hawser_ring_claim(&end->out, length, payload);
    }
    return result;
}

static void commit(bench_end_t *end, int32_t type, int64_t correlation, int32_t length) {
    hawser_ring_commit(&end->out, type, correlation, 0, 0, length);
    hawser_ring_wake_consumer(&end->out);
}

/* A word of each cache line: every line comes over from the writer's processor. */
static void read_in_place(bench_end_t *end, const hawser_record_t *record) {
    const int32_t words = record->length - (int32_t)sizeof(uint64_t);
    for (int32_t i = 0; i <= words; i += LINE) {
        uint64_t word;
        memcpy(&word, record->payload + i, sizeof word);
        end->sum += word;
    }
}

int64_t bench_send_in_place(bench_end_t *end, int64_t messages, int32_t length) {
    for (int64_t i = 0; i < messages; i++) {
        uint8_t *payload;
        const int32_t result = claim(end, length, &payload);
        if (result != HAWSER_OK) {
            return result;
        }
        hawser_copy(payload, end->scratch, length);
        commit(end, HAWSER_RECORD_MESSAGE, 0, length);
    }
    return messages;
}

int64_t bench_receive_in_place(bench_end_t *end, int64_t messages) {
    hawser_record_t record;
    for (int64_t i = 0; i < messages; i++) {
        const int32_t result = await_one(end, &record);
        if (result != HAWSER_OK) {
            return result;
        }
        read_in_place(end, &record);
        hawser_ring_release(&end->in);
    }
    return messages;
}

int64_t bench_echo_in_place(bench_end_t *end, int64_t messages) {
    hawser_record_t record;
    for (int64_t i = 0; i < messages; i++) {
        uint8_t *payload = NULL;
        int32_t result = await_one(end, &record);
        if (result == HAWSER_OK) {
            result = claim(end, record.length, &payload);
        }
        if (result != HAWSER_OK) {
            return result;
        }
        hawser_copy(payload, record.payload, record.length);
        commit(end, HAWSER_RECORD_RESPONSE, record.correlation, record.length);
        hawser_ring_release(&end->in);
    }
    return messages;
}

/* As a plugin that is told where a region lies, and answers: the region is released after the answer. */
int64_t bench_acknowledge(bench_end_t *end, int64_t messages) {
    hawser_record_t record;
    for (int64_t i = 0; i < messages; i++) {
        uint8_t *payload = NULL;
        int32_t result = await_one(end, &record);
        if (result == HAWSER_OK) {
            result = claim(end, ACKNOWLEDGEMENT, &payload);
        }
        if (result != HAWSER_OK) {
            return result;
        }
        memcpy(payload, record.payload, ACKNOWLEDGEMENT);
        commit(end, HAWSER_RECORD_RESPONSE, record.correlation, ACKNOWLEDGEMENT);
        hawser_ring_release(&end->in);
    }
    return messages;
}
