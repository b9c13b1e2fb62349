/* SPDX-License-Identifier: Apache-2.0 */
/* The state that a plugin hands over, by pieces, driven by a pump and inline. */
#include "extension-harness.h"

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
    given_extended(SECOND);
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
    given_extended(SECOND);
    commit_piece(1, 3, 0, "bad", 3);
    expect_failed(&from_plugin, 1, HAWSER_CODE_INTERNAL_ERROR, "load must return 0, and did not");
    ask_event(2, "a:b:unknown");
    expect(HAWSER_RECORD_RESPONSE, 2, "none");
    done();
}

static void should_refuse_pieces_that_do_not_fit(void) {
    const char *text = "there is no such piece of the state, or no memory for it";
    given_extended(SECOND);
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
    return 0;
}
