/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin as the core sees it. [control] = the thread that calls core.h for it; [pump] = the plugin's own thread. */
#ifndef HAWSER_PLUGIN_H
#define HAWSER_PLUGIN_H

#include "hawser/core.h"
#include "loader.h"
#include "sender.h"
#include "slots.h"

typedef enum { HAWSER_LOADED, HAWSER_STARTING, HAWSER_ACTIVE, HAWSER_ENDED } hawser_phase_t;

struct hawser_plugin {
    hawser_library_t library;

    uint8_t *base;         /* [control] the mapped channel; NULL = not started, or over */
    int64_t length;
    int32_t slot;          /* [control] -1 = never started */
    int32_t running;       /* [control] there is a thread to be joined */
    pthread_t thread;
    int64_t update_ns;

    pthread_mutex_t mutex; /* for phase and status */
    pthread_cond_t changed;
    hawser_phase_t phase;
    int32_t status;        /* what initialize returned */

    int32_t stopping;      /* atomic, a futex word: the pump ends at its next look */
    hawser_sender_t sender;
    hawser_ring_t input;   /* [pump] */
    hawser_ring_t control; /* [control] a copy, to wake the pump by */
    int64_t next_update_ns; /* [pump] */
    int64_t expired;       /* atomic; the pump writes */
    int64_t skipped;       /* atomic; the pump writes */
    int64_t poisoned;      /* atomic; the pump writes */
};

/* The body of the plugin's thread: initialize, serve until it is stopped, shutdown. Its argument is the plugin. */
void *hawser_pump(void *argument);

void hawser_plugin_set_phase(hawser_plugin_t *plugin, hawser_phase_t phase);

#endif
