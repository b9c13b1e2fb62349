/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of a channel, and the native end of its ring buffers.
 *
 * A channel is one segment of shared memory with three ring buffers. The renderer is the end in Java, the native end is
 * the end in C. Every offset is named here and, for Java, in ChannelDescriptor; a test holds the two equal. All integers
 * are native-endian.
 *
 *   0        128         640           1152         1664      18176   20480       20480 + A     20480 + A + B
 *  +--------+-----------+-------------+------------+---------+-------+-----------+-------------+-----------+
 *  | header | to-native | to-renderer | side state | credits | seats | to-native | to-renderer | side data |
 *  |        | state     | state       |            |         |       | data      | data        |           |
 *  +--------+-----------+-------------+------------+---------+-------+-----------+-------------+-----------+
 *   A, B = capacities to-native and to-renderer; each, as the side ring's, a multiple of HAWSER_RECORD_ALIGNMENT
 *
 * to-native    many producers: threads in Java            to-renderer  one producer: the thread that the plugin runs on
 * side         many producers: other threads of the plugin, to the renderer. Its reader is the to-renderer ring's, and
 *              sleeps on that ring's flag only.
 *
 * A ring's state is four cache-line pairs, so that no two writers share one:
 *
 *   +0    producer line: position, messages, bytes, back pressure, losses, wakes, kind (written by producers only)
 *   +128  consumer line: position, messages, rejects, sleeps                           (written by the consumer only)
 *   +256  consumer sleeps: 1 while the consumer is, or is about to be, asleep in the kernel
 *   +384  producer sleeps: 1 while a producer waits for room
 *
 * Credits are for streams: 1664 is 1 while the native end waits for credit; from 1792 on there is an entry for each
 * stream, at its correlation modulo HAWSER_CREDITS: the correlation, and how many chunks may be sent in all, or
 * HAWSER_CREDIT_CANCELLED. The renderer writes entries, and uses one again only after the stream's end has come.
 *
 * Seats are for counting: a thread of the renderer that has one counts there, alone, what it offers to the native end;
 * the ring's state has what the others offered. The sum is what was offered.
 *
 * A record is a header of 32 bytes and its payload, rounded up to 64 bytes; it never wraps:
 *
 *   0        4       8              16           24      28         32
 *  +--------+-------+--------------+------------+-------+----------+-------------------+
 *  | length | type  | correlation  | deadline   | key   | reserved | payload, padding  |
 *  +--------+-------+--------------+------------+-------+----------+-------------------+
 *
 * length is header plus payload, without padding. It is the commit flag: 0 = not committed yet; the producer stores it
 * last, with release. Who zeroes it beforehand:
 *   one producer    the producer, which zeroes the length word behind a record before it commits the record;
 *   many producers  the consumer, which before it publishes its position zeroes the first int32 of every 64 bytes that
 *                   it has passed. Producers claim by compare-and-set on the producer position, and then store the
 *                   claimed length, a multiple of 64, with a minus: not committed yet, and if the claimer dies, it is
 *                   known how much to pass by.
 * A record of type HAWSER_RECORD_PADDING is skipped. Its length is a multiple of 64. It fills the end of the data before
 * a record that would pass it, and what was claimed among many and not used.
 */
#ifndef HAWSER_CHANNEL_H
#define HAWSER_CHANNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_CHANNEL_MAGIC 0x48575352 /* "HWSR"; stored last, with release */
/* Whatever moves an offset, or changes who writes what and when, raises the major version: the two ends may come of
 * bundles that were updated apart. The minor one is for what an older peer need not know. */
#define HAWSER_CHANNEL_VERSION_MAJOR 2
#define HAWSER_CHANNEL_VERSION_MINOR 0

enum {
    HAWSER_MAGIC_OFFSET = 0,                /* int32 */
    HAWSER_VERSION_OFFSET = 4,              /* int32, major << 16 | minor */
    HAWSER_LENGTH_OFFSET = 8,               /* int64, of the whole segment */
    HAWSER_TO_NATIVE_CAPACITY_OFFSET = 16,  /* int64 */
    HAWSER_TO_RENDERER_CAPACITY_OFFSET = 24,/* int64 */
    HAWSER_GENERATION_OFFSET = 32,          /* int32, of the plugin that is the native end */
    HAWSER_RENDERER_PID_OFFSET = 36,        /* int32 */
    HAWSER_NATIVE_PID_OFFSET = 40,          /* int32 */
    HAWSER_SIDE_CAPACITY_OFFSET = 48,       /* int64 */
    HAWSER_TO_NATIVE_STATE_OFFSET = 128,
    HAWSER_TO_RENDERER_STATE_OFFSET = 640,
    HAWSER_SIDE_STATE_OFFSET = 1152,
    HAWSER_CREDIT_SLEEPS_OFFSET = 1664,     /* int32, a futex word */
    HAWSER_CREDITS_OFFSET = 1792,           /* HAWSER_CREDITS entries of HAWSER_CREDIT_LENGTH bytes */
    HAWSER_SEATS_OFFSET = 18176,
    HAWSER_DATA_OFFSET = 20480
};

enum { /* a ring's capacity, in bytes; a multiple of HAWSER_RECORD_ALIGNMENT */
    HAWSER_CAPACITY_MIN = 1024,
    HAWSER_CAPACITY_MAX = 500 * 1024 * 1024
};

enum { /* within a ring's state */
    HAWSER_PRODUCER_POSITION_OFFSET = 0,    /* int64 */
    HAWSER_PRODUCER_MESSAGES_OFFSET = 8,    /* int64 */
    HAWSER_PRODUCER_BYTES_OFFSET = 16,      /* int64, payload only */
    HAWSER_BACK_PRESSURED_OFFSET = 24,      /* int64, claims refused for want of room */
    HAWSER_LOSSES_OFFSET = 32,              /* int64, messages given up after waiting, or too long */
    HAWSER_PRODUCER_WAKES_OFFSET = 40,      /* int64, times a producer woke the consumer */
    HAWSER_PRODUCERS_OFFSET = 48,           /* int32, HAWSER_PRODUCERS_... */
    HAWSER_CONSUMER_POSITION_OFFSET = 128,  /* int64 */
    HAWSER_CONSUMER_MESSAGES_OFFSET = 136,  /* int64 */
    HAWSER_CONSUMER_REJECTS_OFFSET = 144,   /* int64 */
    HAWSER_CONSUMER_SLEEP_COUNT_OFFSET = 152, /* int64, times the consumer went to sleep */
    HAWSER_CONSUMER_SLEEPS_OFFSET = 256,    /* int32, a futex word */
    HAWSER_PRODUCER_SLEEPS_OFFSET = 384,    /* int32, a futex word */
    HAWSER_RING_STATE_LENGTH = 512
};

enum { /* kinds of ring */
    HAWSER_PRODUCERS_ONE = 0,
    HAWSER_PRODUCERS_MANY = 1
};

enum { /* within the credits */
    HAWSER_CREDITS = 1024,                  /* a power of two */
    HAWSER_CREDIT_LENGTH = 16,
    HAWSER_CREDIT_CORRELATION_OFFSET = 0,   /* int64 */
    HAWSER_CREDIT_LIMIT_OFFSET = 8,         /* int64 */
    HAWSER_CREDIT_CANCELLED = -1
};

enum { /* within the seats: number n lies in line n modulo HAWSER_SEAT_LINES, so that neighbours share none */
    HAWSER_SEATS = 16,
    HAWSER_SEAT_LINES = 4,
    HAWSER_SEAT_LINE_LENGTH = 64,
    HAWSER_SEAT_LENGTH = 16,
    HAWSER_SEAT_MESSAGES_OFFSET = 0,        /* int64 */
    HAWSER_SEAT_BYTES_OFFSET = 8            /* int64, payload only */
};

enum { /* within a record */
    HAWSER_RECORD_LENGTH_OFFSET = 0,        /* int32 */
    HAWSER_RECORD_TYPE_OFFSET = 4,          /* int32 */
    HAWSER_RECORD_CORRELATION_OFFSET = 8,   /* int64 */
    HAWSER_RECORD_DEADLINE_OFFSET = 16,     /* int64, epoch ms; 0 = none */
    HAWSER_RECORD_KEY_OFFSET = 24,          /* int32, handle of the sender's key */
    HAWSER_RECORD_HEADER_LENGTH = 32,
    HAWSER_RECORD_ALIGNMENT = 64
};

enum { /* types of record */
    HAWSER_RECORD_PADDING = 1,
    HAWSER_RECORD_REQUEST = 2,      /* correlation names the request; to renderer: the plugin asks, and 0 = no answer */
    HAWSER_RECORD_RESPONSE = 3,     /* answers the request of that correlation, in either direction */
    HAWSER_RECORD_NO_RESPONSE = 4,  /* the plugin returned from that request without a message; no payload */
    HAWSER_RECORD_MESSAGE = 5,      /* unsolicited, correlation 0 */
    HAWSER_RECORD_NOTIFICATION = 6, /* to native: a message that has no response */
    HAWSER_RECORD_BACK_PRESSURED = 7,/* the answer to that correlation found no room; no payload */
    HAWSER_RECORD_TOO_LARGE = 8,    /* the answer to that correlation was longer than the ring can carry; no payload */
    HAWSER_RECORD_STREAM = 9,       /* asks for a stream; correlation names it, and to native leads to its credit */
    HAWSER_RECORD_STREAM_BEGUN = 10,/* the plugin has been called with that stream; no payload; may be left out */
    HAWSER_RECORD_CHUNK = 11,       /* an item of that stream, in either direction */
    HAWSER_RECORD_STREAM_END = 12,  /* nothing more comes of that stream, whether it was begun or not; no payload, or, to
                                       native, why it failed: int32 code, then text */
    HAWSER_RECORD_LOG = 13,         /* a line for the log; correlation is its level */
    HAWSER_RECORD_FAILED = 14,      /* ends that request, in either direction, or stream: int32 code, then text */
    HAWSER_RECORD_CANCEL = 15,      /* nobody waits for the answer to that request; no payload */
    HAWSER_RECORD_STREAM_CANCEL = 16,/* nobody wants any more of that stream, in either direction; no payload */
    HAWSER_RECORD_SAVE = 17,        /* to native: asks for the plugin's state from there on: int64 offset */
    HAWSER_RECORD_LOAD = 18,        /* to native: a piece of its state: int64 length of all, int64 offset, bytes */
    HAWSER_RECORD_CREDIT = 19       /* to renderer: so many items more of the stream that the plugin asked for: int64 */
};

/* Results of ring calls. */
enum {
    HAWSER_OK = 0,
    HAWSER_FULL = -1,     /* no room now; a consumer that goes on makes some */
    HAWSER_TOO_LONG = -2, /* longer than hawser_ring_max_payload() */
    HAWSER_POISONED = -3, /* the ring holds an impossible length or position; it cannot be read further */
    HAWSER_EMPTY = -4,
    HAWSER_NO_MEMORY = -5 /* the ring's memory could not be reserved further, with the reason in hawser_error() */
};

/* One end of one ring. Each end is used by one thread at a time, also that of many producers: each thread opens, or
 * copies, an end of its own. The fields are the end's own copies. */
typedef struct hawser_ring {
    uint8_t *state;        /* the ring's state in the segment */
    uint8_t *data;
    int32_t *sleeper;      /* the consumer's flag; the side ring's is the to-renderer ring's */
    int64_t capacity;
    int64_t position;      /* producer: next to claim, or highest seen; consumer: next to read */
    int64_t peer;          /* producer: the consumer's position, cached; consumer: the position published last */
    int64_t cleared;       /* consumer among many producers: up to there it has zeroed what it passed */
    int64_t index;         /* position within data */
    int64_t claimed;       /* producer: aligned length under claim, consumer: of the record being read; 0 = none */
    int64_t reserved;      /* producer: bytes of data that have memory */
    int64_t nap_ns;        /* consumer: how long it slept last while a claim was under way; 0 = none was */
    int64_t offset;        /* of data within the segment */
    int32_t descriptor;    /* the segment's; -1 = all of its memory is there */
    int32_t producers;     /* HAWSER_PRODUCERS_... */
} hawser_ring_t;

/* What a consumer finds. The payload lies in the segment and is valid until hawser_ring_release(). */
typedef struct hawser_record {
    int32_t type;
    int32_t key;
    int64_t correlation;
    int64_t deadline;
    const uint8_t *payload;
    int32_t length; /* of the payload */
} hawser_record_t;

/* A mapped segment. */
typedef struct hawser_segment {
    uint8_t *base;
    int64_t length;
    int64_t to_native_capacity;
    int64_t to_renderer_capacity;
    int64_t side_capacity;
    int32_t descriptor; /* -1 after attach. Set it, and producers reserve memory in steps, ahead of what they write; it
                           must stay open as long as they are used */
} hawser_segment_t;

/* Bytes that a segment of such rings needs. */
int64_t hawser_segment_length(int64_t to_native_capacity, int64_t to_renderer_capacity, int64_t side_capacity);

/* Writes a header for three rings of the given capacities into `base`, which is zeroed memory of `length` bytes.
 * HAWSER_OK, or -1 with the reason in hawser_error(). */
int32_t hawser_segment_format(uint8_t *base, int64_t length, int64_t to_native_capacity, int64_t to_renderer_capacity,
                              int64_t side_capacity);

/* Checks magic, version and sizes of the segment at `base`. HAWSER_OK, or -1 with the reason in hawser_error(). */
int32_t hawser_segment_attach(hawser_segment_t *segment, uint8_t *base, int64_t length);

/* How many chunks of that stream may be sent in all; HAWSER_CREDIT_CANCELLED if nobody wants any more. Native end. */
int64_t hawser_credit_limit(const uint8_t *base, int64_t correlation);
/* Sleeps until that stream has credit for more than `sent` chunks, was cancelled, or `timeout_ns` passed; may wake
 * without reason. One thread at a time. Native end. */
void hawser_credit_await(uint8_t *base, int64_t correlation, int64_t sent, int64_t timeout_ns);
/* The same for several threads at a time, which count themselves in *waiting, 0 at first. Native end. */
void hawser_credit_await_among(uint8_t *base, int64_t correlation, int64_t sent, int64_t timeout_ns, int32_t *waiting);
/* Wakes who waits for credit. [any thread] */
void hawser_credit_wake(uint8_t *base);

/* The ends of the rings, continuing at the positions that the segment holds. HAWSER_POISONED if these are impossible,
 * HAWSER_NO_MEMORY if there is none for the next record, with the reason in hawser_error(). */
int32_t hawser_ring_produce_to_native(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_produce_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_produce_side(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_consume_to_native(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_consume_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_consume_side(hawser_ring_t *ring, const hawser_segment_t *segment);

/* The longest payload one record can carry: capacity - HAWSER_RECORD_ALIGNMENT - HAWSER_RECORD_HEADER_LENGTH. One
 * unit of alignment always stays free, for the zeroed length word that follows the last record. Only up to
 * about half of the capacity is there room at once whenever the ring is empty: a longer one may need padding before it
 * that has to be consumed first. */
int32_t hawser_ring_max_payload(const hawser_ring_t *ring);

/* Producer. Claims room for a payload of up to `length` bytes: HAWSER_OK and its address, HAWSER_FULL, HAWSER_TOO_LONG,
 * HAWSER_NO_MEMORY, or HAWSER_POISONED if a position in shared memory is impossible. One claim at a time; a second one
 * replaces the first. A claim that does not fit before the end of the data leaves padding there. With one producer that
 * is so even if it then finds no room at the start, and with many if the record is too long to be claimed together with
 * the padding; in these cases it also wakes the consumer, which has to read the padding before there can be room. */
int32_t hawser_ring_claim(hawser_ring_t *ring, int32_t length, uint8_t **payload);
/* The longest payload that a claim would find room for now; -1 = not even an empty one. One producer only. */
int32_t hawser_ring_room(hawser_ring_t *ring);
/* Publishes the claimed record with its true length (at most what was claimed) and returns the rest, which among many
 * producers becomes padding. Does not wake. */
void hawser_ring_commit(hawser_ring_t *ring, int32_t type, int64_t correlation, int64_t deadline, int32_t key,
                        int32_t length);
/* Gives the whole claim back. Among many producers it becomes padding, and the consumer is woken: records behind it may
 * be waiting. */
void hawser_ring_abort(hawser_ring_t *ring);
/* Wakes the consumer if it sleeps. Call after one commit or after many. */
void hawser_ring_wake_consumer(hawser_ring_t *ring);
/* The same for a record that somebody may be about to look for by himself, such as the answer to a caller who is on his
 * way from his request to waiting for it: looks for a moment whether he comes. That takes about as long as waking does,
 * and is over at once if nobody sleeps. One producer only. */
void hawser_ring_wake_consumer_patiently(hawser_ring_t *ring);
/* The same for whoever is no producer, after it stored what await_record_or_stop() looks at. [any thread] */
void hawser_ring_wake_for_stop(const hawser_ring_t *ring);
/* Counts a message that was given up. */
void hawser_ring_count_loss(hawser_ring_t *ring);

/* Consumer. The next record: HAWSER_OK, HAWSER_EMPTY, or HAWSER_POISONED. Skips padding. Types it does not know are the
 * caller's to skip. Where there is nothing it publishes the position. */
int32_t hawser_ring_poll(hawser_ring_t *ring, hawser_record_t *record);
/* Once poll() said HAWSER_EMPTY and every producer is proven gone (by the end of its process, never by time): passes by
 * what was claimed and not committed. HAWSER_OK if there is a record behind it, HAWSER_EMPTY if not, HAWSER_POISONED. */
int32_t hawser_ring_pass_abandoned(hawser_ring_t *ring);
/* Done with the record that the last poll found; its memory may be overwritten from now on. */
void hawser_ring_release(hawser_ring_t *ring);
/* The same for a record that was not handled: it counts as a reject and not as a message. */
void hawser_ring_reject(hawser_ring_t *ring);
/* Publishes the position and sleeps until a record may be there, `timeout_ns` passed, or hawser_ring_wake_consumer().
 * Call when poll() said HAWSER_EMPTY. Wakes a producer that waits for room. A timeout of 0 only publishes. */
void hawser_ring_await_record(hawser_ring_t *ring, int64_t timeout_ns);
/* The same, and does not sleep once *stop is not 0: whoever stores it calls hawser_ring_wake_for_stop() afterwards. */
void hawser_ring_await_record_or_stop(hawser_ring_t *ring, int64_t timeout_ns, const int32_t *stop);
/* The same for the to-renderer ring and the side ring at once. */
void hawser_ring_await_either(hawser_ring_t *to_renderer, hawser_ring_t *side, int64_t timeout_ns);
/* Producer: sleeps until room may be there or `timeout_ns` passed. Call when claim() said HAWSER_FULL. */
void hawser_ring_await_room(hawser_ring_t *ring, int64_t timeout_ns);

#ifdef __cplusplus
}
#endif
#endif
