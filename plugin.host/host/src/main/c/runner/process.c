/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's side of a runner.
 *
 * The pidfd is readable from the process's end on. Its zombie is kept until its process group was killed: as long as it
 * is there, nobody else can have its number, nor the group's.
 */
#define _GNU_SOURCE
#include "hawser/process.h"

#include "clock.h"
#include "control.h"
#include "name.h"
#include "options.h"
#include "report.h"
#include "spawn.h"
#include "vitals.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

enum { STREAMS = 2 };

/* How long a process whose sockets are closed may take to end. */
static const int64_t DYING_NS = 1000000000;

struct hawser_process {
    hawser_spawned_t spawned;
    int32_t control;
    int32_t output[STREAMS]; /* -1 = none, or closed */
    hawser_vitals_t *vitals;
    char name[HAWSER_CONTROL_NAME_LENGTH];
    char version[HAWSER_CONTROL_NAME_LENGTH];
    uint32_t api_version;
    int32_t protections;
    pthread_mutex_t mutex; /* for what follows */
    int32_t reaped;
    char why[256];         /* the host killed it: what for; "" = it did not */
    hawser_end_t end;
    char ended[256];
};

/* ---- descriptors ---- */

static void close_one(int32_t *descriptor) {
    if (*descriptor >= 0) {
        (void)close(*descriptor);
    }
    *descriptor = -1;
}

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
        close_one(&ends->runner[i]);
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

/* ---- waiting ---- */

static int32_t has_ended_within(const hawser_process_t *process, int64_t timeout_ns) {
    const int64_t deadline_ns = hawser_now_ns(CLOCK_MONOTONIC) + timeout_ns;
    struct pollfd end = {process->spawned.pidfd, POLLIN, 0};
    int64_t left_ns = timeout_ns;
    int ready;
    do {
        ready = poll(&end, 1, timeout_ns < 0 ? -1 : (int)((left_ns + 999999) / 1000000));
        left_ns = deadline_ns - hawser_now_ns(CLOCK_MONOTONIC);
    } while ((ready < 0 && errno == EINTR) || (ready == 0 && timeout_ns >= 0 && left_ns > 0));
    return ready > 0;
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
    order.parent = (int32_t)getpid();
    const int32_t descriptors[] = {image, vitals};
    const int32_t sent = process->vitals == NULL ? -1 : hawser_control_send(process->control, &order, descriptors, 2);
    (void)close(vitals);
    return sent == HAWSER_CONTROL_ENDED ? 0 : sent; /* that is found out by whoever waits for the answer */
}

static int32_t fail_ended(hawser_process_t *process, const char *what) {
    return hawser_fail("%s in a process of its own: that process %s", what, hawser_process_await_end(process, -1));
}

static void kill_for(hawser_process_t *process, const char *why) {
    (void)pthread_mutex_lock(&process->mutex);
    if (!process->reaped && process->why[0] == '\0') {
        (void)snprintf(process->why, sizeof process->why, "%s", why);
    }
    (void)pthread_mutex_unlock(&process->mutex);
    hawser_process_kill(process);
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
        kill_for(process, why);
    } else if (result == -1) {
        kill_for(process, "was killed, for it does not keep to the protocol");
    } else if (!has_ended_within(process, DYING_NS)) {
        kill_for(process, "was killed, for it closed the connection to its host");
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

int32_t hawser_process_protections(const hawser_process_t *process) {
    return process->protections;
}

int32_t hawser_process_id(const hawser_process_t *process) {
    return process->spawned.pid;
}

/* ---- the end ---- */

int32_t hawser_process_has_ended(const hawser_process_t *process) {
    return has_ended_within(process, 0);
}

void hawser_process_kill(hawser_process_t *process) {
    if (process->spawned.pidfd >= 0) {
        (void)syscall(SYS_pidfd_send_signal, process->spawned.pidfd, SIGKILL, NULL, 0);
    }
}

/* Only while the zombie is there: where somebody ignores SIGCHLD it is not, and its number may be another's. */
static void kill_group(const hawser_process_t *process, siginfo_t *info) {
    memset(info, 0, sizeof *info);
    if (waitid((idtype_t)P_PIDFD, (id_t)process->spawned.pidfd, info, WEXITED | WNOWAIT) == 0) {
        (void)kill(-process->spawned.pid, SIGKILL);
        (void)waitid((idtype_t)P_PIDFD, (id_t)process->spawned.pidfd, info, WEXITED);
    }
}

/* Under the mutex. */
static void reap(hawser_process_t *process) {
    siginfo_t info;
    if (process->reaped) {
        return;
    }
    kill_group(process, &info);
    process->end = (hawser_end_t){info.si_code, info.si_status};
    process->reaped = 1;
    hawser_report_end(&process->end, process->vitals, process->why, process->ended, sizeof process->ended);
}

const char *hawser_process_await_end(hawser_process_t *process, int64_t timeout_ns) {
    if (process->spawned.pidfd < 0) {
        return "was not started";
    }
    if (!has_ended_within(process, timeout_ns)) {
        return NULL;
    }
    (void)pthread_mutex_lock(&process->mutex);
    reap(process);
    (void)pthread_mutex_unlock(&process->mutex);
    return process->ended;
}

int32_t hawser_process_report(hawser_process_t *process, char *buffer, int32_t length) {
    if (length <= 0) {
        return 0;
    }
    return hawser_report_crash(process->ended, process->vitals, buffer, (size_t)length);
}

int32_t hawser_process_read(hawser_process_t *process, int32_t stream, uint8_t *buffer, int32_t length) {
    if (stream < 0 || stream >= STREAMS || process->output[stream] < 0 || length <= 0) {
        return -1;
    }
    const ssize_t count = read(process->output[stream], buffer, (size_t)length);
    if (count > 0) {
        return (int32_t)count;
    }
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

void hawser_process_free(hawser_process_t *process) {
    if (process->spawned.pidfd >= 0) {
        hawser_process_kill(process);
        (void)hawser_process_await_end(process, -1);
    }
    if (process->vitals != NULL) {
        (void)hawser_memory_unmap((uint8_t *)process->vitals, HAWSER_VITALS_LENGTH);
    }
    close_one(&process->spawned.pidfd);
    close_one(&process->control);
    close_one(&process->output[0]);
    close_one(&process->output[1]);
    (void)pthread_mutex_destroy(&process->mutex);
    free(process);
    hawser_spawner_leave();
}
