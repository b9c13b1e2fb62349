/* SPDX-License-Identifier: Apache-2.0 */
#include "image.h"

enum { SIZE_MAX_PIXELS = 16384 };

typedef struct cursor {
    const uint8_t *data;
    size_t length;
    size_t index;
} cursor_t;

static int is_space(uint8_t byte) {
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static uint8_t look(const cursor_t *cursor) {
    return cursor->index < cursor->length ? cursor->data[cursor->index] : 0;
}

/* White space, and comments to the end of their line. */
static void skip_space(cursor_t *cursor) {
    int comment = 0;
    while (cursor->index < cursor->length && (comment || is_space(look(cursor)) || look(cursor) == '#')) {
        comment = look(cursor) == '#' || (comment && look(cursor) != '\n');
        cursor->index++;
    }
}

/* A number from 1 to `most`; 0 = there is none. */
static uint32_t read_number(cursor_t *cursor, uint32_t most) {
    uint32_t number = 0;
    skip_space(cursor);
    while (look(cursor) >= '0' && look(cursor) <= '9' && number <= most) {
        number = number * 10 + (look(cursor) - '0');
        cursor->index++;
    }
    return number <= most ? number : 0;
}

int ppm_read(picture_t *picture, const uint8_t *data, size_t length) {
    cursor_t cursor = {data, length, 2};
    if (length < 2 || data[0] != 'P' || data[1] != '6') {
        return -1;
    }
    picture->width = read_number(&cursor, SIZE_MAX_PIXELS);
    picture->height = read_number(&cursor, SIZE_MAX_PIXELS);
    const uint32_t largest = read_number(&cursor, 255);
    const size_t needed = (size_t)picture->width * picture->height * CHANNELS;
    if (needed == 0 || largest != 255 || !is_space(look(&cursor)) || length - cursor.index - 1 < needed) {
        return -1;
    }
    picture->pixels = data + cursor.index + 1;
    return 0;
}
