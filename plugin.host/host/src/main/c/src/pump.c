/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's thread. It alone calls the plugin, so that the four functions never overlap;
 * without it, inline.c does.
 *
 * A record is processed in place and released afterwards. Requests that got no answer, and answers that found no room,
 * are outcomes, which the sender tells as soon as there is room; while it can keep no more of them, the pump reads
 * nothing: back pressure reaches the caller through the ring.
 *
 * After a timed-out stop the sender is closed. From then on the channel may be gone for good, and the pump leaves both
 * rings alone when the plugin comes back.
 */
#define _GNU_SOURCE
#include "plugin.h"

#include "extension.h"
#include "name.h"

#include <stdio.h>
#include <string.h>

enum { SPINS = 2000 };

static const int64_t OUTCOME_RETRY_NS = 1000000;
static const int64_t FOR_EVER_NS = -1;

static int32_t is_stopping(const hawser_plugin_t *plugin) {
    return __atomic_load_n(&plugin->stopping, __ATOMIC_ACQUIRE);
}

static void count(int64_t *counter) {
    __atomic_store_n(counter, *counter + 1, __ATOMIC_RELAXED);
}

/* ---- messages ---- */

static int32_t has_expired(const hawser_record_t *record) {
    return record->deadline != 0 && hawser_now_ns(HAWSER_REALTIME_COARSE) / 1000000 > record->deadline;
}

/* Whether the plugin is to be called with it. */
static int32_t begin(hawser_plugin_t *plugin, const hawser_record_t *record) {
    if (hawser_extension_takes(plugin, record->type)) {
        return hawser_extension_begin(plugin, record);
    }
    if (record->type == HAWSER_RECORD_STREAM) {
        hawser_sender_begin_own(&plugin->sender, record->correlation);
        return hawser_sender_begin_stream(hawser_sender_current(&plugin->sender), record->correlation);
    }
    if (record->type == HAWSER_RECORD_REQUEST) {
        hawser_sender_begin(&plugin->sender, record->correlation);
    }
    return 1;
}

static hawser_function_t function_of(const hawser_record_t *record) {
    return record->type == HAWSER_RECORD_SAVE   ? HAWSER_FUNCTION_SAVE
           : record->type == HAWSER_RECORD_LOAD ? HAWSER_FUNCTION_LOAD
                                                : HAWSER_FUNCTION_PROCESS_MESSAGE;
}

static void process(hawser_plugin_t *plugin, const hawser_record_t *record) {
    if (begin(plugin, record)) {
        if (plugin->witness != NULL) {
            plugin->witness(record->payload, record->length);
        }
        hawser_pulse_enter(plugin->pulse, function_of(record));
        if (hawser_extension_takes(plugin, record->type)) {
            hawser_extension_hand(plugin, record);
        } else {
            plugin->library.table.process_message(record->payload, (size_t)record->length);
        }
        hawser_pulse_leave(plugin->pulse);
        hawser_sender_end(hawser_sender_current(&plugin->sender));
    }
    hawser_sender_end_own(&plugin->sender, record->correlation);
    if (!hawser_sender_is_closed(&plugin->sender)) {
        hawser_ring_release(&plugin->input);
    }
}

static void skip(hawser_plugin_t *plugin, int64_t *counter) {
    count(counter);
    hawser_ring_reject(&plugin->input);
}

static void expire(hawser_plugin_t *plugin, const hawser_record_t *record) {
    if (record->type == HAWSER_RECORD_STREAM) {
        hawser_sender_refuse_stream(&plugin->sender, record->correlation);
        hawser_own_over(&plugin->sender, record->correlation);
    }
    skip(plugin, &plugin->expired);
}

static void handle(hawser_plugin_t *plugin, const hawser_record_t *record) {
    if (record->type != HAWSER_RECORD_REQUEST && record->type != HAWSER_RECORD_NOTIFICATION
        && record->type != HAWSER_RECORD_STREAM && !hawser_extension_takes(plugin, record->type)) {
        skip(plugin, &plugin->skipped);
    } else if (has_expired(record)) {
        expire(plugin, record);
    } else {
        process(plugin, record);
    }
}

static int32_t may_read(const hawser_plugin_t *plugin) {
    return plugin->poisoned == 0 && plugin->sender.outcome_count < HAWSER_OUTCOMES_MAX;
}

int32_t hawser_pump_handle_next(hawser_plugin_t *plugin, hawser_record_t *record) {
    if (!may_read(plugin)) {
        return 0;
    }
    const int32_t result = hawser_ring_poll(&plugin->input, record);
    if (result == HAWSER_OK) {
        handle(plugin, record);
    } else if (result == HAWSER_POISONED) {
        count(&plugin->poisoned);
        if (plugin->on_poison != NULL) {
            plugin->on_poison();
        }
    }
    return result == HAWSER_OK;
}

/* ---- update ---- */

static void update_if_due(hawser_plugin_t *plugin, clockid_t clock) {
    if (plugin->update_ns <= 0) {
        return;
    }
    const int64_t late_ns = hawser_now_ns(clock) - plugin->next_update_ns;
    if (late_ns >= 0) {
        /* Keeps its beat; beats that were missed altogether are left out. */
        plugin->next_update_ns += (late_ns / plugin->update_ns + 1) * plugin->update_ns;
        hawser_pulse_enter(plugin->pulse, HAWSER_FUNCTION_UPDATE);
        plugin->library.table.update();
        hawser_pulse_leave(plugin->pulse);
        hawser_sender_end(&plugin->sender);
    }
}

static int64_t until_update(const hawser_plugin_t *plugin) {
    if (plugin->update_ns <= 0) {
        return FOR_EVER_NS;
    }
    const int64_t left_ns = plugin->next_update_ns - hawser_now_ns(CLOCK_MONOTONIC);
    return left_ns > 0 ? left_ns : 0;
}

/* ---- the loop ---- */

static void sleep_until_needed(hawser_plugin_t *plugin) {
    int64_t timeout_ns = until_update(plugin);
    if (plugin->sender.outcome_count != 0 && (timeout_ns < 0 || timeout_ns > OUTCOME_RETRY_NS)) {
        timeout_ns = OUTCOME_RETRY_NS; /* nobody wakes this thread when the other ring has room */
    }
    if (may_read(plugin)) {
        hawser_ring_await_record_or_stop(&plugin->input, timeout_ns, &plugin->stopping);
    } else {
        (void)hawser_wait(&plugin->stopping, 0, timeout_ns);
    }
}

static void serve(hawser_plugin_t *plugin) {
    hawser_record_t record;
    int32_t idle = 0;
    while (!is_stopping(plugin)) {
        if (plugin->sender.outcome_count != 0) {
            (void)hawser_sender_flush(&plugin->sender, 0);
        }
        if (hawser_pump_handle_next(plugin, &record)) {
            idle = 0;
            update_if_due(plugin, HAWSER_MONOTONIC_COARSE);
        } else if (idle < SPINS) {
            idle++;
            hawser_relax();
        } else {
            sleep_until_needed(plugin);
            update_if_due(plugin, CLOCK_MONOTONIC);
        }
    }
}

/* What was committed when the stop came, not what comes after: a caller that goes on sending must not hold it up. */
static void drain(hawser_plugin_t *plugin) {
    hawser_sender_t *sender = &plugin->sender;
    const int64_t *produced = (const int64_t *)(void *)(plugin->input.state + HAWSER_PRODUCER_POSITION_OFFSET);
    const int64_t end = __atomic_load_n(produced, __ATOMIC_ACQUIRE);
    hawser_record_t record;
    int32_t goes_on = 1;
    while (goes_on && !hawser_sender_is_closed(sender) && plugin->input.position < end) {
        if (sender->outcome_count == HAWSER_OUTCOMES_MAX) {
            (void)hawser_sender_flush(sender, sender->timeout_ns);
        }
        goes_on = hawser_pump_handle_next(plugin, &record);
    }
}

/* Leaves both ends so that another plugin can go on there. */
static void leave(hawser_plugin_t *plugin) {
    if (!hawser_sender_is_closed(&plugin->sender)) {
        (void)hawser_sender_flush(&plugin->sender, plugin->sender.timeout_ns);
        hawser_ring_await_record(&plugin->input, 0);
    }
}

/* ---- the thread ---- */

/* No other generation has the same; threads that the plugin begins have it, too, unless they give themselves another. */
void hawser_pump_name(const hawser_plugin_t *plugin, char name[HAWSER_THREAD_NAME]) {
    char slot[HAWSER_THREAD_NAME];
    (void)snprintf(slot, sizeof slot, ":%d", plugin->slot);
    const size_t length = hawser_name_prefix(plugin->library.name, HAWSER_THREAD_NAME - 1 - strlen(slot));
    memcpy(name, plugin->library.name, length);
    memcpy(name + length, slot, strlen(slot) + 1);
}

static void name_thread(const hawser_plugin_t *plugin) {
    char name[HAWSER_THREAD_NAME];
    hawser_pump_name(plugin, name);
#if defined(__linux__)
    (void)pthread_setname_np(pthread_self(), name);
#endif
}

int32_t hawser_pump_initialize(hawser_plugin_t *plugin) {
    const hawser_callbacks_t *callbacks = hawser_slot_callbacks(plugin->slot);
    hawser_pulse_enter(plugin->pulse, HAWSER_FUNCTION_INITIALIZE);
    if (plugin->library.set_host != NULL) {
        plugin->library.set_host(hawser_slot_host(plugin->slot));
    }
    plugin->status = (int32_t)plugin->library.table.initialize(callbacks->message, callbacks->request, callbacks->send);
    hawser_pulse_leave(plugin->pulse);
    hawser_sender_end(&plugin->sender);
    return plugin->status == PLUGIN_SUCCESS;
}

void hawser_pump_shut_down(hawser_plugin_t *plugin) {
    drain(plugin);
    hawser_pulse_enter(plugin->pulse, HAWSER_FUNCTION_SHUTDOWN);
    plugin->library.table.shutdown();
    hawser_pulse_leave(plugin->pulse);
    hawser_sender_end(&plugin->sender);
    leave(plugin);
}

void *hawser_pump(void *argument) {
    hawser_plugin_t *plugin = argument;
    name_thread(plugin);
    if (plugin->prelude != NULL) {
        plugin->prelude();
    }
    (void)hawser_sender_adopt(&plugin->sender);
    if (hawser_pump_initialize(plugin)) {
        if (plugin->on_initialized != NULL) {
            plugin->on_initialized();
        }
        plugin->next_update_ns = hawser_now_ns(CLOCK_MONOTONIC) + plugin->update_ns;
        hawser_plugin_set_phase(plugin, HAWSER_ACTIVE);
        serve(plugin);
        hawser_pump_shut_down(plugin);
    }
    hawser_slot_close(plugin->slot);
    hawser_plugin_set_phase(plugin, HAWSER_ENDED);
    return NULL;
}
