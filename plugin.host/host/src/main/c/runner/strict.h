/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A host that is strict. It calls a plugin as any host may, without a channel, and can put each thing it lends where a
 * step past it, or a use of it when it is over, is a fault at once. One plugin of a process at a time has it.
 */
#ifndef HAWSER_STRICT_H
#define HAWSER_STRICT_H

#include "loader.h"
#include "pulse.h"

#include <pthread.h>

enum { /* what it is strict about */
    HAWSER_STRICT_MESSAGE_ENDS = 1,   /* behind a message, or before it, there is no memory */
    HAWSER_STRICT_MESSAGE_FIXED = 2,  /* a message cannot be written to */
    HAWSER_STRICT_MESSAGE_OVER = 4,   /* a message is gone when process_message has returned */
    HAWSER_STRICT_LOAN_ENDS = 8,      /* as with messages */
    HAWSER_STRICT_LOAN_OVER = 16,
    HAWSER_STRICT_LOAN_SHORT = 32,    /* little is lent, each time another amount */
    HAWSER_STRICT_NO_ROOM = 64        /* nothing is lent at all */
};

enum { HAWSER_MESSAGE_MOST = 1024 * 1024, HAWSER_LOAN_MOST = 256 * 1024 };

typedef void (*hawser_heard_t)(const uint8_t *data, size_t length, int32_t is_answer);

typedef struct hawser_strict {
    const PluginInterface *table;
    hawser_pulse_t *pulse;
    int32_t ways;
    void (*hand)(const uint8_t *data, size_t length); /* takes a message in place of process_message; NULL = none does */
    hawser_heard_t heard;   /* is told what the plugin sends, on the plugin's thread; NULL = nobody */
    pthread_t thread;       /* that calls the plugin */
    int32_t active;         /* atomic; from before initialize until after shutdown */
    int32_t unanswered;     /* a message is being processed, and nothing was sent so far */
    int64_t processed;
    int64_t answered;
    int64_t sent;           /* atomic; in all */
    int64_t most_sent;      /* from within one call */
    int64_t longest;        /* atomic; bytes in one message */
    int64_t late;           /* atomic; calls of a callback after shutdown */
    int32_t empty;          /* it called buffer_send for nothing */
    char misuse[128];       /* what was wrong with the first wrong call of a callback; "" = none was */
} hawser_strict_t;

/* Runs initialize and returns its status. `host` must stay until the process ends: callbacks may come late.
 * -100 = there was no memory, with the reason set. */
int32_t hawser_strict_initialize(hawser_strict_t *host, const PluginInterface *table);
/* At most HAWSER_MESSAGE_MOST bytes, of which the plugin gets a copy. */
void hawser_strict_process(hawser_strict_t *host, const uint8_t *data, size_t length);
void hawser_strict_update(hawser_strict_t *host);
void hawser_strict_shut_down(hawser_strict_t *host);

#endif
