/* SPDX-License-Identifier: Apache-2.0 */
/* Extensions, driven by a pump and inline: what the plugin gets, and the records that it sends. */
#include "extension-harness.h"

/* ---- the mechanism ---- */

static void should_say_what_goes_by_extensions(void) {
    given_extended(SECOND);
    CHECK(hawser_plugin_extensions(plugin) == (HAWSER_EXTENDS_REQUESTS | HAWSER_EXTENDS_STREAMS
                                               | HAWSER_EXTENDS_SAVE | HAWSER_EXTENDS_LOAD));
    done();
    hawser_plugin_t *plain = load("echo.so");
    CHECK(hawser_plugin_extensions(plain) == 0);
    CHECK(hawser_plugin_unload(plain) == 0);
}

static void should_know_no_other_extension(void) {
    given_extended(SECOND);
    ask_event(1, "a:b:unknown");
    expect(HAWSER_RECORD_RESPONSE, 1, "none");
    done();
}

static void should_count_calls_after_shutdown(void) {
    const int64_t before = hawser_late_calls();
    given_extended(SECOND);
    done();
    CHECK(hawser_late_calls() == before + 3);
}

/* ---- log ---- */

static void should_log_beside_what_is_sent(void) {
    given_extended(SECOND);
    ask_event(1, "a:b:log");
    expect_bytes_aside(HAWSER_RECORD_LOG, 2, "a line", 6);
    expect(HAWSER_RECORD_RESPONSE, 1, "0");
    ask_event(2, "a:b:log-wrongly");
    expect(HAWSER_RECORD_RESPONSE, 2, "-3");
    done();
}

static void should_not_wait_to_log(void) {
    given_extended(60 * SECOND);
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
    given_extended(SECOND);
    hand(HAWSER_RECORD_REQUEST, 1, INT64_MAX, "some:event:describe", "");
    expect(HAWSER_RECORD_RESPONSE, 1, "some:event:describe 9223372036854775807 1 ");
    hand(HAWSER_RECORD_REQUEST, 2, 0, "so:me:describe", "text");
    expect(HAWSER_RECORD_RESPONSE, 2, "so:me:describe 0 1 text");
    done();
}

static void should_tell_notifications_by_event_too(void) {
    given_extended(SECOND);
    hand(HAWSER_RECORD_NOTIFICATION, 0, 0, "a:b:tell", "");
    expect(HAWSER_RECORD_MESSAGE, 0, "a:b:tell");
    done();
}

static void should_answer_from_any_thread_and_in_any_order(void) {
    given_extended(SECOND);
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
    given_extended(SECOND);
    ask_event(1, "a:b:keep");
    end(plugin);
    expect(HAWSER_RECORD_RESPONSE, 1, "at last");
    close_channel();
}

static void should_fail_with_code_and_text(void) {
    given_extended(SECOND);
    ask_event(1, "a:b:fail");
    expect_failed(&from_plugin, 1, HAWSER_CODE_BACK_PRESSURED, "not now");
    done();
}

static void should_say_that_an_answer_is_too_long(void) {
    given_extended(SECOND);
    ask_event(1, "a:b:long");
    expect_bytes_aside(HAWSER_RECORD_RESPONSE, 1, "-3", 2);
    done();
}

static void should_refuse_every_misuse(void) {
    given_extended(SECOND);
    ask_event(1, "a:b:misuse");
    expect(HAWSER_RECORD_RESPONSE, 1, "-1 -1 -1 -1 -1 -1 -1 -1 -1");
    done();
}

static void should_tell_that_nobody_waits_any_more(void) {
    given_extended(SECOND);
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
    given_extended(SECOND);
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
    given_extended(SECOND);
    commit(HAWSER_RECORD_REQUEST, 1, 0, "no-nul", 6);
    commit(HAWSER_RECORD_REQUEST, 2, 0, "", 0);
    commit(HAWSER_RECORD_REQUEST, 3, 0, "short\0", 6); /* its padding is missing */
    commit(HAWSER_RECORD_FAILED, 4, 0, "cut", 3);
    commit(HAWSER_RECORD_STREAM_CANCEL, 5, 0, "", 0);
    ask_event(6, "a:b:unknown");
    expect(HAWSER_RECORD_RESPONSE, 6, "none");
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
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    for (inlined = 0; inlined <= 1; inlined++) {
        run_all();
    }
    return 0;
}
