/* SPDX-License-Identifier: Apache-2.0 */
/* Runners whose host is killed: they end, also when its number belongs to another process before they can see that. */
#define _GNU_SOURCE
#include "halt.h"
#include "harness.h"
#include "peer.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RUNNERS = 3, KILLS = 20 };

static int32_t runner;

typedef struct family {
    pid_t host;
    pid_t runners[RUNNERS];
} family_t;

static hawser_process_t *load_isolated(const char *file, const char *options) {
    hawser_process_t *process = hawser_process_load(runner, image_of(file), options, 10 * SECOND);
    CHECK(process != NULL);
    return process;
}

static void *start_isolated(void *process) {
    open_channel(CAPACITY);
    CHECK(hawser_process_start(process, channel, segment.length, KEY, 0, SECOND, FOR_EVER) == 0);
    return process;
}

/* It never comes back from there, so that nobody reads what the host says, nor sees its silence, but the watch. */
static void await_initialize(const hawser_process_t *process) {
    while (__atomic_load_n(&process->vitals->pulse.function, __ATOMIC_RELAXED) != HAWSER_FUNCTION_INITIALIZE) {
        (void)sched_yield();
    }
}

/* A host of a plugin that runs, of one that is loaded, and of one that hangs; it tells who they are, and waits to be
 * killed. */
static void be_host(int out, const char *options, int halted) {
    static const char *const FILES[RUNNERS] = {"echo.so", "dies.so", "dies-initialize-spin.so"};
    hawser_process_t *processes[RUNNERS];
    pid_t ids[RUNNERS];
    pthread_t hangs;
    for (int i = 0; i < RUNNERS; i++) {
        processes[i] = load_isolated(FILES[i], options);
        ids[i] = hawser_process_id(processes[i]);
    }
    (void)start_isolated(processes[0]);
    CHECK(pthread_create(&hangs, NULL, start_isolated, processes[2]) == 0);
    await_initialize(processes[2]);
    for (int i = 0; i < RUNNERS && halted; i++) {
        halt(ids[i]);
    }
    CHECK(write(out, ids, sizeof ids) == sizeof ids);
    for (;;) {
        (void)pause();
    }
}

static family_t found(const char *options, int halted) {
    int ends[2];
    family_t family;
    CHECK(pipe2(ends, O_CLOEXEC) == 0);
    family.host = fork();
    if (family.host == 0) {
        be_host(ends[1], options, halted);
    }
    CHECK(read(ends[0], family.runners, sizeof family.runners) == sizeof family.runners);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return family;
}

static void kill_and_reap(pid_t id) {
    CHECK(kill(id, SIGKILL) == 0 && waitpid(id, NULL, 0) == id);
}

/* They are this process's children by now, which sees their end itself, however long others would take to reap them. */
static void await_ends(const family_t *family) {
    for (int i = 0; i < RUNNERS; i++) {
        CHECK(waitpid(family->runners[i], NULL, 0) == family->runners[i]);
    }
}

static void should_end_with_their_host(void) {
    for (int i = 0; i < KILLS; i++) {
        const family_t family = found("", 0);
        kill_and_reap(family.host);
        await_ends(&family);
    }
}

/* ---- another process by the same number ---- */

/* A process of that number, which nobody has: its own, or -1. */
static pid_t start_as(pid_t number) {
    struct clone_args arguments;
    memset(&arguments, 0, sizeof arguments);
    arguments.exit_signal = SIGCHLD;
    arguments.set_tid = (uint64_t)(uintptr_t)&number;
    arguments.set_tid_size = 1;
    const pid_t id = (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
    while (id == 0) {
        (void)pause();
    }
    return id;
}

/* With processes allowed there is no signal of the parent's death: the end of the socket is all there is. */
static void should_end_when_another_has_the_number_of_their_host(void) {
    static const char *const OPTIONS[] = {"", "processes=100000"};
    for (int i = 0; i < KILLS; i++) {
        const family_t family = found(OPTIONS[i % 2], 1);
        kill_and_reap(family.host);
        const pid_t other = start_as(family.host);
        CHECK(other == family.host || errno == EEXIST); /* or somebody else was quicker, which is the same */
        for (int each = 0; each < RUNNERS; each++) {
            CHECK(kill(family.runners[each], SIGCONT) == 0);
        }
        await_ends(&family);
        if (other == family.host) {
            CHECK(kill(other, 0) == 0);
            kill_and_reap(other);
        }
    }
}

/* ---- who may choose a number ---- */

static int may_choose_numbers(void) {
    const pid_t any = fork();
    if (any == 0) {
        _exit(0);
    }
    CHECK(waitpid(any, NULL, 0) == any);
    const pid_t again = start_as(any);
    if (again > 0) {
        kill_and_reap(again);
    }
    return again == any;
}

/* In a space of numbers of its own, whose first process adopts orphans and may do so; unless the system keeps those for
 * others. */
static void run_in_a_space_of_its_own(void) {
    int status;
    if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS) != 0) {
        fprintf(stderr, "not tried, for nobody may choose a process's number here: %s\n", strerror(errno));
        return;
    }
    const pid_t first = fork();
    if (first == 0) {
        CHECK(mount("proc", "/proc", "proc", 0, NULL) == 0);
        RUN(should_end_when_another_has_the_number_of_their_host);
        _exit(0);
    }
    CHECK(waitpid(first, &status, 0) == first && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(int count, char **arguments) {
    CHECK(count == 3);
    plugin_folder = arguments[1];
    runner = open(arguments[2], O_RDONLY | O_CLOEXEC);
    CHECK(runner >= 0);
    CHECK(prctl(PR_SET_CHILD_SUBREAPER, 1) == 0);
    RUN(should_end_with_their_host);
    if (may_choose_numbers()) {
        RUN(should_end_when_another_has_the_number_of_their_host);
    } else {
        run_in_a_space_of_its_own();
    }
    return 0;
}
