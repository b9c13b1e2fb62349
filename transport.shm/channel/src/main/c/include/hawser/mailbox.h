/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mailbox layout: one message in flight each way, in a named file, for peers that speak the guide's protocol.
 *
 *   0         4          8         12         16                    16 + A
 *  +---------+----------+---------+----------+---------------------+---------------------+
 *  | R→N     | R→N      | N→R     | N→R      | R→N buffer          | N→R buffer          |
 *  | signal  | length   | signal  | length   | (A bytes)           | (B bytes)           |
 *  +---------+----------+---------+----------+---------------------+---------------------+
 *   four native-endian int32. Signal: 0 = free, 1 = data. The writer stores the length, then the signal 1; the reader
 *   stores the signal 0 to acknowledge. A length of 0 is legal.
 *
 * The file is read and written by system calls, never mapped: a peer may cut it off at any time, which costs a mapping's
 * reader a SIGBUS, and this one a short read. They work on the same pages as a peer's mapping of it does.
 *
 * A bad message is acknowledged and counted, and the next one flows. A file that was not created here is never removed,
 * and its control words are never cleared but by an acknowledgement.
 */
#ifndef HAWSER_MAILBOX_H
#define HAWSER_MAILBOX_H

#include <stdint.h>
#include "hawser/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { /* within the file */
    HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET = 0,
    HAWSER_MAILBOX_TO_NATIVE_LENGTH_OFFSET = 4,
    HAWSER_MAILBOX_TO_RENDERER_SIGNAL_OFFSET = 8,
    HAWSER_MAILBOX_TO_RENDERER_LENGTH_OFFSET = 12,
    HAWSER_MAILBOX_DATA_OFFSET = 16
};

enum { HAWSER_MAILBOX_FREE = 0, HAWSER_MAILBOX_DATA = 1 }; /* signals */

enum { HAWSER_MAILBOX_RENDERER = 0, HAWSER_MAILBOX_NATIVE = 1 }; /* roles */

enum { /* a buffer's size; 1 byte is enough for a message of 0 or 1 */
    HAWSER_MAILBOX_SIZE_MIN = 1,
    HAWSER_MAILBOX_SIZE_MAX = 500 * 1024 * 1024
};

/* Results; >= 0 is a message's length. */
enum {
    HAWSER_MAILBOX_EMPTY = -1,    /* nothing there */
    HAWSER_MAILBOX_BUSY = -2,     /* the last message is not acknowledged yet */
    HAWSER_MAILBOX_TOO_LONG = -3, /* longer than the buffer */
    HAWSER_MAILBOX_REJECTED = -4, /* a message of impossible length was acknowledged and counted */
    HAWSER_MAILBOX_CUT_OFF = -5   /* the file is shorter than its buffers now, or cannot be read, with the reason */
};

/* One side of a mailbox, used by one thread at a time, but that one may send while another receives. */
typedef struct hawser_mailbox {
    int32_t descriptor;
    int32_t role;
    int64_t out_signal;   /* offsets */
    int64_t out_data;
    int64_t in_signal;
    int64_t in_data;
    int32_t out_size;
    int32_t in_size;
    int64_t sent;
    int64_t received;
    int64_t rejected;
} hawser_mailbox_t;

/* Creates the file, which must not exist, with mode 0600 and all of its space. The descriptor, or -1 with the reason. */
int32_t hawser_mailbox_create(const char *path, int32_t to_native_size, int32_t to_renderer_size);
/* Opens an existing file, which must be large enough; larger is accepted. The descriptor, or -1 with the reason. */
int32_t hawser_mailbox_attach(const char *path, int32_t to_native_size, int32_t to_renderer_size);
/* Takes a side. The descriptor stays the caller's. 0, or -1 with the reason. */
int32_t hawser_mailbox_open(hawser_mailbox_t *mailbox, int32_t descriptor, int32_t role, int32_t to_native_size,
                            int32_t to_renderer_size);

/* Puts a message if the slot is free. 0, HAWSER_MAILBOX_BUSY, ..._TOO_LONG or ..._CUT_OFF. */
int32_t hawser_mailbox_send(hawser_mailbox_t *mailbox, const uint8_t *message, int32_t length);
/* Copies a message, if there is one, into `buffer` of in_size bytes, and acknowledges it. Its length,
 * HAWSER_MAILBOX_EMPTY, ..._REJECTED or ..._CUT_OFF. */
int32_t hawser_mailbox_receive(hawser_mailbox_t *mailbox, uint8_t *buffer);

/* How often to look: the guide's receiver looks each 1 ms after a message, and each 10 ms where there was none. */
typedef struct hawser_mailbox_intervals {
    int64_t fast_ns;
    int64_t slow_ns;
} hawser_mailbox_intervals_t;

/* The same two, looking until there is a result or `timeout_ns` passed, which covers all waiting. */
int32_t hawser_mailbox_await_send(hawser_mailbox_t *mailbox, const uint8_t *message, int32_t length,
                                  const hawser_mailbox_intervals_t *intervals, int64_t timeout_ns);
int32_t hawser_mailbox_await_receive(hawser_mailbox_t *mailbox, uint8_t *buffer,
                                     const hawser_mailbox_intervals_t *intervals, int64_t timeout_ns);

#ifdef __cplusplus
}
#endif
#endif
