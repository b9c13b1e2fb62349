/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams: while one is processed each message is a chunk, and the plugin's return is the end. A chunk waits for the
 * consumer's credit, which the other end writes beside the rings, and then for room; both no longer than a send may. A
 * chunk that finds none fails its stream, and what follows of it is lost. One that nobody wants any more is left out.
 *
 * Inline nobody may wait: the thread that is here may be the one that brings the credit. There a chunk without credit
 * goes on to the renderer, whose buffer has the last word.
 */
#include "sender.h"

static const int64_t CREDIT_SLICE_NS = 50000000;

enum { SPINS = 1000 };

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/* HAWSER_OK, HAWSER_FULL or HAWSER_EMPTY, as of now. */
static int32_t credit_now(const hawser_sender_t *sender) {
    const int64_t limit = hawser_credit_limit(sender->credits, sender->correlation);
    return limit == HAWSER_CREDIT_CANCELLED ? HAWSER_EMPTY : limit > sender->chunks ? HAWSER_OK : HAWSER_FULL;
}

static int32_t spin_for_credit(const hawser_sender_t *sender) {
    int32_t result = credit_now(sender);
    for (int32_t i = 0; i < SPINS && result == HAWSER_FULL; i++) {
        relax();
        result = credit_now(sender);
    }
    return result;
}

int32_t hawser_stream_await_credit(hawser_sender_t *sender, hawser_patience_t *patience) {
    int32_t result = credit_now(sender);
    if (result != HAWSER_FULL || patience->timeout_ns <= 0) {
        return result;
    }
    result = spin_for_credit(sender);
    while (result == HAWSER_FULL) {
        const int64_t left_ns = hawser_patience_left(patience);
        if (left_ns == 0 || hawser_sender_is_closed(sender)) {
            break;
        }
        hawser_credit_await(sender->credits, sender->correlation, sender->chunks,
                            left_ns < CREDIT_SLICE_NS ? left_ns : CREDIT_SLICE_NS);
        result = credit_now(sender);
    }
    return result;
}

int32_t hawser_sender_begin_stream(hawser_sender_t *sender, int64_t correlation) {
    sender->correlation = correlation;
    sender->chunks = 0;
    if (credit_now(sender) == HAWSER_EMPTY) {
        hawser_sender_refuse_stream(sender, correlation);
        return 0;
    }
    sender->answer = HAWSER_ANSWER_STREAM;
    sender->refused = 0;
    hawser_sender_note(sender, HAWSER_RECORD_STREAM_BEGUN);
    (void)hawser_sender_flush(sender, 0);
    return 1;
}

void hawser_sender_refuse_stream(hawser_sender_t *sender, int64_t correlation) {
    sender->correlation = correlation;
    hawser_sender_note(sender, HAWSER_RECORD_STREAM_END);
    (void)hawser_sender_flush(sender, 0);
}

void hawser_sender_begin_own(hawser_sender_t *sender, int64_t correlation) {
    sender->own = hawser_own_enter(sender, correlation);
}

/* What found no room in its own ring is told by the shared one: it is only what became of the stream, and its end. That
 * comes before chunks that nobody has read so far, so that it must not look like the end of all. */
static void tell_elsewhere(hawser_sender_t *sender, const hawser_sender_t *own) {
    int32_t failed = 0;
    for (int32_t i = 0; i < own->outcome_count; i++) {
        const int32_t type = own->outcomes[i].type;
        sender->correlation = own->outcomes[i].correlation;
        if (type == HAWSER_RECORD_STREAM_END && !failed) {
            hawser_sender_note(sender, HAWSER_RECORD_BACK_PRESSURED);
        }
        failed |= type == HAWSER_RECORD_BACK_PRESSURED || type == HAWSER_RECORD_TOO_LARGE;
        hawser_sender_note(sender, type);
    }
    (void)hawser_sender_flush(sender, 0);
}

void hawser_sender_end_own(hawser_sender_t *sender, int64_t correlation) {
    hawser_sender_t *own = sender->own;
    if (own == NULL) {
        return;
    }
    sender->own = NULL;
    if (hawser_sender_flush(own, own->timeout_ns) != 0 && !hawser_sender_is_closed(own)) {
        tell_elsewhere(sender, own);
    }
    (void)__atomic_add_fetch(&sender->lost, own->lost, __ATOMIC_RELAXED);
    hawser_own_over(sender, correlation);
    hawser_own_leave(sender, own);
}

/* A stream may last as long as it likes, if it goes on. */
void hawser_stream_count(hawser_sender_t *sender) {
    sender->chunks++;
    sender->refused = 0; /* what was refused has been sent another way, or is left out on purpose */
    hawser_pulse_go_on(sender->pulse);
    if (sender->overflow.capacity != 0) {
        hawser_ring_wake_consumer(&sender->ring); /* else nobody would read before the plugin returns */
    }
}

static int32_t put_chunk(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    const int32_t waits = sender->overflow.capacity == 0;
    hawser_patience_t patience = {waits ? sender->timeout_ns : 0, 0};
    const int32_t credit = hawser_stream_await_credit(sender, &patience);
    if (credit == HAWSER_EMPTY || (credit == HAWSER_FULL && waits)) {
        return credit;
    }
    return hawser_sender_put(sender, data, length, HAWSER_RECORD_CHUNK, sender->correlation);
}

void hawser_stream_chunk(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    const int32_t over = sender->answer == HAWSER_ANSWER_STREAM_OVER;
    const int32_t result = over ? HAWSER_FULL : put_chunk(sender, data, length);
    if (result == HAWSER_OK) {
        hawser_stream_count(sender);
    } else if (result != HAWSER_EMPTY) {
        hawser_sender_count_lost(sender, &sender->ring);
        sender->answer = HAWSER_ANSWER_STREAM_OVER;
        if (!over) {
            hawser_sender_note(sender,
                               result == HAWSER_TOO_LONG ? HAWSER_RECORD_TOO_LARGE : HAWSER_RECORD_BACK_PRESSURED);
        }
    }
}

void hawser_stream_end(hawser_sender_t *sender) {
    if (sender->answer == HAWSER_ANSWER_STREAM && sender->refused) {
        hawser_sender_note(sender, HAWSER_RECORD_BACK_PRESSURED);
    }
    hawser_sender_note(sender, HAWSER_RECORD_STREAM_END);
}
