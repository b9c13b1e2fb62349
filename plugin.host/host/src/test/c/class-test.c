/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that is a C++ class: what it overrides is called, and no exception leaves it. */
#include "extension-harness.h"

static void expect_log(int64_t level, const char *text) {
    expect_bytes_aside(HAWSER_RECORD_LOG, level, text, strlen(text));
}

static void given(void) {
    given_file("classy.so", SECOND);
    expect_log(3, "made");
}

static void done_gone(void) {
    end(plugin);
    expect_log(3, "gone");
    expect_nothing();
    close_channel();
}

static void should_offer_what_it_overrides(void) {
    given();
    CHECK(hawser_plugin_extensions(plugin) == (HAWSER_EXTENDS_REQUESTS | HAWSER_EXTENDS_STREAMS));
    done_gone();
}

static void should_answer_at_once_and_later(void) {
    given();
    ask_event(1, "a:b:echo");
    expect(HAWSER_RECORD_RESPONSE, 1, "data");
    ask_event(2, "a:b:later");
    expect_bytes_aside(HAWSER_RECORD_RESPONSE, 2, "later", 5);
    done_gone();
}

static void should_turn_exceptions_into_failures(void) {
    given();
    ask_event(1, "a:b:failure");
    expect_failed(&from_plugin, 1, HAWSER_CODE_TARGET_NOT_FOUND, "nowhere");
    ask_event(2, "a:b:throw");
    expect_failed(&from_plugin, 2, HAWSER_CODE_INTERNAL_ERROR, "beyond");
    ask_event(3, "a:b:number");
    expect_failed(&from_plugin, 3, HAWSER_CODE_INTERNAL_ERROR, "an exception that is no std::exception");
    hand(HAWSER_RECORD_NOTIFICATION, 0, 0, "a:b:throw", "");
    expect_log(1, "an exception was stopped: beyond");
    done_gone();
}

static void should_fail_what_is_given_up(void) {
    given();
    ask_event(1, "a:b:nothing");
    expect_failed(&from_plugin, 1, HAWSER_CODE_NO_RESPONSE, "it was given up without an answer");
    ask_event(2, "a:b:keep");
    ask_event(3, "a:b:drop");
    expect_failed(&from_plugin, 2, HAWSER_CODE_NO_RESPONSE, "it was given up without an answer");
    expect(HAWSER_RECORD_RESPONSE, 3, "dropped");
    ask_event(4, "a:b:keep");
    commit(HAWSER_RECORD_CANCEL, 4, 0, "", 0);
    run_inline();
    expect(HAWSER_RECORD_MESSAGE, 0, "cancelled 4");
    end(plugin); /* which destroys it, and what it keeps */
    expect_log(3, "gone");
    expect_failed(&from_plugin, 4, HAWSER_CODE_NO_RESPONSE, "it was given up without an answer");
    close_channel();
}

static void should_ask_others(void) {
    given();
    ask_event(7, "a:b:ask");
    CHECK(next(HAWSER_RECORD_REQUEST, 1).length == 8 + 15 + 8);
    hawser_ring_release(&from_plugin);
    commit(HAWSER_RECORD_RESPONSE, 1, 0, "theirs", 6);
    run_inline();
    expect(HAWSER_RECORD_RESPONSE, 7, "theirs");
    ask_event(8, "a:b:ask");
    CHECK(next(HAWSER_RECORD_REQUEST, 2).length == 8 + 15 + 8);
    hawser_ring_release(&from_plugin);
    commit(HAWSER_RECORD_FAILED, 2, 0, "\x03\0\0\0late", 8);
    run_inline();
    expect_failed(&from_plugin, 8, HAWSER_CODE_TIMEOUT, "late");
    commit(HAWSER_RECORD_RESPONSE, 2, 0, "again", 5); /* nobody asked */
    run_inline();
    done_gone();
}

static void should_end_or_fail_a_stream(void) {
    given();
    open_stream(1, 5, "a:b:numbers");
    expect(HAWSER_RECORD_STREAM_BEGUN, 1, "");
    expect_bytes_aside(HAWSER_RECORD_CHUNK, 1, "data", 4);
    expect_bytes_aside(HAWSER_RECORD_CHUNK, 1, "4", 1);
    expect_bytes_aside(HAWSER_RECORD_STREAM_END, 1, "", 0);
    open_stream(2, 5, "a:b:broken");
    expect(HAWSER_RECORD_STREAM_BEGUN, 2, "");
    expect_bytes_aside(HAWSER_RECORD_CHUNK, 2, "data", 4);
    expect_failed(&from_aside, 2, HAWSER_CODE_IPC_ERROR, "broken");
    done_gone();
}

/* It requests two items. */
static void given_subscribed(int64_t token) {
    const int64_t two = 2;
    ask_event(token, "a:b:subscribe");
    expect(HAWSER_RECORD_RESPONSE, token, "subscribed");
    CHECK(expect_record_aside(HAWSER_RECORD_STREAM, token).length == 8 + 18 + 4);
    hawser_ring_release(&from_aside);
    expect_bytes_aside(HAWSER_RECORD_CREDIT, token, &two, sizeof two);
}

static void bring(int32_t type, int64_t token, const char *text, size_t length) {
    commit(type, token, 0, text, (int32_t)length);
    run_inline();
}

static void should_take_a_stream_to_its_end(void) {
    given();
    given_subscribed(1);
    bring(HAWSER_RECORD_CHUNK, 1, "one", 3);
    expect(HAWSER_RECORD_MESSAGE, 0, "item one");
    bring(HAWSER_RECORD_STREAM_END, 1, "", 0);
    expect(HAWSER_RECORD_MESSAGE, 0, "over 0");
    bring(HAWSER_RECORD_CHUNK, 1, "late", 4); /* of no stream */
    given_subscribed(2); /* the one before is over: nothing to cancel */
    bring(HAWSER_RECORD_STREAM_END, 2, "\x03\0\0\0late", 8);
    expect(HAWSER_RECORD_MESSAGE, 0, "over 3");
    done_gone();
}

static void should_cancel_a_stream(void) {
    given();
    given_subscribed(1);
    ask_event(9, "a:b:cancel");
    expect_bytes_aside(HAWSER_RECORD_STREAM_CANCEL, 1, "", 0);
    expect(HAWSER_RECORD_RESPONSE, 9, "cancelled");
    bring(HAWSER_RECORD_CHUNK, 1, "one", 3); /* was on its way */
    expect(HAWSER_RECORD_MESSAGE, 0, "item one");
    bring(HAWSER_RECORD_STREAM_END, 1, "\x05\0\0\0so", 6);
    expect(HAWSER_RECORD_MESSAGE, 0, "over 5");
    done_gone();
}

static void should_cancel_a_stream_that_is_destroyed(void) {
    given();
    given_subscribed(1);
    ask_event(9, "a:b:leave");
    expect_bytes_aside(HAWSER_RECORD_STREAM_CANCEL, 1, "", 0);
    expect(HAWSER_RECORD_RESPONSE, 9, "left");
    bring(HAWSER_RECORD_CHUNK, 1, "one", 3);
    bring(HAWSER_RECORD_STREAM_END, 1, "\x05\0\0\0so", 6);
    given_subscribed(2);
    bring(HAWSER_RECORD_CHUNK, 2, "last", 4); /* destroyed by what takes it */
    expect_bytes_aside(HAWSER_RECORD_STREAM_CANCEL, 2, "", 0);
    expect(HAWSER_RECORD_MESSAGE, 0, "item last");
    done_gone();
}

static void should_cancel_a_stream_whose_item_throws(void) {
    given();
    given_subscribed(1);
    bring(HAWSER_RECORD_CHUNK, 1, "bad", 3);
    expect_bytes_aside(HAWSER_RECORD_STREAM_CANCEL, 1, "", 0);
    expect_log(1, "an exception was stopped: beyond");
    bring(HAWSER_RECORD_STREAM_END, 1, "\x05\0\0\0so", 6);
    expect(HAWSER_RECORD_MESSAGE, 0, "over 5");
    done_gone();
}

static void should_stop_an_exception_of_update(void) {
    given();
    if (inlined) {
        CHECK(hawser_plugin_update(plugin) == 0);
        expect_log(1, "an exception was stopped: an update");
    }
    done_gone();
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    for (inlined = 0; inlined <= 1; inlined++) {
        RUN(should_offer_what_it_overrides);
        RUN(should_answer_at_once_and_later);
        RUN(should_turn_exceptions_into_failures);
        RUN(should_fail_what_is_given_up);
        RUN(should_ask_others);
        RUN(should_end_or_fail_a_stream);
        RUN(should_take_a_stream_to_its_end);
        RUN(should_cancel_a_stream);
        RUN(should_cancel_a_stream_that_is_destroyed);
        RUN(should_cancel_a_stream_whose_item_throws);
        RUN(should_stop_an_exception_of_update);
    }
    return 0;
}
