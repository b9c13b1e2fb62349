/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of a plugin: chunks as far as there is credit, in order, and one end each. */
#include "harness.h"

static hawser_plugin_t *plugin;

static void given(int64_t send_timeout_ns) {
    plugin = load("chunks.so");
    open_channel(CAPACITY);
    CHECK(start(plugin, 0, send_timeout_ns) == 0);
}

static void done(void) {
    end(plugin);
    expect_nothing();
    close_channel();
}

/* As Java's end does it. */
static void give_credit(int64_t correlation, int64_t limit) {
    uint8_t *entry =
        segment.base + HAWSER_CREDITS_OFFSET + (correlation & (HAWSER_CREDITS - 1)) * HAWSER_CREDIT_LENGTH;
    __atomic_store_n((int64_t *)(void *)(entry + HAWSER_CREDIT_LIMIT_OFFSET), limit, __ATOMIC_RELAXED);
    __atomic_store_n((int64_t *)(void *)(entry + HAWSER_CREDIT_CORRELATION_OFFSET), correlation, __ATOMIC_SEQ_CST);
    hawser_credit_wake(segment.base);
}

static void open_stream(int64_t correlation, int64_t limit, const char *text) {
    give_credit(correlation, limit);
    commit(HAWSER_RECORD_STREAM, correlation, 0, text, (int32_t)strlen(text));
}

static void expect_begun(int64_t correlation) {
    expect(HAWSER_RECORD_STREAM_BEGUN, correlation, "");
}

static void expect_chunks(int64_t correlation, int32_t from, int32_t to) {
    for (int32_t i = from; i < to; i++) {
        expect_bytes(HAWSER_RECORD_CHUNK, correlation, &i, sizeof i);
    }
}

static void expect_end(int64_t correlation) {
    expect(HAWSER_RECORD_STREAM_END, correlation, "");
}

/* Until the plugin's thread sleeps for credit. */
static void await_sleep(void) {
    const int32_t *flag = (const int32_t *)(void *)(segment.base + HAWSER_CREDIT_SLEEPS_OFFSET);
    while (__atomic_load_n(flag, __ATOMIC_SEQ_CST) == 0) {
        int32_t never = 0;
        CHECK(hawser_wait(&never, 0, SECOND / 10000) == 1);
    }
}

static void should_send_no_more_than_there_is_credit_for(const char *text) {
    given(60 * SECOND);
    open_stream(1, 3, text);
    expect_begun(1);
    expect_chunks(1, 0, 3);
    await_sleep();
    expect_nothing();
    give_credit(1, 4);
    expect_chunks(1, 3, 4);
    await_sleep();
    expect_nothing();
    give_credit(1, 1000);
    expect_chunks(1, 4, 10);
    expect_end(1);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 0);
    done();
}

static void should_end_at_once_when_cancelled_while_it_waits(const char *text) {
    given(60 * SECOND);
    open_stream(1, 1, text);
    expect_begun(1);
    expect_chunks(1, 0, 1);
    await_sleep();
    give_credit(1, HAWSER_CREDIT_CANCELLED);
    expect_end(1);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 0);
    done();
}

static void should_fail_when_there_is_no_credit_in_time(void) {
    given(SECOND / 100);
    open_stream(1, 1, "m3");
    expect_begun(1);
    expect_chunks(1, 0, 1);
    expect(HAWSER_RECORD_BACK_PRESSURED, 1, "");
    expect_end(1);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 2);
    done();
}

/* Its plugin gave up and returned as if that were all: who reads it must not take it for whole. */
static void should_fail_when_it_ends_with_a_lease_refused(void) {
    given(SECOND);
    open_stream(1, 3, "n5");
    expect_begun(1);
    expect_chunks(1, 0, 3);
    expect(HAWSER_RECORD_BACK_PRESSURED, 1, "");
    expect_end(1);
    open_stream(2, 5, "n5");
    expect_begun(2);
    expect_chunks(2, 0, 5);
    expect_end(2);
    done();
}

static void should_be_whole_when_what_was_refused_is_sent_another_way(void) {
    given(60 * SECOND);
    open_stream(1, 3, "f4");
    expect_begun(1);
    expect_chunks(1, 0, 3);
    await_sleep();
    give_credit(1, 4);
    expect_chunks(1, 3, 4);
    expect_end(1);
    done();
}

/* The end goes by the shared ring then, before chunks that are still to be read. */
static void should_fail_when_its_end_finds_no_room_in_its_own_ring(void) {
    given(SECOND / 100);
    own_t own = give_ring(plugin, 1);
    char text[16];
    (void)snprintf(text, sizeof text, "m%d", CAPACITY / HAWSER_RECORD_ALIGNMENT - 2); /* its begin; one is free */
    open_stream(1, INT64_MAX, text);
    expect(HAWSER_RECORD_BACK_PRESSURED, 1, "");
    expect_end(1);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 0);
    close_ring(&own);
    done();
}

static void should_fail_when_a_chunk_is_too_long(void) {
    given(SECOND);
    open_stream(1, 100, "l1");
    expect_begun(1);
    expect(HAWSER_RECORD_TOO_LARGE, 1, "");
    expect_end(1);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 2);
    done();
}

/* Cancelled, expired, or without an entry of its own: the plugin is not called. */
static void should_end_without_begin_when_nobody_wants_it(void) {
    given(SECOND);
    open_stream(1, HAWSER_CREDIT_CANCELLED, "m3");
    expect_end(1);
    give_credit(2, 100);
    commit(HAWSER_RECORD_STREAM, 2, 1, "m3", 2);
    expect_end(2);
    commit(HAWSER_RECORD_STREAM, 3, 0, "m3", 2);
    expect_end(3);
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_EXPIRED) == 1);
    done();
}

static void should_answer_requests_between_streams(void) {
    given(SECOND);
    for (int64_t i = 1; i <= 3 * HAWSER_CREDITS; i += 2) {
        open_stream(i, 100, "m2");
        ask(i + 1, "m1");
        const int32_t zero = 0;
        expect_begun(i);
        expect_chunks(i, 0, 2);
        expect_end(i);
        expect_bytes(HAWSER_RECORD_RESPONSE, i + 1, &zero, sizeof zero);
    }
    done();
}

/* Far more than the ring holds, with credit that follows what was taken. */
static void should_keep_order_over_many_times_the_ring(void) {
    enum { COUNT = 200000, WINDOW = 100 };
    given(60 * SECOND);
    open_stream(1, WINDOW, "m200000");
    expect_begun(1);
    for (int32_t i = 0; i < COUNT; i++) {
        expect_bytes(HAWSER_RECORD_CHUNK, 1, &i, sizeof i);
        if (i % (WINDOW / 2) == 0) {
            give_credit(1, i + WINDOW);
        }
    }
    expect_end(1);
    done();
}

/* ---- a ring of a stream's own ---- */

static void should_send_all_of_a_stream_to_a_ring_of_its_own(const char *text) {
    given(60 * SECOND);
    own_t own = give_ring(plugin, 1);
    open_stream(1, 3, text);
    turn_to(&own);
    expect_begun(1);
    expect_chunks(1, 0, 3);
    await_sleep();
    give_credit(1, 1000);
    expect_chunks(1, 3, 10);
    expect_end(1);
    turn_to(&own);
    expect_nothing();
    open_stream(2, 100, "m2");
    expect_begun(2);
    expect_chunks(2, 0, 2);
    expect_end(2);
    close_ring(&own);
    done();
}

/* Its consumer is gone, or it is too late: the plugin is not called. */
static void should_let_go_of_the_ring_of_a_stream_that_nobody_wants(void) {
    given(SECOND);
    own_t cancelled = give_ring(plugin, 1);
    open_stream(1, HAWSER_CREDIT_CANCELLED, "m3");
    turn_to(&cancelled);
    expect_end(1);
    turn_to(&cancelled);
    const own_t late = give_ring(plugin, 2);
    give_credit(2, 100);
    commit(HAWSER_RECORD_STREAM, 2, 1, "m3", 2);
    expect_end(2);
    close_ring(&cancelled);
    close_ring(&late);
    done();
}

/* Its ring is full of what nobody reads: the others go on, and what became of it is told beside. */
static void should_harm_nobody_else_when_its_ring_is_not_read(void) {
    given(SECOND / 100);
    const own_t own = give_ring(plugin, 1);
    open_stream(1, INT64_MAX, "m100000");
    expect(HAWSER_RECORD_BACK_PRESSURED, 1, "");
    expect_end(1);
    open_stream(2, 100, "m2");
    expect_begun(2);
    expect_chunks(2, 0, 2);
    expect_end(2);
    close_ring(&own);
    done();
}

static void should_let_go_of_rings_whose_streams_never_come(void) {
    given(SECOND);
    for (int64_t i = 0; i < 3; i++) {
        const own_t own = give_ring(plugin, 10 + i);
        close_ring(&own);
    }
    CHECK(hawser_plugin_give_ring(plugin, 11, -1, 0) == 0);
    open_stream(11, 100, "m2");
    expect_begun(11);
    expect_chunks(11, 0, 2);
    expect_end(11);
    done();
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    should_send_no_more_than_there_is_credit_for("m10");
    should_send_no_more_than_there_is_credit_for("b10");
    should_end_at_once_when_cancelled_while_it_waits("m10");
    should_end_at_once_when_cancelled_while_it_waits("b10");
    should_fail_when_there_is_no_credit_in_time();
    should_fail_when_it_ends_with_a_lease_refused();
    should_be_whole_when_what_was_refused_is_sent_another_way();
    should_fail_when_its_end_finds_no_room_in_its_own_ring();
    should_fail_when_a_chunk_is_too_long();
    should_end_without_begin_when_nobody_wants_it();
    should_answer_requests_between_streams();
    should_keep_order_over_many_times_the_ring();
    should_send_all_of_a_stream_to_a_ring_of_its_own("m10");
    should_send_all_of_a_stream_to_a_ring_of_its_own("b10");
    should_let_go_of_the_ring_of_a_stream_that_nobody_wants();
    should_harm_nobody_else_when_its_ring_is_not_read();
    should_let_go_of_rings_whose_streams_never_come();
    return 0;
}
