/* SPDX-License-Identifier: Apache-2.0 */
/* Does something while it is being loaded: DO is an expression. */
#define _GNU_SOURCE
#include "fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <unistd.h>

static inline void *fault(void) {
    static volatile uintptr_t nowhere = 16; /* no compiler is to know better */
    *(volatile int *)nowhere = 1;
    return NULL;
}

static volatile int depth = INT32_MAX;

static inline int overflow(volatile char *above) {
    volatile char here[4096];
    here[0] = above == NULL ? 1 : above[0];
    return depth-- == 0 ? 0 : overflow(here) + here[0];
}

static inline int spin(void) {
    for (volatile unsigned int i = 0;; i++) {
    }
    return 0;
}

static inline int close_all(void) {
    for (int i = 0; i < 1000; i++) {
        (void)close(i);
    }
    return spin();
}

static inline int64_t files(void) {
    struct rlimit limit = {0, 0};
    (void)getrlimit(RLIMIT_NOFILE, &limit);
    return (int64_t)limit.rlim_cur;
}

static inline int core_size(void) {
    struct rlimit limit = {1, 1};
    (void)getrlimit(RLIMIT_CORE, &limit);
    return (int)limit.rlim_max;
}

/* A process that outlives this one, unless somebody takes care. */
static inline int stray(void) {
    const pid_t child = fork();
    if (child == 0) {
        for (;;) {
            (void)pause();
        }
    }
    return printf("%ld\n", (long)child);
}

/* Exits with what it found, so that the host is told. */
__attribute__((constructor)) static void begin(void) {
    (void)(DO);
}

FIXTURE_TABLE
