/* SPDX-License-Identifier: Apache-2.0 */
#include "sender.h"

#include "extension.h"
#include "hawser/core.h"

#include <string.h>

/* A close that comes just before a thread falls asleep is seen this late. */
static const int64_t ROOM_SLICE_NS = 50000000;

/* Read several times a message. The initial-exec model spares a call each time; it takes a few bytes of what glibc keeps
 * for libraries that are loaded late. */
#if defined(__GLIBC__)
#define FEW_BYTES __attribute__((tls_model("initial-exec")))
#else
#define FEW_BYTES
#endif
static _Thread_local FEW_BYTES hawser_sender_t *pumping;

static int32_t smaller(int32_t a, int32_t b) {
    return a < b ? a : b;
}

static int32_t quarter_of(const hawser_ring_t *ring) {
    return (int32_t)(ring->capacity / 4 / HAWSER_RECORD_ALIGNMENT * HAWSER_RECORD_ALIGNMENT)
           - HAWSER_RECORD_HEADER_LENGTH;
}

int32_t hawser_sender_init(hawser_sender_t *sender, const hawser_segment_t *segment, const hawser_manner_t *manner) {
    memset(sender, 0, sizeof *sender);
    if (hawser_ring_produce_to_renderer(&sender->ring, segment) != HAWSER_OK
        || hawser_ring_produce_side(&sender->side, segment) != HAWSER_OK
        || hawser_overflow_init(&sender->overflow, manner->overflow_length) != 0) {
        return -1;
    }
    sender->credits = segment->base;
    hawser_streams_init(&sender->streams);
    hawser_owns_init(&sender->owns);
    sender->key = manner->key;
    sender->timeout_ns = manner->timeout_ns;
    sender->grant = manner->grant <= 0 ? quarter_of(&sender->ring)
                                       : smaller(manner->grant, hawser_ring_max_payload(&sender->ring));
    sender->side_grant = smaller(sender->grant, hawser_ring_max_payload(&sender->side));
    (void)pthread_mutex_init(&sender->loans_mutex, NULL);
    return 0;
}

void hawser_sender_destroy(hawser_sender_t *sender) {
    hawser_loans_free(sender);
    hawser_owns_destroy(&sender->owns);
    hawser_streams_destroy(&sender->streams);
    hawser_overflow_destroy(&sender->overflow);
    (void)pthread_mutex_destroy(&sender->loans_mutex);
}

static void wake_waiting_producers(const hawser_ring_t *ring) {
    hawser_wake((int32_t *)(void *)(ring->state + HAWSER_PRODUCER_SLEEPS_OFFSET));
}

void hawser_sender_close(hawser_sender_t *sender) {
    __atomic_store_n(&sender->closed, 1, __ATOMIC_SEQ_CST);
    wake_waiting_producers(&sender->ring);
    wake_waiting_producers(&sender->side);
    hawser_credit_wake(sender->credits);
    hawser_owns_close(&sender->owns);
}

int32_t hawser_sender_is_closed(const hawser_sender_t *sender) {
    return __atomic_load_n(&sender->closed, __ATOMIC_ACQUIRE);
}

hawser_sender_t *hawser_sender_adopt(hawser_sender_t *sender) {
    hawser_sender_t *before = pumping;
    pumping = sender;
    return before;
}

int32_t hawser_sender_on_pump(const hawser_sender_t *sender) {
    return pumping == sender;
}

hawser_sender_t *hawser_sender_current(hawser_sender_t *sender) {
    return sender->own != NULL ? sender->own : sender;
}

void hawser_sender_count_lost(hawser_sender_t *sender, hawser_ring_t *ring) {
    (void)__atomic_add_fetch(&sender->lost, 1, __ATOMIC_RELAXED);
    if (!hawser_sender_is_closed(sender)) { /* else the channel may be somebody else's already */
        hawser_ring_count_loss(ring);
    }
}

/* ---- into a ring ---- */

/* Claims, waiting for room. */
int32_t hawser_sender_claim(hawser_sender_t *sender, hawser_ring_t *ring, hawser_patience_t *patience, int32_t length,
                            uint8_t **payload) {
    int32_t result;
    while ((result = hawser_ring_claim(ring, length, payload)) == HAWSER_FULL) {
        const int64_t left_ns = hawser_patience_left(patience);
        if (left_ns == 0 || hawser_sender_is_closed(sender)) {
            break;
        }
        hawser_ring_await_room(ring, left_ns < ROOM_SLICE_NS ? left_ns : ROOM_SLICE_NS);
    }
    return result;
}

/* The caller of an inline plugin reads for itself what came of its call, and one that waits for another's answer is
 * likely to come in a moment. */
void hawser_sender_tell(hawser_sender_t *sender, hawser_ring_t *ring) {
    if (ring != &sender->ring) {
        hawser_ring_wake_consumer(ring);
    } else if (sender->overflow.capacity == 0) {
        hawser_ring_wake_consumer_patiently(ring);
    }
}

int32_t hawser_sender_put_within(hawser_sender_t *sender, hawser_ring_t *ring, hawser_patience_t *patience,
                                 const uint8_t *data, int32_t length, int32_t type, int64_t correlation) {
    uint8_t *payload;
    if (hawser_sender_is_closed(sender)) {
        return HAWSER_FULL;
    }
    const int32_t result = hawser_sender_claim(sender, ring, patience, length, &payload);
    if (result == HAWSER_OK) {
        hawser_copy(payload, data, length);
        hawser_ring_commit(ring, type, correlation, 0, sender->key, length);
        hawser_sender_tell(sender, ring);
    }
    return result;
}

static int32_t put_patiently(hawser_sender_t *sender, hawser_ring_t *ring, int64_t wait_ns, const uint8_t *data,
                             int32_t length, int32_t type, int64_t correlation) {
    hawser_patience_t patience = {wait_ns, 0};
    return hawser_sender_put_within(sender, ring, &patience, data, length, type, correlation);
}

int32_t hawser_sender_move_overflow(hawser_sender_t *sender) {
    hawser_overflow_record_t record;
    while (hawser_overflow_first(&sender->overflow, &record) == 0) {
        if (put_patiently(sender, &sender->ring, 0, record.payload, record.length, record.type, record.correlation)
            != HAWSER_OK) {
            return 0;
        }
        hawser_overflow_drop_first(&sender->overflow);
    }
    return 1;
}

/* Behind what overflowed before, or in the ring if there is nothing. Never waits. */
static int32_t put_or_overflow(hawser_sender_t *sender, const uint8_t *data, int32_t length, int32_t type,
                               int64_t correlation) {
    if (hawser_sender_move_overflow(sender)) {
        const int32_t result = put_patiently(sender, &sender->ring, 0, data, length, type, correlation);
        if (result != HAWSER_FULL || hawser_sender_is_closed(sender)) {
            return result;
        }
    }
    return hawser_overflow_append(&sender->overflow, data, length, type, correlation) == 0 ? HAWSER_OK : HAWSER_FULL;
}

int32_t hawser_sender_put(hawser_sender_t *sender, const uint8_t *data, size_t length, int32_t type,
                          int64_t correlation) {
    if (length > (size_t)hawser_ring_max_payload(&sender->ring)) {
        return HAWSER_TOO_LONG;
    }
    return sender->overflow.capacity != 0
        ? put_or_overflow(sender, data, (int32_t)length, type, correlation)
        : put_patiently(sender, &sender->ring, sender->timeout_ns, data, (int32_t)length, type, correlation);
}

int32_t hawser_sender_aside(hawser_sender_t *sender, hawser_patience_t *patience, int32_t type, int64_t correlation,
                            const uint8_t *data, size_t length) {
    hawser_ring_t side = sender->side;
    return length > (size_t)hawser_ring_max_payload(&side)
        ? HAWSER_TOO_LONG
        : hawser_sender_put_within(sender, &side, patience, data, (int32_t)length, type, correlation);
}

int32_t hawser_sender_stream_aside(hawser_sender_t *sender, hawser_patience_t *patience, int32_t type, int64_t id,
                                   const uint8_t *data, size_t length) {
    hawser_sender_t *own = hawser_own_enter(sender, id);
    if (own == NULL) {
        return hawser_sender_aside(sender, patience, type, id, data, length);
    }
    const int32_t result = hawser_own_put(own, patience, type, id, data, length);
    hawser_own_leave(sender, own);
    return result;
}

int32_t hawser_sender_put_aside(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    hawser_patience_t patience = {sender->timeout_ns, 0};
    const int32_t result = hawser_sender_aside(sender, &patience, HAWSER_RECORD_MESSAGE, 0, data, length);
    if (result != HAWSER_OK) {
        hawser_ring_t side = sender->side;
        hawser_sender_count_lost(sender, &side);
    }
    return result;
}

hawser_patience_t hawser_sender_patience(const hawser_sender_t *sender, int64_t timeout_ns) {
    const int32_t waits = !hawser_sender_on_pump(sender) || sender->overflow.capacity == 0;
    return (hawser_patience_t){waits ? timeout_ns : 0, 0};
}

int32_t hawser_sender_convey(hawser_sender_t *sender, int32_t type, int64_t correlation, const uint8_t *data,
                             size_t length) {
    if (hawser_sender_on_pump(sender)) {
        hawser_loan_void(sender);
        return hawser_extension_result(sender, hawser_sender_put(sender, data, length, type, correlation));
    }
    hawser_patience_t patience = {sender->timeout_ns, 0};
    return hawser_extension_result(sender, hawser_sender_aside(sender, &patience, type, correlation, data, length));
}
