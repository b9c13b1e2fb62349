/* SPDX-License-Identifier: Apache-2.0 */
/* What a running plugin receives, and what becomes of what it sends. */
#define _GNU_SOURCE
#include "pump-harness.h"

static void should_echo_each_length(void) {
    given("echo.so");
    static uint8_t bytes[CAPACITY];
    for (int32_t i = 0; i < CAPACITY; i++) {
        bytes[i] = (uint8_t)(i * 31);
    }
    const int32_t longest = hawser_ring_max_payload(&to_plugin);
    const int32_t lengths[] = {0, 1, 32, 33, 1000, CAPACITY / 4 - 32, CAPACITY / 4 - 31, CAPACITY / 2, longest};
    for (int64_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            commit(HAWSER_RECORD_REQUEST, round * 100 + 1, 0, bytes, lengths[i]);
            expect_bytes(HAWSER_RECORD_RESPONSE, round * 100 + 1, bytes, lengths[i]);
        }
    }
    done();
}

static void should_answer_many_in_flight_in_order(void) {
    given("echo.so");
    int64_t answered = 0;
    for (int64_t i = 1; i <= 20000; i++) {
        ask(i, "pipelined");
        while (i - answered >= 64) {
            expect(HAWSER_RECORD_RESPONSE, ++answered, "pipelined");
        }
    }
    while (answered < 20000) {
        expect(HAWSER_RECORD_RESPONSE, ++answered, "pipelined");
    }
    done();
}

static void should_take_the_second_message_as_unsolicited(void) {
    given("commands.so");
    ask(1, "t");
    expect(HAWSER_RECORD_RESPONSE, 1, "one");
    expect(HAWSER_RECORD_MESSAGE, 0, "two");
    done_with_commands();
}

static void should_say_that_there_is_no_response(void) {
    given("commands.so");
    ask(1, "n");
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    ask(2, "v");
    expect(HAWSER_RECORD_NO_RESPONSE, 2, "");
    ask(3, "N");
    expect(HAWSER_RECORD_NO_RESPONSE, 3, "");
    ask(4, "e");
    expect(HAWSER_RECORD_RESPONSE, 4, "e");
    done_with_commands();
}

static void should_say_so_for_a_silent_plugin(void) {
    given("silent.so");
    ask(1, "anything");
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    done();
}

static void should_not_answer_a_notification(void) {
    given("commands.so");
    notify("n");
    notify("e");
    expect(HAWSER_RECORD_MESSAGE, 0, "e");
    notify("l");
    expect(HAWSER_RECORD_MESSAGE, 0, "lent");
    done_with_commands();
}

static void should_take_messages_of_other_threads_as_unsolicited(void) {
    given("commands.so");
    ask(1, "o");
    expect_aside("own");
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    done_with_commands();
}

static void should_keep_each_ring_in_order_for_many_threads(void) {
    enum { THREADS = 64, EACH = 10, MEANWHILE = 100 };
    given_capacity("commands.so", 4096, 0, 60 * SECOND);
    notify("T");
    int32_t answers = 0;
    int32_t aside = 0;
    while (answers < MEANWHILE || aside < THREADS * EACH) {
        hawser_record_t record;
        if (hawser_ring_poll(&from_plugin, &record) == HAWSER_OK) {
            CHECK(record.length == 9 && memcmp(record.payload, "meanwhile", 9) == 0);
            hawser_ring_release(&from_plugin);
            answers++;
        } else if (hawser_ring_poll(&from_aside, &record) == HAWSER_OK) {
            CHECK(record.length == 11 || record.length == 7);
            hawser_ring_release(&from_aside);
            aside++;
        } else {
            hawser_ring_await_either(&from_plugin, &from_aside, FOR_EVER);
        }
    }
    done_with_commands();
}

static void should_skip_what_has_expired(void) {
    given("commands.so");
    commit(HAWSER_RECORD_REQUEST, 1, 1, "e", 1);
    commit(HAWSER_RECORD_REQUEST, 2, INT64_MAX, "e", 1);
    expect(HAWSER_RECORD_RESPONSE, 2, "e");
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_EXPIRED) == 1);
    done_with_commands();
}

static void should_skip_unknown_types(void) {
    given("commands.so");
    commit(4711, 1, 0, "e", 1);
    ask(2, "e");
    expect(HAWSER_RECORD_RESPONSE, 2, "e");
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_SKIPPED) == 1);
    CHECK(hawser_plugin_counter(plugin, 99) == -1);
    done_with_commands();
}

static void await_lost(int64_t count) {
    while (hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) < count) {
        pause_briefly();
    }
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == count);
}

static void should_count_what_finds_no_room_and_fail_the_request(void) {
    enum { FLOOD = 100, ROOM = HAWSER_CAPACITY_MIN / HAWSER_RECORD_ALIGNMENT - 1 };
    given_capacity("commands.so", HAWSER_CAPACITY_MIN, 0, SECOND / 1000);
    notify("f"); /* fills the ring and loses the rest */
    await_lost(FLOOD - ROOM);
    ask(1, "t"); /* neither of its messages has room */
    await_lost(FLOOD - ROOM + 2);
    for (int32_t i = 0; i < ROOM; i++) {
        CHECK(next(HAWSER_RECORD_MESSAGE, 0).length == 32);
        hawser_ring_release(&from_plugin);
    }
    expect(HAWSER_RECORD_BACK_PRESSURED, 1, "");
    ask(2, "e");
    expect(HAWSER_RECORD_RESPONSE, 2, "e");
    done_with_commands();
}

/* More requests than the pump can keep outcomes for, while nobody reads: each is told in the end. */
static void should_tell_every_outcome_once_there_is_room(void) {
    given_capacity("silent.so", HAWSER_CAPACITY_MIN, 0, SECOND);
    enum { REQUESTS = 200 };
    int64_t told = 0;
    for (int64_t i = 1; i <= REQUESTS; i++) {
        uint8_t *payload;
        while (hawser_ring_claim(&to_plugin, 0, &payload) == HAWSER_FULL) {
            if (i - told > 90) { /* 64 kept, and both rings full: read one */
                expect(HAWSER_RECORD_NO_RESPONSE, ++told, "");
            }
            hawser_ring_await_room(&to_plugin, SECOND / 1000);
        }
        hawser_ring_commit(&to_plugin, HAWSER_RECORD_REQUEST, i, 0, KEY, 0);
        hawser_ring_wake_consumer(&to_plugin);
    }
    while (told < REQUESTS) {
        expect(HAWSER_RECORD_NO_RESPONSE, ++told, "");
    }
    done();
}

static void should_fail_the_request_whose_answer_is_too_long(void) {
    given("commands.so");
    ask(1, "L");
    expect(HAWSER_RECORD_TOO_LARGE, 1, "");
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 1);
    CHECK(*(int64_t *)(void *)(from_plugin.state + HAWSER_LOSSES_OFFSET) == 1);
    done_with_commands();
}

static void should_update_without_messages_and_between_them(void) {
    given_capacity("commands.so", CAPACITY, SECOND / 1000, SECOND);
    uint32_t updates = 0;
    for (int64_t i = 1; updates < 20; i++) {
        pause_briefly();
        ask(i, "u");
        const hawser_record_t record = next(HAWSER_RECORD_RESPONSE, i);
        uint32_t now;
        memcpy(&now, record.payload, sizeof now);
        CHECK(now >= updates);
        updates = now;
        hawser_ring_release(&from_plugin);
    }
    done_with_commands();
}

static void should_not_update_unless_asked_to(void) {
    given("commands.so");
    pause_briefly();
    ask(1, "u");
    expect_bytes(HAWSER_RECORD_RESPONSE, 1, "\0\0\0\0", 4);
    done_with_commands();
}

static void should_drain_before_shutdown(void) {
    given("commands.so");
    for (int64_t i = 1; i <= 100; i++) {
        ask(i, "e");
    }
    end(plugin);
    for (int64_t i = 1; i <= 100; i++) {
        expect(HAWSER_RECORD_RESPONSE, i, "e");
    }
    expect(HAWSER_RECORD_MESSAGE, 0, "bye");
    CHECK(*(int64_t *)(void *)(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET + HAWSER_CONSUMER_POSITION_OFFSET)
          == *(int64_t *)(void *)(segment.base + HAWSER_TO_NATIVE_STATE_OFFSET + HAWSER_PRODUCER_POSITION_OFFSET));
    close_channel();
}

static void should_go_on_where_another_plugin_stopped(void) {
    given("echo.so");
    ask(1, "first");
    expect(HAWSER_RECORD_RESPONSE, 1, "first");
    end(plugin);
    ask(2, "waiting");
    plugin = load("echo.so");
    CHECK(start(plugin, 0, SECOND) == 0);
    expect(HAWSER_RECORD_RESPONSE, 2, "waiting");
    done();
}

static void should_read_a_poisoned_ring_no_further(void) {
    given("commands.so");
    const int32_t length = -5;
    __atomic_store_n((int32_t *)(void *)(to_plugin.data + to_plugin.index), length, __ATOMIC_RELEASE);
    hawser_ring_wake_consumer(&to_plugin);
    while (hawser_plugin_counter(plugin, HAWSER_COUNTER_POISONED) == 0) {
        pause_briefly();
    }
    done_with_commands();
}

static void should_call_the_plugins_own_shutdown(void) {
    given("plain-shutdown.so");
    ask(1, "plain");
    expect(HAWSER_RECORD_RESPONSE, 1, "plain");
    end(plugin);
    expect(HAWSER_RECORD_MESSAGE, 0, "shut");
    close_channel();
}

static void should_keep_plugins_apart(void) {
    hawser_plugin_t *plugins[20];
    hawser_ring_t inputs[20];
    hawser_ring_t outputs[20];
    hawser_segment_t segments[20];
    int32_t channels[20];
    for (int i = 0; i < 20; i++) {
        plugins[i] = load(i % 2 == 0 ? "echo.so" : "commands.so");
        open_channel(HAWSER_CAPACITY_MIN);
        CHECK(start(plugins[i], 0, SECOND) == 0);
        inputs[i] = to_plugin;
        outputs[i] = from_plugin;
        segments[i] = segment;
        channels[i] = channel;
    }
    for (int i = 0; i < 20; i++) {
        to_plugin = inputs[i];
        ask(i + 1, "e");
        inputs[i] = to_plugin;
    }
    for (int i = 0; i < 20; i++) {
        from_plugin = outputs[i];
        expect(HAWSER_RECORD_RESPONSE, i + 1, "e");
        end(plugins[i]);
        segment = segments[i];
        channel = channels[i];
        close_channel();
    }
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    RUN(should_echo_each_length);
    RUN(should_answer_many_in_flight_in_order);
    RUN(should_take_the_second_message_as_unsolicited);
    RUN(should_say_that_there_is_no_response);
    RUN(should_say_so_for_a_silent_plugin);
    RUN(should_not_answer_a_notification);
    RUN(should_take_messages_of_other_threads_as_unsolicited);
    RUN(should_keep_each_ring_in_order_for_many_threads);
    RUN(should_skip_what_has_expired);
    RUN(should_skip_unknown_types);
    RUN(should_count_what_finds_no_room_and_fail_the_request);
    RUN(should_tell_every_outcome_once_there_is_room);
    RUN(should_fail_the_request_whose_answer_is_too_long);
    RUN(should_update_without_messages_and_between_them);
    RUN(should_not_update_unless_asked_to);
    RUN(should_drain_before_shutdown);
    RUN(should_go_on_where_another_plugin_stopped);
    RUN(should_read_a_poisoned_ring_no_further);
    RUN(should_call_the_plugins_own_shutdown);
    RUN(should_keep_plugins_apart);
    return 0;
}
