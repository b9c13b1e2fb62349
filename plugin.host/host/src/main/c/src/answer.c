/* SPDX-License-Identifier: Apache-2.0 */
/* What a plugin sends while it handles a message answers that. */
#include "sender.h"

#include "hawser/core.h"

#include <string.h>

/* ---- outcomes ---- */

/* There is always room for one: the pump processes nothing while there is none. */
void hawser_sender_note(hawser_sender_t *sender, int32_t type) {
    sender->outcomes[sender->outcome_count++] = (hawser_outcome_t){sender->correlation, type};
}

int32_t hawser_sender_flush(hawser_sender_t *sender, int64_t wait_ns) {
    int32_t told = 0;
    if (!hawser_sender_move_overflow(sender)) { /* outcomes do not overtake what was sent before */
        return sender->outcome_count;
    }
    while (told < sender->outcome_count) {
        const hawser_outcome_t *outcome = &sender->outcomes[told];
        hawser_patience_t patience = {wait_ns, 0};
        if (hawser_sender_put_within(sender, &sender->ring, &patience, NULL, 0, outcome->type, outcome->correlation)
            != HAWSER_OK) {
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

void hawser_sender_begin_direct(hawser_sender_t *sender, uint8_t *place, int32_t capacity) {
    sender->answer = HAWSER_ANSWER_OPEN;
    sender->direct = place;
    sender->direct_capacity = capacity;
    sender->direct_length = HAWSER_ASK_NO_RESPONSE;
}

int32_t hawser_sender_end_direct(hawser_sender_t *sender) {
    hawser_loan_void(sender);
    sender->answer = HAWSER_ANSWER_NONE;
    sender->direct = NULL;
    return sender->direct_length;
}

void hawser_sender_end(hawser_sender_t *sender) {
    hawser_loan_void(sender);
    if (sender->answer == HAWSER_ANSWER_OPEN) {
        hawser_sender_note(sender, HAWSER_RECORD_NO_RESPONSE);
    } else if (sender->answer == HAWSER_ANSWER_STREAM || sender->answer == HAWSER_ANSWER_STREAM_OVER) {
        hawser_stream_end(sender);
    }
    sender->answer = HAWSER_ANSWER_NONE;
    if (sender->outcome_count != 0) {
        (void)hawser_sender_flush(sender, 0);
    }
}

/* ---- messages ---- */

static void answer_directly(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    if (length > (size_t)sender->direct_capacity) {
        hawser_sender_count_lost(sender, &sender->ring);
        sender->direct_length = HAWSER_ASK_TOO_LARGE;
        return;
    }
    if (length != 0) {
        memcpy(sender->direct, data, length);
    }
    sender->direct_length = (int32_t)length;
}

static void answer(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    sender->answer = HAWSER_ANSWER_OVER;
    if (sender->direct != NULL) {
        answer_directly(sender, data, length);
        return;
    }
    const int32_t result = hawser_sender_put(sender, data, length, HAWSER_RECORD_RESPONSE, sender->correlation);
    if (result != HAWSER_OK) {
        hawser_sender_count_lost(sender, &sender->ring);
        hawser_sender_note(sender, result == HAWSER_TOO_LONG ? HAWSER_RECORD_TOO_LARGE : HAWSER_RECORD_BACK_PRESSURED);
    }
}

static void message_of_pump(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    hawser_loan_void(sender); /* the tail of the ring, which this message needs */
    if (sender->answer == HAWSER_ANSWER_OPEN) {
        answer(sender, data, length);
    } else if (sender->answer == HAWSER_ANSWER_STREAM || sender->answer == HAWSER_ANSWER_STREAM_OVER) {
        hawser_stream_chunk(sender, data, length);
    } else if (hawser_sender_put(sender, data, length, HAWSER_RECORD_MESSAGE, 0) != HAWSER_OK) {
        hawser_sender_count_lost(sender, &sender->ring);
    }
}

void hawser_sender_message(hawser_sender_t *sender, const uint8_t *data, size_t length) {
    if (data == NULL && length != 0) {
        return;
    }
    if (hawser_sender_on_pump(sender)) {
        message_of_pump(hawser_sender_current(sender), data, length);
    } else {
        (void)hawser_sender_put_aside(sender, data, length);
    }
}
