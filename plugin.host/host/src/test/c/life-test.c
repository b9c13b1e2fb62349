/* SPDX-License-Identifier: Apache-2.0 */
/* Hangs, late calls, and that nothing is left behind. */
#define _GNU_SOURCE
#include "harness.h"

#include <dirent.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CYCLES = 300 };

static int pipe_to_plugin[2];
static int pipe_from_plugin[2];

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

static void cycle(const char *file) {
    hawser_plugin_t *plugin = load(file);
    open_channel(HAWSER_CAPACITY_MIN);
    CHECK(start(plugin, SECOND / 10, SECOND) == 0);
    ask(1, "e");
    expect(HAWSER_RECORD_RESPONSE, 1, "e");
    end(plugin);
    close_channel();
}

/* More cycles than there are slots, so that slots are used again. */
static void should_leave_nothing_behind(void) {
    cycle("commands.so");
    const int32_t descriptors = entries("/proc/self/fd");
    const int32_t threads = entries("/proc/self/task");
    const int32_t mappings = memfd_mappings();
    for (int32_t i = 0; i < CYCLES; i++) {
        cycle(i % 2 == 0 ? "echo.so" : "commands.so");
    }
    CHECK(entries("/proc/self/fd") == descriptors);
    while (entries("/proc/self/task") > threads) { /* a joined thread is listed until the kernel has reaped it */
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
    CHECK(memfd_mappings() == mappings);
}

static void should_stop_however_busy_the_plugin_is(void) {
    for (int32_t i = 0; i < 200; i++) {
        hawser_plugin_t *plugin = load("echo.so");
        open_channel(CAPACITY);
        CHECK(start(plugin, SECOND / 10000, SECOND) == 0);
        for (int32_t asked = 0; asked < i % 50; asked++) {
            ask(asked + 1, "busy");
        }
        end(plugin);
        for (int32_t asked = 0; asked < i % 50; asked++) {
            expect(HAWSER_RECORD_RESPONSE, asked + 1, "busy");
        }
        close_channel();
    }
}

static void open_pipes(void) {
    char number[16];
    CHECK(pipe(pipe_to_plugin) == 0 && pipe(pipe_from_plugin) == 0);
    (void)snprintf(number, sizeof number, "%d", pipe_to_plugin[0]);
    CHECK(setenv("HAWSER_TEST_PIPE", number, 1) == 0);
    (void)snprintf(number, sizeof number, "%d", pipe_from_plugin[1]);
    CHECK(setenv("HAWSER_TEST_REPLY", number, 1) == 0);
}

static void close_pipes(void) {
    for (int i = 0; i < 2; i++) {
        CHECK(close(pipe_to_plugin[i]) == 0 && close(pipe_from_plugin[i]) == 0);
    }
}

static hawser_plugin_t *hang_in_initialize(void) {
    hawser_plugin_t *plugin = load("hang-init.so");
    open_channel(CAPACITY);
    ask(1, "never served");
    CHECK(hawser_plugin_start(plugin, channel, segment.length, KEY, 0, SECOND, SECOND / 1000) == -2);
    CHECK_CONTAINS(hawser_error(), "hang-init.so has not within 1 ms");
    CHECK(hawser_plugin_stop(plugin, SECOND / 1000) == -2);
    CHECK(hawser_plugin_unload(plugin) == -1);
    return plugin;
}

static void should_wait_for_a_slow_initialize_and_shut_it_down(void) {
    open_pipes();
    const int64_t late = hawser_late_calls();
    hawser_plugin_t *plugin = hang_in_initialize();
    char byte = 0;
    CHECK(write(pipe_to_plugin[1], "s", 1) == 1);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(read(pipe_from_plugin[0], &byte, 1) == 1 && byte == 'd');
    CHECK(hawser_late_calls() == late + 1);
    CHECK(hawser_plugin_unload(plugin) == 0);
    expect_nothing();
    close_channel();
    close_pipes();
}

static void should_wait_for_a_slow_initialize_that_fails(void) {
    open_pipes();
    hawser_plugin_t *plugin = hang_in_initialize();
    CHECK(write(pipe_to_plugin[1], "f", 1) == 1);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_plugin_unload(plugin) == 0);
    expect_nothing();
    close_channel();
    close_pipes();
}

static void *start_inline(void *plugin) {
    CHECK(hawser_plugin_start_inline(plugin, channel, segment.length, KEY, SECOND, CAPACITY) == -1);
    CHECK_CONTAINS(hawser_error(), "initialize must return");
    return NULL;
}

/* Inline, the thread inside is whoever started it; another one stops it. */
static void hang_in_initialize_inline(char outcome) {
    pthread_t starter;
    char byte = 0;
    open_pipes();
    CHECK(setenv("HAWSER_TEST_INSIDE", "1", 1) == 0);
    hawser_plugin_t *plugin = load("hang-init.so");
    open_channel(CAPACITY);
    CHECK(pthread_create(&starter, NULL, start_inline, plugin) == 0);
    CHECK(read(pipe_from_plugin[0], &byte, 1) == 1 && byte == 'i');
    CHECK(hawser_plugin_stop(plugin, SECOND / 1000) == -2);
    CHECK(hawser_plugin_unload(plugin) == -1);
    CHECK(write(pipe_to_plugin[1], &outcome, 1) == 1);
    CHECK(pthread_join(starter, NULL) == 0);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(outcome != 's' || (read(pipe_from_plugin[0], &byte, 1) == 1 && byte == 'd'));
    CHECK(hawser_plugin_unload(plugin) == 0);
    CHECK(unsetenv("HAWSER_TEST_INSIDE") == 0);
    expect_nothing();
    close_channel();
    close_pipes();
}

static void should_wait_for_a_slow_initialize_inline(void) {
    hang_in_initialize_inline('s');
    hang_in_initialize_inline('f');
}

/* One that is not inside yet when it is stopped would never answer. */
static void await_call(const hawser_plugin_t *plugin) {
    while ((hawser_plugin_counter(plugin, HAWSER_COUNTER_CALLS) & 1) == 0) {
        (void)sched_yield();
    }
}

static void should_close_the_callbacks_of_a_hung_plugin(void) {
    open_pipes();
    hawser_plugin_t *plugin = load("commands.so");
    const int64_t late = hawser_late_calls();
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    ask(1, "h");
    await_call(plugin);
    CHECK(hawser_plugin_stop(plugin, SECOND / 1000) == -2);
    CHECK_CONTAINS(hawser_error(), "commands.so has not stopped within 1 ms");
    CHECK(hawser_plugin_stop(plugin, 0) == -2);
    CHECK(write(pipe_to_plugin[1], "s", 1) == 1);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_late_calls() == late + 2); /* its answer, and the farewell of its shutdown */
    CHECK(hawser_plugin_unload(plugin) == 0);
    expect_nothing();
    close_channel();
    close_pipes();
}

static void should_count_calls_after_shutdown(void) {
    hawser_plugin_t *plugin = load("late.so");
    const int64_t late = hawser_late_calls();
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    end(plugin); /* its destructor calls back */
    CHECK(hawser_late_calls() == late + 3);
    expect_nothing();
    close_channel();
}

static void should_tell_that_a_library_stays_mapped(void) {
    const int32_t mappings = memfd_mappings();
    hawser_plugin_t *plugin = load("unique.so");
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    ask(1, "u");
    expect(HAWSER_RECORD_RESPONSE, 1, "u");
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_plugin_unload(plugin) == 1);
    close_channel();
    CHECK(memfd_mappings() > mappings);
    cycle("echo.so"); /* is not given the old library for a reused descriptor */
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    RUN(should_leave_nothing_behind);
    RUN(should_stop_however_busy_the_plugin_is);
    RUN(should_wait_for_a_slow_initialize_and_shut_it_down);
    RUN(should_wait_for_a_slow_initialize_that_fails);
    RUN(should_wait_for_a_slow_initialize_inline);
    RUN(should_close_the_callbacks_of_a_hung_plugin);
    RUN(should_count_calls_after_shutdown);
    RUN(should_tell_that_a_library_stays_mapped);
    return 0;
}
