/* SPDX-License-Identifier: Apache-2.0 */
/* Extensions, driven by a pump and inline: what the plugin gets, and the records that it sends. */
#include "extension-harness.h"

static void given(int64_t send_timeout_ns) {
    given_file("extended.so", send_timeout_ns);
}

/* ---- the mechanism ---- */

static void should_say_what_goes_by_extensions(void) {
    given(SECOND);
    CHECK(hawser_plugin_extensions(plugin) == (HAWSER_EXTENDS_REQUESTS | HAWSER_EXTENDS_STREAMS
                                               | HAWSER_EXTENDS_SAVE | HAWSER_EXTENDS_LOAD));
    done();
    hawser_plugin_t *plain = load("echo.so");
    CHECK(hawser_plugin_extensions(plain) == 0);
    CHECK(hawser_plugin_unload(plain) == 0);
}

static void should_know_no_other_extension(void) {
    given(SECOND);
    ask_event(1, "a:b:unknown");
    expect(HAWSER_RECORD_RESPONSE, 1, "none");
    done();
}

static void should_count_calls_after_shutdown(void) {
    const int64_t before = hawser_late_calls();
    given(SECOND);
    done();
    CHECK(hawser_late_calls() == before + 3);
}

/* ---- log ---- */

static void should_log_beside_what_is_sent(void) {
    given(SECOND);
    ask_event(1, "a:b:log");
    expect_bytes_aside(HAWSER_RECORD_LOG, 2, "a line", 6);
    expect(HAWSER_RECORD_RESPONSE, 1, "0");
    ask_event(2, "a:b:log-wrongly");
    expect(HAWSER_RECORD_RESPONSE, 2, "-3");
    done();
}

static void should_not_wait_to_log(void) {
    given(60 * SECOND);
    int64_t logged = 0;
    for (int64_t i = 1; hawser_plugin_counter(plugin, HAWSER_COUNTER_LOST) == 0; i++) {
        ask_event(i, "a:b:log");
        const hawser_record_t record = next(HAWSER_RECORD_RESPONSE, i);
        logged += record.payload[0] == '0';
        hawser_ring_release(&from_plugin);
    }
    for (; logged > 0; logged--) {
        expect_bytes_aside(HAWSER_RECORD_LOG, 2, "a line", 6);
    }
    done();
}

/* ---- requests ---- */

static void should_bring_the_event_and_the_deadline(void) {
    given(SECOND);
    hand(HAWSER_RECORD_REQUEST, 1, INT64_MAX, "some:event:describe", "");
    expect(HAWSER_RECORD_RESPONSE, 1, "some:event:describe 9223372036854775807 1 ");
    hand(HAWSER_RECORD_REQUEST, 2, 0, "so:me:describe", "text");
    expect(HAWSER_RECORD_RESPONSE, 2, "so:me:describe 0 1 text");
    done();
}

static void should_tell_notifications_by_event_too(void) {
    given(SECOND);
    hand(HAWSER_RECORD_NOTIFICATION, 0, 0, "a:b:tell", "");
    expect(HAWSER_RECORD_MESSAGE, 0, "a:b:tell");
    done();
}

static void should_answer_from_any_thread_and_in_any_order(void) {
    given(SECOND);
    ask_event(1, "a:b:own");
    expect_bytes_aside(HAWSER_RECORD_RESPONSE, 1, "own", 3);
    ask_event(2, "a:b:keep");
    ask_event(3, "a:b:release");
    expect(HAWSER_RECORD_RESPONSE, 2, "kept");
    expect(HAWSER_RECORD_RESPONSE, 3, "released");
    ask_event(4, "a:b:twice");
    expect(HAWSER_RECORD_RESPONSE, 4, "one");
    expect(HAWSER_RECORD_RESPONSE, 4, "two"); /* the renderer drops it */
    done();
}

static void should_answer_while_it_shuts_down(void) {
    given(SECOND);
    ask_event(1, "a:b:keep");
    end(plugin);
    expect(HAWSER_RECORD_RESPONSE, 1, "at last");
    close_channel();
}

static void should_fail_with_code_and_text(void) {
    given(SECOND);
    ask_event(1, "a:b:fail");
    expect_failed(&from_plugin, 1, HAWSER_CODE_BACK_PRESSURED, "not now");
    done();
}

static void should_say_that_an_answer_is_too_long(void) {
    given(SECOND);
    ask_event(1, "a:b:long");
    expect_bytes_aside(HAWSER_RECORD_RESPONSE, 1, "-3", 2);
    done();
}

static void should_refuse_every_misuse(void) {
    given(SECOND);
    ask_event(1, "a:b:misuse");
    expect(HAWSER_RECORD_RESPONSE, 1, "-1 -1 -1 -1 -1 -1 -1 -1 -1");
    done();
}

static void should_tell_that_nobody_waits_any_more(void) {
    given(SECOND);
    ask_event(7, "a:b:keep");
    commit(HAWSER_RECORD_CANCEL, 7, 0, "", 0);
    run_inline();
    expect(HAWSER_RECORD_RESPONSE, 7, "-7");
    ask_event(8, "a:b:release");
    expect(HAWSER_RECORD_RESPONSE, 7, "kept");
    expect(HAWSER_RECORD_RESPONSE, 8, "released");
    done();
}

static void expect_own_request(int64_t token, int32_t timeout_ms) {
    const hawser_record_t record = next(HAWSER_RECORD_REQUEST, token);
    const int32_t head[] = {timeout_ms, 15};
    CHECK(record.length == 8 + 15 + 4 && memcmp(record.payload, head, 8) == 0);
    CHECK(memcmp(record.payload + 8, "other:one:askeddata", 19) == 0);
    hawser_ring_release(&from_plugin);
}

static void should_ask_others(void) {
    given(SECOND);
    ask_event(5, "a:b:ask");
    expect_own_request(5, 1234);
    commit(HAWSER_RECORD_RESPONSE, 5, 0, "their answer", 12);
    run_inline();
    expect(HAWSER_RECORD_RESPONSE, 5, "their answer");
    ask_event(6, "a:b:ask");
    expect_own_request(6, 1234);
    const int32_t code = HAWSER_CODE_PLUGIN_UNAUTHORIZED;
    uint8_t failure[7];
    memcpy(failure, &code, 4);
    memcpy(failure + 4, "no!", 3);
    commit(HAWSER_RECORD_FAILED, 6, 0, failure, sizeof failure);
    run_inline();
    expect_failed(&from_plugin, 6, HAWSER_CODE_PLUGIN_UNAUTHORIZED, "no!");
    ask_event(9, "a:b:ask-and-cancel");
    expect_own_request(9, 0);
    expect(HAWSER_RECORD_CANCEL, 9, "");
    done();
}

static void should_pass_by_what_is_no_named_record(void) {
    given(SECOND);
    commit(HAWSER_RECORD_REQUEST, 1, 0, "no-nul", 6);
    commit(HAWSER_RECORD_REQUEST, 2, 0, "", 0);
    commit(HAWSER_RECORD_REQUEST, 3, 0, "short\0", 6); /* its padding is missing */
    commit(HAWSER_RECORD_FAILED, 4, 0, "cut", 3);
    commit(HAWSER_RECORD_STREAM_CANCEL, 5, 0, "", 0);
    ask_event(6, "a:b:unknown");
    expect(HAWSER_RECORD_RESPONSE, 6, "none");
    done();
}

/* ---- streams ---- */

static void expect_numbers(int64_t id, int32_t from, int32_t to) {
    for (int32_t i = from; i < to; i++) {
        expect_bytes_aside(HAWSER_RECORD_CHUNK, id, &i, sizeof i);
    }
}

static void should_emit_what_there_is_credit_for(void) {
    given(SECOND);
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
    given(SECOND);
    open_stream(1, 2, "a:b:fail");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    expect_bytes_aside(HAWSER_RECORD_CHUNK, 1, "data", 4);
    expect_failed(&from_aside, 1, HAWSER_CODE_INTERNAL_ERROR, "broken");
    done();
}

static void should_emit_nothing_too_long(void) {
    given(SECOND);
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
    given(60 * SECOND);
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
    given(60 * SECOND);
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
    given(2 * SECOND);
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
    given(SECOND);
    open_stream(1, HAWSER_CREDIT_CANCELLED, "a:b:here");
    expect(HAWSER_RECORD_STREAM_END, 1, "");
    done();
}

static void should_leave_no_thread_waiting_when_it_stops(void) {
    given(60 * SECOND);
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
    given(60 * SECOND);
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
    given(SECOND);
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

/* ---- state ---- */

static void ask_for_state(int64_t correlation, int64_t offset) {
    commit(HAWSER_RECORD_SAVE, correlation, 0, &offset, sizeof offset);
    run_inline();
}

/* All of it, in pieces. Its length; free the bytes. */
static int64_t save_state(uint8_t **bytes) {
    int64_t all = -1;
    int64_t offset = 0;
    *bytes = NULL;
    for (int64_t i = 1; offset != all; i++) {
        ask_for_state(i, offset);
        const hawser_record_t record = next(HAWSER_RECORD_RESPONSE, i);
        int64_t told;
        memcpy(&told, record.payload, sizeof told);
        CHECK(all == -1 || all == told);
        all = told;
        *bytes = *bytes == NULL ? malloc((size_t)all + 1) : *bytes;
        memcpy(*bytes + offset, record.payload + 8, (size_t)record.length - 8);
        offset += record.length - 8;
        hawser_ring_release(&from_plugin);
    }
    return all;
}

static void commit_piece(int64_t correlation, int64_t all, int64_t offset, const void *bytes, int32_t length) {
    uint8_t piece[1024];
    memcpy(piece, &all, 8);
    memcpy(piece + 8, &offset, 8);
    memcpy(piece + 16, bytes, (size_t)length);
    commit(HAWSER_RECORD_LOAD, correlation, 0, piece, length + 16);
    run_inline();
}

static void load_state(const uint8_t *bytes, int64_t all) {
    int64_t offset = 0;
    for (int64_t i = 1; offset < all || i == 1; i++) {
        const int32_t length = all - offset < 1000 ? (int32_t)(all - offset) : 1000;
        commit_piece(i, all, offset, bytes + offset, length);
        expect(HAWSER_RECORD_RESPONSE, i, "");
        offset += length;
    }
}

static void should_hand_its_state_over_in_pieces(void) {
    uint8_t *bytes;
    uint8_t *again;
    given(SECOND);
    const int64_t length = save_state(&bytes);
    CHECK(length == 100000 && bytes[0] == 0 && bytes[99999] == (uint8_t)999);
    load_state(bytes, length);
    CHECK(save_state(&again) == length && memcmp(bytes, again, (size_t)length) == 0);
    free(again);
    load_state(bytes, 0);
    CHECK(save_state(&again) == 0);
    free(again);
    free(bytes);
    done();
}

static void should_say_that_a_state_was_not_taken(void) {
    given(SECOND);
    commit_piece(1, 3, 0, "bad", 3);
    expect_failed(&from_plugin, 1, HAWSER_CODE_INTERNAL_ERROR, "load must return 0, and did not");
    ask_event(2, "a:b:unknown");
    expect(HAWSER_RECORD_RESPONSE, 2, "none");
    done();
}

static void should_refuse_pieces_that_do_not_fit(void) {
    const char *text = "there is no such piece of the state, or no memory for it";
    given(SECOND);
    commit_piece(1, 4, 1, "ab", 2);
    expect_failed(&from_plugin, 1, HAWSER_CODE_INTERNAL_ERROR, text);
    commit_piece(2, 4, 0, "abcde", 5);
    expect_failed(&from_plugin, 2, HAWSER_CODE_INTERNAL_ERROR, text);
    commit_piece(3, -1, 0, "", 0);
    expect_failed(&from_plugin, 3, HAWSER_CODE_INTERNAL_ERROR, text);
    commit_piece(4, INT64_MAX, 0, "", 0);
    expect_failed(&from_plugin, 4, HAWSER_CODE_INTERNAL_ERROR, text);
    commit_piece(5, 4, 0, "ab", 2);
    expect(HAWSER_RECORD_RESPONSE, 5, "");
    commit_piece(6, 400000, 2, "cdefgh", 6);
    expect(HAWSER_RECORD_RESPONSE, 6, "");
    ask_for_state(7, 1000);
    expect_failed(&from_plugin, 7, HAWSER_CODE_INTERNAL_ERROR, "there is no such piece of the state");
    ask_for_state(8, -1);
    expect_failed(&from_plugin, 8, HAWSER_CODE_INTERNAL_ERROR, "there is no such piece of the state");
    commit(HAWSER_RECORD_LOAD, 9, 0, "short", 5);
    run_inline();
    expect_failed(&from_plugin, 9, HAWSER_CODE_INTERNAL_ERROR, "there is no such piece of the state");
    done();
}

static void run_all(void) {
    RUN(should_say_what_goes_by_extensions);
    RUN(should_know_no_other_extension);
    RUN(should_count_calls_after_shutdown);
    RUN(should_log_beside_what_is_sent);
    RUN(should_not_wait_to_log);
    RUN(should_bring_the_event_and_the_deadline);
    RUN(should_tell_notifications_by_event_too);
    RUN(should_answer_from_any_thread_and_in_any_order);
    RUN(should_answer_while_it_shuts_down);
    RUN(should_fail_with_code_and_text);
    RUN(should_say_that_an_answer_is_too_long);
    RUN(should_refuse_every_misuse);
    RUN(should_tell_that_nobody_waits_any_more);
    RUN(should_ask_others);
    RUN(should_pass_by_what_is_no_named_record);
    RUN(should_emit_what_there_is_credit_for);
    RUN(should_fail_a_stream_once);
    RUN(should_emit_nothing_too_long);
    RUN(should_keep_streams_independent);
    RUN(should_tell_that_a_stream_was_cancelled);
    RUN(should_tell_whoever_ends_a_stream_that_it_was_cancelled_meanwhile);
    RUN(should_open_no_stream_that_nobody_wants);
    RUN(should_leave_no_thread_waiting_when_it_stops);
    RUN(should_hand_its_state_over_in_pieces);
    RUN(should_say_that_a_state_was_not_taken);
    RUN(should_refuse_pieces_that_do_not_fit);
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
