/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "name.h"

#include <stdint.h>
#include <string.h>

static const uint32_t INVALID = UINT32_MAX;

/* How many bytes follow the first one of a character; -1 = it cannot be a first one. */
static int following(uint8_t first) {
    if (first < 0x80) {
        return 0;
    }
    if (first >= 0xc2 && first < 0xe0) {
        return 1;
    }
    if (first >= 0xe0 && first < 0xf0) {
        return 2;
    }
    return first >= 0xf0 && first < 0xf5 ? 3 : -1;
}

/* The character at *text, which it moves past; INVALID where this is not UTF-8. Stops at NUL, which follows nothing. */
static uint32_t next_character(const char **text) {
    static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    const uint8_t first = (uint8_t)*(*text)++;
    const int count = following(first);
    if (count < 0) {
        return INVALID;
    }
    uint32_t character = count == 0 ? first : first & (0x3fU >> count);
    for (int i = 0; i < count; i++) {
        const uint8_t next = (uint8_t)**text;
        if ((next & 0xc0) != 0x80) {
            return INVALID;
        }
        character = character << 6 | (next & 0x3f);
        (*text)++;
    }
    const int surrogate = character >= 0xd800 && character < 0xe000;
    return character < smallest[count] || surrogate || character > 0x10ffff ? INVALID : character;
}

static int is_control(uint32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

const char *hawser_name_fault(const char *name, size_t max) {
    if (name == NULL) {
        return "is NULL";
    }
    if (*name == '\0') {
        return "is empty";
    }
    if (strnlen(name, max + 1) > max) {
        return "is longer";
    }
    while (*name != '\0') {
        const uint32_t character = next_character(&name);
        if (character == INVALID) {
            return "is not UTF-8";
        }
        if (is_control(character)) {
            return "has a control character";
        }
    }
    return NULL;
}

size_t hawser_name_prefix(const char *text, size_t max) {
    size_t length = strnlen(text, max + 1);
    if (length > max) {
        length = max;
        while (length > 0 && ((uint8_t)text[length] & 0xc0) == 0x80) {
            length--;
        }
    }
    return length;
}
