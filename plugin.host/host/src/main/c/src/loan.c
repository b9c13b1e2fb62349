/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loans: on the pump's thread a claim in the ring itself, its unpublished tail; to any other thread private memory, one
 * loan a thread, which is copied when it is sent.
 */
#include "sender.h"

#include <stdlib.h>

struct hawser_loan {
    hawser_loan_t *next;
    int64_t thread;
    int64_t since_ns;
    uint8_t memory[];
};

enum { SUCCEEDED = 0, INVALID = -1, TIMED_OUT = -2 }; /* as plugin_interface.h has it */

/* Never reused, unlike a pthread_t: a new thread must not inherit the loan of one that ended. */
static int64_t this_thread(void) {
    static int64_t last;
    static _Thread_local int64_t mine;
    if (mine == 0) {
        mine = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
    }
    return mine;
}

/* ---- in the ring ---- */

static int32_t is_direct(const hawser_sender_t *sender) {
    return sender->lease == sender->direct;
}

static void give_back(hawser_sender_t *sender) {
    sender->lease = NULL;
    hawser_pulse_let_go(sender->pulse);
}

void hawser_loan_void(hawser_sender_t *sender) {
    if (sender->lease != NULL) {
        if (!is_direct(sender)) {
            hawser_ring_abort(&sender->ring);
        }
        give_back(sender);
    }
}

/* As much as may be lent, or when the time is over as much as there is. */
static int32_t claim_lease(hawser_sender_t *sender, hawser_patience_t *patience) {
    sender->leased = sender->grant;
    const int32_t result = hawser_sender_claim(sender, &sender->ring, patience, sender->grant, &sender->lease);
    if (result != HAWSER_FULL) {
        return result;
    }
    const int32_t room = hawser_ring_room(&sender->ring);
    if (room <= 0) {
        return HAWSER_FULL;
    }
    sender->leased = room < sender->grant ? room : sender->grant;
    return hawser_ring_claim(&sender->ring, sender->leased, &sender->lease);
}

/* A chunk in place needs credit as any other does. */
static int request_credit(hawser_sender_t *sender, hawser_patience_t *patience) {
    if (sender->answer == HAWSER_ANSWER_STREAM_OVER) {
        return INVALID;
    }
    if (sender->answer != HAWSER_ANSWER_STREAM) {
        return SUCCEEDED;
    }
    const int32_t result = hawser_stream_await_credit(sender, patience);
    return result == HAWSER_OK ? SUCCEEDED : result == HAWSER_FULL ? TIMED_OUT : INVALID;
}

static int lent(hawser_sender_t *sender, uint8_t **buffer, uint32_t *space) {
    hawser_pulse_lend(sender->pulse);
    *buffer = sender->lease;
    *space = (uint32_t)sender->leased;
    return SUCCEEDED;
}

static int lend_in_ring(hawser_sender_t *sender, uint32_t wait_ms, uint8_t **buffer, uint32_t *space) {
    const int32_t waits = sender->overflow.capacity == 0;
    hawser_patience_t patience = {waits ? (int64_t)wait_ms * 1000000 : 0, 0};
    hawser_loan_void(sender);
    if (sender->direct != NULL && sender->answer == HAWSER_ANSWER_OPEN) {
        sender->lease = sender->direct;
        sender->leased = sender->grant < sender->direct_capacity ? sender->grant : sender->direct_capacity;
        return lent(sender, buffer, space);
    }
    if (!hawser_sender_move_overflow(sender)) {
        return TIMED_OUT; /* what is waiting comes first */
    }
    const int credit = request_credit(sender, &patience);
    if (credit != SUCCEEDED) {
        return credit;
    }
    const int32_t result = claim_lease(sender, &patience);
    if (result != HAWSER_OK) {
        sender->lease = NULL;
        return result == HAWSER_FULL ? TIMED_OUT : INVALID;
    }
    return lent(sender, buffer, space);
}

/* A stream that ends although its last chunk found no room has failed, whatever its plugin makes of that. */
static int request_in_ring(hawser_sender_t *sender, uint32_t wait_ms, uint8_t **buffer, uint32_t *space) {
    const int result = lend_in_ring(sender, wait_ms, buffer, space);
    sender->refused = result == TIMED_OUT;
    return result;
}

static int send_in_ring(hawser_sender_t *sender, uint32_t length) {
    if (sender->lease == NULL) {
        return INVALID;
    }
    if (length == 0 || length > (uint32_t)sender->leased || hawser_sender_is_closed(sender)) {
        hawser_loan_void(sender);
        return INVALID;
    }
    if (is_direct(sender)) {
        sender->direct_length = (int32_t)length;
        sender->answer = HAWSER_ANSWER_OVER;
        give_back(sender);
        return SUCCEEDED;
    }
    const int32_t type = sender->answer == HAWSER_ANSWER_OPEN     ? HAWSER_RECORD_RESPONSE
                         : sender->answer == HAWSER_ANSWER_STREAM ? HAWSER_RECORD_CHUNK
                                                                  : HAWSER_RECORD_MESSAGE;
    hawser_ring_commit(&sender->ring, type, type == HAWSER_RECORD_MESSAGE ? 0 : sender->correlation, 0, sender->key,
                       (int32_t)length);
    give_back(sender);
    hawser_sender_tell(sender, &sender->ring);
    if (type == HAWSER_RECORD_RESPONSE) {
        sender->answer = HAWSER_ANSWER_OVER;
    } else if (type == HAWSER_RECORD_CHUNK) {
        hawser_stream_count(sender);
    }
    return SUCCEEDED;
}

/* ---- in private memory ---- */

/* Under the mutex. The last of the list is the first that was lent. */
static void show_loans(const hawser_sender_t *sender) {
    int32_t count = 0;
    int64_t since_ns = 0;
    for (const hawser_loan_t *loan = sender->loans; loan != NULL; loan = loan->next) {
        count++;
        since_ns = loan->since_ns;
    }
    __atomic_store_n(&sender->pulse->loans, count, __ATOMIC_RELAXED);
    __atomic_store_n(&sender->pulse->loan_ns, since_ns, __ATOMIC_RELAXED);
}

/* Unlinks this thread's loan. NULL if it has none; then *others is how many there are. */
static hawser_loan_t *take_loan(hawser_sender_t *sender, int32_t *others) {
    hawser_loan_t **link = &sender->loans;
    const int64_t thread = this_thread();
    *others = 0;
    while (*link != NULL && (*link)->thread != thread) {
        link = &(*link)->next;
        (*others)++;
    }
    hawser_loan_t *loan = *link;
    if (loan != NULL) {
        *link = loan->next;
    }
    return loan;
}

static void link_loan(hawser_sender_t *sender, hawser_loan_t *loan) {
    loan->since_ns = hawser_now_ns(HAWSER_MONOTONIC_COARSE);
    loan->next = sender->loans;
    sender->loans = loan;
}

static int request_private(hawser_sender_t *sender, uint8_t **buffer, uint32_t *space) {
    int32_t others;
    (void)pthread_mutex_lock(&sender->loans_mutex);
    hawser_loan_t *loan = take_loan(sender, &others);
    if (loan == NULL && others < HAWSER_LOANS_MAX) {
        loan = malloc(sizeof *loan + (size_t)sender->side_grant);
    }
    if (loan != NULL) {
        loan->thread = this_thread();
        link_loan(sender, loan);
    }
    show_loans(sender);
    (void)pthread_mutex_unlock(&sender->loans_mutex);
    if (loan == NULL) {
        return TIMED_OUT;
    }
    *buffer = loan->memory;
    *space = (uint32_t)sender->side_grant;
    return SUCCEEDED;
}

static int send_private(hawser_sender_t *sender, uint32_t length) {
    int32_t others;
    int result = INVALID;
    (void)pthread_mutex_lock(&sender->loans_mutex);
    hawser_loan_t *loan = take_loan(sender, &others);
    show_loans(sender);
    (void)pthread_mutex_unlock(&sender->loans_mutex);
    if (loan != NULL && length != 0 && length <= (uint32_t)sender->side_grant) {
        result = hawser_sender_put_aside(sender, loan->memory, length) == HAWSER_OK ? SUCCEEDED : TIMED_OUT;
    }
    free(loan);
    return result;
}

void hawser_loans_free(hawser_sender_t *sender) {
    while (sender->loans != NULL) {
        hawser_loan_t *loan = sender->loans;
        sender->loans = loan->next;
        free(loan);
    }
}

/* ---- callbacks ---- */

int hawser_sender_request(hawser_sender_t *sender, uint32_t wait_ms, uint8_t **buffer, uint32_t *space) {
    if (buffer == NULL || space == NULL || hawser_sender_is_closed(sender)) {
        return INVALID;
    }
    if (!hawser_sender_on_pump(sender)) {
        return request_private(sender, buffer, space);
    }
    return request_in_ring(hawser_sender_current(sender), wait_ms, buffer, space);
}

int hawser_sender_send(hawser_sender_t *sender, uint32_t length) {
    return hawser_sender_on_pump(sender) ? send_in_ring(hawser_sender_current(sender), length)
                                         : send_private(sender, length);
}
