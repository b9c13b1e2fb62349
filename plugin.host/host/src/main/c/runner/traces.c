/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "exam.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LIVES = 3, PATIENCE_MS = 1000, OUTPUT_MOST = 1024 * 1024, SIGNALS = 32 };

static const int64_t GROWTH_MOST = 1024 * 1024;
static const int64_t KEPT_MOST = 64 * 1024 * 1024;

static int32_t end(hawser_exam_t *exam) {
    const int32_t mapped = hawser_plugin_unload(exam->plugin);
    exam->plugin = NULL;
    return mapped;
}

static int32_t entries(const char *path) {
    DIR *folder = opendir(path);
    int32_t count = 0;
    while (folder != NULL && readdir(folder) != NULL) {
        count++;
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    return count;
}

/* ---- threads ---- */

/* A thread that was joined, or has nothing more to do, may take a moment to be gone. */
static int32_t threads_left(hawser_pulse_t *pulse, int32_t before) {
    const struct timespec moment = {0, 1000000};
    int32_t left = entries("/proc/self/task") - before;
    for (int i = 0; left > 0 && i < PATIENCE_MS; i++) {
        (void)nanosleep(&moment, NULL);
        hawser_pulse_go_on(pulse); /* nobody is to take this for a call that hangs */
        left = entries("/proc/self/task") - before;
    }
    return left;
}

int32_t hawser_exam_threads(hawser_exam_t *exam) {
    const int32_t before = entries("/proc/self/task");
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    const int32_t left = threads_left(exam->pulse, before);
    return left <= 0 ? HAWSER_EXAM_HELD
                     : hawser_fail("%d of its threads still ran 1 s after shutdown had returned: join them there, for the "
                                   "code that they run is unmapped afterwards", left);
}

/* ---- descriptors ---- */

int32_t hawser_exam_descriptors(hawser_exam_t *exam) {
    const int32_t before = entries("/proc/self/fd");
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    const int32_t left = entries("/proc/self/fd") - before;
    return left == 0  ? HAWSER_EXAM_HELD
           : left > 0 ? hawser_fail("%d descriptors were open after shutdown that were not before initialize: close them",
                                    left)
                      : hawser_fail("%d descriptors that are not its own were closed", -left);
}

/* ---- surroundings ---- */

typedef struct surroundings {
    char folder[4096];
    char locale[256];
    mode_t mask;
    struct sigaction actions[SIGNALS];
} surroundings_t;

static void look(surroundings_t *found) {
    memset(found, 0, sizeof *found);
    if (getcwd(found->folder, sizeof found->folder) == NULL) {
        found->folder[0] = '\0';
    }
    (void)snprintf(found->locale, sizeof found->locale, "%s", setlocale(LC_ALL, NULL));
    found->mask = umask(0);
    (void)umask(found->mask);
    for (int i = 1; i < SIGNALS; i++) {
        (void)sigaction(i, NULL, &found->actions[i]);
    }
}

static int changed_signal(const surroundings_t *before, const surroundings_t *after) {
    for (int i = 1; i < SIGNALS; i++) {
        if (before->actions[i].sa_sigaction != after->actions[i].sa_sigaction) {
            return i;
        }
    }
    return 0;
}

int32_t hawser_exam_surroundings(hawser_exam_t *exam) {
    static surroundings_t before;
    static surroundings_t after;
    (void)setlocale(LC_ALL, "C.UTF-8"); /* as hosts have it: some locale that is not the C library's first */
    look(&before);
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    look(&after);
    const int number = changed_signal(&before, &after);
    const char *what = strcmp(before.folder, after.folder) != 0   ? "the working folder"
                       : strcmp(before.locale, after.locale) != 0 ? "the locale"
                       : before.mask != after.mask                ? "the mask of new files"
                       : number != 0                              ? "the handler of a signal"
                                                                  : NULL;
    return what == NULL ? HAWSER_EXAM_HELD
                        : hawser_fail("%s was another afterwards%s%s: in-process these are the host's, and all plugins'",
                                      what, number == 0 ? "" : ", that is ", number == 0 ? "" : strsignal(number));
}

/* ---- output ---- */

int32_t hawser_exam_output(hawser_exam_t *exam) {
    const int file = memfd_create("output", MFD_CLOEXEC);
    struct stat status = {0};
    if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || dup2(file, STDERR_FILENO) < 0) {
        return hawser_fail("its output could not be caught");
    }
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    (void)fflush(NULL);
    (void)fstat(file, &status);
    return status.st_size <= OUTPUT_MOST
               ? HAWSER_EXAM_HELD
               : hawser_fail("it wrote %lld bytes to its output in %" PRId64 " messages: a host logs what is written "
                             "there, and at most %d are asked for", (long long)status.st_size, exam->count, OUTPUT_MOST);
}

/* ---- processes ---- */

static int32_t forks;

static void count_fork(void) {
    forks++;
}

int32_t hawser_exam_processes(hawser_exam_t *exam) {
    (void)pthread_atfork(count_fork, NULL, NULL);
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    return forks == 0 ? HAWSER_EXAM_HELD
                      : hawser_fail("it called fork: a copy of its host has the host's locks and none of its threads; "
                                    "isolated, it is refused unless the limit of processes says otherwise");
}

/* ---- memory ---- */

static int64_t memory_taken(void) {
#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 33)
    const struct mallinfo2 all = mallinfo2();
    return (int64_t)(all.uordblks + all.hblkhd);
#else
    return 0;
#endif
}

/* Lives, each with the same messages: what the first needs, the others find. */
int32_t hawser_exam_memory(hawser_exam_t *exam) {
    int64_t taken[LIVES + 1] = {memory_taken()};
    for (int i = 1; i <= LIVES; i++) {
        if (hawser_exam_talk(exam) != 0) {
            return HAWSER_EXAM_BROKEN;
        }
        taken[i] = memory_taken();
    }
    const int64_t grown = taken[LIVES] - taken[LIVES - 1];
    const int64_t kept = taken[LIVES] - taken[0];
    return grown <= GROWTH_MOST && kept <= KEPT_MOST
               ? HAWSER_EXAM_HELD
               : hawser_fail("after shutdown it had kept %" PRId64 " bytes more than before initialize, of them %" PRId64
                             " since the shutdown before, with the same %" PRId64 " messages: free what was taken", kept,
                             grown, exam->count);
}

/* ---- the end ---- */

int32_t hawser_exam_late(hawser_exam_t *exam) {
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    (void)end(exam);
    const int64_t late = __atomic_load_n(&exam->host.late, __ATOMIC_RELAXED);
    return late == 0 ? HAWSER_EXAM_HELD
                     : hawser_fail("%" PRId64 " callbacks were called after shutdown had returned: they do nothing, and "
                                   "what they were to send is lost", late);
}

int32_t hawser_exam_unload(hawser_exam_t *exam) {
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    return end(exam) == 0 ? HAWSER_EXAM_HELD
                          : hawser_fail("it stayed mapped after it had been unloaded, so that it cannot be swapped "
                                        "in-process: build it with -fno-gnu-unique, without -Wl,-z,nodelete, and without "
                                        "thread-local destructors");
}

int32_t hawser_exam_lives(hawser_exam_t *exam) {
    for (int i = 0; i < LIVES; i++) {
        if (i > 0 && (exam->plugin = hawser_plugin_load(fcntl(exam->image, F_DUPFD_CLOEXEC, 0))) == NULL) {
            return HAWSER_EXAM_BROKEN;
        }
        if (hawser_exam_talk(exam) != 0) {
            return HAWSER_EXAM_BROKEN;
        }
        (void)end(exam);
    }
    return HAWSER_EXAM_HELD;
}
