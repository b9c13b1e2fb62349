/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins without a thread: callers run them. */
#define _GNU_SOURCE
#include "harness.h"

#include <pthread.h>

static hawser_plugin_t *plugin;

static void given_overflow(const char *file, int64_t capacity, int64_t overflow) {
    plugin = load(file);
    open_channel(capacity);
    CHECK(hawser_plugin_start_inline(plugin, channel, segment.length, KEY, SECOND, overflow) == 0);
}

static void given(const char *file) {
    given_overflow(file, CAPACITY, CAPACITY);
}

static void done(void) {
    end(plugin);
    expect_nothing();
    close_channel();
}

static void done_with_commands(void) {
    end(plugin);
    expect(HAWSER_RECORD_MESSAGE, 0, "bye");
    expect_nothing();
    close_channel();
}

static void should_find_the_answer_in_place(void) {
    given("echo.so");
    for (int64_t i = 1; i <= 10000; i++) {
        ask(i, "inline");
        CHECK(hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, i) == 1);
        hawser_record_t record;
        CHECK(hawser_ring_poll(&from_plugin, &record) == HAWSER_OK && record.correlation == i);
        CHECK(record.type == HAWSER_RECORD_RESPONSE && record.length == 6 && memcmp(record.payload, "inline", 6) == 0);
        hawser_ring_release(&from_plugin);
    }
    CHECK(hawser_plugin_call(plugin, 0, 0) == 0);
    done();
}

static uint8_t *area_at(int32_t offset) {
    return hawser_plugin_area(plugin) + offset;
}

static int32_t flags(void) {
    return *(int32_t *)(void *)area_at(HAWSER_AREA_FLAGS_OFFSET);
}

static int32_t ask_for(int32_t length) {
    *(int32_t *)(void *)area_at(HAWSER_AREA_LENGTH_OFFSET) = length;
    return hawser_plugin_ask(plugin);
}

static int32_t ask_directly(const char *text) {
    const size_t length = strlen(text);
    memcpy(area_at(HAWSER_AREA_REQUEST_OFFSET), text, length);
    return ask_for((int32_t)length);
}

static void should_answer_directly_without_a_ring(void) {
    given("commands.so");
    CHECK(ask_directly("eecho") == 5);
    CHECK(memcmp(area_at(HAWSER_AREA_ANSWER_OFFSET), "eecho", 5) == 0);
    CHECK(flags() == 0);
    CHECK(ask_directly("n") == HAWSER_ASK_NO_RESPONSE);
    CHECK(ask_directly("l") == 4);
    CHECK(memcmp(area_at(HAWSER_AREA_ANSWER_OFFSET), "lent", 4) == 0);
    CHECK(flags() == 0);
    expect_nothing();
    done_with_commands();
}

static void should_send_the_rest_by_the_ring_when_asked_directly(void) {
    given("commands.so");
    CHECK(ask_directly("t") == 3);
    CHECK(memcmp(area_at(HAWSER_AREA_ANSWER_OFFSET), "one", 3) == 0);
    CHECK(flags() == HAWSER_AREA_READ);
    expect(HAWSER_RECORD_MESSAGE, 0, "two");
    done_with_commands();
}

static void should_survive_misuse_when_asked_directly(void) {
    static const char *const misuses[] = {"m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"};
    given("commands.so");
    for (size_t i = 0; i < sizeof misuses / sizeof misuses[0]; i++) {
        CHECK(ask_directly(misuses[i]) > 0);
    }
    CHECK(ask_directly("v") == HAWSER_ASK_NO_RESPONSE);
    CHECK(ask_directly("L") == HAWSER_ASK_TOO_LARGE);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 1);
    CHECK(ask_for(HAWSER_AREA_ANSWER_OFFSET) == -1 && ask_for(-1) == -1);
    CHECK(ask_directly("e") == 1);
    expect_nothing();
    done_with_commands();
}

static void should_handle_first_what_was_committed_when_asked_directly(void) {
    given("commands.so");
    ask(7, "e");
    CHECK(ask_directly("e") == 1);
    CHECK(flags() == HAWSER_AREA_READ);
    expect(HAWSER_RECORD_RESPONSE, 7, "e");
    done_with_commands();
}

static void should_drain_many_in_one_call(void) {
    given("echo.so");
    for (int64_t i = 1; i <= 64; i++) {
        ask(i, "batch");
    }
    CHECK(hawser_plugin_call(plugin, 0, 0) == 64);
    for (int64_t i = 1; i <= 64; i++) {
        expect(HAWSER_RECORD_RESPONSE, i, "batch");
    }
    done();
}

static void should_stop_behind_the_record_asked_for(void) {
    given("echo.so");
    for (int64_t i = 1; i <= 5; i++) {
        ask(i, "e");
    }
    CHECK(hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, 2) == 2);
    CHECK(hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, 2) == 3);
    for (int64_t i = 1; i <= 5; i++) {
        expect(HAWSER_RECORD_RESPONSE, i, "e");
    }
    done();
}

static void should_say_that_there_is_no_response(void) {
    given("silent.so");
    ask(1, "anything");
    CHECK(hawser_plugin_call(plugin, HAWSER_RECORD_REQUEST, 1) == 1);
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    done();
}

static void should_lend_in_place_and_to_other_threads(void) {
    given("commands.so");
    ask(1, "l");
    ask(2, "O");
    CHECK(hawser_plugin_call(plugin, 0, 0) == 2);
    expect(HAWSER_RECORD_RESPONSE, 1, "lent");
    expect_aside("own loan");
    CHECK(next(HAWSER_RECORD_RESPONSE, 2).length == 9);
    hawser_ring_release(&from_plugin);
    done_with_commands();
}

static void should_update_on_the_callers_thread(void) {
    given("commands.so");
    for (int32_t i = 0; i < 3; i++) {
        CHECK(hawser_plugin_update(plugin) == 0);
    }
    ask(1, "u");
    CHECK(hawser_plugin_call(plugin, 0, 0) == 1);
    expect_bytes(HAWSER_RECORD_RESPONSE, 1, "\3\0\0\0", 4);
    done_with_commands();
}

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

static void should_keep_what_overflows_in_order(void) {
    enum { FLOOD = 100, ROOM = HAWSER_CAPACITY_MIN / HAWSER_RECORD_ALIGNMENT - 1 };
    given_overflow("commands.so", HAWSER_CAPACITY_MIN, FLOOD * 48);
    notify("f");
    ask(1, "n");
    CHECK(hawser_plugin_call(plugin, 0, 0) == (2 | HAWSER_CALL_AGAIN));
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 0);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_OVERFLOW) == (FLOOD - ROOM) * 48);
    ask(2, "G"); /* a loan does not overtake either */
    CHECK(hawser_plugin_call(plugin, 0, 0) == (1 | HAWSER_CALL_AGAIN));
    for (int32_t i = 0; i < FLOOD; i++) {
        while (hawser_ring_poll(&from_plugin, &(hawser_record_t){.type = 0}) == HAWSER_EMPTY) {
            CHECK((hawser_plugin_call(plugin, 0, 0) & ~HAWSER_CALL_AGAIN) == 0);
        }
        CHECK(next(HAWSER_RECORD_MESSAGE, 0).length == 32);
        hawser_ring_release(&from_plugin);
    }
    hawser_ring_await_record(&from_plugin, 0);
    CHECK(hawser_plugin_call(plugin, 0, 0) == 0);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_OVERFLOW) == 0);
    expect(HAWSER_RECORD_RESPONSE, 2, "\xfe");
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    done_with_commands();
}

static void should_lose_what_exceeds_the_overflow(void) {
    enum { FLOOD = 100, ROOM = HAWSER_CAPACITY_MIN / HAWSER_RECORD_ALIGNMENT - 1, KEPT = 5 };
    given_overflow("commands.so", HAWSER_CAPACITY_MIN, KEPT * 48);
    notify("f");
    ask(1, "e");
    ask(2, "L");
    CHECK(hawser_plugin_call(plugin, 0, 0) == (3 | HAWSER_CALL_AGAIN));
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == FLOOD - ROOM - KEPT + 2);
    for (int32_t i = 0; i < ROOM; i++) {
        CHECK(next(HAWSER_RECORD_MESSAGE, 0).length == 32);
        hawser_ring_release(&from_plugin);
    }
    hawser_ring_await_record(&from_plugin, 0);
    CHECK(hawser_plugin_call(plugin, 0, 0) == 0);
    for (int32_t i = 0; i < KEPT; i++) {
        CHECK(next(HAWSER_RECORD_MESSAGE, 0).length == 32);
        hawser_ring_release(&from_plugin);
    }
    expect(HAWSER_RECORD_BACK_PRESSURED, 1, "");
    expect(HAWSER_RECORD_TOO_LARGE, 2, "");
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

static void should_report_what_initialize_returned(void) {
    plugin = load("init-version.so");
    open_channel(CAPACITY);
    CHECK(hawser_plugin_start_inline(plugin, channel, segment.length, KEY, SECOND, CAPACITY) == -1);
    CHECK_CONTAINS(hawser_error(), "init-version.so returned -1");
    CHECK(hawser_plugin_call(plugin, 0, 0) == -1);
    CHECK_CONTAINS(hawser_error(), "init-version.so");
    end(plugin);
    close_channel();
}

static void should_refuse_calls_of_a_plugin_with_a_thread(void) {
    plugin = load("echo.so");
    open_channel(CAPACITY);
    CHECK(hawser_plugin_start_inline(plugin, channel, segment.length, KEY, SECOND, 0) == -1);
    CHECK(start(plugin, 0, SECOND) == 0);
    CHECK(hawser_plugin_call(plugin, 0, 0) == -1 && hawser_plugin_update(plugin) == -1);
    CHECK_CONTAINS(hawser_error(), "started inline");
    done();
}

static void should_say_that_the_ring_is_poisoned(void) {
    given("echo.so");
    __atomic_store_n((int32_t *)(void *)(to_plugin.data + to_plugin.index), -5, __ATOMIC_RELEASE);
    __atomic_store_n((int64_t *)(void *)(to_plugin.state + HAWSER_PRODUCER_POSITION_OFFSET), 64, __ATOMIC_RELEASE);
    CHECK(hawser_plugin_call(plugin, 0, 0) == -1);
    CHECK_CONTAINS(hawser_error(), "poisoned");
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
    RUN(should_find_the_answer_in_place);
    RUN(should_answer_directly_without_a_ring);
    RUN(should_send_the_rest_by_the_ring_when_asked_directly);
    RUN(should_survive_misuse_when_asked_directly);
    RUN(should_handle_first_what_was_committed_when_asked_directly);
    RUN(should_drain_many_in_one_call);
    RUN(should_stop_behind_the_record_asked_for);
    RUN(should_say_that_there_is_no_response);
    RUN(should_lend_in_place_and_to_other_threads);
    RUN(should_update_on_the_callers_thread);
    RUN(should_refuse_a_call_cycle_at_once);
    RUN(should_serve_who_found_it_busy);
    RUN(should_keep_what_overflows_in_order);
    RUN(should_lose_what_exceeds_the_overflow);
    RUN(should_serve_many_callers);
    RUN(should_report_what_initialize_returned);
    RUN(should_refuse_calls_of_a_plugin_with_a_thread);
    RUN(should_say_that_the_ring_is_poisoned);
    RUN(should_stop_when_the_caller_comes_back);
    return 0;
}
