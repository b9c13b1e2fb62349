/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader makes of bytes that a peer has left: a verdict and a count. The readers in Java are given the same files
 * and must come to the same.
 *
 *   ring     the data of a ring for many producers of 1024 bytes, at position 0; the rest is zeros.
 *            "empty" or "poisoned" is how reading ends; the count is that of the records before.
 *   mailbox  the file, with 64 bytes each way, seen from the native end. What one look finds: "empty", "message",
 *            "rejected" or "cut-off"; the count is the message's length.
 */
#ifndef READERS_H
#define READERS_H

#include "check.h"
#include "hawser/mailbox.h"
#include "hawser/memfd.h"

#include <unistd.h>

enum { CORPUS_CAPACITY = HAWSER_CAPACITY_MIN, CORPUS_SIZE = 64, CORPUS_MAILBOX_LENGTH = 16 + 2 * CORPUS_SIZE };

static inline const char *read_ring(const uint8_t *bytes, size_t length, int32_t *count) {
    hawser_segment_t segment = new_segment(CORPUS_CAPACITY);
    hawser_ring_t ring;
    hawser_record_t record;
    int32_t result;
    *count = 0;
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
    memcpy(ring.data, bytes, length < CORPUS_CAPACITY ? length : CORPUS_CAPACITY);
    while ((result = hawser_ring_poll(&ring, &record)) == HAWSER_OK) {
        CHECK(record.length >= 0 && record.payload >= ring.data);
        CHECK(record.payload + record.length <= ring.data + CORPUS_CAPACITY);
        CHECK(++*count <= CORPUS_CAPACITY / HAWSER_RECORD_ALIGNMENT); /* each is met once: it leaves zeros */
        hawser_ring_release(&ring);
    }
    free(segment.base);
    return result == HAWSER_EMPTY ? "empty" : "poisoned";
}

static inline const char *read_mailbox(const uint8_t *bytes, size_t length, int32_t *count) {
    static uint8_t buffer[CORPUS_SIZE];
    hawser_mailbox_t mailbox;
    const int32_t file = hawser_memory_create("corpus", CORPUS_MAILBOX_LENGTH);
    CHECK(file >= 0);
    CHECK(hawser_mailbox_open(&mailbox, file, HAWSER_MAILBOX_NATIVE, CORPUS_SIZE, CORPUS_SIZE) == 0);
    CHECK(hawser_memory_close(file) == 0);
    mailbox.descriptor = hawser_memfd_open("corpus", HAWSER_MEMFD_DATA); /* not sealed: it can be too short */
    CHECK(mailbox.descriptor >= 0);
    const size_t stored = length < CORPUS_MAILBOX_LENGTH ? length : CORPUS_MAILBOX_LENGTH;
    CHECK(write(mailbox.descriptor, bytes, stored) == (ssize_t)stored);
    const int32_t result = hawser_mailbox_receive(&mailbox, buffer);
    CHECK(result <= CORPUS_SIZE && close(mailbox.descriptor) == 0);
    *count = result < 0 ? 0 : result;
    return result >= 0 ? "message" : result == HAWSER_MAILBOX_EMPTY ? "empty"
           : result == HAWSER_MAILBOX_REJECTED ? "rejected" : "cut-off";
}

#endif
