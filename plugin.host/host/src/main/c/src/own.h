/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rings of their own that streams were given: each the ring to the renderer of a channel that carries nothing else. Its
 * credit stays where all credit is.
 */
#ifndef HAWSER_OWN_H
#define HAWSER_OWN_H

#include "clock.h"

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

typedef struct hawser_own hawser_own_t;
typedef struct hawser_sender hawser_sender_t;

/* Those of one plugin. */
typedef struct hawser_owns {
    pthread_mutex_t mutex; /* for the list, and who is inside */
    hawser_own_t *first;   /* atomic, so that whoever has none need not lock */
} hawser_owns_t;

void hawser_owns_init(hawser_owns_t *owns);
/* Lets go of those that are left. No thread may be inside a call. [control] */
void hawser_owns_destroy(hawser_owns_t *owns);
/* Nothing is sent to any of them any more. [any thread] */
void hawser_owns_close(hawser_owns_t *owns);

/* Adds one for a stream that is about to be asked for. 0, or -1 with the reason. [any thread] */
int32_t hawser_own_give(hawser_sender_t *shared, int64_t correlation, int32_t channel, int64_t channel_length);
/* The sender of that stream's own ring, which stays until leave(); NULL = it shares. [any thread] */
hawser_sender_t *hawser_own_enter(hawser_sender_t *shared, int64_t correlation);
void hawser_own_leave(hawser_sender_t *shared, hawser_sender_t *own);
/* Copies into it; threads take turns. Between enter() and leave(). HAWSER_OK or why not. [any thread but the pump's] */
int32_t hawser_own_put(hawser_sender_t *own, hawser_patience_t *patience, int32_t type, int64_t correlation,
                       const uint8_t *data, size_t length);
/* The stream sends nothing any more: its ring is let go as soon as nobody is inside. Does nothing without one. [any
 * thread] */
void hawser_own_over(hawser_sender_t *shared, int64_t correlation);

#endif
