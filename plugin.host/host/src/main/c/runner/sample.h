/* SPDX-License-Identifier: Apache-2.0 */
/* Messages to try a plugin with. Each follows from its number and a seed alone, so that any one can be made again. */
#ifndef HAWSER_SAMPLE_H
#define HAWSER_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

enum {
    HAWSER_SAMPLE_MOST = 512 * 1024, /* bytes */
    HAWSER_SAMPLE_PLAIN = 0,         /* from here on short ones, of kinds that people send */
    HAWSER_SAMPLE_LARGE = 1000,      /* around each power of two, up to half of a channel's default length */
    HAWSER_SAMPLE_ANY = 2000         /* any bytes at all */
};

int64_t hawser_sample_plain_count(void);
int64_t hawser_sample_large_count(void);

/* Writes message `number` into a buffer of HAWSER_SAMPLE_MOST bytes; its length. */
size_t hawser_sample(int64_t seed, int64_t number, uint8_t *buffer);

#endif
