/* SPDX-License-Identifier: Apache-2.0 */
/* A runner is started, told to load, to start and to stop; its death is in end.c, what it says in watch.c. */
#define _GNU_SOURCE
#include "peer.h"

#include "clock.h"
#include "control.h"
#include "hawser/channel.h"
#include "name.h"
#include "options.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long a process whose sockets are closed may take to end. */
static const int64_t DYING_NS = 1000000000;

/* ---- descriptors ---- */

/* The ends that the runner gets: 0 to 3 there. */
typedef struct ends {
    int32_t runner[4];
} ends_t;

static int32_t open_control(hawser_process_t *process, ends_t *ends) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        return hawser_fail("a runner's sockets could not be created: %s", strerror(errno));
    }
    process->control = pair[0];
    ends->runner[HAWSER_CONTROL_DESCRIPTOR] = pair[1];
    return 0;
}

static int32_t open_stream(hawser_process_t *process, ends_t *ends, int32_t stream, hawser_output_t output) {
    int pair[2] = {-1, -1};
    if (output == HAWSER_OUTPUT_PIPE) {
        if (pipe2(pair, O_CLOEXEC) == 0) {
            (void)fcntl(pair[0], F_SETFL, O_NONBLOCK); /* only this end */
        }
    } else {
        pair[1] = output == HAWSER_OUTPUT_INHERIT ? fcntl(stream + 1, F_DUPFD_CLOEXEC, 0)
                                                  : open("/dev/null", O_WRONLY | O_CLOEXEC);
    }
    process->output[stream] = pair[0];
    ends->runner[stream + 1] = pair[1];
    return pair[1] >= 0 ? 0 : hawser_fail("a runner's output could not be opened: %s", strerror(errno));
}

static int32_t open_ends(hawser_process_t *process, ends_t *ends, hawser_output_t output) {
    ends->runner[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (ends->runner[0] < 0) {
        return hawser_fail("a runner's input could not be opened: %s", strerror(errno));
    }
    return open_stream(process, ends, HAWSER_OUTPUT, output) != 0
                   || open_stream(process, ends, HAWSER_ERROR_OUTPUT, output) != 0 || open_control(process, ends) != 0
               ? -1
               : 0;
}

static void close_ends(ends_t *ends) {
    for (int i = 0; i < 4; i++) {
        hawser_process_close(&ends->runner[i]);
    }
}

/* ---- spawn ---- */

static hawser_process_t *new_process(void) {
    hawser_process_t *process = calloc(1, sizeof *process);
    if (process == NULL) {
        (void)hawser_fail("no memory for a process");
        return NULL;
    }
    process->spawned = (hawser_spawned_t){-1, -1};
    process->control = process->output[0] = process->output[1] = -1;
    (void)pthread_mutex_init(&process->mutex, NULL);
    if (hawser_spawner_join() != 0) {
        free(process);
        return NULL;
    }
    return process;
}

static int32_t spawn(hawser_process_t *process, int32_t runner, hawser_options_t *options) {
    static char name[] = "hawser-runner";
    static char mode[] = "--child";
    char *arguments[] = {name, mode, NULL};
    ends_t ends = {{-1, -1, -1, -1}};
    int32_t result = open_ends(process, &ends, options->output);
    if (result == 0) {
        hawser_launch_t launch = {runner, {0, 0, 0, 0}, arguments, options->environment};
        memcpy(launch.descriptors, ends.runner, sizeof launch.descriptors);
        result = hawser_spawn(&launch, &process->spawned);
    }
    close_ends(&ends);
    return result;
}

/* ---- load ---- */

static int32_t send_load(hawser_process_t *process, const hawser_options_t *options, int32_t image) {
    hawser_control_t order = hawser_control_of(HAWSER_CONTROL_LOAD);
    const int32_t vitals = hawser_memory_create("vitals", HAWSER_VITALS_LENGTH);
    if (vitals < 0) {
        return -1;
    }
    process->vitals = (hawser_vitals_t *)(void *)hawser_memory_map(vitals, HAWSER_VITALS_LENGTH);
    order.limits = options->limits;
    process->memory = options->limits.memory;
    order.messages = process->messages = options->messages;
    order.parent = (int32_t)getpid();
    const int32_t descriptors[] = {image, vitals};
    const int32_t sent = process->vitals == NULL ? -1 : hawser_control_send(process->control, &order, descriptors, 2);
    (void)close(vitals);
    return sent == HAWSER_CONTROL_ENDED ? 0 : sent; /* that is found out by whoever waits for the answer */
}

static int32_t fail_ended(hawser_process_t *process, const char *what) {
    return hawser_fail("%s in a process of its own: that process %s", what, hawser_process_await_end(process, -1));
}

/* Waits for the runner's answer. 0, or -1 with the reason set; then it is dead unless it refused. */
static int32_t await_answer(hawser_process_t *process, hawser_control_t *told, int32_t kind, int64_t timeout_ns,
                            const char *what) {
    char why[96];
    const int32_t result = hawser_control_receive(process->control, told, kind, NULL, 0, timeout_ns);
    if (result == 0) {
        return told->status == 0 ? 0 : hawser_fail("%s", told->text);
    }
    if (result == HAWSER_CONTROL_TIMED_OUT) {
        (void)snprintf(why, sizeof why, "was killed, for it had not answered within %lld ms",
                       (long long)(timeout_ns / 1000000));
        hawser_process_kill_for(process, why);
    } else if (result == -1) {
        hawser_process_kill_for(process, "was killed, for it does not keep to the protocol");
    } else if (!hawser_process_ends_within(process, DYING_NS)) {
        hawser_process_kill_for(process, "was killed, for it closed the connection to its host");
    }
    return fail_ended(process, what);
}

/* The runner has checked them; it runs a stranger's code and is not believed. */
static int32_t take_names(hawser_process_t *process, const hawser_control_t *told) {
    const char *fault = hawser_name_fault(told->name, 128);
    if (fault != NULL) {
        return hawser_fail("a plugin's name must be 1 to 128 bytes of UTF-8 without control characters: that which its "
                           "process tells %s", fault);
    }
    memcpy(process->name, told->name, sizeof process->name);
    const size_t length = hawser_name_prefix(told->plugin_version, 128);
    memcpy(process->version, told->plugin_version, length);
    process->api_version = told->api_version;
    process->extensions = told->extensions;
    process->protections = told->protections;
    return 0;
}

static int32_t load(hawser_process_t *process, int32_t runner, int32_t image, const char *text, int64_t timeout_ns) {
    hawser_options_t options;
    hawser_control_t told;
    return hawser_options_read(&options, text) != 0 || spawn(process, runner, &options) != 0
                   || send_load(process, &options, image) != 0
                   || await_answer(process, &told, HAWSER_CONTROL_LOADED, timeout_ns, "a plugin must load") != 0
                   || take_names(process, &told) != 0
               ? -1
               : 0;
}

hawser_process_t *hawser_process_load(int32_t runner, int32_t image, const char *options, int64_t timeout_ns) {
    hawser_process_t *process = new_process();
    if (process != NULL && load(process, runner, image, options, timeout_ns) != 0) {
        hawser_process_free(process);
        process = NULL;
    }
    (void)close(image);
    return process;
}

const char *hawser_process_name(const hawser_process_t *process) {
    return process->name;
}

const char *hawser_process_version(const hawser_process_t *process) {
    return process->version;
}

uint32_t hawser_process_api_version(const hawser_process_t *process) {
    return process->api_version;
}

int32_t hawser_process_extensions(const hawser_process_t *process) {
    return process->extensions;
}

int32_t hawser_process_protections(const hawser_process_t *process) {
    return process->protections;
}

int32_t hawser_process_id(const hawser_process_t *process) {
    return process->spawned.pid;
}

/* ---- start, stop ---- */

void hawser_process_set_grant(hawser_process_t *process, int32_t length) {
    process->grant = length;
}

int32_t hawser_process_start(hawser_process_t *process, int32_t channel, int64_t channel_length, int32_t key,
                             int64_t update_ns, int64_t send_timeout_ns, int64_t timeout_ns) {
    hawser_control_t order = hawser_control_of(HAWSER_CONTROL_START);
    hawser_control_t told;
    order.key = key;
    order.grant = process->grant;
    order.channel_length = channel_length;
    order.update_ns = update_ns;
    order.send_timeout_ns = send_timeout_ns;
    if (process->head != NULL) {
        return hawser_fail("a plugin is started once: load it again");
    }
    process->head = hawser_memory_map(channel, HAWSER_DATA_OFFSET);
    return process->head == NULL || hawser_control_send(process->control, &order, &channel, 1) == -1
               ? -1
               : await_answer(process, &told, HAWSER_CONTROL_STARTED, timeout_ns, "initialize must return");
}

int32_t hawser_process_give_ring(hawser_process_t *process, int64_t correlation, int32_t channel,
                                 int64_t channel_length, int64_t timeout_ns) {
    hawser_control_t order = hawser_control_of(HAWSER_CONTROL_GIVE_RING);
    hawser_control_t told;
    order.correlation = correlation;
    order.channel_length = channel_length;
    return hawser_control_send(process->control, &order, &channel, channel < 0 ? 0 : 1) == -1
               ? -1
               : await_answer(process, &told, HAWSER_CONTROL_GIVEN, timeout_ns, "a stream's own ring must be taken");
}

int32_t hawser_process_stop(hawser_process_t *process, int64_t timeout_ns) {
    const hawser_control_t order = hawser_control_of(HAWSER_CONTROL_STOP);
    hawser_control_t told;
    hawser_patience_t patience = {timeout_ns < 0 ? INT64_MAX / 2 : timeout_ns, 0};
    if (process->head == NULL) {
        return 0;
    }
    (void)hawser_patience_left(&patience); /* begins here */
    if (hawser_control_send(process->control, &order, NULL, 0) == -1
        || await_answer(process, &told, HAWSER_CONTROL_STOPPED, timeout_ns, "shutdown must return") != 0) {
        return -1;
    }
    if (!hawser_process_ends_within(process, hawser_patience_left(&patience))) {
        hawser_process_kill_for(process, "was killed, for it had not ended in time");
    }
    const char *ended = hawser_process_await_end(process, -1);
    return process->end.code == CLD_EXITED && process->end.status == 0
               ? 0
               : hawser_fail("a process must end after shutdown: it %s", ended);
}
