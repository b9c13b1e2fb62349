/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that a plugin is lent to write a message in: what it gets, and what becomes of it. */
#define _GNU_SOURCE
#include "pump-harness.h"

static void should_let_no_thread_wait_for_a_loan(void) {
    given("commands.so");
    ask(1, "w");
    expect(HAWSER_RECORD_RESPONSE, 1, "w");
    expect_aside("own");
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 0);
    done_with_commands();
}

static void should_lend_what_is_left_of_a_full_ring(void) {
    given_capacity("commands.so", HAWSER_CAPACITY_MIN, 0, SECOND);
    for (int32_t i = 0; i < 13; i++) {
        notify("e");
    }
    while (__atomic_load_n((int64_t *)(void *)(from_plugin.state + HAWSER_PRODUCER_POSITION_OFFSET), __ATOMIC_ACQUIRE)
           < 13 * 64) {
        pause_briefly();
    }
    ask(1, "G"); /* 13 of 16 units are taken, one stays free, a header takes half of one */
    while (__atomic_load_n((int64_t *)(void *)(from_plugin.state + HAWSER_PRODUCER_MESSAGES_OFFSET), __ATOMIC_ACQUIRE)
           < 14) {
        pause_briefly();
    }
    for (int32_t i = 0; i < 13; i++) {
        expect(HAWSER_RECORD_MESSAGE, 0, "e");
    }
    CHECK(next(HAWSER_RECORD_RESPONSE, 1).length == 96);
    hawser_ring_release(&from_plugin);
    done_with_commands();
}

static void should_lend_at_most_the_grant(void) {
    plugin = load("commands.so");
    open_channel(CAPACITY);
    CHECK(hawser_plugin_set_grant(plugin, -1) == -1);
    CHECK(hawser_plugin_set_grant(plugin, 100) == 0);
    CHECK(start(plugin, 0, SECOND) == 0);
    CHECK(hawser_plugin_set_grant(plugin, 100) == -1);
    ask(1, "G");
    CHECK(next(HAWSER_RECORD_RESPONSE, 1).length == 100);
    hawser_ring_release(&from_plugin);
    done_with_commands();
}

static void should_send_in_place(void) {
    given("commands.so");
    ask(1, "l");
    expect(HAWSER_RECORD_RESPONSE, 1, "lent");
    ask(2, "d");
    expect(HAWSER_RECORD_RESPONSE, 2, "second");
    ask(3, "s");
    expect(HAWSER_RECORD_RESPONSE, 3, "first");
    expect(HAWSER_RECORD_MESSAGE, 0, "\xff");
    done_with_commands();
}

static void should_end_a_loan_with_a_message(void) {
    given("commands.so");
    ask(1, "a");
    expect(HAWSER_RECORD_RESPONSE, 1, "message");
    expect(HAWSER_RECORD_MESSAGE, 0, "\xff");
    done_with_commands();
}

static void should_survive_every_misuse_of_a_loan(void) {
    given("commands.so");
    for (char how = '0'; how <= '7'; how++) {
        const char command[] = {'m', how, '\0'};
        ask(how, command);
        expect(HAWSER_RECORD_RESPONSE, how, "\xff");
    }
    ask(1, "e");
    expect(HAWSER_RECORD_RESPONSE, 1, "e");
    done_with_commands();
}

static void should_survive_writes_before_a_loan(void) {
    given_capacity("commands.so", HAWSER_CAPACITY_MIN, 0, SECOND);
    for (int64_t i = 1; i <= 100; i++) {
        ask(i, "W");
        expect(HAWSER_RECORD_RESPONSE, i, "\xff\xff\xff");
        ask(i, "e");
        expect(HAWSER_RECORD_RESPONSE, i, "e");
        expect_nothing();
    }
    done_with_commands();
}

static void should_lend_private_memory_to_other_threads(void) {
    given("commands.so");
    const int8_t codes[] = {-1, 0, -1, -1, 0, -1, -1, 0, 0};
    ask(1, "O");
    expect_aside("own loan");
    expect_bytes(HAWSER_RECORD_RESPONSE, 1, codes, sizeof codes);
    done_with_commands();
}

static void release(int32_t type, int64_t correlation) {
    (void)next(type, correlation);
    hawser_ring_release(&from_plugin);
}

static int64_t lent(void) {
    return hawser_plugin_counter(plugin, HAWSER_COUNTER_LENT);
}

static int64_t lent_for(void) {
    return hawser_plugin_counter(plugin, HAWSER_COUNTER_LENT_FOR);
}

/* The clock goes on; that of a loan is a few ms behind. */
static void await_age(int64_t age_ns) {
    while (lent_for() <= age_ns) {
        pause_briefly();
    }
}

static void should_tell_of_a_loan_that_is_not_sent(void) {
    given("commands.so");
    CHECK(lent() == 0 && lent_for() == 0);
    ask(1, "O"); /* a thread that ends with one in its hands */
    expect_aside("own loan");
    release(HAWSER_RECORD_RESPONSE, 1);
    CHECK(lent() == 1);
    await_age(0);
    await_age(lent_for());
    ask(2, "O"); /* and another: the older one tells */
    expect_aside("own loan");
    release(HAWSER_RECORD_RESPONSE, 2);
    CHECK(lent() == 2 && lent_for() > 0);
    done_with_commands();
}

static int64_t lent_inside; /* atomic */

static void look_inside(void) {
    await_age(0);
    __atomic_store_n(&lent_inside, lent(), __ATOMIC_RELAXED);
}

static void should_tell_of_a_loan_of_a_call_until_it_returns(void) {
    given("commands.so");
    void (*function)(void) = look_inside;
    char command[1 + sizeof function] = {'C'};
    memcpy(command + 1, &function, sizeof function);
    commit(HAWSER_RECORD_REQUEST, 1, 0, command, sizeof command);
    expect(HAWSER_RECORD_NO_RESPONSE, 1, "");
    ask(2, "e"); /* what is told of the one before may be told before it is over */
    expect(HAWSER_RECORD_RESPONSE, 2, "e");
    CHECK(__atomic_load_n(&lent_inside, __ATOMIC_RELAXED) == 1);
    CHECK(lent() == 0 && lent_for() == 0);
    done_with_commands();
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    RUN(should_let_no_thread_wait_for_a_loan);
    RUN(should_lend_what_is_left_of_a_full_ring);
    RUN(should_lend_at_most_the_grant);
    RUN(should_send_in_place);
    RUN(should_end_a_loan_with_a_message);
    RUN(should_survive_every_misuse_of_a_loan);
    RUN(should_survive_writes_before_a_loan);
    RUN(should_lend_private_memory_to_other_threads);
    RUN(should_tell_of_a_loan_that_is_not_sent);
    RUN(should_tell_of_a_loan_of_a_call_until_it_returns);
    return 0;
}
