/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process at one end of a ring is killed with SIGKILL: at each instrumented point between claim and release, and at
 * random moments. What was committed is delivered whole and in order, and nothing else.
 *
 * `crash-test [KILLS [SEED]]`: how many random moments for each kind of ring, and of which series.
 */
#define _GNU_SOURCE
#include "check.h"
#include "crash-point.h"
#include "message.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POINTS = 15, CAPACITY = 4096, UNTIL_POINT = 200, IN_ONE_GO = 100000 };

static hawser_segment_t segment;
static int32_t producers;

static struct told *told;

/* ---- in the child ---- */

static int32_t deadly_point; /* 0 = none */
static int64_t passes_left;
static _Thread_local int32_t last_point; /* where this thread stays until its process is killed; 0 = none */

void crash_point(int32_t point) {
    if (point == last_point) {
        __atomic_store_n(&told->stuck, 1, __ATOMIC_RELEASE);
        for (;;) {
            (void)pause();
        }
    }
    if (point == deadly_point && --passes_left < 0) {
        (void)kill(getpid(), SIGKILL);
    }
}

static void open_producer(hawser_ring_t *ring) {
    CHECK((producers == HAWSER_PRODUCERS_ONE ? hawser_ring_produce_to_renderer(ring, &segment)
                                             : hawser_ring_produce_to_native(ring, &segment)) == HAWSER_OK);
}

static void open_consumer(hawser_ring_t *ring) {
    CHECK((producers == HAWSER_PRODUCERS_ONE ? hawser_ring_consume_to_renderer(ring, &segment)
                                             : hawser_ring_consume_to_native(ring, &segment)) == HAWSER_OK);
}

static void produce(int64_t count) {
    hawser_ring_t ring;
    open_producer(&ring);
    for (int64_t i = 0; i < count; i++) {
        uint8_t *payload;
        const int32_t more = i % 3 == 0 ? 100 : 0;
        while (hawser_ring_claim(&ring, length_of(i) + more, &payload) == HAWSER_FULL) {
            hawser_ring_await_room(&ring, 1000000);
        }
        write_message(payload, i, length_of(i));
        crash_point(3);
        hawser_ring_commit(&ring, HAWSER_RECORD_MESSAGE, i, 0, 0, length_of(i));
        __atomic_store_n(&told->sent, i + 1, __ATOMIC_RELEASE);
        hawser_ring_wake_consumer(&ring);
    }
}

/* One thread of a process with others. */
static void *claim_until_stuck(void *point) {
    hawser_ring_t ring;
    uint8_t *payload;
    open_producer(&ring);
    last_point = *(int32_t *)point;
    CHECK(hawser_ring_claim(&ring, 300, &payload) == HAWSER_OK);
    memset(payload, 0x40, 300); /* what might be taken for lengths */
    hawser_ring_commit(&ring, HAWSER_RECORD_MESSAGE, -1, 0, 0, 100);
    return NULL;
}

/* Commits messages behind one that another thread never commits. */
static void produce_behind_a_claim(int64_t count) {
    pthread_t thread;
    int32_t point = deadly_point;
    deadly_point = 0;
    CHECK(pthread_create(&thread, NULL, claim_until_stuck, &point) == 0);
    while (__atomic_load_n(&told->stuck, __ATOMIC_ACQUIRE) == 0) {
        (void)sched_yield();
    }
    produce(count);
    (void)kill(getpid(), SIGKILL);
}

/* Goes on behind what was released before. The one that was being read when its reader was killed may come again. */
static void consume(int64_t count) {
    hawser_ring_t ring;
    hawser_record_t record;
    int64_t next = -1;
    open_consumer(&ring);
    while (next < count) {
        const int32_t result = hawser_ring_poll(&ring, &record);
        if (result == HAWSER_EMPTY) {
            hawser_ring_await_record(&ring, 1000000);
            continue;
        }
        CHECK(result == HAWSER_OK);
        next = next < 0 ? record.correlation : next;
        check_message(&record, next);
        hawser_ring_release(&ring);
        __atomic_store_n(&told->received, ++next, __ATOMIC_RELEASE);
    }
}

static pid_t start(void (*body)(int64_t), int64_t count, int32_t point, int64_t passes) {
    const pid_t child = fork();
    if (child == 0) {
        deadly_point = point;
        passes_left = passes;
        body(count);
        _exit(0);
    }
    CHECK(child > 0);
    return child;
}

/* ---- in the parent ---- */

static void given_ring(int32_t kind) {
    const int64_t length = hawser_segment_length(CAPACITY, CAPACITY, CAPACITY);
    producers = kind;
    uint8_t *base = mmap(NULL, (size_t)length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(base != MAP_FAILED);
    CHECK(hawser_segment_format(base, length, CAPACITY, CAPACITY, CAPACITY) == HAWSER_OK);
    CHECK(hawser_segment_attach(&segment, base, length) == HAWSER_OK);
    memset(told, 0, sizeof *told);
}

static void done(void) {
    CHECK(munmap(segment.base, (size_t)segment.length) == 0);
}

/* How the child ended: 0 by itself, or the signal. */
static int32_t end_of(pid_t child) {
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0));
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

/* Reads until the child has ended and there is no more. How many there were, from the first. */
static int64_t read_all_of(pid_t child, int32_t *signal) {
    hawser_ring_t ring;
    hawser_record_t record;
    int64_t next = 0;
    int32_t over = 0;
    open_consumer(&ring);
    for (;;) {
        const int32_t result = hawser_ring_poll(&ring, &record);
        if (result == HAWSER_OK) {
            check_message(&record, next++);
            hawser_ring_release(&ring);
        } else if (over) {
            CHECK(result == HAWSER_EMPTY);
            if (hawser_ring_pass_abandoned(&ring) == HAWSER_EMPTY) {
                return next;
            }
        } else {
            int status;
            CHECK(result == HAWSER_EMPTY);
            hawser_ring_await_record(&ring, 100000);
            over = waitpid(child, &status, WNOHANG) == child;
            *signal = over && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        }
    }
}

/* The one being committed may have made it, though the commit did not return. */
static void check_delivered(int64_t delivered) {
    const int64_t sent = __atomic_load_n(&told->sent, __ATOMIC_ACQUIRE);
    CHECK(delivered == sent || delivered == sent + 1);
}

static int32_t killed_at_points;

static void kill_producer_at(int32_t kind, int32_t point, int64_t passes) {
    int32_t signal = 0;
    given_ring(kind);
    const pid_t child = start(produce, UNTIL_POINT, point, passes);
    check_delivered(read_all_of(child, &signal));
    killed_at_points += signal == SIGKILL;
    done();
}

static void should_deliver_what_a_producer_committed_before_each_point(void) {
    for (int32_t kind = HAWSER_PRODUCERS_ONE; kind <= HAWSER_PRODUCERS_MANY; kind++) {
        for (int32_t point = 1; point <= POINTS; point++) {
            for (int64_t passes = 0; passes < 30; passes += 7) {
                kill_producer_at(kind, point, passes);
            }
        }
    }
    CHECK(killed_at_points >= 60); /* claims of one producer have no point 1, and not each wakes somebody */
}

/* Moves both ends on, so that what follows lies elsewhere in the data. */
static void begin_at(int64_t units) {
    hawser_ring_t out;
    hawser_ring_t in;
    hawser_record_t record;
    uint8_t *payload;
    open_producer(&out);
    open_consumer(&in);
    for (int64_t i = 0; i < units; i++) {
        CHECK(hawser_ring_claim(&out, 0, &payload) == HAWSER_OK);
        hawser_ring_commit(&out, HAWSER_RECORD_MESSAGE, 0, 0, 0, 0);
        CHECK(hawser_ring_poll(&in, &record) == HAWSER_OK);
        hawser_ring_release(&in);
    }
    hawser_ring_await_record(&in, 0);
}

/* Among many, a claim whose thread is gone holds up those behind it, until its process is proven dead. */
static void should_deliver_what_was_committed_behind_a_claim_that_was_not(void) {
    const int32_t points[] = {15, 2, 4, 5, 6};
    for (int64_t units = 0; units < CAPACITY / HAWSER_RECORD_ALIGNMENT; units++) {
        int32_t signal = 0;
        given_ring(HAWSER_PRODUCERS_MANY);
        begin_at(units);
        const pid_t child = start(produce_behind_a_claim, 5, points[units % 5], 0);
        CHECK(read_all_of(child, &signal) == 5 && signal == SIGKILL);
        done();
    }
}

/* The reader is killed; the next one goes on where it had published, and meets nothing that it cannot read. */
static void kill_consumer(int32_t kind, int32_t point, int64_t passes, int64_t after_ns) {
    const int64_t count = point == 0 ? 20 * UNTIL_POINT : UNTIL_POINT;
    given_ring(kind);
    const pid_t producer = start(produce, count, 0, 0);
    const pid_t consumer = start(consume, count, point, passes);
    if (point == 0) {
        const struct timespec moment = {0, (long)after_ns};
        (void)nanosleep(&moment, NULL);
        (void)kill(consumer, SIGKILL);
    }
    const int32_t signal = end_of(consumer);
    CHECK(signal == 0 || signal == SIGKILL);
    if (told->received < count) {
        CHECK(end_of(start(consume, count, 0, 0)) == 0);
    }
    CHECK(told->received == count);
    CHECK(end_of(producer) == 0);
    done();
}

/* With one producer a reader leaves no trace in the data but its position. With many it has zeroed what it passed, so
 * that another cannot go on between the zeroing and the position; there a reader's end is the channel's end. */
static void should_go_on_after_a_reader_of_one_producer_was_killed(void) {
    for (int32_t point = 8; point <= POINTS; point++) {
        for (int64_t passes = 0; passes < 30; passes += 7) {
            kill_consumer(HAWSER_PRODUCERS_ONE, point, passes, 0);
        }
    }
}

static uint64_t random_state;

static int64_t random_below(int64_t bound) {
    random_state = random_state * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((random_state >> 33) % (uint64_t)bound);
}

static void kill_producer_at_random(int32_t kind) {
    int32_t signal = 0;
    given_ring(kind);
    const pid_t child = start(produce, IN_ONE_GO, 0, 0);
    const pid_t killer = fork();
    if (killer == 0) {
        const struct timespec moment = {0, (long)random_below(3000000)};
        (void)nanosleep(&moment, NULL);
        (void)kill(child, SIGKILL);
        _exit(0);
    }
    (void)random_below(2); /* the killer's step was in its own copy */
    check_delivered(read_all_of(child, &signal));
    CHECK(end_of(killer) == 0);
    done();
}

static int64_t kills = 50;

static void should_deliver_what_was_committed_before_random_kills(void) {
    for (int64_t i = 0; i < kills; i++) {
        kill_producer_at_random(i % 2 == 0 ? HAWSER_PRODUCERS_ONE : HAWSER_PRODUCERS_MANY);
    }
}

static void should_go_on_after_random_kills_of_the_reader(void) {
    for (int64_t i = 0; i < kills; i++) {
        kill_consumer(HAWSER_PRODUCERS_ONE, 0, 0, random_below(500000));
    }
}

/* A producer that is stopped is not dead: nobody takes its claim away, and it goes on as if nothing had been. */
static void should_wait_for_a_producer_that_is_only_stopped(void) {
    for (int32_t kind = HAWSER_PRODUCERS_ONE; kind <= HAWSER_PRODUCERS_MANY; kind++) {
        int32_t signal = 0;
        given_ring(kind);
        const pid_t child = start(produce, 20 * UNTIL_POINT, 0, 0);
        for (int32_t i = 0; i < 10; i++) {
            const struct timespec moment = {0, 100000};
            (void)kill(child, SIGSTOP);
            (void)nanosleep(&moment, NULL);
            (void)kill(child, SIGCONT);
        }
        CHECK(read_all_of(child, &signal) == 20 * UNTIL_POINT && signal == 0);
        done();
    }
}

int main(int count, char **arguments) {
    kills = count > 1 ? atoll(arguments[1]) : kills;
    random_state = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
    told = mmap(NULL, sizeof *told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(told != MAP_FAILED);
    RUN(should_deliver_what_a_producer_committed_before_each_point);
    RUN(should_deliver_what_was_committed_behind_a_claim_that_was_not);
    RUN(should_go_on_after_a_reader_of_one_producer_was_killed);
    RUN(should_deliver_what_was_committed_before_random_kills);
    RUN(should_go_on_after_random_kills_of_the_reader);
    RUN(should_wait_for_a_producer_that_is_only_stopped);
    return 0;
}
