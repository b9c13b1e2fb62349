/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "child.h"

#include "confine.h"
#include "control.h"
#include "crash.h"
#include "desk.h"
#include "name.h"
#include "rules.h"
#include "plugin.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { SUCCEEDED = 0, HOST_IS_GONE = 1, WATCH_STACK_LENGTH = 64 * 1024, LOOK_AGAIN_MS = 1000 };

static const int64_t HELLO_TIMEOUT_NS = 10000000000;
static const int64_t FOR_EVER_NS = -1;

static int64_t messages;        /* to be remembered */
static hawser_vitals_t *vitals; /* NULL = there is no memory for them */

/* ---- the host's end ---- */

static void end_with_host(void) {
    (void)kill(0, SIGKILL); /* the whole group, where the filter lets it */
    _exit(HOST_IS_GONE);
}

/* Reads nothing: it only waits for the other end to be closed, while the main thread may be inside the plugin. Looks now
 * and then whether its own end is still there, which nobody is told of. */
static void *watch_host(void *unused) {
    struct pollfd end = {HAWSER_CONTROL_DESCRIPTOR, POLLRDHUP, 0};
    while (poll(&end, 1, LOOK_AGAIN_MS) == 0 || (end.revents == 0 && errno == EINTR)) {
    }
    if ((end.revents & POLLNVAL) != 0 && vitals != NULL) { /* the plugin closed it */
        __atomic_store_n(&vitals->gave_up, HAWSER_GAVE_UP_CONNECTION, __ATOMIC_RELAXED);
    }
    end_with_host();
    return unused;
}

static int32_t start_watch(void) {
    pthread_t thread;
    pthread_attr_t attributes;
    sigset_t all;
    sigset_t before;
    (void)pthread_attr_init(&attributes);
    (void)pthread_attr_setstacksize(&attributes, WATCH_STACK_LENGTH);
    (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const int result = pthread_create(&thread, &attributes, watch_host, NULL);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_attr_destroy(&attributes);
    return result == 0 ? 0 : hawser_fail("the runner's watch could not be started: %s", strerror(result));
}

/* ---- answers ---- */

static void copy_text(char *to, size_t size, const char *from) {
    (void)snprintf(to, size, "%s", from);
}

static void answer(hawser_control_t *message, int32_t status) {
    message->status = status;
    if (status != 0) {
        copy_text(message->text, sizeof message->text, hawser_error());
    }
    if (hawser_control_send(HAWSER_CONTROL_DESCRIPTOR, message, NULL, 0) != 0) {
        end_with_host();
    }
}

/* ---- load ---- */

/* By which lists of processes show it: an image in memory has none of its own. */
static void name_process(const char *plugin) {
    char name[16] = "hawser:"; /* the kernel's limit */
    memcpy(name + 7, plugin, hawser_name_prefix(plugin, sizeof name - 8));
    (void)prctl(PR_SET_NAME, name);
}

static hawser_plugin_t *load(const hawser_control_t *order, int32_t image, hawser_control_t *told) {
    told->protections = hawser_confine(&order->limits, order->parent);
    if (told->protections < 0) {
        end_with_host();
    }
    messages = order->messages;
    if (start_watch() != 0) {
        return NULL;
    }
    hawser_plugin_t *plugin = hawser_plugin_load(image);
    if (plugin != NULL) {
        copy_text(told->name, sizeof told->name, hawser_plugin_name(plugin));
        copy_text(told->plugin_version, sizeof told->plugin_version, hawser_plugin_version(plugin));
        name_process(told->name);
        told->api_version = hawser_plugin_api_version(plugin);
        told->extensions = hawser_plugin_extensions(plugin);
    }
    return plugin;
}

static void open_vitals(int32_t memory) {
    vitals = (hawser_vitals_t *)(void *)hawser_memory_map(memory, HAWSER_VITALS_LENGTH);
    (void)close(memory);
    if (vitals != NULL) {
        hawser_crash_watch(vitals);
    }
}

/* ---- what may be told of a crash ---- */

/* Before the pulse counts the message. [pump] */
static void remember(const uint8_t *data, int32_t length) {
    const int64_t number = vitals->pulse.messages + 1;
    hawser_last_t *last = &vitals->last[number % HAWSER_LAST_MAX];
    const size_t kept = (size_t)(length < HAWSER_LAST_BYTES_MAX ? length : HAWSER_LAST_BYTES_MAX);
    last->number = 0;
    last->length = length;
    memcpy(last->bytes, data, kept);
    last->number = number;
}

/* Each message passes here before the plugin gets it. [pump] */
static void witness(const uint8_t *data, int32_t length) {
    const int64_t slow_ns = __atomic_load_n(&vitals->slow_ns, __ATOMIC_RELAXED);
    if (slow_ns > 0) {
        const struct timespec pause = {(time_t)(slow_ns / 1000000000), (long)(slow_ns % 1000000000)};
        (void)nanosleep(&pause, NULL);
    }
    if (messages > 0) {
        remember(data, length);
    }
}

/* ---- start, stop ---- */

/* The plugin overwrote what it is sent by: nothing can reach it any more. [pump] */
static void end_poisoned(void) {
    if (vitals != NULL) {
        __atomic_store_n(&vitals->gave_up, HAWSER_GAVE_UP_POISONED, __ATOMIC_RELAXED);
    }
    end_with_host();
}

/* Before it serves, so that a death from here on is never taken for one in initialize. [pump] */
static void tell_started(void) {
    hawser_control_t told = hawser_control_of(HAWSER_CONTROL_STARTED);
    answer(&told, 0);
}

static int32_t start(hawser_plugin_t *plugin, const hawser_control_t *order, int32_t channel) {
    plugin->prelude = hawser_crash_watch_thread;
    plugin->on_initialized = tell_started;
    plugin->on_poison = end_poisoned;
    plugin->witness = vitals != NULL ? witness : NULL;
    plugin->pulse = vitals == NULL ? plugin->pulse : &vitals->pulse;
    return hawser_plugin_set_grant(plugin, order->grant) != 0 ? -1
           : hawser_plugin_start(plugin, channel, order->channel_length, order->key, order->update_ns,
                                 order->send_timeout_ns, FOR_EVER_NS); /* the host is who does not wait for ever */
}

/* The next order; the host's end is the end. */
static void await_order(hawser_control_t *order, int32_t kind, int32_t *channel, int32_t count) {
    if (hawser_control_receive(HAWSER_CONTROL_DESCRIPTOR, order, kind, channel, count, FOR_EVER_NS) != 0) {
        end_with_host();
    }
}

/* ---- exam ---- */

/* Callbacks may come late: it stays until the end. */
static void examine(hawser_plugin_t *plugin, const hawser_control_t *order, int32_t image) {
    static hawser_exam_t exam;
    hawser_control_t told = hawser_control_of(HAWSER_CONTROL_EXAMINED);
    if (order->rule < 0 || order->rule >= hawser_rules_count() || HAWSER_RULES[order->rule].exam == NULL) {
        end_with_host();
    }
    const hawser_rule_t *rule = &HAWSER_RULES[order->rule];
    exam.plugin = plugin;
    exam.image = image;
    exam.pulse = vitals == NULL ? plugin->pulse : &vitals->pulse;
    exam.seed = order->seed;
    exam.ways = rule->ways;
    exam.event = order->text;
    exam.first = rule->first;
    exam.count = hawser_rule_samples(rule, order->strictness);
    const int32_t result = rule->exam(&exam);
    hawser_desk_close(); /* also where the plugin was not shut down */
    answer(&told, result);
}

/* ---- serve ---- */

/* Takes rings for streams until it is told to stop. */
static void await_stop(hawser_plugin_t *plugin, hawser_control_t *order) {
    int32_t channel;
    await_order(order, 0, &channel, HAWSER_CONTROL_ANY);
    while (order->kind == HAWSER_CONTROL_GIVE_RING) {
        hawser_control_t told = hawser_control_of(HAWSER_CONTROL_GIVEN);
        answer(&told, hawser_plugin_give_ring(plugin, order->correlation, channel, order->channel_length));
        if (channel >= 0) {
            (void)close(channel);
        }
        await_order(order, 0, &channel, HAWSER_CONTROL_ANY);
    }
    if (order->kind != HAWSER_CONTROL_STOP) {
        end_with_host();
    }
}

/* The plugin's threads may go on until the process ends, so that its code stays; what runs at the end of a process runs. */
static void serve(hawser_plugin_t *plugin) {
    hawser_control_t order;
    int32_t channel;
    await_order(&order, 0, &channel, 1);
    if (order.kind == HAWSER_CONTROL_EXAMINE) {
        examine(plugin, &order, channel);
        return;
    }
    if (order.kind != HAWSER_CONTROL_START) {
        end_with_host();
    }
    hawser_control_t told = hawser_control_of(HAWSER_CONTROL_STARTED);
    if (start(plugin, &order, channel) != 0) {
        answer(&told, -1);
    }
    (void)close(channel);
    await_stop(plugin, &order);
    told = hawser_control_of(HAWSER_CONTROL_STOPPED);
    answer(&told, hawser_plugin_stop(plugin, FOR_EVER_NS));
}

int hawser_child_run(void) {
    hawser_control_t order;
    int32_t came[2];
    (void)setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* what is not flushed is lost with a killed process */
    if (hawser_control_receive(HAWSER_CONTROL_DESCRIPTOR, &order, HAWSER_CONTROL_LOAD, came, 2, HELLO_TIMEOUT_NS) != 0) {
        return HOST_IS_GONE;
    }
    hawser_control_t told = hawser_control_of(HAWSER_CONTROL_LOADED);
    open_vitals(came[1]);
    hawser_plugin_t *plugin = load(&order, came[0], &told);
    answer(&told, plugin == NULL ? -1 : 0);
    if (plugin != NULL) {
        serve(plugin);
    }
    return SUCCEEDED;
}
