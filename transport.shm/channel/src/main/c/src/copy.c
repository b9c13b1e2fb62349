/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A copy into shared memory. What is stored as usual stays in the writer's cache, from where another processor fetches
 * each line by itself, waiting for it: of a large record that takes longer than all else. So a large one is stored past
 * the cache: its lines go to memory, from where the reader's processor fetches them ahead. Of a small one the reader would
 * wait longer for its first line.
 */
#include "hawser/memory.h"

#include <string.h>

#if defined(__x86_64__)

#include <emmintrin.h>

enum { LINE = 64 };

static void store_line(uint8_t *to, const uint8_t *from) {
    for (size_t i = 0; i < LINE; i += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(from + i));
        _mm_stream_si128((__m128i *)(void *)(to + i), bytes);
    }
}

void hawser_copy_past_cache(uint8_t *to, const uint8_t *from, int64_t length) {
    const int64_t head = (int64_t)(-(uintptr_t)to & (LINE - 1));
    int64_t i = head < length ? head : length;
    memcpy(to, from, (size_t)i);
    for (; length - i >= LINE; i += LINE) {
        store_line(to + i, from + i);
    }
    memcpy(to + i, from + i, (size_t)(length - i));
    _mm_sfence(); /* no release orders such stores */
}

#else

void hawser_copy_past_cache(uint8_t *to, const uint8_t *from, int64_t length) {
    memcpy(to, from, (size_t)length);
}

#endif

void hawser_copy(uint8_t *to, const uint8_t *from, int64_t length) {
    if (length >= HAWSER_COPY_LARGE) {
        hawser_copy_past_cache(to, from, length);
    } else if (length > 0) {
        memcpy(to, from, (size_t)length);
    }
}
