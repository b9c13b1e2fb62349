/* SPDX-License-Identifier: Apache-2.0 */
/* Fences that one side pays for. */
#define _GNU_SOURCE
#include "hawser/memory.h"

#if defined(__linux__)

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

static int32_t membarrier(int32_t command) {
    return syscall(SYS_membarrier, command, 0, 0) == 0;
}

/* Registering twice does nothing; that a process is registered survives fork() and not execve(). */
int32_t hawser_fences_available(void) {
    if (!membarrier(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED) || !membarrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED)) {
        return HAWSER_FENCES_BOTH;
    }
    return membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) && membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED)
        ? HAWSER_FENCES_PRIVATE : HAWSER_FENCES_GLOBAL;
}

void hawser_fence_peers(int32_t kind) {
    if (kind == HAWSER_FENCES_GLOBAL) {
        (void)membarrier(MEMBARRIER_CMD_GLOBAL_EXPEDITED);
    } else if (kind == HAWSER_FENCES_PRIVATE) {
        (void)membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
    }
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#else

int32_t hawser_fences_available(void) {
    return HAWSER_FENCES_BOTH;
}

void hawser_fence_peers(int32_t kind) {
    (void)kind;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#endif
