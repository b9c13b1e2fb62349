/* SPDX-License-Identifier: Apache-2.0 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

int64_t bench_channel_length(int64_t capacity) {
    return hawser_segment_length(capacity, capacity, HAWSER_CAPACITY_MIN);
}

int32_t bench_channel_create(int64_t capacity) {
    const int64_t length = bench_channel_length(capacity);
    const int32_t descriptor = hawser_memory_create("hawser-bench", length);
    uint8_t *base = descriptor < 0 ? NULL : hawser_memory_map(descriptor, length);
    if (base == NULL) {
        return -1;
    }
    const int32_t result = hawser_segment_format(base, length, capacity, capacity, HAWSER_CAPACITY_MIN);
    (void)hawser_memory_unmap(base, length);
    return result == HAWSER_OK ? descriptor : -1;
}

static int32_t open_rings(bench_end_t *end, int32_t side) {
    if (side == 0) {
        return hawser_ring_produce_to_native(&end->out, &end->segment)
            || hawser_ring_consume_to_renderer(&end->in, &end->segment);
    }
    return hawser_ring_produce_to_renderer(&end->out, &end->segment)
        || hawser_ring_consume_to_native(&end->in, &end->segment);
}

static size_t longer(int64_t a, int64_t b) {
    return (size_t)(a > b ? a : b);
}

bench_end_t *bench_end_open(int32_t descriptor, int64_t length, int32_t side, int32_t wakes) {
    bench_end_t *end = calloc(1, sizeof *end);
    uint8_t *base = end == NULL ? NULL : hawser_memory_map(descriptor, length);
    if (base == NULL || hawser_segment_attach(&end->segment, base, length) || open_rings(end, side)) {
        free(end);
        return NULL;
    }
    end->wakes = wakes;
    end->scratch = calloc(1, longer(end->segment.to_native_capacity, end->segment.to_renderer_capacity));
    return end;
}

void bench_end_close(bench_end_t *end) {
    (void)hawser_memory_unmap(end->segment.base, end->segment.length);
    free(end->scratch);
    free(end);
}

static void commit(bench_end_t *end, int32_t type, int64_t correlation, int32_t length) {
    hawser_ring_commit(&end->out, type, correlation, 0, 0, length);
    if (end->wakes) {
        hawser_ring_wake_consumer(&end->out);
    }
}

/* Claims, waiting for room. */
static int32_t claim(bench_end_t *end, int32_t length, uint8_t **payload) {
    for (;;) {
        const int32_t result = hawser_ring_claim(&end->out, length, payload);
        if (result != HAWSER_FULL) {
            return result;
        }
        if (end->wakes) {
            hawser_ring_wake_consumer(&end->out);
        }
        bench_relax();
    }
}

/* As the plugin's host does; the bare ring as anybody would. */
static void copy_in(const bench_end_t *end, uint8_t *payload, int32_t length) {
    if (end->wakes) {
        hawser_copy(payload, end->scratch, length);
    } else {
        memcpy(payload, end->scratch, (size_t)length);
    }
}

static int32_t send_one(bench_end_t *end, int32_t type, int64_t correlation, int32_t length) {
    uint8_t *payload;
    const int32_t result = claim(end, length, &payload);
    if (result == HAWSER_OK) {
        copy_in(end, payload, length);
        commit(end, type, correlation, length);
    }
    return result;
}

/* Takes one record, copying it; HAWSER_EMPTY if there is none. */
static int32_t take_one(bench_end_t *end, hawser_record_t *record) {
    const int32_t result = hawser_ring_poll(&end->in, record);
    if (result == HAWSER_OK) {
        memcpy(end->scratch, record->payload, (size_t)record->length);
        hawser_ring_release(&end->in);
    }
    return result;
}

static int32_t await_one(bench_end_t *end, hawser_record_t *record) {
    for (;;) {
        const int32_t result = take_one(end, record);
        if (result != HAWSER_EMPTY) {
            return result;
        }
        bench_relax();
    }
}

int64_t bench_send(bench_end_t *end, int64_t messages, int32_t length) {
    for (int64_t i = 0; i < messages; i++) {
        const int32_t result = send_one(end, HAWSER_RECORD_MESSAGE, 0, length);
        if (result != HAWSER_OK) {
            return result;
        }
    }
    return messages;
}

int64_t bench_receive(bench_end_t *end, int64_t messages) {
    hawser_record_t record;
    for (int64_t i = 0; i < messages; i++) {
        const int32_t result = await_one(end, &record);
        if (result != HAWSER_OK) {
            return result;
        }
    }
    return messages;
}

int64_t bench_echo(bench_end_t *end, int64_t messages) {
    hawser_record_t record;
    for (int64_t i = 0; i < messages; i++) {
        int32_t result = await_one(end, &record);
        if (result == HAWSER_OK) {
            result = send_one(end, HAWSER_RECORD_RESPONSE, record.correlation, record.length);
        }
        if (result != HAWSER_OK) {
            return result;
        }
    }
    return messages;
}

int64_t bench_exchange(bench_end_t *end, int32_t messages, int32_t length, int64_t *latencies) {
    hawser_record_t record;
    for (int32_t i = 0; i < messages; i++) {
        const int64_t begin_ns = bench_now_ns();
        int32_t result = send_one(end, HAWSER_RECORD_REQUEST, i, length);
        if (result == HAWSER_OK) {
            result = await_one(end, &record);
        }
        if (result != HAWSER_OK) {
            return result;
        }
        latencies[i] = bench_now_ns() - begin_ns;
    }
    return messages;
}

int64_t bench_pipeline(bench_end_t *end, int64_t messages, int32_t length, int32_t window) {
    hawser_record_t record;
    int64_t sent = 0;
    int64_t answered = 0;
    while (answered < messages) {
        int32_t result = HAWSER_OK;
        if (sent < messages && sent - answered < window) {
            result = send_one(end, HAWSER_RECORD_REQUEST, sent++, length);
        }
        if (result == HAWSER_OK) {
            result = take_one(end, &record);
            answered += result == HAWSER_OK;
        }
        if (result != HAWSER_OK && result != HAWSER_EMPTY) {
            return result;
        }
    }
    return messages;
}

static void idle(int64_t idle_ns) {
    const int64_t until_ns = bench_now_ns() + idle_ns;
    while (bench_now_ns() < until_ns) {
        bench_relax();
    }
}

int64_t bench_send_stamped(bench_end_t *end, int32_t messages, int64_t idle_ns) {
    for (int32_t i = 0; i < messages; i++) {
        uint8_t *payload;
        idle(idle_ns);
        const int64_t now_ns = bench_now_ns();
        const int32_t result = claim(end, (int32_t)sizeof now_ns, &payload);
        if (result != HAWSER_OK) {
            return result;
        }
        memcpy(payload, &now_ns, sizeof now_ns);
        commit(end, HAWSER_RECORD_MESSAGE, 0, (int32_t)sizeof now_ns);
    }
    return messages;
}

static int32_t await_sleeping(bench_end_t *end, hawser_record_t *record) {
    int32_t spins = 0;
    for (;;) {
        const int32_t result = take_one(end, record);
        if (result != HAWSER_EMPTY) {
            return result;
        }
        if (spins++ < BENCH_SPINS) {
            bench_relax();
        } else {
            hawser_ring_await_record(&end->in, -1);
            spins = 0;
        }
    }
}

int64_t bench_receive_stamped(bench_end_t *end, int32_t messages, int64_t *latencies) {
    hawser_record_t record;
    for (int32_t i = 0; i < messages; i++) {
        int64_t stamp_ns;
        const int32_t result = await_sleeping(end, &record);
        const int64_t now_ns = bench_now_ns();
        if (result != HAWSER_OK) {
            return result;
        }
        memcpy(&stamp_ns, end->scratch, sizeof stamp_ns);
        latencies[i] = now_ns - stamp_ns;
    }
    return messages;
}
