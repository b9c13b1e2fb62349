/* SPDX-License-Identifier: Apache-2.0 */
/* The control functions of core.h. */
#define _GNU_SOURCE
#include "plugin.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- load ---- */

static void init_phase(hawser_plugin_t *plugin) {
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
#if !defined(__APPLE__)
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
#endif
    (void)pthread_cond_init(&plugin->changed, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    (void)pthread_mutex_init(&plugin->mutex, NULL);
    plugin->phase = HAWSER_LOADED;
}

hawser_plugin_t *hawser_plugin_load(int32_t image) {
    hawser_plugin_t *plugin = calloc(1, sizeof *plugin);
    if (plugin == NULL) {
        (void)close(image);
        (void)hawser_fail("no memory for a plugin");
        return NULL;
    }
    plugin->slot = -1;
    plugin->descriptor = -1;
    plugin->pulse = &plugin->own_pulse;
    if (hawser_library_open(&plugin->library, image) != 0) {
        free(plugin);
        return NULL;
    }
    init_phase(plugin);
    return plugin;
}

const char *hawser_plugin_name(const hawser_plugin_t *plugin) {
    return plugin->library.name;
}

const char *hawser_plugin_version(const hawser_plugin_t *plugin) {
    return plugin->library.version;
}

uint32_t hawser_plugin_api_version(const hawser_plugin_t *plugin) {
    return plugin->library.table.info.api_version;
}

int32_t hawser_plugin_extensions(const hawser_plugin_t *plugin) {
    const hawser_library_t *library = &plugin->library;
    return (library->request.request != NULL ? HAWSER_EXTENDS_REQUESTS : 0)
           | (library->stream.open != NULL ? HAWSER_EXTENDS_STREAMS : 0)
           | (library->state.save != NULL ? HAWSER_EXTENDS_SAVE : 0)
           | (library->state.load != NULL ? HAWSER_EXTENDS_LOAD : 0);
}

int64_t hawser_plugin_counter(const hawser_plugin_t *plugin, int32_t counter) {
    if (counter == HAWSER_COUNTER_LENT || counter == HAWSER_COUNTER_LENT_FOR) {
        return counter == HAWSER_COUNTER_LENT ? hawser_pulse_lent(plugin->pulse) : hawser_pulse_lent_for(plugin->pulse);
    }
    const int64_t *const counters[] = {&plugin->sender.lost, &plugin->expired, &plugin->skipped, &plugin->poisoned,
                                       &plugin->sender.overflow.waiting, &plugin->pulse->calls};
    const int32_t known = (int32_t)(sizeof counters / sizeof counters[0]);
    return counter < 0 || counter >= known ? -1 : __atomic_load_n(counters[counter], __ATOMIC_RELAXED);
}

/* ---- phases ---- */

void hawser_plugin_set_phase(hawser_plugin_t *plugin, hawser_phase_t phase) {
    (void)pthread_mutex_lock(&plugin->mutex);
    plugin->phase = phase;
    (void)pthread_cond_broadcast(&plugin->changed);
    (void)pthread_mutex_unlock(&plugin->mutex);
}

/* Waits until the phase is at least `phase`. The phase then, which is an earlier one if the time was over. */
static hawser_phase_t await_phase(hawser_plugin_t *plugin, hawser_phase_t phase, int64_t timeout_ns) {
    const int64_t deadline_ns = hawser_now_ns(CLOCK_MONOTONIC) + timeout_ns;
    const struct timespec deadline = {(time_t)(deadline_ns / 1000000000), (long)(deadline_ns % 1000000000)};
    int result = 0;
    (void)pthread_mutex_lock(&plugin->mutex);
    while (plugin->phase < phase && result != ETIMEDOUT) {
        result = timeout_ns < 0 ? pthread_cond_wait(&plugin->changed, &plugin->mutex)
                                : pthread_cond_timedwait(&plugin->changed, &plugin->mutex, &deadline);
    }
    const hawser_phase_t reached = plugin->phase;
    (void)pthread_mutex_unlock(&plugin->mutex);
    return reached;
}

/* ---- start ---- */

/* Signals that anyone may handle are left to the host's own threads. */
static int create_thread(hawser_plugin_t *plugin) {
    sigset_t blocked;
    sigset_t before;
    (void)sigfillset(&blocked);
    (void)sigdelset(&blocked, SIGSEGV);
    (void)sigdelset(&blocked, SIGBUS);
    (void)sigdelset(&blocked, SIGFPE);
    (void)sigdelset(&blocked, SIGILL);
    (void)pthread_sigmask(SIG_SETMASK, &blocked, &before);
    const int result = pthread_create(&plugin->thread, NULL, hawser_pump, plugin);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

static int32_t begin(hawser_plugin_t *plugin) {
    plugin->phase = HAWSER_STARTING;
    const int result = create_thread(plugin);
    if (result != 0) {
        plugin->phase = HAWSER_LOADED;
        hawser_plugin_let_go(plugin);
        hawser_slot_free(plugin->slot);
        plugin->slot = -1;
        return hawser_fail("the plugin's thread could not be created: %s", strerror(result));
    }
    plugin->running = 1;
    return 0;
}

static void tell_to_stop(hawser_plugin_t *plugin) {
    __atomic_store_n(&plugin->stopping, 1, __ATOMIC_SEQ_CST);
    hawser_ring_wake_for_stop(&plugin->control);
    hawser_wake(&plugin->stopping);
}

/* Under the mutex, so that the pump cannot begin to serve between the look and the order to stop. The phase then. */
static hawser_phase_t give_up_if_starting(hawser_plugin_t *plugin) {
    (void)pthread_mutex_lock(&plugin->mutex);
    const hawser_phase_t phase = plugin->phase;
    if (phase == HAWSER_STARTING) {
        hawser_plugin_close_callbacks(plugin);
        tell_to_stop(plugin);
    }
    (void)pthread_mutex_unlock(&plugin->mutex);
    return phase;
}

static void join(hawser_plugin_t *plugin) {
    (void)pthread_join(plugin->thread, NULL);
    plugin->running = 0;
    hawser_plugin_let_go(plugin);
}

int32_t hawser_plugin_fail_initialize(const hawser_plugin_t *plugin) {
    const char *meaning = plugin->status == PLUGIN_ERROR_INVALID_VERSION  ? "PLUGIN_ERROR_INVALID_VERSION"
                          : plugin->status == PLUGIN_ERROR_INITIALIZATION ? "PLUGIN_ERROR_INITIALIZATION"
                                                                          : "not a status of this interface";
    return hawser_fail("initialize must return PLUGIN_SUCCESS (0): that of %s returned %d, %s; its own output may "
                       "say why", plugin->library.file, plugin->status, meaning);
}

int32_t hawser_plugin_start(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length, int32_t key,
                            int64_t update_ns, int64_t send_timeout_ns, int64_t timeout_ns) {
    const hawser_manner_t manner = {key, plugin->grant, send_timeout_ns, 0};
    if (hawser_plugin_open(plugin, channel, channel_length, &manner) != 0) {
        return -1;
    }
    plugin->update_ns = update_ns;
    if (begin(plugin) != 0) {
        return -1;
    }
    (void)await_phase(plugin, HAWSER_ACTIVE, timeout_ns);
    switch (give_up_if_starting(plugin)) {
    case HAWSER_ACTIVE:
        return 0;
    case HAWSER_ENDED:
        join(plugin);
        return hawser_plugin_fail_initialize(plugin);
    default:
        (void)hawser_fail("initialize must return in time: that of %s has not within %lld ms", plugin->library.file,
                          (long long)(timeout_ns / 1000000));
        return -2;
    }
}

int32_t hawser_plugin_give_ring(hawser_plugin_t *plugin, int64_t correlation, int32_t channel, int64_t channel_length) {
    if (plugin->inlined) {
        return hawser_fail("a stream has a ring of its own where the plugin has a thread: %s has none",
                           plugin->library.name);
    }
    if (channel < 0) {
        hawser_own_over(&plugin->sender, correlation);
        return 0;
    }
    return hawser_own_give(&plugin->sender, correlation, channel, channel_length);
}

/* ---- stop, unload ---- */

int32_t hawser_plugin_fail_stop(const hawser_plugin_t *plugin, int64_t timeout_ns) {
    (void)hawser_fail("a plugin must return from each call: %s has not stopped within %lld ms", plugin->library.file,
                      (long long)(timeout_ns / 1000000));
    return -2;
}

int32_t hawser_plugin_stop(hawser_plugin_t *plugin, int64_t timeout_ns) {
    if (plugin->inlined) {
        return hawser_plugin_stop_inline(plugin, timeout_ns);
    }
    if (!plugin->running) {
        return 0;
    }
    tell_to_stop(plugin);
    if (await_phase(plugin, HAWSER_ENDED, timeout_ns) != HAWSER_ENDED) {
        hawser_plugin_close_callbacks(plugin);
        return hawser_plugin_fail_stop(plugin, timeout_ns);
    }
    join(plugin);
    return 0;
}

/* Under the mutex: an inline plugin that is no longer running has been let go of. */
static int32_t is_running(hawser_plugin_t *plugin) {
    (void)pthread_mutex_lock(&plugin->mutex);
    const int32_t running = plugin->running;
    (void)pthread_mutex_unlock(&plugin->mutex);
    return running;
}

/* One that was never started has begun none but in its constructors. */
static int32_t has_threads(const hawser_plugin_t *plugin) {
    char name[HAWSER_THREAD_NAME];
    hawser_pump_name(plugin, name);
    return hawser_library_threads(&plugin->library, plugin->inlined || plugin->slot < 0 ? NULL : name) > 0;
}

int32_t hawser_plugin_unload(hawser_plugin_t *plugin) {
    if (is_running(plugin)) {
        return hawser_fail("a plugin must be stopped before it is unloaded: %s still runs", plugin->library.file);
    }
    if (has_threads(plugin)) {
        (void)hawser_fail("a plugin must join its threads in shutdown: those of %s run", plugin->library.file);
        return -2;
    }
    const int32_t mapped = hawser_library_close(&plugin->library);
    if (plugin->slot >= 0 && !mapped) {
        hawser_slot_free(plugin->slot);
    }
    (void)pthread_cond_destroy(&plugin->changed);
    (void)pthread_mutex_destroy(&plugin->mutex);
    free(plugin->area);
    free(plugin->state.bytes);
    free(plugin);
    return mapped;
}
