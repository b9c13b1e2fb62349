/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thread that starts processes, one at a time. A parent-death signal comes when the *thread* that started a process
 * ends, so that it must not be one of Java's, which come and go.
 *
 * The new process shares this one's memory until it runs its program, as with vfork: a large host is not copied, and the
 * pidfd comes with the process, so that there is no moment at which its number alone is known. Until then it calls
 * nothing but the kernel.
 */
#define _GNU_SOURCE
#include "spawn.h"

#include "hawser/process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STACK_LENGTH = 64 * 1024, DESCRIPTORS = 4, FIRST_FREE = 10, FILES_MOST = 65536 };

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

typedef struct order {
    const hawser_launch_t *launch;
    hawser_spawned_t spawned;
    int32_t error; /* an errno; 0 = none */
    int32_t done;
} order_t;

/* One stack is enough: the thread that starts waits for the program to run. */
static _Alignas(64) uint8_t stack[STACK_LENGTH];

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_t thread;
static int32_t users;    /* under mutex */
static int32_t ending;   /* under mutex */
static order_t *pending; /* under mutex */

/* ---- in the new process, in this one's memory: system calls only ---- */

static void reset_signals(void) {
    struct sigaction standard;
    sigset_t none;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) {
        (void)sigaction(number, &standard, NULL); /* KILL, STOP and libc's own refuse */
    }
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_others_on_exec(void) {
    struct rlimit files;
    if (syscall(SYS_close_range, DESCRIPTORS, ~0U, CLOSE_RANGE_CLOEXEC) == 0) {
        return;
    }
    const int known = getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < FILES_MOST;
    for (int descriptor = DESCRIPTORS; descriptor < (known ? (int)files.rlim_cur : FILES_MOST); descriptor++) {
        (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
}

/* Out of the way first: any of them may have the number that another is to have. */
static int32_t place_descriptors(const hawser_launch_t *launch) {
    int moved[DESCRIPTORS];
    for (int i = 0; i < DESCRIPTORS; i++) {
        moved[i] = fcntl(launch->descriptors[i], F_DUPFD_CLOEXEC, FIRST_FREE);
        if (moved[i] < 0) {
            return -1;
        }
    }
    for (int i = 0; i < DESCRIPTORS; i++) {
        if (dup2(moved[i], i) < 0) {
            return -1;
        }
    }
    return 0;
}

static int run_program(void *argument) {
    order_t *order = argument;
    const hawser_launch_t *launch = order->launch;
    const int image = fcntl(launch->image, F_DUPFD_CLOEXEC, FIRST_FREE);
    (void)setsid();
    if (image >= 0 && place_descriptors(launch) == 0) {
        close_others_on_exec();
        reset_signals();
        (void)syscall(SYS_execveat, image, "", launch->arguments, launch->environment, AT_EMPTY_PATH);
    }
    order->error = errno == 0 ? EINVAL : errno;
    _exit(127);
}

/* ---- the thread ---- */

static void start(order_t *order) {
    int pidfd = -1;
    siginfo_t ended;
    const int pid = clone(run_program, stack + STACK_LENGTH, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, order,
                          &pidfd);
    if (pid < 0) {
        order->error = errno;
    } else if (order->error != 0) {
        (void)waitid((idtype_t)P_PIDFD, (id_t)pidfd, &ended, WEXITED);
        (void)close(pidfd);
    } else {
        (void)fcntl(pidfd, F_SETFD, FD_CLOEXEC);
        order->spawned = (hawser_spawned_t){pid, pidfd};
    }
}

static void *serve(void *unused) {
#if defined(__linux__)
    (void)pthread_setname_np(pthread_self(), "hawser-spawner");
#endif
    (void)pthread_mutex_lock(&mutex);
    while (!ending) {
        if (pending != NULL && !pending->done) {
            start(pending);
            pending->done = 1;
            (void)pthread_cond_broadcast(&changed);
        } else {
            (void)pthread_cond_wait(&changed, &mutex);
        }
    }
    (void)pthread_mutex_unlock(&mutex);
    return unused;
}

/* With every signal blocked, so that no handler of this process runs in the new one. */
static int create_thread(void) {
    sigset_t all;
    sigset_t before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const int result = pthread_create(&thread, NULL, serve, NULL);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

int32_t hawser_spawner_join(void) {
    int result = 0;
    (void)pthread_mutex_lock(&mutex);
    while (ending) { /* the last one is just leaving */
        (void)pthread_cond_wait(&changed, &mutex);
    }
    if (users == 0) {
        result = create_thread();
    }
    users += result == 0;
    (void)pthread_mutex_unlock(&mutex);
    return result == 0 ? 0 : hawser_fail("the thread that starts processes could not be created: %s", strerror(result));
}

void hawser_spawner_leave(void) {
    (void)pthread_mutex_lock(&mutex);
    const int last = --users == 0;
    if (last) {
        ending = 1;
        (void)pthread_cond_broadcast(&changed);
        (void)pthread_mutex_unlock(&mutex);
        (void)pthread_join(thread, NULL);
        (void)pthread_mutex_lock(&mutex);
        ending = 0;
        (void)pthread_cond_broadcast(&changed);
    }
    (void)pthread_mutex_unlock(&mutex);
}

int32_t hawser_spawn(const hawser_launch_t *launch, hawser_spawned_t *spawned) {
    order_t order = {.launch = launch, .spawned = {-1, -1}};
    (void)pthread_mutex_lock(&mutex);
    while (pending != NULL) {
        (void)pthread_cond_wait(&changed, &mutex);
    }
    pending = &order;
    (void)pthread_cond_broadcast(&changed);
    while (!order.done) {
        (void)pthread_cond_wait(&changed, &mutex);
    }
    pending = NULL;
    (void)pthread_cond_broadcast(&changed);
    (void)pthread_mutex_unlock(&mutex);
    *spawned = order.spawned;
    return order.error == 0 ? 0 : hawser_fail("a process could not be started: %s", strerror(order.error));
}
