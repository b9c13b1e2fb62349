/* SPDX-License-Identifier: Apache-2.0 */
/* What runners say by themselves: their output, their pulse, their end. */
#define _GNU_SOURCE
#include "peer.h"

#include "clock.h"
#include "hawser/channel.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

/* ---- pulse ---- */

static int64_t position(const uint8_t *head, int32_t offset) {
    return __atomic_load_n((const int64_t *)(const void *)(head + HAWSER_TO_NATIVE_STATE_OFFSET + offset),
                           __ATOMIC_RELAXED);
}

int64_t hawser_process_pulse(const hawser_process_t *process) {
    const int64_t calls = __atomic_load_n(&process->vitals->pulse.calls, __ATOMIC_RELAXED) & INT64_MAX;
    const int32_t waiting = process->head != NULL
                            && position(process->head, HAWSER_PRODUCER_POSITION_OFFSET)
                                   != position(process->head, HAWSER_CONSUMER_POSITION_OFFSET);
    return (calls & 1) != 0 || waiting ? calls : -1;
}

int32_t hawser_process_lent(const hawser_process_t *process) {
    return hawser_pulse_lent(&process->vitals->pulse);
}

int64_t hawser_process_lent_for(const hawser_process_t *process) {
    return hawser_pulse_lent_for(&process->vitals->pulse);
}

/* ---- output ---- */

int32_t hawser_process_read(hawser_process_t *process, int32_t stream, uint8_t *buffer, int32_t length) {
    if (stream < 0 || stream >= HAWSER_STREAMS || process->output[stream] < 0 || length <= 0) {
        return -1;
    }
    const ssize_t count = read(process->output[stream], buffer, (size_t)length);
    if (count > 0) {
        return (int32_t)count;
    }
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    hawser_process_close(&process->output[stream]); /* which also takes it out of the watch */
    return -1;
}

/* ---- watch ---- */

int32_t hawser_watch_open(void) {
    const int32_t watch = epoll_create1(EPOLL_CLOEXEC);
    return watch >= 0 ? watch : hawser_fail("a watch could not be opened: %s", strerror(errno));
}

static int32_t watch_one(int32_t watch, int32_t descriptor, int64_t id, int32_t what) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)(id * HAWSER_WATCH_KINDS + what)};
    return descriptor < 0 || epoll_ctl(watch, EPOLL_CTL_ADD, descriptor, &event) == 0
               ? 0
               : hawser_fail("a process could not be watched: %s", strerror(errno));
}

int32_t hawser_watch_add(int32_t watch, const hawser_process_t *process, int64_t id) {
    return watch_one(watch, process->output[0], id, HAWSER_WATCH_OUTPUT) != 0
                   || watch_one(watch, process->output[1], id, HAWSER_WATCH_ERROR_OUTPUT) != 0
                   || watch_one(watch, process->spawned.pidfd, id, HAWSER_WATCH_END) != 0
               ? -1
               : 0;
}

void hawser_watch_remove(int32_t watch, const hawser_process_t *process) {
    const int32_t descriptors[] = {process->spawned.pidfd, process->output[0], process->output[1]};
    for (size_t i = 0; i < sizeof descriptors / sizeof descriptors[0]; i++) {
        if (descriptors[i] >= 0) {
            (void)epoll_ctl(watch, EPOLL_CTL_DEL, descriptors[i], NULL);
        }
    }
}

int32_t hawser_watch_await(int32_t watch, int64_t *found, int32_t most, int64_t timeout_ns) {
    enum { AT_ONCE = 64 };
    struct epoll_event events[AT_ONCE];
    const int count = epoll_wait(watch, events, most < AT_ONCE ? most : AT_ONCE,
                                 hawser_poll_ms(timeout_ns));
    for (int i = 0; i < count; i++) {
        found[i] = (int64_t)events[i].data.u64;
    }
    return count < 0 && errno != EINTR ? hawser_fail("a watch failed: %s", strerror(errno)) : count < 0 ? 0 : count;
}
