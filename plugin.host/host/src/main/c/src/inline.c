/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin without a thread: whoever has a message for it runs it, one at a time.
 *
 * A caller that finds the turn taken leaves its message to the one inside. It says so first and looks at the turn
 * afterwards, and the one inside gives the turn first and looks at what was said afterwards: one of both sees the other,
 * so that no message stays behind.
 */
#include "plugin.h"

#include <stdlib.h>

static const int64_t FOR_EVER_NS = INT64_MAX / 2;

static int32_t is_over(const hawser_plugin_t *plugin) {
    return __atomic_load_n(&plugin->stopping, __ATOMIC_ACQUIRE) || hawser_sender_is_closed(&plugin->sender);
}

/* ---- start, stop ---- */

/* With the turn, which is given back. Whoever unloads the plugin after one that hung waits at the mutex. */
static void let_go(hawser_plugin_t *plugin) {
    (void)pthread_mutex_lock(&plugin->mutex);
    plugin->running = 0;
    hawser_plugin_let_go(plugin);
    hawser_turn_give(&plugin->turn);
    (void)pthread_mutex_unlock(&plugin->mutex);
}

static int32_t make_area(hawser_plugin_t *plugin) {
    plugin->area_length = HAWSER_AREA_ANSWER_OFFSET + hawser_ring_max_payload(&plugin->sender.ring);
    plugin->area = malloc((size_t)plugin->area_length);
    return plugin->area != NULL ? 0 : hawser_fail("no memory for answers: length=%d", plugin->area_length);
}

int32_t hawser_plugin_start_inline(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length, int32_t key,
                                   int64_t send_timeout_ns, int64_t overflow_length) {
    if (overflow_length <= 0) {
        return hawser_fail("what overflows needs a place: overflow_length=%lld", (long long)overflow_length);
    }
    const hawser_manner_t manner = {key, plugin->grant, send_timeout_ns, overflow_length};
    if (hawser_plugin_open(plugin, channel, channel_length, &manner) != 0) {
        return -1;
    }
    if (make_area(plugin) != 0) {
        hawser_plugin_let_go(plugin);
        return -1;
    }
    plugin->inlined = 1;
    plugin->running = 1;
    (void)hawser_turn_try(&plugin->turn); /* nobody else knows of it yet */
    hawser_sender_t *before = hawser_sender_adopt(&plugin->sender);
    const int32_t succeeded = hawser_pump_initialize(plugin);
    (void)hawser_sender_adopt(before);
    if (!succeeded) {
        (void)hawser_plugin_fail_initialize(plugin);
        let_go(plugin);
        return -1;
    }
    const int32_t result = is_over(plugin)
        ? hawser_fail("initialize must return in time: %s was stopped before", plugin->library.file) : 0;
    hawser_turn_give(&plugin->turn);
    return result;
}

/* With the turn, which is given back. */
static void shut_down(hawser_plugin_t *plugin) {
    hawser_sender_t *before = hawser_sender_adopt(&plugin->sender);
    hawser_pump_shut_down(plugin);
    (void)hawser_sender_adopt(before);
    let_go(plugin);
}

static void close_callbacks(hawser_plugin_t *plugin) {
    (void)pthread_mutex_lock(&plugin->mutex);
    if (plugin->running) {
        hawser_plugin_close_callbacks(plugin);
    }
    (void)pthread_mutex_unlock(&plugin->mutex);
}

int32_t hawser_plugin_stop_inline(hawser_plugin_t *plugin, int64_t timeout_ns) {
    hawser_patience_t patience = {timeout_ns < 0 ? FOR_EVER_NS : timeout_ns, 0};
    __atomic_store_n(&plugin->stopping, 1, __ATOMIC_SEQ_CST);
    if (hawser_sender_on_pump(&plugin->sender) || hawser_turn_take(&plugin->turn, &patience) != 0) {
        close_callbacks(plugin);
        return hawser_plugin_fail_stop(plugin, timeout_ns);
    }
    if (plugin->running) { /* with the turn, nobody else changes it */
        shut_down(plugin);
    } else {
        hawser_turn_give(&plugin->turn);
    }
    return 0;
}

/* ---- calls ---- */

static int32_t refuse_call(const hawser_plugin_t *plugin) {
    return hawser_fail("to be called, a plugin must be started inline and not be stopped: %s", plugin->library.file);
}

/* What was committed before, and no further than the record asked for. How many there were. */
static int32_t run(hawser_plugin_t *plugin, int32_t type, int64_t correlation) {
    const int64_t *produced = (const int64_t *)(void *)(plugin->input.state + HAWSER_PRODUCER_POSITION_OFFSET);
    const int64_t end = __atomic_load_n(produced, __ATOMIC_ACQUIRE);
    hawser_record_t record = {.type = 0};
    int32_t count = 0;
    (void)hawser_sender_flush(&plugin->sender, 0);
    while (!is_over(plugin) && plugin->input.position < end && hawser_pump_handle_next(plugin, &record)) {
        count++;
        if (type != 0 && record.type == type && record.correlation == correlation) {
            break;
        }
    }
    if (count == 0 && !is_over(plugin)) {
        hawser_ring_await_record(&plugin->input, 0); /* whoever calls for nothing may want the room of what was read */
    }
    return count;
}

/* With the turn: is the pump for a while, and leaves unless there is somebody to be served, too. */
static int32_t run_as_pump(hawser_plugin_t *plugin, int32_t type, int64_t correlation) {
    int32_t served = type;
    if (__atomic_load_n(&plugin->asked, __ATOMIC_RELAXED) != 0) {
        __atomic_store_n(&plugin->asked, 0, __ATOMIC_SEQ_CST);
        served = 0; /* for the others: everything */
    }
    hawser_sender_t *before = hawser_sender_adopt(&plugin->sender);
    const int32_t count = is_over(plugin) ? 0 : run(plugin, served, correlation);
    (void)hawser_sender_adopt(before);
    return count;
}

/* The turn, or the certainty that whoever has it serves this caller, too. */
static int32_t take_turn_or_ask(hawser_plugin_t *plugin) {
    if (hawser_turn_try(&plugin->turn) == 0) {
        return 0;
    }
    __atomic_store_n(&plugin->asked, 1, __ATOMIC_SEQ_CST);
    return hawser_turn_try(&plugin->turn);
}

static int32_t with_overflow(const hawser_plugin_t *plugin, int32_t result) {
    return __atomic_load_n(&plugin->sender.overflow.waiting, __ATOMIC_RELAXED) == 0 ? result
                                                                                    : result | HAWSER_CALL_AGAIN;
}

int32_t hawser_plugin_call(hawser_plugin_t *plugin, int32_t type, int64_t correlation) {
    int32_t count = 0;
    if (hawser_sender_on_pump(&plugin->sender)) {
        return HAWSER_CALL_CYCLE;
    }
    if (!plugin->inlined || is_over(plugin)) {
        return refuse_call(plugin);
    }
    do {
        if (take_turn_or_ask(plugin) != 0) {
            return count != 0 ? with_overflow(plugin, count) : HAWSER_CALL_BUSY;
        }
        count += run_as_pump(plugin, type, correlation);
        hawser_turn_give(&plugin->turn);
    } while (__atomic_load_n(&plugin->asked, __ATOMIC_SEQ_CST) != 0 && !is_over(plugin));
    return __atomic_load_n(&plugin->poisoned, __ATOMIC_RELAXED) != 0 && count == 0
        ? hawser_fail("the ring to %s is poisoned and cannot be read further", plugin->library.file)
        : with_overflow(plugin, count);
}

/* ---- ask ---- */

uint8_t *hawser_plugin_area(const hawser_plugin_t *plugin) {
    return plugin->area;
}

int32_t hawser_plugin_area_length(const hawser_plugin_t *plugin) {
    return plugin->area_length;
}

static int32_t *in_area(const hawser_plugin_t *plugin, int32_t offset) {
    return (int32_t *)(void *)(plugin->area + offset);
}

static int32_t is_behind(const hawser_plugin_t *plugin) {
    const int64_t *produced = (const int64_t *)(void *)(plugin->input.state + HAWSER_PRODUCER_POSITION_OFFSET);
    return __atomic_load_n(produced, __ATOMIC_ACQUIRE) != plugin->input.position
           || plugin->sender.outcome_count != 0 || plugin->sender.overflow.begin != plugin->sender.overflow.end;
}

static int32_t process_in_area(hawser_plugin_t *plugin, int32_t length) {
    hawser_sender_begin_direct(&plugin->sender, plugin->area + HAWSER_AREA_ANSWER_OFFSET,
                               plugin->area_length - HAWSER_AREA_ANSWER_OFFSET);
    hawser_pulse_enter(plugin->pulse, HAWSER_FUNCTION_PROCESS_MESSAGE);
    plugin->library.table.process_message(plugin->area + HAWSER_AREA_REQUEST_OFFSET, (size_t)length);
    hawser_pulse_leave(plugin->pulse);
    return hawser_sender_end_direct(&plugin->sender);
}

/* With the turn. What is committed comes first. */
static int32_t ask_as_pump(hawser_plugin_t *plugin, int32_t length) {
    int32_t *flags = in_area(plugin, HAWSER_AREA_FLAGS_OFFSET);
    const int64_t sent_before = plugin->sender.ring.position;
    hawser_sender_t *before = hawser_sender_adopt(&plugin->sender);
    if (is_behind(plugin)) {
        (void)run(plugin, 0, 0);
    }
    const int32_t result = is_behind(plugin) ? HAWSER_CALL_BUSY : process_in_area(plugin, length);
    (void)hawser_sender_adopt(before);
    *flags = (plugin->sender.ring.position != sent_before ? HAWSER_AREA_READ : 0)
             | (plugin->sender.overflow.begin != plugin->sender.overflow.end ? HAWSER_AREA_AGAIN : 0);
    return result;
}

/* Somebody committed meanwhile and relies on this thread. */
static void serve_who_asked(hawser_plugin_t *plugin) {
    if (__atomic_load_n(&plugin->asked, __ATOMIC_SEQ_CST) != 0 && hawser_plugin_call(plugin, 0, 0) != 0) {
        *in_area(plugin, HAWSER_AREA_FLAGS_OFFSET) |= HAWSER_AREA_READ | HAWSER_AREA_AGAIN;
    }
}

int32_t hawser_plugin_ask(hawser_plugin_t *plugin) {
    if (hawser_sender_on_pump(&plugin->sender)) {
        return HAWSER_CALL_CYCLE;
    }
    if (!plugin->inlined || is_over(plugin)) {
        return refuse_call(plugin);
    }
    const int32_t length = *in_area(plugin, HAWSER_AREA_LENGTH_OFFSET);
    if (length < 0 || length > HAWSER_AREA_ANSWER_OFFSET - HAWSER_AREA_REQUEST_OFFSET) {
        return refuse_call(plugin);
    }
    if (plugin->library.request.request != NULL || hawser_turn_try(&plugin->turn) != 0) {
        return HAWSER_CALL_BUSY; /* an answer that comes later needs a correlation */
    }
    const int32_t result = is_over(plugin) ? -1 : ask_as_pump(plugin, length);
    hawser_turn_give(&plugin->turn);
    serve_who_asked(plugin);
    return result;
}

/* ---- update ---- */

static void update_as_pump(hawser_plugin_t *plugin) {
    hawser_sender_t *before = hawser_sender_adopt(&plugin->sender);
    if (!is_over(plugin)) {
        (void)hawser_sender_flush(&plugin->sender, 0);
        hawser_pulse_enter(plugin->pulse, HAWSER_FUNCTION_UPDATE);
        plugin->library.table.update();
        hawser_pulse_leave(plugin->pulse);
        hawser_sender_end(&plugin->sender);
    }
    (void)hawser_sender_adopt(before);
}

int32_t hawser_plugin_update(hawser_plugin_t *plugin) {
    if (hawser_sender_on_pump(&plugin->sender)) {
        return HAWSER_CALL_CYCLE;
    }
    if (!plugin->inlined || is_over(plugin)) {
        return refuse_call(plugin);
    }
    if (hawser_turn_try(&plugin->turn) != 0) {
        return HAWSER_CALL_BUSY;
    }
    update_as_pump(plugin);
    hawser_turn_give(&plugin->turn);
    if (__atomic_load_n(&plugin->asked, __ATOMIC_SEQ_CST) != 0) {
        (void)hawser_plugin_call(plugin, 0, 0);
    }
    return with_overflow(plugin, 0);
}
