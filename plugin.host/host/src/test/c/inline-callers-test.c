/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins without a thread: callers that meet, that call again from inside, and that stay inside. */
#define _GNU_SOURCE
#include "inline-harness.h"

#include <pthread.h>

static int32_t results[3];

static void call_again(void) {
    results[0] = hawser_plugin_call(plugin, 0, 0);
    results[1] = hawser_plugin_update(plugin);
    results[2] = hawser_plugin_stop(plugin, 0);
}

static void ask_to_run(void (*function)(void), int64_t correlation) {
    uint8_t command[1 + sizeof function] = {'c'};
    memcpy(command + 1, &function, sizeof function);
    commit(HAWSER_RECORD_REQUEST, correlation, 0, command, sizeof command);
}

static void should_refuse_a_call_cycle_at_once(void) {
    given("commands.so");
    ask_to_run(call_again, 1);
    CHECK(hawser_plugin_call(plugin, 0, 0) == 1);
    CHECK(results[0] == HAWSER_CALL_CYCLE && results[1] == HAWSER_CALL_CYCLE && results[2] == -2);
    CHECK(hawser_plugin_call(plugin, 0, 0) == -1); /* told to stop */
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_plugin_unload(plugin) == 0);
    expect_nothing();
    close_channel();
}

static void *call_from_elsewhere(void *unused) {
    results[0] = hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, 2);
    results[1] = hawser_plugin_update(plugin);
    return unused;
}

static void let_another_call(void) {
    pthread_t thread;
    ask(2, "e");
    CHECK(pthread_create(&thread, NULL, call_from_elsewhere, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
}

static void should_serve_who_found_it_busy(void) {
    given("commands.so");
    ask_to_run(let_another_call, 1);
    CHECK(hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, 1) == 2);
    CHECK(results[0] == HAWSER_CALL_BUSY && results[1] == HAWSER_CALL_BUSY);
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    expect(HAWSER_RECORD_RESPONSE, 2, "e");
    done_with_commands();
}

enum { CALLERS = 8, CALLS = 3000 };

static void *call_as_one_of_many(void *argument) {
    const int64_t number = *(const int64_t *)argument;
    hawser_ring_t ring;
    CHECK(hawser_ring_produce_to_native(&ring, &segment) == HAWSER_OK);
    for (int64_t i = 0; i < CALLS; i++) {
        uint8_t *payload;
        int32_t result;
        while ((result = hawser_ring_claim(&ring, 8, &payload)) == HAWSER_FULL) {
            result = hawser_plugin_call(plugin, 0, 0);
            CHECK(result >= 0 || result == HAWSER_CALL_BUSY);
        }
        CHECK(result == HAWSER_OK);
        /* Atomic, since the plugin frees this memory in another mapping, which a sanitizer does not see. */
        __atomic_store_n((int64_t *)(void *)payload, i, __ATOMIC_RELAXED);
        const int64_t correlation = number * CALLS + i + 1;
        hawser_ring_commit(&ring, HAWSER_RECORD_REQUEST, correlation, 0, KEY, 8);
        result = hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, correlation);
        CHECK(result >= 0 || result == HAWSER_CALL_BUSY);
    }
    return NULL;
}

/* None is left behind, although callers meet all the time. */
static void should_serve_many_callers(void) {
    pthread_t threads[CALLERS];
    int64_t numbers[CALLERS];
    given_overflow("echo.so", 4096, 64 << 20);
    for (int64_t i = 0; i < CALLERS; i++) {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, call_as_one_of_many, &numbers[i]) == 0);
    }
    for (int32_t i = 0; i < CALLERS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    for (int32_t i = 0; i < CALLERS * CALLS; i++) {
        hawser_record_t record;
        while (hawser_ring_poll(&from_plugin, &record) == HAWSER_EMPTY) {
            CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_OVERFLOW) > 0);
            CHECK((hawser_plugin_call(plugin, 0, 0) & ~HAWSER_CALL_AGAIN) == 0);
        }
        CHECK(record.type == HAWSER_RECORD_RESPONSE);
        hawser_ring_release(&from_plugin);
    }
    done();
}

static int32_t inside;
static int32_t may_return;

static void stay_inside(void) {
    __atomic_store_n(&inside, 1, __ATOMIC_SEQ_CST);
    hawser_wake(&inside);
    while (__atomic_load_n(&may_return, __ATOMIC_SEQ_CST) == 0) {
        (void)hawser_wait(&may_return, 0, FOR_EVER);
    }
}

static void *call_and_stay(void *unused) {
    CHECK(hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, 1) == 1);
    return unused;
}

/* A caller inside a plugin that hangs: the stop gives up in time, and can be repeated when it has come back. */
static void should_stop_when_the_caller_comes_back(void) {
    pthread_t thread;
    given("commands.so");
    const int64_t late = hawser_late_calls();
    ask_to_run(stay_inside, 1);
    CHECK(pthread_create(&thread, NULL, call_and_stay, NULL) == 0);
    while (__atomic_load_n(&inside, __ATOMIC_SEQ_CST) == 0) {
        (void)hawser_wait(&inside, 0, FOR_EVER);
    }
    CHECK(hawser_plugin_stop(plugin, SECOND / 1000) == -2);
    CHECK(hawser_plugin_unload(plugin) == -1);
    __atomic_store_n(&may_return, 1, __ATOMIC_SEQ_CST);
    hawser_wake(&may_return);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(hawser_plugin_stop(plugin, FOR_EVER) == 0);
    CHECK(hawser_plugin_unload(plugin) == 0);
    CHECK(hawser_late_calls() == late + 1); /* the farewell of its shutdown */
    expect_nothing();
    close_channel();
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    RUN(should_refuse_a_call_cycle_at_once);
    RUN(should_serve_who_found_it_busy);
    RUN(should_serve_many_callers);
    RUN(should_stop_when_the_caller_comes_back);
    return 0;
}
