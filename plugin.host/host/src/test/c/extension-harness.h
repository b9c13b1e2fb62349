/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin with extensions, by a pump or inline, and the records that go to it and come from it. */
#ifndef EXTENSION_HARNESS_H
#define EXTENSION_HARNESS_H

#include "driven.h"
#include "hawser/host.h"

static int32_t inlined;

static inline void given_file(const char *file, int64_t send_timeout_ns) {
    plugin = load(file);
    open_channel(CAPACITY);
    CHECK((inlined ? hawser_plugin_start_inline(plugin, channel, segment.length, KEY, send_timeout_ns, CAPACITY)
                   : start(plugin, 0, send_timeout_ns)) == 0);
}

static inline void given_extended(int64_t send_timeout_ns) {
    given_file("extended.so", send_timeout_ns);
}

static inline void run_inline(void) {
    if (inlined) {
        CHECK(hawser_plugin_call(plugin, 0, 0) >= 0);
    }
}

/* A record for an extension: the event's name, padded, then the data. */
static inline void hand(int32_t type, int64_t correlation, int64_t deadline, const char *event, const char *data) {
    uint8_t bytes[512] = {0};
    const size_t name_length = strlen(event);
    const size_t offset = (name_length + 8) & ~(size_t)7;
    memcpy(bytes, event, name_length);
    memcpy(bytes + offset, data, strlen(data));
    commit(type, correlation, deadline, bytes, (int32_t)(offset + strlen(data)));
    run_inline();
}

static inline void ask_event(int64_t id, const char *event) {
    hand(HAWSER_RECORD_REQUEST, id, 0, event, "data");
}

static inline hawser_record_t expect_record_aside(int32_t type, int64_t correlation) {
    const hawser_record_t record = next_of(&from_aside);
    if (record.type != type || record.correlation != correlation) {
        fprintf(stderr, "expected type=%d correlation=%" PRId64 ", found type=%d correlation=%" PRId64 "\n", type,
                correlation, record.type, record.correlation);
        exit(1);
    }
    CHECK(record.key == KEY);
    return record;
}

static inline void expect_bytes_aside(int32_t type, int64_t correlation, const void *bytes, size_t length) {
    const hawser_record_t record = expect_record_aside(type, correlation);
    CHECK(record.length == (int32_t)length && (length == 0 || memcmp(record.payload, bytes, length) == 0));
    hawser_ring_release(&from_aside);
}

static inline void expect_failed(hawser_ring_t *ring, int64_t correlation, int32_t code, const char *text) {
    const hawser_record_t record = next_of(ring);
    CHECK(record.type == HAWSER_RECORD_FAILED && record.correlation == correlation);
    CHECK(record.length == (int32_t)(4 + strlen(text)));
    CHECK(memcmp(record.payload, &code, 4) == 0 && memcmp(record.payload + 4, text, strlen(text)) == 0);
    hawser_ring_release(ring);
}

static inline void give_credit(int64_t correlation, int64_t limit) {
    uint8_t *entry =
        segment.base + HAWSER_CREDITS_OFFSET + (correlation & (HAWSER_CREDITS - 1)) * HAWSER_CREDIT_LENGTH;
    __atomic_store_n((int64_t *)(void *)(entry + HAWSER_CREDIT_LIMIT_OFFSET), limit, __ATOMIC_RELAXED);
    __atomic_store_n((int64_t *)(void *)(entry + HAWSER_CREDIT_CORRELATION_OFFSET), correlation, __ATOMIC_SEQ_CST);
    hawser_credit_wake(segment.base);
}

static inline void open_stream(int64_t id, int64_t limit, const char *event) {
    give_credit(id, limit);
    hand(HAWSER_RECORD_STREAM, id, 0, event, "data");
}

#endif
