/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PNG without compression, which needs no library and can be written in place:
 *
 *   signature | IHDR | IDAT: zlib header, a stored block for each row, Adler-32 | IEND
 *
 * A row is a filter byte, 0, and its pixels; a stored block is 5 bytes and up to 65535 more, so that rows are up to 21844
 * pixels long.
 */
#include "image.h"

#include <string.h>

enum {
    SIGNATURE_LENGTH = 8,
    CHUNK_OVERHEAD = 12, /* length, type, CRC-32 */
    IHDR_LENGTH = 13,
    ZLIB_HEADER_LENGTH = 2,
    BLOCK_HEADER_LENGTH = 5,
    ADLER_LENGTH = 4,
    ADLER_MODULUS = 65521
};

static size_t row_length(const picture_t *picture) {
    return 1 + (size_t)picture->width * CHANNELS;
}

static size_t data_length(const picture_t *picture) {
    return ZLIB_HEADER_LENGTH + picture->height * (BLOCK_HEADER_LENGTH + row_length(picture)) + ADLER_LENGTH;
}

size_t png_length(const picture_t *picture) {
    return SIGNATURE_LENGTH + 3 * CHUNK_OVERHEAD + IHDR_LENGTH + data_length(picture);
}

static uint8_t *put32(uint8_t *to, uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        *to++ = (uint8_t)(value >> shift);
    }
    return to;
}

static uint32_t crc_of(const uint8_t *data, size_t length) {
    static uint32_t table[256];
    if (table[1] == 0) { /* on the host's thread only */
        for (uint32_t i = 0; i < 256; i++) {
            table[i] = i;
            for (int bit = 0; bit < 8; bit++) {
                table[i] = table[i] >> 1 ^ (table[i] & 1 ? 0xedb88320U : 0);
            }
        }
    }
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < length; i++) {
        crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xff];
    }
    return ~crc;
}

/* Where the chunk's data goes. */
static uint8_t *begin_chunk(uint8_t *to, size_t length, const char *type) {
    to = put32(to, (uint32_t)length);
    memcpy(to, type, 4);
    return to + 4;
}

/* After `length` bytes of data before `to`. */
static uint8_t *end_chunk(uint8_t *to, size_t length) {
    return put32(to, crc_of(to - length - 4, length + 4));
}

static uint8_t *write_header(uint8_t *to, const picture_t *picture) {
    static const uint8_t signature[SIGNATURE_LENGTH] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    static const uint8_t kind[] = {8, 2, 0, 0, 0}; /* 8 bits, RGB, the usual methods */
    memcpy(to, signature, sizeof signature);
    to = begin_chunk(to + sizeof signature, IHDR_LENGTH, "IHDR");
    to = put32(to, picture->width);
    to = put32(to, picture->height);
    memcpy(to, kind, sizeof kind);
    return end_chunk(to + sizeof kind, IHDR_LENGTH);
}

static uint8_t *begin_block(uint8_t *to, size_t length, int last) {
    *to++ = (uint8_t)last;
    *to++ = (uint8_t)length;
    *to++ = (uint8_t)(length >> 8);
    *to++ = (uint8_t)~length;
    *to++ = (uint8_t)(~length >> 8);
    return to;
}

typedef struct adler {
    uint32_t a;
    uint32_t b;
} adler_t;

static void add(adler_t *adler, const uint8_t *data, size_t length) {
    for (size_t i = 0; i < length; i++) {
        adler->a = (adler->a + data[i]) % ADLER_MODULUS;
        adler->b = (adler->b + adler->a) % ADLER_MODULUS;
    }
}

void png_write(uint8_t *to, const picture_t *from, filter_t filter) {
    const size_t length = row_length(from);
    adler_t adler = {1, 0};
    to = begin_chunk(write_header(to, from), data_length(from), "IDAT");
    *to++ = 0x78;
    *to++ = 0x01;
    for (uint32_t y = 0; y < from->height; y++) {
        to = begin_block(to, length, y + 1 == from->height);
        *to = 0;
        filter(from, y, to + 1);
        add(&adler, to, length);
        to += length;
    }
    to = end_chunk(put32(to, adler.b << 16 | adler.a), data_length(from));
    (void)end_chunk(begin_chunk(to, 0, "IEND"), 0);
}
