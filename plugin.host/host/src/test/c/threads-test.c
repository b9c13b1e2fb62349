/* SPDX-License-Identifier: Apache-2.0 */
/* Whose threads run on when a plugin has stopped: its own, or the core's. */
#define _GNU_SOURCE
#include "harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__GLIBC__) && defined(__x86_64__) /* elsewhere the core cannot tell */
static void should_keep_a_library_whose_threads_run(void) {
    char file[] = "/tmp/threads-XXXXXX";
    const int32_t mappings = memfd_mappings();
    hawser_plugin_t *plugin = load("threads-while.so");
    CHECK(close(mkstemp(file)) == 0);
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    ask(1, file);
    expect(HAWSER_RECORD_RESPONSE, 1, "64");
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_plugin_unload(plugin) == -2);
    CHECK_CONTAINS(hawser_error(), "threads-while.so run");
    CHECK(unlink(file) == 0);
    int32_t result;
    while ((result = hawser_plugin_unload(plugin)) == -2) {
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
    CHECK(result == 0);
    close_channel();
    CHECK(memfd_mappings() == mappings);
}

#if !defined(__SANITIZE_ADDRESS__) /* which begins each thread itself */
static const void *left; /* what a frame before has left */
static int32_t asleep;
static int32_t over;

static void sleep_above_an_old_frame(void) {
    const void *volatile frame[64];
    for (int i = 0; i < 64; i++) {
        frame[i] = left;
    }
    __atomic_store_n(&asleep, 1, __ATOMIC_SEQ_CST);
    hawser_wake(&asleep);
    while (__atomic_load_n(&over, __ATOMIC_SEQ_CST) == 0) {
        (void)hawser_wait(&over, 0, FOR_EVER);
    }
    CHECK(frame[63] == left);
}

/* Where code of that library lies. */
static const void *code_of(const char *file) {
    char line[512];
    unsigned long long begin = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    CHECK(maps != NULL);
    while (begin == 0 && fgets(line, sizeof line, maps) != NULL) {
        begin = strstr(line, file) != NULL && strstr(line, "r-xp") != NULL ? strtoull(line, NULL, 16) : 0;
    }
    (void)fclose(maps);
    CHECK(begin != 0);
    return (const void *)(uintptr_t)begin;
}

static hawser_plugin_t *load_and_stop(const char *file) {
    hawser_plugin_t *plugin = load(file);
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, SECOND) == 0);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    close_channel();
    return plugin;
}

/* One that drives another plugin, on a stack where an address of the library has been left. */
static void should_not_take_threads_of_the_core_for_the_plugins(void) {
    hawser_plugin_t *stopped = load_and_stop("echo.so");
    void (*function)(void) = sleep_above_an_old_frame;
    char command[1 + sizeof function] = {'C'};
    memcpy(command + 1, &function, sizeof function);
    left = code_of("echo.so");
    hawser_plugin_t *other = load("commands.so");
    open_channel(CAPACITY);
    CHECK(start(other, 0, SECOND) == 0);
    commit(HAWSER_RECORD_REQUEST, 1, 0, command, sizeof command);
    while (__atomic_load_n(&asleep, __ATOMIC_SEQ_CST) == 0) {
        (void)hawser_wait(&asleep, 0, FOR_EVER);
    }
    CHECK(hawser_plugin_unload(stopped) == 0);
    __atomic_store_n(&over, 1, __ATOMIC_SEQ_CST);
    hawser_wake(&over);
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    end(other);
    expect(HAWSER_RECORD_MESSAGE, 0, "bye");
    close_channel();
}
#endif
#endif

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
#if defined(__GLIBC__) && defined(__x86_64__)
    RUN(should_keep_a_library_whose_threads_run);
#if !defined(__SANITIZE_ADDRESS__)
    RUN(should_not_take_threads_of_the_core_for_the_plugins);
#endif
#endif
    return 0;
}
