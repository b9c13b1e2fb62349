/* SPDX-License-Identifier: Apache-2.0 */
/* Faults on purpose. */
#define _GNU_SOURCE
#include "peer.h"

#include "hawser/channel.h"

#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

void hawser_process_halt(hawser_process_t *process, int32_t halted) {
    (void)syscall(SYS_pidfd_send_signal, process->spawned.pidfd, halted ? SIGSTOP : SIGCONT, NULL, 0);
}

void hawser_process_slow(hawser_process_t *process, int64_t wait_ns) {
    __atomic_store_n(&process->vitals->slow_ns, wait_ns, __ATOMIC_RELAXED);
}

int32_t hawser_process_corrupt(hawser_process_t *process) {
    if (process->head == NULL) {
        return hawser_fail("a channel must be there to be overwritten: the plugin was not started");
    }
    int64_t *position =
        (int64_t *)(void *)(process->head + HAWSER_TO_NATIVE_STATE_OFFSET + HAWSER_PRODUCER_POSITION_OFFSET);
    __atomic_store_n(position, -1, __ATOMIC_RELAXED); /* no position is that */
    return 0;
}
