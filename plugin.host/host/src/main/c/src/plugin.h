/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin as the core sees it. [control] = the thread that calls core.h for it; [pump] = the plugin's own thread, or
 * with inline whoever has the turn. */
#ifndef HAWSER_PLUGIN_H
#define HAWSER_PLUGIN_H

#include "hawser/core.h"
#include "loader.h"
#include "pulse.h"
#include "sender.h"
#include "slots.h"
#include "state.h"
#include "threads.h"
#include "turn.h"

typedef enum { HAWSER_LOADED, HAWSER_STARTING, HAWSER_ACTIVE, HAWSER_ENDED } hawser_phase_t;

struct hawser_plugin {
    hawser_library_t library;

    uint8_t *base;         /* [control] the mapped channel; NULL = not started, or over */
    int64_t length;
    int32_t slot;          /* [control] -1 = never started */
    int32_t running;       /* [control] there is a thread to be joined; with inline under the mutex: it was not stopped */
    pthread_t thread;
    void (*prelude)(void); /* what the thread does first; NULL = nothing */
    void (*on_initialized)(void); /* what it does before it serves; NULL = nothing */
    void (*witness)(const uint8_t *data, int32_t length); /* is shown each message before the plugin; NULL = nobody */
    void (*on_poison)(void); /* when the ring to it cannot be read further; NULL = that is only counted */
    int64_t update_ns;
    int32_t grant;         /* [control] what start is to grant */
    int32_t descriptor;    /* [control] its own, of the channel; -1 = none */
    int32_t inlined;       /* [control] no thread: callers take turns */
    hawser_turn_t turn;    /* inline: whoever has it is the pump */
    int32_t asked;         /* inline, atomic: somebody committed and found the turn taken */
    uint8_t *area;         /* inline; NULL = none */
    int32_t area_length;

    pthread_mutex_t mutex; /* for phase and status; with inline also for letting go */
    pthread_cond_t changed;
    hawser_phase_t phase;
    int32_t status;        /* what initialize returned */

    hawser_pulse_t *pulse; /* own_pulse, or where others can see it */
    hawser_pulse_t own_pulse;
    int32_t stopping;      /* atomic, a futex word: the pump ends at its next look */
    hawser_sender_t sender;
    hawser_ring_t input;   /* [pump] */
    hawser_ring_t control; /* [control] a copy, to wake the pump by */
    hawser_state_t state;   /* [pump] on its way from or to another generation */
    int64_t next_update_ns; /* [pump] */
    int64_t expired;       /* atomic; the pump writes */
    int64_t skipped;       /* atomic; the pump writes */
    int64_t poisoned;      /* atomic; the pump writes */
};

/* The body of the plugin's thread: initialize, serve until it is stopped, shutdown. Its argument is the plugin. */
void *hawser_pump(void *argument);

void hawser_pump_name(const hawser_plugin_t *plugin, char name[HAWSER_THREAD_NAME]); /* what that thread is called */

/* Its parts, for a pump that is a caller's thread. [pump] */
int32_t hawser_pump_initialize(hawser_plugin_t *plugin); /* whether it succeeded */
int32_t hawser_pump_handle_next(hawser_plugin_t *plugin, hawser_record_t *record); /* whether there was one */
void hawser_pump_shut_down(hawser_plugin_t *plugin); /* drains what is committed, too */

void hawser_plugin_set_phase(hawser_plugin_t *plugin, hawser_phase_t phase);

/* In attach.c: maps the channel, opens its ends and a slot; and undoes that. [control] */
int32_t hawser_plugin_open(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length,
                           const hawser_manner_t *manner);
void hawser_plugin_let_go(hawser_plugin_t *plugin);
void hawser_plugin_close_callbacks(hawser_plugin_t *plugin);
/* For inline.c. [control] */
int32_t hawser_plugin_fail_initialize(const hawser_plugin_t *plugin);
int32_t hawser_plugin_fail_stop(const hawser_plugin_t *plugin, int64_t timeout_ns);
/* In inline.c. [control] */
int32_t hawser_plugin_stop_inline(hawser_plugin_t *plugin, int64_t timeout_ns);

#endif
