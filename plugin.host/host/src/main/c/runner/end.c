/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a runner. Its pidfd is readable from then on. The zombie is kept until its process group was killed: as
 * long as it is there, nobody else can have its number, nor the group's.
 */
#define _GNU_SOURCE
#include "peer.h"

#include "clock.h"
#include "hawser/channel.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

void hawser_process_close(int32_t *descriptor) {
    if (*descriptor >= 0) {
        (void)close(*descriptor);
    }
    *descriptor = -1;
}

int32_t hawser_process_ends_within(const hawser_process_t *process, int64_t timeout_ns) {
    const int64_t deadline_ns = hawser_now_ns(CLOCK_MONOTONIC) + timeout_ns;
    struct pollfd end = {process->spawned.pidfd, POLLIN, 0};
    int64_t left_ns = timeout_ns;
    int ready;
    do {
        ready = poll(&end, 1, timeout_ns < 0 ? -1 : hawser_poll_ms(left_ns));
        left_ns = deadline_ns - hawser_now_ns(CLOCK_MONOTONIC);
    } while ((ready < 0 && errno == EINTR) || (ready == 0 && timeout_ns >= 0 && left_ns > 0));
    return ready > 0;
}

int32_t hawser_process_has_ended(const hawser_process_t *process) {
    return hawser_process_ends_within(process, 0);
}

void hawser_process_kill(hawser_process_t *process) {
    if (process->spawned.pidfd >= 0) {
        (void)syscall(SYS_pidfd_send_signal, process->spawned.pidfd, SIGKILL, NULL, 0);
    }
}

void hawser_process_kill_for(hawser_process_t *process, const char *why) {
    (void)pthread_mutex_lock(&process->mutex);
    if (!process->reaped && !hawser_process_ends_within(process, 0) && process->why[0] == '\0') {
        (void)snprintf(process->why, sizeof process->why, "%s", why);
    }
    (void)pthread_mutex_unlock(&process->mutex);
    hawser_process_kill(process);
}

/* Only while the zombie is there: where somebody ignores SIGCHLD it is not, and its number may be another's. */
static void kill_group(const hawser_process_t *process, siginfo_t *info) {
    memset(info, 0, sizeof *info);
    if (waitid((idtype_t)P_PIDFD, (id_t)process->spawned.pidfd, info, WEXITED | WNOWAIT) == 0) {
        (void)kill(-process->spawned.pid, SIGKILL);
        (void)waitid((idtype_t)P_PIDFD, (id_t)process->spawned.pidfd, info, WEXITED);
    }
}

/* Under the mutex. */
static void reap(hawser_process_t *process) {
    siginfo_t info;
    if (process->reaped) {
        return;
    }
    kill_group(process, &info);
    process->end = (hawser_end_t){info.si_code, info.si_status};
    process->reaped = 1;
    hawser_report_end(&process->end, process->vitals, process->memory, process->why, process->ended,
                      sizeof process->ended);
}

const char *hawser_process_await_end(hawser_process_t *process, int64_t timeout_ns) {
    if (process->spawned.pidfd < 0) {
        return "was not started";
    }
    if (!hawser_process_ends_within(process, timeout_ns)) {
        return NULL;
    }
    (void)pthread_mutex_lock(&process->mutex);
    reap(process);
    (void)pthread_mutex_unlock(&process->mutex);
    return process->ended;
}

int32_t hawser_process_report(hawser_process_t *process, char *buffer, int32_t length) {
    if (length <= 0) {
        return 0;
    }
    return hawser_report_crash(process->ended, process->vitals, process->messages, buffer, (size_t)length);
}

void hawser_process_free(hawser_process_t *process) {
    if (process->spawned.pidfd >= 0) {
        hawser_process_kill(process);
        (void)hawser_process_await_end(process, -1);
    }
    if (process->vitals != NULL) {
        (void)hawser_memory_unmap((uint8_t *)process->vitals, HAWSER_VITALS_LENGTH);
    }
    if (process->head != NULL) {
        (void)hawser_memory_unmap(process->head, HAWSER_DATA_OFFSET);
    }
    hawser_process_close(&process->spawned.pidfd);
    hawser_process_close(&process->control);
    hawser_process_close(&process->output[0]);
    hawser_process_close(&process->output[1]);
    (void)pthread_mutex_destroy(&process->mutex);
    free(process);
    hawser_spawner_leave();
}
