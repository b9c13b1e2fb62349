/* SPDX-License-Identifier: Apache-2.0 */
/* Streams of a plugin, driven by a pump and inline: credit, ends, cancels, and rings of their own. */
#include "extension-harness.h"

static void expect_numbers(int64_t id, int32_t from, int32_t to) {
    for (int32_t i = from; i < to; i++) {
        expect_bytes_aside(HAWSER_RECORD_CHUNK, id, &i, sizeof i);
    }
}

static void should_emit_what_there_is_credit_for(void) {
    given_extended(SECOND);
    open_stream(1, 2, "a:b:here");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    expect_numbers(1, 0, 2);
    const int64_t none = 0;
    expect_bytes(HAWSER_RECORD_MESSAGE, 0, &none, sizeof none);
    expect_bytes_aside(HAWSER_RECORD_STREAM_END, 1, "", 0);
    open_stream(1 + HAWSER_CREDITS, 10, "a:b:here");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1 + HAWSER_CREDITS, "");
    expect_numbers(1 + HAWSER_CREDITS, 0, 3);
    const int64_t seven = 7;
    expect_bytes(HAWSER_RECORD_MESSAGE, 0, &seven, sizeof seven);
    expect_bytes_aside(HAWSER_RECORD_STREAM_END, 1 + HAWSER_CREDITS, "", 0);
    done();
}

static void should_fail_a_stream_once(void) {
    given_extended(SECOND);
    open_stream(1, 2, "a:b:fail");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    expect_bytes_aside(HAWSER_RECORD_CHUNK, 1, "data", 4);
    expect_failed(&from_aside, 1, HAWSER_CODE_INTERNAL_ERROR, "broken");
    done();
}

static void should_emit_nothing_too_long(void) {
    given_extended(SECOND);
    const int32_t too_long = HAWSER_E_TOO_LONG;
    open_stream(1, 1, "a:b:long"); /* the credit comes back */
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    expect_bytes_aside(HAWSER_RECORD_CHUNK, 1, &too_long, sizeof too_long);
    expect_bytes_aside(HAWSER_RECORD_STREAM_END, 1, "", 0);
    done();
}

/* Four at a time, each from a thread of its own: one that is starved of credit holds up no other. */
static void should_keep_streams_independent(void) {
    enum { EACH = 1000 };
    given_extended(60 * SECOND);
    for (int64_t id = 1; id <= 4; id++) {
        open_stream(id, id == 4 ? 0 : 10, "a:b:thousand");
        expect(HAWSER_RECORD_STREAM_BEGUN, id, "");
    }
    int32_t came[5] = {0};
    for (int32_t ended = 0; ended < 3;) {
        const hawser_record_t record = next_of(&from_aside);
        const int64_t id = record.correlation;
        CHECK(id >= 1 && id <= 3);
        if (record.type == HAWSER_RECORD_STREAM_END) {
            CHECK(came[id] == EACH);
            ended++;
        } else {
            CHECK(record.type == HAWSER_RECORD_CHUNK && memcmp(record.payload, &came[id], 4) == 0);
            came[id]++;
            give_credit(id, came[id] + 10);
        }
        hawser_ring_release(&from_aside);
    }
    give_credit(4, EACH);
    expect_numbers(4, 0, EACH);
    expect_bytes_aside(HAWSER_RECORD_STREAM_END, 4, "", 0);
    done();
}

static void should_tell_that_a_stream_was_cancelled(void) {
    given_extended(60 * SECOND);
    const int64_t id = 3;
    open_stream(id, 5, "a:b:for-ever");
    expect(HAWSER_RECORD_STREAM_BEGUN, id, "");
    expect_numbers(id, 0, 5);
    give_credit(id, HAWSER_CREDIT_CANCELLED);
    commit(HAWSER_RECORD_STREAM_CANCEL, id, 0, "", 0);
    run_inline();
    expect(HAWSER_RECORD_STREAM_END, id, "");
    expect_bytes(HAWSER_RECORD_MESSAGE, 0, &id, sizeof id);
    commit(HAWSER_RECORD_STREAM_CANCEL, id, 0, "", 0);
    run_inline();
    done();
}

static int32_t asked_for_end(int64_t id) {
    ask_event(id, "a:b:ended");
    const hawser_record_t record = next(HAWSER_RECORD_RESPONSE, id);
    const int32_t result = record.payload[0] == '-' ? '0' - record.payload[1] : record.payload[0] - '0';
    hawser_ring_release(&from_plugin);
    return result;
}

/* What ending a stream said that was cancelled while its end waited for room, or while it no longer did. */
static int32_t cancel_what_ends(void) {
    given_extended(2 * SECOND);
    const int32_t *waits_for_room = (const int32_t *)(const void *)(from_aside.state + HAWSER_PRODUCER_SLEEPS_OFFSET);
    open_stream(1, INT64_MAX, "a:b:full");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    while (__atomic_load_n(waits_for_room, __ATOMIC_SEQ_CST) == 0) {
        continue;
    }
    give_credit(1, HAWSER_CREDIT_CANCELLED);
    commit(HAWSER_RECORD_STREAM_CANCEL, 1, 0, "", 0);
    run_inline();
    expect(HAWSER_RECORD_STREAM_END, 1, "");
    int32_t result = asked_for_end(2);
    for (int64_t id = 3; result > 0; id++) {
        result = asked_for_end(id);
    }
    for (hawser_record_t record; hawser_ring_poll(&from_aside, &record) == HAWSER_OK;) {
        CHECK(record.type == HAWSER_RECORD_CHUNK && record.correlation == 1);
        hawser_ring_release(&from_aside);
    }
    done();
    return result;
}

/* Whoever was ending it must not be left with a stream that is over and that nobody speaks of any more. */
static void should_tell_whoever_ends_a_stream_that_it_was_cancelled_meanwhile(void) {
    int32_t result = HAWSER_E_NO_ROOM;
    while (result == HAWSER_E_NO_ROOM) { /* the machine was so slow that it had given up before */
        result = cancel_what_ends();
    }
    CHECK(result == HAWSER_E_INVALID);
}

static void should_open_no_stream_that_nobody_wants(void) {
    given_extended(SECOND);
    open_stream(1, HAWSER_CREDIT_CANCELLED, "a:b:here");
    expect(HAWSER_RECORD_STREAM_END, 1, "");
    done();
}

static void should_leave_no_thread_waiting_when_it_stops(void) {
    given_extended(60 * SECOND);
    open_stream(1, 5, "a:b:for-ever");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    expect_numbers(1, 0, 5);
    give_credit(1, HAWSER_CREDIT_CANCELLED);
    done(); /* its shutdown joins the thread */
}

/* ---- a ring of a stream's own ---- */

static void await_full(const own_t *own) {
    const int32_t *waits = (const int32_t *)(const void *)(own->ring.state + HAWSER_PRODUCER_SLEEPS_OFFSET);
    while (__atomic_load_n(waits, __ATOMIC_SEQ_CST) == 0) {
        continue;
    }
}

/* One that nobody reads holds up no other, and is let go when it is cancelled, though a thread waits for room there. */
static void should_share_no_room_with_a_stream_that_has_its_own_ring(void) {
    given_extended(60 * SECOND);
    own_t own = give_ring(plugin, 1);
    open_stream(1, INT64_MAX, "a:b:for-ever");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    await_full(&own);
    open_stream(2, 1000, "a:b:thousand");
    expect(HAWSER_RECORD_STREAM_BEGUN, 2, "");
    expect_numbers(2, 0, 1000);
    expect_bytes_aside(HAWSER_RECORD_STREAM_END, 2, "", 0);
    turn_to(&own);
    for (int32_t i = 0; i < 100; i++) {
        expect_bytes(HAWSER_RECORD_CHUNK, 1, &i, sizeof i);
    }
    turn_to(&own);
    const int64_t id = 1;
    give_credit(id, HAWSER_CREDIT_CANCELLED);
    commit(HAWSER_RECORD_STREAM_CANCEL, id, 0, "", 0);
    expect(HAWSER_RECORD_STREAM_END, id, "");
    expect_bytes(HAWSER_RECORD_MESSAGE, 0, &id, sizeof id);
    close_ring(&own);
    done();
}

static void should_end_a_stream_in_its_own_ring(void) {
    given_extended(SECOND);
    own_t own = give_ring(plugin, 1);
    open_stream(1, 2, "a:b:fail");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    turn_to(&own);
    expect(HAWSER_RECORD_CHUNK, 1, "data");
    expect_failed(&from_plugin, 1, HAWSER_CODE_INTERNAL_ERROR, "broken");
    turn_to(&own);
    close_ring(&own);
    done();
}

static void run_all(void) {
    RUN(should_emit_what_there_is_credit_for);
    RUN(should_fail_a_stream_once);
    RUN(should_emit_nothing_too_long);
    RUN(should_keep_streams_independent);
    RUN(should_tell_that_a_stream_was_cancelled);
    RUN(should_tell_whoever_ends_a_stream_that_it_was_cancelled_meanwhile);
    RUN(should_open_no_stream_that_nobody_wants);
    RUN(should_leave_no_thread_waiting_when_it_stops);
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    for (inlined = 0; inlined <= 1; inlined++) {
        run_all();
    }
    inlined = 0;
    RUN(should_share_no_room_with_a_stream_that_has_its_own_ring);
    RUN(should_end_a_stream_in_its_own_ring);
    return 0;
}
