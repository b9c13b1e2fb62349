/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The native end of a channel whose renderer is another process: `ring-peer consume|produce MEMORY PID TOLD`, where MEMORY
 * is the renderer's descriptor under /proc and TOLD a file that both processes map. Prints "ready".
 *
 *   consume  takes and checks messages until the renderer is dead, and then what it has committed; fails if it misses any
 *   produce  sends messages until it is killed
 */
#define _GNU_SOURCE
#include "message.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static hawser_segment_t segment;
static struct told *told;

static void *map(const char *path, int64_t *length) {
    struct stat status;
    const int file = open(path, O_RDWR | O_CLOEXEC);
    check(file >= 0, path, __FILE__, __LINE__);
    CHECK(fstat(file, &status) == 0);
    *length = (int64_t)status.st_size;
    void *base = mmap(NULL, (size_t)*length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    CHECK(base != MAP_FAILED && close(file) == 0);
    return base;
}

static void say_ready(void) {
    printf("ready\n");
    (void)fflush(stdout);
}

static int32_t has_ended(int process) {
    struct pollfd end = {process, POLLIN, 0};
    return poll(&end, 1, 0) == 1;
}

static void consume(int process) {
    hawser_ring_t ring;
    hawser_record_t record;
    int64_t next = 0;
    int32_t over = 0;
    CHECK(hawser_ring_consume_to_native(&ring, &segment) == HAWSER_OK);
    say_ready();
    for (;;) {
        const int32_t result = hawser_ring_poll(&ring, &record);
        if (result == HAWSER_OK) {
            check_message(&record, next++);
            hawser_ring_release(&ring);
            continue;
        }
        CHECK(result == HAWSER_EMPTY);
        if (over && hawser_ring_pass_abandoned(&ring) == HAWSER_EMPTY) {
            break;
        }
        over = has_ended(process); /* what it committed before is in the ring by now; so look again */
        if (!over) {
            hawser_ring_await_record(&ring, 1000000);
        }
    }
    const int64_t sent = __atomic_load_n(&told->sent, __ATOMIC_ACQUIRE);
    CHECK(next == sent || next == sent + 1);
}

static void produce(void) {
    hawser_ring_t ring;
    CHECK(hawser_ring_produce_to_renderer(&ring, &segment) == HAWSER_OK);
    say_ready();
    for (int64_t i = 0;; i++) {
        uint8_t *payload;
        while (hawser_ring_claim(&ring, MESSAGE_LONGEST, &payload) == HAWSER_FULL) {
            hawser_ring_await_room(&ring, 1000000);
        }
        write_message(payload, i, length_of(i));
        hawser_ring_commit(&ring, HAWSER_RECORD_MESSAGE, i, 0, 0, length_of(i));
        __atomic_store_n(&told->sent, i + 1, __ATOMIC_RELEASE);
        hawser_ring_wake_consumer(&ring);
    }
}

int main(int count, char **arguments) {
    int64_t length;
    CHECK(count == 5);
    told = map(arguments[4], &length);
    CHECK(length >= (int64_t)sizeof *told);
    uint8_t *base = map(arguments[2], &length);
    CHECK(hawser_segment_attach(&segment, base, length) == HAWSER_OK);
    if (strcmp(arguments[1], "produce") == 0) {
        produce();
    }
    const int process = (int)syscall(SYS_pidfd_open, (pid_t)atol(arguments[3]), 0);
    CHECK(process >= 0);
    consume(process);
    return 0;
}
