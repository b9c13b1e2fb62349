/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of a channel, and the native end of its ring buffers.
 *
 * A channel is one segment of shared memory with two ring buffers, one a direction. The renderer is the end in Java,
 * the native end is the end in C. Every offset is named here and, for Java, in ChannelDescriptor; a test holds the two
 * equal. All integers are native-endian.
 *
 *   0        128               640                  4096              4096 + A             4096 + A + B
 *  +--------+-----------------+--------------------+-----------------+--------------------+
 *  | header | to-native state | to-renderer state  | to-native data  | to-renderer data   |
 *  +--------+-----------------+--------------------+-----------------+--------------------+
 *   A = to-native capacity, B = to-renderer capacity; each a multiple of HAWSER_RECORD_ALIGNMENT
 *
 * A ring's state is four cache-line pairs, so that no two writers share one:
 *
 *   +0    producer line: position, messages, bytes, back pressure (written by the producer only)
 *   +128  consumer line: position, messages, rejects              (written by the consumer only)
 *   +256  consumer sleeps: 1 while the consumer is, or is about to be, asleep in the kernel
 *   +384  producer sleeps: 1 while a producer waits for room
 *
 * A record is a header of 32 bytes and its payload, rounded up to 64 bytes; it never wraps:
 *
 *   0        4       8              16           24      28         32
 *  +--------+-------+--------------+------------+-------+----------+-------------------+
 *  | length | type  | correlation  | deadline   | key   | reserved | payload, padding  |
 *  +--------+-------+--------------+------------+-------+----------+-------------------+
 *
 * length is header plus payload, without padding. It is the commit flag: 0 = not committed yet; the producer stores it
 * last, with release, and before that has zeroed the length word of the record that will follow. A record that would
 * pass the end of the data is preceded by one of type HAWSER_RECORD_PADDING that fills the rest.
 */
#ifndef HAWSER_CHANNEL_H
#define HAWSER_CHANNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_CHANNEL_MAGIC 0x48575352 /* "HWSR"; stored last, with release */
#define HAWSER_CHANNEL_VERSION_MAJOR 1
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
    HAWSER_TO_NATIVE_STATE_OFFSET = 128,
    HAWSER_TO_RENDERER_STATE_OFFSET = 640,
    HAWSER_DATA_OFFSET = 4096
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
    HAWSER_CONSUMER_POSITION_OFFSET = 128,  /* int64 */
    HAWSER_CONSUMER_MESSAGES_OFFSET = 136,  /* int64 */
    HAWSER_CONSUMER_REJECTS_OFFSET = 144,   /* int64 */
    HAWSER_CONSUMER_SLEEPS_OFFSET = 256,    /* int32, a futex word */
    HAWSER_PRODUCER_SLEEPS_OFFSET = 384,    /* int32, a futex word */
    HAWSER_RING_STATE_LENGTH = 512
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
    HAWSER_RECORD_REQUEST = 2,      /* to native: correlation names the request; to renderer: unused so far */
    HAWSER_RECORD_RESPONSE = 3,     /* answers the request of that correlation */
    HAWSER_RECORD_NO_RESPONSE = 4,  /* the plugin returned from that request without a message; no payload */
    HAWSER_RECORD_MESSAGE = 5,      /* unsolicited, correlation 0 */
    HAWSER_RECORD_NOTIFICATION = 6, /* to native: a message that has no response */
    HAWSER_RECORD_BACK_PRESSURED = 7/* the answer to that correlation found no room; no payload */
};

/* Results of ring calls. */
enum {
    HAWSER_OK = 0,
    HAWSER_FULL = -1,     /* no room now; a consumer that goes on makes some */
    HAWSER_TOO_LONG = -2, /* longer than hawser_ring_max_payload() */
    HAWSER_POISONED = -3, /* the ring holds an impossible length or position; it cannot be read further */
    HAWSER_EMPTY = -4
};

/* One end of one ring. Each end is used by one thread at a time; the fields are the end's own copies. */
typedef struct hawser_ring {
    uint8_t *state;        /* the ring's state in the segment */
    uint8_t *data;
    int64_t capacity;
    int64_t position;      /* producer: next to claim; consumer: next to read */
    int64_t peer;          /* producer: the consumer's position, cached; consumer: the position published last */
    int64_t index;         /* position within data */
    int64_t claimed;       /* producer: aligned length under claim, consumer: of the record being read; 0 = none */
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
} hawser_segment_t;

/* Writes a header for two rings of the given capacities into `base`, which is zeroed memory of `length` bytes.
 * HAWSER_OK, or -1 with the reason in hawser_error(). */
int32_t hawser_segment_format(uint8_t *base, int64_t length, int64_t to_native_capacity, int64_t to_renderer_capacity);

/* Checks magic, version and sizes of the segment at `base`. HAWSER_OK, or -1 with the reason in hawser_error(). */
int32_t hawser_segment_attach(hawser_segment_t *segment, uint8_t *base, int64_t length);

/* The ends of the two rings, continuing at the positions that the segment holds. HAWSER_POISONED if these are
 * impossible, with the reason in hawser_error(). */
int32_t hawser_ring_produce_to_native(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_produce_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_consume_to_native(hawser_ring_t *ring, const hawser_segment_t *segment);
int32_t hawser_ring_consume_to_renderer(hawser_ring_t *ring, const hawser_segment_t *segment);

/* The longest payload one record can carry: capacity - HAWSER_RECORD_ALIGNMENT - HAWSER_RECORD_HEADER_LENGTH. One
 * unit of alignment always stays free, for the zeroed length word that follows the last record. */
int32_t hawser_ring_max_payload(const hawser_ring_t *ring);

/* Producer. Claims room for a payload of up to `length` bytes: HAWSER_OK and its address, HAWSER_FULL, HAWSER_TOO_LONG,
 * or HAWSER_POISONED if the consumer's position is impossible. One claim at a time; a second one replaces the first. A
 * claim that does not fit before the end of the data commits padding there, even if it then finds no room at the start;
 * in that case it also wakes the consumer, which has to read the padding before there can be any. */
int32_t hawser_ring_claim(hawser_ring_t *ring, int32_t length, uint8_t **payload);
/* Publishes the claimed record with its true length (at most what was claimed) and returns the rest. Does not wake. */
void hawser_ring_commit(hawser_ring_t *ring, int32_t type, int64_t correlation, int64_t deadline, int32_t key,
                        int32_t length);
/* Gives the whole claim back. */
void hawser_ring_abort(hawser_ring_t *ring);
/* Wakes the consumer if it sleeps. Call after one commit or after many. */
void hawser_ring_wake_consumer(hawser_ring_t *ring);

/* Consumer. The next record: HAWSER_OK, HAWSER_EMPTY, or HAWSER_POISONED. Skips padding. Types it does not know are the
 * caller's to skip. Where there is nothing it publishes the position. */
int32_t hawser_ring_poll(hawser_ring_t *ring, hawser_record_t *record);
/* Done with the record that the last poll found; its memory may be overwritten from now on. */
void hawser_ring_release(hawser_ring_t *ring);
/* The same for a record that was not handled: it counts as a reject and not as a message. */
void hawser_ring_reject(hawser_ring_t *ring);
/* Publishes the position and sleeps until a record may be there, `timeout_ns` passed, or hawser_ring_wake_consumer().
 * Call when poll() said HAWSER_EMPTY. Wakes a producer that waits for room. A timeout of 0 only publishes. */
void hawser_ring_await_record(hawser_ring_t *ring, int64_t timeout_ns);
/* The same, and does not sleep once *stop is not 0: whoever stores it calls hawser_ring_wake_consumer() afterwards. */
void hawser_ring_await_record_or_stop(hawser_ring_t *ring, int64_t timeout_ns, const int32_t *stop);
/* Producer: sleeps until room may be there or `timeout_ns` passed. Call when claim() said HAWSER_FULL. */
void hawser_ring_await_room(hawser_ring_t *ring, int64_t timeout_ns);

#ifdef __cplusplus
}
#endif
#endif
