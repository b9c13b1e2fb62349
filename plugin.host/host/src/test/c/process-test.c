/* SPDX-License-Identifier: Apache-2.0 */
/* Libraries loaded in a process of their own: what is told of them, and that nothing is left. */
#define _GNU_SOURCE
#include "harness.h"
#include "hawser/process.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int32_t runner;

static int32_t entries(const char *path) {
    DIR *folder = opendir(path);
    int32_t count = 0;
    CHECK(folder != NULL);
    while (readdir(folder) != NULL) {
        count++;
    }
    (void)closedir(folder);
    return count;
}

/* What is to end by itself has the time for it also where a second of the processor takes many. */
static hawser_process_t *load_isolated(const char *file, const char *options) {
    return hawser_process_load(runner, image_of(file), options, 200 * SECOND);
}

static void expect_refused(const char *file, const char *options, const char *reason) {
    CHECK(load_isolated(file, options) == NULL);
    CHECK_CONTAINS(hawser_error(), reason);
}

static void should_tell_what_a_library_offers(void) {
    hawser_process_t *process = load_isolated("echo.so", "output=none");
    CHECK(process != NULL);
    CHECK(strcmp(hawser_process_name(process), "echo") == 0);
    CHECK(strcmp(hawser_process_version(process), "1.0.0") == 0);
    CHECK(hawser_process_api_version(process) == 1);
    CHECK(hawser_process_id(process) > 0 && hawser_process_id(process) != getpid());
    CHECK(!hawser_process_has_ended(process));
    CHECK(hawser_process_await_end(process, 0) == NULL);
    hawser_process_free(process);
}

static void should_refuse_with_the_same_words_as_in_this_process(void) {
    static const char *const FILES[] = {"no_entry.so", "null_table.so", "wrong_version.so", "null-update.so",
                                        "name-latin1.so", "name-newline.so", "name-empty.so"};
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++) {
        char here[1024];
        CHECK(hawser_plugin_load(image_of(FILES[i])) == NULL);
        (void)snprintf(here, sizeof here, "%s", hawser_error());
        expect_refused(FILES[i], "output=none", here);
    }
}

static void should_refuse_what_is_no_library(void) {
    const int32_t image = hawser_image_create("text.so", (const uint8_t *)"no library at all", 17);
    CHECK(hawser_process_load(runner, image, "output=none", SECOND) == NULL);
    CHECK_CONTAINS(hawser_error(), "text.so cannot be loaded");
}

static void should_tell_how_a_library_died_while_loading(void) {
    expect_refused("constructor-fault.so", "output=none", "died of SIGSEGV at address 0x10");
    expect_refused("constructor-fault.so", "output=none", "(constructor-fault.so)");
    expect_refused("constructor-overflow.so", "output=none", "died of SIGSEGV");
    expect_refused("constructor-abort.so", "output=none", "died of SIGABRT");
    expect_refused("constructor-exit.so", "output=none", "exited with status 0");
    expect_refused("constructor-kill.so", "output=none", "died of SIGKILL");
    expect_refused("constructor-close.so", "output=none", "closed the connection to its host");
}

static void should_kill_what_does_not_come_back_from_loading(void) {
    CHECK(hawser_process_load(runner, image_of("constructor-spin.so"), "output=none", SECOND / 10) == NULL);
    CHECK_CONTAINS(hawser_error(), "was killed, for it had not answered within 100 ms");
}

static void should_confine_the_library_before_it_runs(void) {
    expect_refused("constructor-files.so", "output=none\nfiles=77", "exited with status 77");
    expect_refused("constructor-fork.so", "output=none", "exited with status 1"); /* EPERM */
    expect_refused("constructor-exec.so", "output=none", "exited with status 1");
    expect_refused("constructor-trace.so", "output=none", "exited with status 1");
    expect_refused("constructor-signal.so", "output=none", "exited with status 1");
    expect_refused("constructor-session.so", "output=none\nprocesses=5", "exited with status 1");
    expect_refused("constructor-privileges.so", "output=none", "exited with status 1"); /* no_new_privs */
    expect_refused("constructor-core.so", "output=none", "exited with status 0");
}

static void should_limit_memory_and_time(void) {
#if !defined(__SANITIZE_ADDRESS__) /* whose shadow exceeds any limit of memory */
    expect_refused("constructor-memory.so", "output=none\nmemory=33554432", "exited with status 7");
#endif
    expect_refused("constructor-spin.so", "output=none\ncpu=1", "died of SIGXCPU");
}

/* A session of its own, so that no terminal's signal reaches it; nothing but its mode in its arguments. */
static void should_be_of_its_own_group_and_tell_nothing_in_its_arguments(void) {
    static const char expected[] = "hawser-runner\0--child";
    char path[64];
    char line[256] = {0};
    hawser_process_t *process = load_isolated("echo.so", "output=none");
    const pid_t id = hawser_process_id(process);
    CHECK(getpgid(id) == id && getsid(id) == id);
    (void)snprintf(path, sizeof path, "/proc/%d/cmdline", (int)id);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(read(file, line, sizeof line) == sizeof expected && memcmp(line, expected, sizeof expected) == 0);
    (void)close(file);
    hawser_process_free(process);
}

static void expect_stranger(const char *name, const char *reason) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/stranger-%s", plugin_folder, name);
    const int32_t stranger = open(path, O_RDONLY | O_CLOEXEC);
    CHECK(stranger >= 0);
    CHECK(hawser_process_load(stranger, image_of("echo.so"), "output=none", SECOND) == NULL);
    CHECK_CONTAINS(hawser_error(), reason);
    (void)close(stranger);
}

static void should_refuse_a_runner_of_another_make(void) {
    expect_stranger("version", "was killed, for it does not keep to the protocol");
    expect_stranger("layout", "was killed, for it does not keep to the protocol");
    expect_stranger("silent", "was killed, for it had not answered within 1000 ms");
}

/* A runner whose host is of another make: it ends. */
static void should_refuse_a_host_of_another_make(void) {
    static const char text[] = "anything";
    int pair[2];
    int status;
    CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
    const pid_t child = fork();
    if (child == 0) {
        char path[64];
        (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fcntl(runner, F_DUPFD_CLOEXEC, 10));
        (void)dup2(pair[1], 3);
        (void)execl(path, "hawser-runner", "--child", (char *)NULL);
        _exit(99);
    }
    CHECK(send(pair[0], text, sizeof text, 0) == sizeof text);
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 1);
    (void)close(pair[0]);
    (void)close(pair[1]);
}

static void should_become_another_user_where_it_is_root(void) {
    if (geteuid() == 0) {
        expect_refused("constructor-user.so", "output=none\nuser=61000", "exited with status 72"); /* the low byte */
    }
}

static void should_inherit_no_descriptor(void) {
    const int32_t open_here = open("/dev/null", O_RDONLY); /* not close-on-exec */
    expect_refused("constructor-descriptor.so", "output=none", "exited with status 5"); /* 0-3, and the image */
    (void)close(open_here);
}

static void should_inherit_only_the_usual_and_the_named_environment(void) {
    CHECK(setenv("HAWSER_SECRET", "7", 1) == 0);
    expect_refused("constructor-environment.so", "output=none", "exited with status 99");
    expect_refused("constructor-environment.so", "output=none\nenvironment=OTHER,HAWSER_SECRET",
                   "exited with status 7");
}

static void should_refuse_options_that_it_does_not_know(void) {
    expect_refused("echo.so", "memory=much", "memory must be a number: memory=much");
    expect_refused("echo.so", "speed=1", "must be memory, cpu, files");
    expect_refused("echo.so", "output=loud", "pipe, none or inherit");
}

static void should_pass_on_what_the_library_writes(void) {
    char text[64] = {0};
    int32_t length = 0;
    hawser_process_t *process = load_isolated("constructor-print.so", "");
    CHECK(process != NULL);
    while (length < 6) {
        const int32_t count = hawser_process_read(process, HAWSER_OUTPUT, (uint8_t *)text + length, 64 - length);
        CHECK(count >= 0);
        length += count;
    }
    CHECK(strcmp(text, "hello\n") == 0);
    CHECK(hawser_process_read(process, HAWSER_ERROR_OUTPUT, (uint8_t *)text, 64) == 0);
    hawser_process_kill(process);
    CHECK_CONTAINS(hawser_process_await_end(process, FOR_EVER), "died of SIGKILL");
    CHECK(hawser_process_read(process, HAWSER_OUTPUT, (uint8_t *)text, 64) == -1);
    hawser_process_free(process);
}

static void should_kill_the_processes_that_it_started(void) {
    char text[16] = {0};
    int32_t length = 0;
    hawser_process_t *process = load_isolated("constructor-stray.so", "processes=50\nuser=61001");
    CHECK(process != NULL);
    while (length == 0) {
        length = hawser_process_read(process, HAWSER_OUTPUT, (uint8_t *)text, sizeof text - 1);
    }
    const pid_t stray = (pid_t)atoi(text);
    CHECK(stray > 0 && kill(stray, 0) == 0);
    hawser_process_free(process);
    while (kill(stray, 0) == 0) { /* until whoever adopted it has reaped it */
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
}

static void should_leave_nothing(void) {
    const int32_t descriptors = entries("/proc/self/fd");
    const int32_t threads = entries("/proc/self/task");
    for (int i = 0; i < 20; i++) {
        should_tell_what_a_library_offers();
        expect_refused("constructor-fault.so", "output=none", "SIGSEGV");
        expect_refused("no_entry.so", "", "get_plugin_interface");
    }
    CHECK(entries("/proc/self/fd") == descriptors);
    while (entries("/proc/self/task") > threads) { /* a joined thread is listed until the kernel has reaped it */
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
    CHECK(waitpid(-1, NULL, WNOHANG) == -1); /* no child */
}

int main(int count, char **arguments) {
    CHECK(count == 3);
    plugin_folder = arguments[1];
    runner = open(arguments[2], O_RDONLY | O_CLOEXEC);
    CHECK(runner >= 0);
    RUN(should_tell_what_a_library_offers);
    RUN(should_refuse_with_the_same_words_as_in_this_process);
    RUN(should_refuse_what_is_no_library);
    RUN(should_tell_how_a_library_died_while_loading);
    RUN(should_kill_what_does_not_come_back_from_loading);
    RUN(should_confine_the_library_before_it_runs);
    RUN(should_limit_memory_and_time);
    RUN(should_be_of_its_own_group_and_tell_nothing_in_its_arguments);
    RUN(should_refuse_a_runner_of_another_make);
    RUN(should_refuse_a_host_of_another_make);
    RUN(should_become_another_user_where_it_is_root);
    RUN(should_inherit_no_descriptor);
    RUN(should_inherit_only_the_usual_and_the_named_environment);
    RUN(should_refuse_options_that_it_does_not_know);
    RUN(should_pass_on_what_the_library_writes);
    RUN(should_kill_the_processes_that_it_started);
    RUN(should_leave_nothing);
    return 0;
}
