/* SPDX-License-Identifier: Apache-2.0 */
/* The ring's reader under libFuzzer: `ring-fuzz src/test/corpus/ring`. What lies behind the data of a corpus file becomes
 * the ring's state: positions and flags. */
#include "readers.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* No bound on what is found, but that it lies within the data. A reader of one producer may find the same again. */
static void read_any(int32_t producers, const uint8_t *bytes, size_t length) {
    hawser_segment_t segment = new_segment(CORPUS_CAPACITY);
    hawser_ring_t ring;
    hawser_ring_t out;
    hawser_record_t record;
    uint8_t *payload;
    uint8_t *state = segment.base + HAWSER_TO_NATIVE_STATE_OFFSET;
    if (length > CORPUS_CAPACITY) {
        const size_t rest = length - CORPUS_CAPACITY;
        memcpy(state, bytes + CORPUS_CAPACITY, rest < HAWSER_RING_STATE_LENGTH ? rest : HAWSER_RING_STATE_LENGTH);
        memset(state + HAWSER_CONSUMER_SLEEPS_OFFSET, 0, HAWSER_RING_STATE_LENGTH - HAWSER_CONSUMER_SLEEPS_OFFSET);
    }
    memcpy(state + HAWSER_PRODUCERS_OFFSET, &producers, sizeof producers);
    if (hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK) {
        memcpy(ring.data, bytes, length < CORPUS_CAPACITY ? length : CORPUS_CAPACITY);
        for (int32_t i = 0; i < 100 && hawser_ring_poll(&ring, &record) == HAWSER_OK; i++) {
            CHECK(record.length >= 0 && record.payload >= ring.data);
            CHECK(record.payload + record.length <= ring.data + CORPUS_CAPACITY);
            hawser_ring_release(&ring);
        }
        (void)hawser_ring_pass_abandoned(&ring);
        CHECK(ring.index >= 0 && ring.index < CORPUS_CAPACITY);
        if (hawser_ring_produce_to_native(&out, &segment) == HAWSER_OK
            && hawser_ring_claim(&out, 100, &payload) == HAWSER_OK) {
            CHECK(payload >= out.data && payload + 100 <= out.data + CORPUS_CAPACITY);
            hawser_ring_commit(&out, HAWSER_RECORD_MESSAGE, 0, 0, 0, 50);
        }
    }
    free(segment.base);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    int32_t count;
    (void)read_ring(bytes, length, &count);
    read_any(HAWSER_PRODUCERS_ONE, bytes, length);
    read_any(HAWSER_PRODUCERS_MANY, bytes, length);
    return 0;
}
