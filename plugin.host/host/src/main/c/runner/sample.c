/* SPDX-License-Identifier: Apache-2.0 */
#include "sample.h"

#include <string.h>

enum { POWERS = 20, PARTS_MOST = 12 };

typedef struct plain {
    const char *bytes;
    size_t length;
} plain_t;

#define PLAIN(text) {text, sizeof(text) - 1}

/* The fifth letter matters to some, the first byte to others: hosts put an event's type there. */
static const plain_t PLAINS[] = {
    PLAIN(""), PLAIN("a"), PLAIN("hi"), PLAIN("0"), PLAIN("2"), PLAIN("-1"), PLAIN("\0"), PLAIN("\1"), PLAIN("\2"),
    PLAIN("\377"), PLAIN("\n"), PLAIN("hello"), PLAIN("write"), PLAIN("hello, world"), PLAIN("{}"), PLAIN("[]"),
    PLAIN("null"), PLAIN("\"\""), PLAIN("{\"key\":\"a\",\"value\":1}"), PLAIN("{\"a\":{\"b\":[1,2,{}]}}"), PLAIN("{\"key\":"),
    PLAIN("[[[[[[[[[[[[[[[["), PLAIN("\1{\"key\":\"a\"}"), PLAIN("\2{\"key\":\"a\",\"value\":\"b\"}"), PLAIN("1e999"),
    PLAIN("%s%s%s%n"), PLAIN("../../etc/passwd"), PLAIN("a\0b"), PLAIN("\303\251t\303\251"), PLAIN("\303"),
    PLAIN("\377\376\375"), PLAIN("\0\0\0\0"), PLAIN("\1\0\0\0"), PLAIN("\377\377\377\177"), PLAIN("\0\0\0\200"),
    PLAIN("\377\377\377\377"), PLAIN("\1\0\0\0\0\0\0\0"), PLAIN("\377\377\377\377\377\377\377\177"),
    PLAIN("GET / HTTP/1.1\r\n\r\n"), PLAIN("                                                                "),
};

static uint64_t next(uint64_t *state) {
    uint64_t mixed = *state += 0x9e3779b97f4a7c15U; /* splitmix64 */
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebU;
    return mixed ^ mixed >> 31;
}

int64_t hawser_sample_plain_count(void) {
    return (int64_t)(sizeof PLAINS / sizeof PLAINS[0]);
}

int64_t hawser_sample_large_count(void) {
    return (int64_t)POWERS * 3 - 1; /* the last would be one too long */
}

static size_t make_large(int64_t number, uint8_t *buffer) {
    const size_t length = ((size_t)1 << number / 3) + (size_t)(number % 3) - 1;
    for (size_t i = 0; i < length; i++) {
        buffer[i] = (uint8_t)(' ' + i % 95);
    }
    return length;
}

/* Mostly short: a length below 8 is as likely as one from 4096 to 8191. */
static size_t any_length(uint64_t *state) {
    const uint64_t drawn = next(state);
    return (size_t)((drawn >> 8) % (UINT64_C(1) << (3 + drawn % 11)));
}

static size_t make_noise(uint64_t *state, uint8_t *buffer) {
    const size_t length = any_length(state);
    for (size_t i = 0; i < length; i++) {
        buffer[i] = (uint8_t)next(state);
    }
    return length;
}

static size_t make_run(uint64_t *state, uint8_t *buffer) {
    const size_t length = any_length(state);
    memset(buffer, (int)(next(state) & 0xff), length);
    return length;
}

/* Plain ones, one after the other. */
static size_t make_mixture(uint64_t *state, uint8_t *buffer) {
    size_t length = 0;
    for (uint64_t i = 1 + next(state) % PARTS_MOST; i != 0; i--) {
        const plain_t *part = &PLAINS[next(state) % (sizeof PLAINS / sizeof PLAINS[0])];
        memcpy(buffer + length, part->bytes, part->length);
        length += part->length;
    }
    return length;
}

/* A plain one, spoilt in a few places, and cut. */
static size_t make_spoilt(uint64_t *state, uint8_t *buffer) {
    size_t length = make_mixture(state, buffer);
    for (uint64_t i = 1 + next(state) % 4; i != 0 && length != 0; i--) {
        buffer[next(state) % length] = (uint8_t)next(state);
    }
    return next(state) % 2 == 0 || length == 0 ? length : (size_t)(next(state) % length);
}

size_t hawser_sample(int64_t seed, int64_t number, uint8_t *buffer) {
    static size_t (*const KINDS[])(uint64_t *, uint8_t *) = {make_noise, make_run, make_mixture, make_spoilt};
    if (number >= HAWSER_SAMPLE_ANY) {
        uint64_t state = (uint64_t)seed * 0xd1342543de82ef95U + (uint64_t)number;
        return KINDS[next(&state) % (sizeof KINDS / sizeof KINDS[0])](&state, buffer);
    }
    if (number >= HAWSER_SAMPLE_LARGE) {
        return make_large(number - HAWSER_SAMPLE_LARGE, buffer);
    }
    const plain_t *plain = &PLAINS[number % hawser_sample_plain_count()];
    memcpy(buffer, plain->bytes, plain->length);
    return plain->length;
}
