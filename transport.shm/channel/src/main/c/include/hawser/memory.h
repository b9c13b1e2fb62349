/* SPDX-License-Identifier: Apache-2.0 */
/* Sealed memory, its mapping, and sleeping in the kernel. These functions are what Java binds by JNA, too. */
#ifndef HAWSER_MEMORY_H
#define HAWSER_MEMORY_H

#include <stdint.h>

#if defined(_WIN32)
#define HAWSER_API __declspec(dllexport)
#elif defined(__GNUC__)
#define HAWSER_API __attribute__((visibility("default")))
#else
#define HAWSER_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* A memfd of `length` bytes, sealed against shrinking and growing, close-on-exec. One of up to HAWSER_RESERVED_WHOLE is
 * reserved at once, so that a lack of memory is an error here and not a fault later; of a larger one the first
 * HAWSER_RESERVED_FIRST bytes are, and the rest by hawser_memory_reserve(). The descriptor, owned by the caller, or -1. */
HAWSER_API int32_t hawser_memory_create(const char *name, int64_t length);
/* Maps the whole of it, shared, for reading and writing. NULL on failure. Unmap with hawser_memory_unmap(). */
HAWSER_API uint8_t *hawser_memory_map(int32_t descriptor, int64_t length);
HAWSER_API int32_t hawser_memory_unmap(uint8_t *base, int64_t length);
/* Puts zeros that can only be read in the place of what is mapped there, in one step: whoever reads meanwhile gets the one
 * or the other. The zeros take no memory; unmap them as a mapping. 0, or -1: then nothing has changed. */
HAWSER_API int32_t hawser_memory_blank(uint8_t *base, int64_t length);
HAWSER_API int32_t hawser_memory_close(int32_t descriptor);

/* Makes sure that those bytes of the memory exist, so that a lack of memory is an error here and not a fault later. What
 * lies past the end is left out. Idempotent. 0, or -1. */
HAWSER_API int32_t hawser_memory_reserve(int32_t descriptor, int64_t offset, int64_t length);

enum { /* in bytes */
    HAWSER_RESERVED_WHOLE = 16 * 1024 * 1024,
    HAWSER_RESERVED_FIRST = 64 * 1024,     /* also a ring's first step; later ones are such a part of all before them: */
    HAWSER_RESERVE_PART = 16,
    HAWSER_RESERVE_STEP = 4 * 1024 * 1024, /* but at most so long */
    HAWSER_RESERVE_UNIT = 4096             /* and whole pages */
};

/* How much of such memory is reserved when it is made. */
static inline int64_t hawser_memory_reserved_at_creation(int64_t length) {
    return length <= HAWSER_RESERVED_WHOLE ? length : HAWSER_RESERVED_FIRST;
}

enum { HAWSER_COPY_LARGE = 32 * 1024 }; /* bytes from which on a copy goes past the cache */

/* Copies into memory that another processor will read, as memcpy() does. A store with release makes it visible, too. */
HAWSER_API void hawser_copy(uint8_t *to, const uint8_t *from, int64_t length);
/* The same for a piece of what is large: past the cache, whatever the length. Not 0 bytes from NULL. */
HAWSER_API void hawser_copy_past_cache(uint8_t *to, const uint8_t *from, int64_t length);

/* Lets the processor's other work go first for a moment, in a loop that looks for something. */
static inline void hawser_relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

/* Sleeps while *word == expected, at most timeout_ns (negative = for ever). 0 = woken or changed, 1 = timed out. The
 * word may lie in memory shared with another process. May wake without reason. */
HAWSER_API int32_t hawser_wait(int32_t *word, int32_t expected, int64_t timeout_ns);
/* Wakes all who sleep on the word. */
HAWSER_API void hawser_wake(int32_t *word);

/* Asks the kernel to let this process use hawser_fence_threads(): 0, or -1 if it cannot. Once, before the first. */
HAWSER_API int32_t hawser_fence_threads_prepare(void);
/* Has every thread of this process fence, as if by itself, before it returns: what one has stored before is seen from then
 * on, and what one loads after sees what the caller has stored. Microseconds. 0, or -1 if the kernel was not asked. */
HAWSER_API int32_t hawser_fence_threads(void);

/* Why the last call on this thread failed: a sentence that says what was required and what was found. Owned by the
 * library; valid until the next failing call on this thread. Never NULL. */
HAWSER_API const char *hawser_error(void);
/* Sets it; printf-style. Returns -1, so that a failing function can return it. */
HAWSER_API int32_t hawser_fail(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

#ifdef __cplusplus
}
#endif
#endif
