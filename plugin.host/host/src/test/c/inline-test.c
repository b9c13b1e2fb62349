/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins without a thread: callers run them. */
#define _GNU_SOURCE
#include "inline-harness.h"

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
    RUN(should_keep_what_overflows_in_order);
    RUN(should_lose_what_exceeds_the_overflow);
    RUN(should_report_what_initialize_returned);
    RUN(should_refuse_calls_of_a_plugin_with_a_thread);
    RUN(should_say_that_the_ring_is_poisoned);
    return 0;
}
