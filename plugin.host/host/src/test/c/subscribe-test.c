/* SPDX-License-Identifier: Apache-2.0 */
/* Streams that a plugin takes from others: the records that ask for them, and those that bring them. */
#include "extension-harness.h"

static int64_t last;

static void given(const char *file) {
    given_file(file, SECOND);
}

static void told(const char *text) {
    commit(HAWSER_RECORD_REQUEST, ++last, 0, text, (int32_t)strlen(text));
    run_inline();
}

static void tell(const char *text, const char *result) {
    told(text);
    expect(HAWSER_RECORD_RESPONSE, last, result);
}

static void bring(int32_t type, int64_t token, const void *payload, int32_t length) {
    commit(type, token, 0, payload, length);
    run_inline();
}

static void bring_failure(int64_t token, int32_t code, const char *text) {
    uint8_t payload[64];
    memcpy(payload, &code, 4);
    memcpy(payload + 4, text, strlen(text));
    bring(HAWSER_RECORD_STREAM_END, token, payload, (int32_t)(4 + strlen(text)));
}

static void expect_asked(int64_t token, const char *data) {
    const int32_t head[] = {1234, 18};
    uint8_t bytes[64];
    memcpy(bytes, head, 8);
    memcpy(bytes + 8, "other:one:streamed", 18);
    memcpy(bytes + 26, data, strlen(data));
    expect_bytes_aside(HAWSER_RECORD_STREAM, token, bytes, 26 + strlen(data));
}

static void expect_credit(int64_t token, int64_t count) {
    expect_bytes_aside(HAWSER_RECORD_CREDIT, token, &count, sizeof count);
}

static void should_ask_for_a_stream_and_take_its_items_to_the_end(void) {
    given("subscribes.so");
    tell("s3 data", "said 0 0 ");
    expect_asked(3, "data");
    tell("r3 2", "said 0 0 ");
    expect_credit(3, 2);
    bring(HAWSER_RECORD_CHUNK, 3, "one", 3);
    expect(HAWSER_RECORD_MESSAGE, 0, "item 3 0 one");
    bring(HAWSER_RECORD_CHUNK, 3, "", 0);
    expect(HAWSER_RECORD_MESSAGE, 0, "item 3 0 ");
    bring(HAWSER_RECORD_STREAM_END, 3, "", 0);
    expect(HAWSER_RECORD_MESSAGE, 0, "over 3 0 ");
    done();
}

static void should_hear_why_a_stream_failed(void) {
    given("subscribes.so");
    bring_failure(3, HAWSER_CODE_PLUGIN_UNAUTHORIZED, "no!");
    expect(HAWSER_RECORD_MESSAGE, 0, "over 3 13 no!");
    bring(HAWSER_RECORD_STREAM_END, 3, "ab", 2); /* no code: as if it had not come */
    tell("c3", "said 0 0 ");
    expect_bytes_aside(HAWSER_RECORD_STREAM_CANCEL, 3, "", 0);
    done();
}

/* Credit that overtook its stream would be lost. */
static void should_keep_the_order_of_what_any_thread_asks(void) {
    given("subscribes.so");
    told("t7");
    expect_asked(7, "own");
    expect_credit(7, 5);
    expect_bytes_aside(HAWSER_RECORD_STREAM_CANCEL, 7, "", 0);
    expect(HAWSER_RECORD_NO_RESPONSE, last, "");
    done();
}

static void should_refuse_what_makes_no_sense(void) {
    given("subscribes.so");
    tell("s0 data", "said 0 -1 ");
    tell("n1", "said 0 -1 ");
    tell("l1", "said 0 -3 ");
    tell("r0 1", "said 0 -1 ");
    tell("r1 0", "said 0 -1 ");
    tell("r1 -5", "said 0 -1 ");
    tell("c0", "said 0 -1 ");
    done();
}

static void should_refuse_a_plugin_that_cannot_take_items(void) {
    given("subscribes-without-item.so");
    tell("s1 data", "said 0 -1 ");
    tell("r1 1", "said 0 -1 ");
    tell("c1", "said 0 -1 ");
    bring(HAWSER_RECORD_CHUNK, 1, "one", 3);
    tell("c1", "said 0 -1 ");
    CHECK(hawser_plugin_counter(plugin, HAWSER_COUNTER_SKIPPED) == 1);
    done();
}

static void should_not_need_to_hear_the_end(void) {
    given("subscribes-without-over.so");
    bring(HAWSER_RECORD_STREAM_END, 1, "", 0);
    bring(HAWSER_RECORD_CHUNK, 1, "one", 3);
    expect(HAWSER_RECORD_MESSAGE, 0, "item 1 0 one");
    done();
}

static void should_refuse_calls_after_shutdown(void) {
    const int64_t before = hawser_late_calls();
    given("subscribes.so");
    done();
    CHECK(hawser_late_calls() == before + 1);
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    plugin_folder = arguments[1];
    for (inlined = 0; inlined <= 1; inlined++) {
        RUN(should_ask_for_a_stream_and_take_its_items_to_the_end);
        RUN(should_hear_why_a_stream_failed);
        RUN(should_keep_the_order_of_what_any_thread_asks);
        RUN(should_refuse_what_makes_no_sense);
        RUN(should_refuse_a_plugin_that_cannot_take_items);
        RUN(should_not_need_to_hear_the_end);
        RUN(should_refuse_calls_after_shutdown);
    }
    return 0;
}
