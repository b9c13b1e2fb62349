/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the benchmarks do in C: an end of a channel that sends, receives, echoes and asks in a loop, without a
 * call from Java per message; the bare wake-up by futex; and what Java cannot ask of the system. Bound by JNA
 * direct mapping.
 *
 * Counts are returned as they were asked for; a negative result is a failure of the ring (channel.h).
 */
#ifndef HAWSER_BENCH_H
#define HAWSER_BENCH_H

#include <stdint.h>

#include "hawser/channel.h"
#include "hawser/memory.h"

enum { BENCH_SPINS = 2000 }; /* before a receiver that may sleep does so; as the plugin's pump */

typedef struct bench_end {
    hawser_segment_t segment;
    hawser_ring_t in;
    hawser_ring_t out;
    int32_t wakes;    /* the other end may sleep: each commit looks whether it does */
    uint8_t *scratch; /* where payloads are copied from and to */
    uint64_t sum;     /* of what was read in place */
} bench_end_t;

static inline void bench_relax(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

int64_t bench_now_ns(void);

/* A channel of two rings of `capacity` bytes each, as Hawser makes them. Its descriptor, or -1. */
HAWSER_API int32_t bench_channel_create(int64_t capacity);
HAWSER_API int64_t bench_channel_length(int64_t capacity);

/* The renderer's (side 0) or the native (side 1) end of the channel of that descriptor. NULL on failure. */
HAWSER_API bench_end_t *bench_end_open(int32_t descriptor, int64_t length, int32_t side, int32_t wakes);
HAWSER_API void bench_end_close(bench_end_t *end);

HAWSER_API int64_t bench_send(bench_end_t *end, int64_t messages, int32_t length);
HAWSER_API int64_t bench_receive(bench_end_t *end, int64_t messages);
HAWSER_API int64_t bench_echo(bench_end_t *end, int64_t messages);
/* One request after the other; each one's nanoseconds go to `latencies`. */
HAWSER_API int64_t bench_exchange(bench_end_t *end, int32_t messages, int32_t length, int64_t *latencies);
/* Requests with at most `window` of them unanswered. */
HAWSER_API int64_t bench_pipeline(bench_end_t *end, int64_t messages, int32_t length, int32_t window);

/* In place: written and read where they lie, without a copy of the bench's own. Who takes reads a word of each cache
 * line; an echo copies from one ring to the other; an acknowledgement is a few bytes, whatever the request. */
HAWSER_API int64_t bench_send_in_place(bench_end_t *end, int64_t messages, int32_t length);
HAWSER_API int64_t bench_receive_in_place(bench_end_t *end, int64_t messages);
HAWSER_API int64_t bench_echo_in_place(bench_end_t *end, int64_t messages);
HAWSER_API int64_t bench_acknowledge(bench_end_t *end, int64_t messages);

/* After `idle_ns` each, sends a message that carries the time. */
HAWSER_API int64_t bench_send_stamped(bench_end_t *end, int32_t messages, int64_t idle_ns);
/* Takes such messages, sleeping where none comes; the nanoseconds since each one's stamp go to `latencies`. */
HAWSER_API int64_t bench_receive_stamped(bench_end_t *end, int32_t messages, int64_t *latencies);
/* The same with one word and a futex, nothing else. `first` is how often it was woken before. */
HAWSER_API int64_t bench_futex_wake(int32_t first, int32_t times, int64_t idle_ns);
HAWSER_API int64_t bench_futex_sleep(int32_t first, int32_t times, int64_t *latencies);

/* Two threads hand one word to and fro; the nanoseconds it took. Once in a process. */
HAWSER_API int64_t bench_ping(int32_t times);
HAWSER_API int64_t bench_pong(int32_t times);

/* Answers with the request's own bytes, on the caller's thread. */
HAWSER_API int32_t bench_answer(const uint8_t *request, int32_t length, uint8_t *answer);

/* Binds a thread (0 = the caller) to a processor, or, if that is negative, to none. 0, or -1. */
HAWSER_API int32_t bench_pin(int32_t thread, int32_t processor);
/* The processor time that this process has used. */
HAWSER_API int64_t bench_busy_ns(void);
/* The bytes that a file or memfd really takes. */
HAWSER_API int64_t bench_allocated(int32_t descriptor);

#endif
