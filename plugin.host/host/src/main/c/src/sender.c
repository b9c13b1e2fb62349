/* SPDX-License-Identifier: Apache-2.0 */
#include "sender.h"

#include "hawser/memory.h"

#include <string.h>

/* A close that comes just before a thread falls asleep is seen this late. */
static const int64_t ROOM_SLICE_NS = 50000000;

static _Thread_local hawser_sender_t *pumping;

void hawser_sender_init(hawser_sender_t *sender, const hawser_ring_t *ring, int32_t key, int64_t timeout_ns) {
    memset(sender, 0, sizeof *sender);
    sender->ring = *ring;
    sender->key = key;
    sender->timeout_ns = timeout_ns;
    sender->grant = (int32_t)(ring->capacity / 4 / HAWSER_RECORD_ALIGNMENT * HAWSER_RECORD_ALIGNMENT)
                    - HAWSER_RECORD_HEADER_LENGTH;
    (void)pthread_mutex_init(&sender->loans_mutex, NULL);
}

void hawser_sender_destroy(hawser_sender_t *sender) {
    hawser_loans_free(sender);
    (void)pthread_mutex_destroy(&sender->loans_mutex);
}

void hawser_sender_close(hawser_sender_t *sender) {
    __atomic_store_n(&sender->closed, 1, __ATOMIC_SEQ_CST);
    hawser_wake((int32_t *)(void *)(sender->ring.state + HAWSER_PRODUCER_SLEEPS_OFFSET));
}

int32_t hawser_sender_is_closed(const hawser_sender_t *sender) {
    return __atomic_load_n(&sender->closed, __ATOMIC_ACQUIRE);
}

void hawser_sender_adopt(hawser_sender_t *sender) {
    pumping = sender;
}

int32_t hawser_sender_on_pump(const hawser_sender_t *sender) {
    return pumping == sender;
}

void hawser_sender_count_lost(hawser_sender_t *sender) {
    (void)__atomic_add_fetch(&sender->lost, 1, __ATOMIC_RELAXED);
}

/* Claims with the turn taken, waiting for room. */
int32_t hawser_sender_claim(hawser_sender_t *sender, hawser_patience_t *patience, int32_t length, uint8_t **payload) {
    int32_t result;
    while ((result = hawser_ring_claim(&sender->ring, length, payload)) == HAWSER_FULL) {
        const int64_t left_ns = hawser_patience_left(patience);
        if (left_ns == 0 || hawser_sender_is_closed(sender)) {
            break;
        }
        hawser_ring_await_room(&sender->ring, left_ns < ROOM_SLICE_NS ? left_ns : ROOM_SLICE_NS);
    }
    return result;
}

static int32_t put_patiently(hawser_sender_t *sender, hawser_patience_t patience, const uint8_t *data, int32_t length,
                             int32_t type, int64_t correlation) {
    uint8_t *payload;
    if (hawser_sender_is_closed(sender) || hawser_turn_take(&sender->turn, &patience) != 0) {
        return HAWSER_FULL;
    }
    const int32_t result = hawser_sender_claim(sender, &patience, length, &payload);
    if (result == HAWSER_OK) {
        if (length != 0) {
            memcpy(payload, data, (size_t)length);
        }
        hawser_ring_commit(&sender->ring, type, correlation, 0, sender->key, length);
    }
    hawser_turn_give(&sender->turn);
    if (result == HAWSER_OK) {
        hawser_ring_wake_consumer(&sender->ring);
    }
    return result;
}

int32_t hawser_sender_put(hawser_sender_t *sender, const uint8_t *data, size_t length, int32_t type,
                          int64_t correlation) {
    if (length > (size_t)hawser_ring_max_payload(&sender->ring)) {
        return HAWSER_TOO_LONG;
    }
    const hawser_patience_t patience = {sender->timeout_ns, 0};
    return put_patiently(sender, patience, data, (int32_t)length, type, correlation);
}

/* There is always room for one: the pump processes nothing while there is none. */
static void note_outcome(hawser_sender_t *sender, int32_t type) {
    sender->outcomes[sender->outcome_count++] = (hawser_outcome_t){sender->correlation, type};
}

int32_t hawser_sender_flush(hawser_sender_t *sender, int64_t wait_ns) {
    const hawser_patience_t patience = {wait_ns, 0};
    int32_t told = 0;
    while (told < sender->outcome_count) {
        const hawser_outcome_t *outcome = &sender->outcomes[told];
        if (put_patiently(sender, patience, NULL, 0, outcome->type, outcome->correlation) != HAWSER_OK) {
            break;
        }
        told++;
    }
    if (told != 0) {
        sender->outcome_count -= told;
        memmove(sender->outcomes, sender->outcomes + told, (size_t)sender->outcome_count * sizeof sender->outcomes[0]);
    }
    return sender->outcome_count;
}

void hawser_sender_begin(hawser_sender_t *sender, int64_t correlation) {
    sender->answer = HAWSER_ANSWER_OPEN;
    sender->correlation = correlation;
}

void hawser_sender_end(hawser_sender_t *sender) {
    hawser_loan_void(sender);
    if (sender->answer == HAWSER_ANSWER_OPEN) {
        note_outcome(sender, HAWSER_RECORD_NO_RESPONSE);
    }
    sender->answer = HAWSER_ANSWER_NONE;
    if (sender->outcome_count != 0) {
        (void)hawser_sender_flush(sender, 0);
    }
}

static void answer(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    sender->answer = HAWSER_ANSWER_OVER;
    if (hawser_sender_put(sender, data, length, HAWSER_RECORD_RESPONSE, sender->correlation) != HAWSER_OK) {
        hawser_sender_count_lost(sender);
        note_outcome(sender, HAWSER_RECORD_BACK_PRESSURED);
    }
}

void hawser_sender_message(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    if (data == NULL && length != 0) {
        return;
    }
    if (hawser_sender_on_pump(sender)) {
        hawser_loan_void(sender); /* it has the turn, which this message needs */
        if (sender->answer == HAWSER_ANSWER_OPEN) {
            answer(sender, data, length);
            return;
        }
    }
    if (hawser_sender_put(sender, data, length, HAWSER_RECORD_MESSAGE, 0) != HAWSER_OK) {
        hawser_sender_count_lost(sender);
    }
}
