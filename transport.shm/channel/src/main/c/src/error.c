/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reason per thread, so that it survives what other threads do. Not a thread-local buffer: a library that is loaded
 * late finds little room for such, and none at all if others were there before it. libc's own free() ends it, which is
 * there even when this library is not any more.
 */
#include "hawser/memory.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { LENGTH_MAX = 1024 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int has_key;

static void make_key(void) {
    has_key = pthread_key_create(&key, free) == 0;
}

__attribute__((destructor)) static void delete_key(void) {
    if (has_key) {
        free(pthread_getspecific(key));
        (void)pthread_key_delete(key);
    }
}

/* This thread's, or NULL as long as it has none. */
static char *mine(void) {
    (void)pthread_once(&once, make_key);
    return has_key ? pthread_getspecific(key) : NULL;
}

static char *mine_or_new(void) {
    char *reason = mine();
    if (reason == NULL && has_key) {
        reason = calloc(1, LENGTH_MAX);
        if (reason != NULL && pthread_setspecific(key, reason) != 0) {
            free(reason);
            reason = NULL;
        }
    }
    return reason;
}

const char *hawser_error(void) {
    const char *reason = mine();
    return reason == NULL ? "" : reason;
}

int32_t hawser_fail(const char *format, ...) {
    char *reason = mine_or_new();
    if (reason != NULL) {
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(reason, LENGTH_MAX, format, arguments);
        va_end(arguments);
    }
    return -1;
}
