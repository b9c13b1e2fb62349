/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plugin sends: the producing ends of the ring to the renderer and of the side ring.
 *
 * [pump] means the thread that is inside one of the plugin's functions; it alone writes the ring to the renderer. With
 * execution=thread that is one thread for ever, with inline one at a time. All other threads copy into the side ring.
 */
#ifndef HAWSER_SENDER_H
#define HAWSER_SENDER_H

#include "hawser/channel.h"
#include "clock.h"
#include "overflow.h"
#include "own.h"
#include "pulse.h"
#include "streams.h"

#include <pthread.h>
#include <stddef.h>

enum { HAWSER_OUTCOMES_MAX = 64 };

/* What the current message's answer is. */
typedef enum {
    HAWSER_ANSWER_NONE, /* no message is being processed, or one that has no response */
    HAWSER_ANSWER_OPEN, /* the next message answers */
    HAWSER_ANSWER_OVER, /* it was sent, or was lost */
    HAWSER_ANSWER_STREAM,     /* each message is a chunk */
    HAWSER_ANSWER_STREAM_OVER /* a chunk was lost: the stream has failed, and only its end is due */
} hawser_answer_t;

/* That a request has no answer: told as soon as there is room. */
typedef struct hawser_outcome {
    int64_t correlation;
    int32_t type;
} hawser_outcome_t;

/* Private memory lent to one of the plugin's own threads. */
typedef struct hawser_loan hawser_loan_t;

struct hawser_sender {
    hawser_ring_t ring; /* [pump] to the renderer */
    hawser_ring_t side; /* never used: each call of another thread uses a copy */
    int32_t closed;     /* atomic: nothing is sent any more, and nobody waits */
    int32_t key;
    int32_t grant;      /* most bytes of a loan */
    int32_t side_grant; /* the same, of private memory */
    int64_t timeout_ns; /* of one message */
    int64_t lost;       /* atomic */

    uint8_t *lease;     /* [pump] the loan in the ring; NULL = none */
    int32_t leased;     /* [pump] its bytes */
    hawser_answer_t answer;                         /* [pump] */
    int64_t correlation;                            /* [pump] of the message being processed */
    int64_t chunks;                                 /* [pump] sent of the stream being processed */
    int32_t refused;                                /* [pump] its last lease was: what it holds ends too soon */
    uint8_t *credits;                               /* the segment, for the credit of streams */
    hawser_pulse_t *pulse;                          /* [pump] */
    int32_t outcome_count;                          /* [pump] */
    hawser_outcome_t outcomes[HAWSER_OUTCOMES_MAX + 2]; /* [pump] a stream may have three */
    hawser_overflow_t overflow; /* [pump] inline only: instead of waiting for room */
    uint8_t *direct;            /* [pump] where the current message's answer goes in place of the ring; NULL = ring */
    int32_t direct_capacity;    /* [pump] */
    int32_t direct_length;      /* [pump] of the answer there; or HAWSER_ASK_... */

    int32_t hears_answers;      /* whether the plugin can be told what became of its requests */
    int32_t takes_items;        /* whether it can be given those of the streams that it asks for */
    hawser_streams_t streams;   /* those of hawser.stream/1 */
    hawser_owns_t owns;         /* rings that streams were given for themselves */
    hawser_sender_t *own;       /* [pump] stands in for this while a stream is processed that has a ring of its own */

    pthread_mutex_t loans_mutex;
    hawser_loan_t *loans; /* under loans_mutex */
};

/* How a sender behaves. */
typedef struct hawser_manner {
    int32_t key;
    int32_t grant;           /* most bytes of a loan; 0 = a quarter of the ring */
    int64_t timeout_ns;      /* how long one message waits for room */
    int64_t overflow_length; /* 0 = the pump waits, too; else it never does, and this much is kept for it */
} hawser_manner_t;

/* Over fresh producing ends of that segment. 0, or -1 with the reason set. End with hawser_sender_destroy(). [control] */
int32_t hawser_sender_init(hawser_sender_t *sender, const hawser_segment_t *segment, const hawser_manner_t *manner);
/* Frees the loans. No thread may be inside a call. [control] */
void hawser_sender_destroy(hawser_sender_t *sender);
/* From now on nothing is sent, and who waits for room gives up. [any thread] */
void hawser_sender_close(hawser_sender_t *sender);

/* Makes the calling thread the pump of this sender, or of none. Whose it was: to be given back with a second call. */
hawser_sender_t *hawser_sender_adopt(hawser_sender_t *sender);
int32_t hawser_sender_on_pump(const hawser_sender_t *sender);
/* Where the message being processed is answered: this one, or that of its stream's own ring. [pump] */
hawser_sender_t *hawser_sender_current(hawser_sender_t *sender);

/* A stream is about to be processed: what is sent goes to its own ring until end_own(), if it has one. [pump] */
void hawser_sender_begin_own(hawser_sender_t *sender, int64_t correlation);
void hawser_sender_end_own(hawser_sender_t *sender, int64_t correlation);

/* A request is about to be processed. [pump] */
void hawser_sender_begin(hawser_sender_t *sender, int64_t correlation);
/* The same for one whose answer goes to that place instead. [pump] */
void hawser_sender_begin_direct(hawser_sender_t *sender, uint8_t *place, int32_t capacity);
/* After the plugin returned from it: the answer's length, or a HAWSER_ASK_ code. [pump] */
int32_t hawser_sender_end_direct(hawser_sender_t *sender);
/* A stream is about to be processed. 0 = nobody wants it any more: it is over and its end is told. [pump] */
int32_t hawser_sender_begin_stream(hawser_sender_t *sender, int64_t correlation);
/* A stream is not going to be processed: its end is told. [pump] */
void hawser_sender_refuse_stream(hawser_sender_t *sender, int64_t correlation);
/* The plugin returned from any of its functions: its loan is void, an unanswered request is told so. [pump] */
void hawser_sender_end(hawser_sender_t *sender);
/* Moves what overflowed into the ring, as far as there is room. Whether all of it. [pump] */
int32_t hawser_sender_move_overflow(hawser_sender_t *sender);
/* Tells outcomes that found no room before, waiting for room up to wait_ns. How many are left. [pump] */
int32_t hawser_sender_flush(hawser_sender_t *sender, int64_t wait_ns);

/* The three callbacks. [any thread] */
void hawser_sender_message(hawser_sender_t *sender, const uint8_t *data, size_t length);
int hawser_sender_request(hawser_sender_t *sender, uint32_t wait_ms, uint8_t **buffer, uint32_t *space);
int hawser_sender_send(hawser_sender_t *sender, uint32_t length);

/* For answer.c, stream.c and loan.c. */
void hawser_sender_note(hawser_sender_t *sender, int32_t type);
int32_t hawser_sender_put(hawser_sender_t *sender, const uint8_t *data, size_t length, int32_t type,
                          int64_t correlation);
void hawser_sender_count_lost(hawser_sender_t *sender, hawser_ring_t *ring);

/* A chunk was sent. [pump] */
void hawser_stream_count(hawser_sender_t *sender);
/* A chunk of the stream being processed; waits for credit, then for room. [pump] */
void hawser_stream_chunk(hawser_sender_t *sender, const uint8_t *data, size_t length);

/* Notes that the plugin has returned; that the stream failed, if it was refused room for what came next. */
void hawser_stream_end(hawser_sender_t *sender);
/* Waits until the stream being processed has credit for one more chunk. HAWSER_OK, HAWSER_FULL when the time is over,
 * or HAWSER_EMPTY when nobody wants any more. [pump] */
int32_t hawser_stream_await_credit(hawser_sender_t *sender, hawser_patience_t *patience);

/* For loan.c and answer.c. */
int32_t hawser_sender_claim(hawser_sender_t *sender, hawser_ring_t *ring, hawser_patience_t *patience, int32_t length,
                            uint8_t **payload);
int32_t hawser_sender_put_aside(hawser_sender_t *sender, const uint8_t *data, size_t length);
/* Copies into that ring, waiting for room. HAWSER_OK or why not. */
int32_t hawser_sender_put_within(hawser_sender_t *sender, hawser_ring_t *ring, hawser_patience_t *patience,
                                 const uint8_t *data, int32_t length, int32_t type, int64_t correlation);

/* For extensions. Into the side ring, also on the pump; a failure is told, not counted. HAWSER_OK or why not. [any
 * thread] */
int32_t hawser_sender_aside(hawser_sender_t *sender, hawser_patience_t *patience, int32_t type, int64_t correlation,
                            const uint8_t *data, size_t length);
/* The same for a stream: into its own ring if it has one. */
int32_t hawser_sender_stream_aside(hawser_sender_t *sender, hawser_patience_t *patience, int32_t type, int64_t id,
                                   const uint8_t *data, size_t length);
/* How long a thread may wait: not at all if it is the pump of an inline plugin. [any thread] */
hawser_patience_t hawser_sender_patience(const hawser_sender_t *sender, int64_t timeout_ns);
/* Into whichever ring is the thread's. What functions of extensions return. [any thread] */
int32_t hawser_sender_convey(hawser_sender_t *sender, int32_t type, int64_t correlation, const uint8_t *data,
                             size_t length);
int32_t hawser_sender_is_closed(const hawser_sender_t *sender);
void hawser_sender_tell(hawser_sender_t *sender, hawser_ring_t *ring);
void hawser_loan_void(hawser_sender_t *sender);
void hawser_loans_free(hawser_sender_t *sender);

#endif
