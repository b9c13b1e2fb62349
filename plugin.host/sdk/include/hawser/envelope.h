/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Envelopes: a plugin whose event says batch=true gets the requests that were sent together as one message, and answers
 * them with one. Each of that event's messages is an envelope, be it of one request.
 *
 *     uint32 count | count times: int32 status, uint32 length, length bytes
 *
 * all in the machine's own byte order, without padding, behind the event's type byte if it has one. Statuses of
 * requests are 0. An answer has as many items as its envelope, in the same order; 0 = the bytes are the result, any
 * other = that request failed, and the bytes say why, in UTF-8. Anything else fails all of them with BATCH_FAILED.
 *
 *     hawser_envelope_t envelope;
 *     hawser_answers_t answers;
 *     if (hawser_envelope_open(&envelope, data, length) || hawser_answers_open(&answers, buffer, space)) return;
 *     while (hawser_envelope_next(&envelope, &item, &item_length)) {
 *         hawser_answers_add(&answers, 0, item, item_length);
 *     }
 *     buffer_send((uint32_t)hawser_answers_length(&answers));
 */
#ifndef HAWSER_ENVELOPE_H
#define HAWSER_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { HAWSER_ENVELOPE_HEADER = 4, HAWSER_ENVELOPE_ITEM_HEADER = 8 };

/* A walk through an envelope, which stays the host's. */
typedef struct {
    const uint8_t *at;
    size_t left;    /* bytes */
    uint32_t items; /* not yet walked */
} hawser_envelope_t;

/* Answers being written. */
typedef struct {
    uint8_t *start;
    size_t used;
    size_t space;
    uint32_t items;
} hawser_answers_t;

/* 0, or -1 = that is no envelope. */
static inline int32_t hawser_envelope_open(hawser_envelope_t *envelope, const uint8_t *data, size_t length) {
    envelope->items = 0;
    if (length < HAWSER_ENVELOPE_HEADER) {
        return -1;
    }
    memcpy(&envelope->items, data, HAWSER_ENVELOPE_HEADER);
    envelope->at = data + HAWSER_ENVELOPE_HEADER;
    envelope->left = length - HAWSER_ENVELOPE_HEADER;
    return 0;
}

/* The next request; 0 = there is none, or the envelope ends early. */
static inline int32_t hawser_envelope_next(hawser_envelope_t *envelope, const uint8_t **item, uint32_t *length) {
    if (envelope->items == 0 || envelope->left < HAWSER_ENVELOPE_ITEM_HEADER) {
        return 0;
    }
    memcpy(length, envelope->at + sizeof(int32_t), sizeof *length);
    if (*length > envelope->left - HAWSER_ENVELOPE_ITEM_HEADER) {
        return 0;
    }
    *item = envelope->at + HAWSER_ENVELOPE_ITEM_HEADER;
    envelope->at += HAWSER_ENVELOPE_ITEM_HEADER + *length;
    envelope->left -= HAWSER_ENVELOPE_ITEM_HEADER + *length;
    envelope->items--;
    return 1;
}

/* Answers in that memory, such as a loan of the host. 0, or -1 = it is too small for any. */
static inline int32_t hawser_answers_open(hawser_answers_t *answers, uint8_t *memory, size_t space) {
    answers->start = memory;
    answers->used = HAWSER_ENVELOPE_HEADER;
    answers->space = space;
    answers->items = 0;
    return space < HAWSER_ENVELOPE_HEADER ? -1 : 0;
}

/* The answer to the next request, in order. 0, or -1 = there is no room for it: nothing was added. */
static inline int32_t hawser_answers_add(hawser_answers_t *answers, int32_t status, const void *data,
                                         uint32_t length) {
    const size_t left = answers->space - answers->used;
    if (left < HAWSER_ENVELOPE_ITEM_HEADER || length > left - HAWSER_ENVELOPE_ITEM_HEADER) {
        return -1;
    }
    uint8_t *at = answers->start + answers->used;
    memcpy(at, &status, sizeof status);
    memcpy(at + sizeof status, &length, sizeof length);
    if (length != 0) {
        memcpy(at + HAWSER_ENVELOPE_ITEM_HEADER, data, length);
    }
    answers->used += HAWSER_ENVELOPE_ITEM_HEADER + length;
    answers->items++;
    return 0;
}

/* Writes how many there are: the length of the message. */
static inline size_t hawser_answers_length(const hawser_answers_t *answers) {
    memcpy(answers->start, &answers->items, HAWSER_ENVELOPE_HEADER);
    return answers->used;
}

#endif
