/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "exam.h"

#include "sample.h"

#include <inttypes.h>

enum { UPDATES = 100, UPDATE_EACH = 16, CHANNEL_LENGTH = 1024 * 1024, MOST_IN_A_CALL = 10000 };

static uint8_t sample[HAWSER_SAMPLE_MOST];

int32_t hawser_exam_begin(hawser_exam_t *exam) {
    exam->host.pulse = exam->pulse;
    exam->host.ways = exam->ways;
    hawser_exam_meet(exam);
    exam->plugin->status = hawser_strict_initialize(&exam->host, &exam->plugin->library.table);
    return exam->plugin->status == PLUGIN_SUCCESS ? HAWSER_EXAM_HELD : hawser_plugin_fail_initialize(exam->plugin);
}

int32_t hawser_exam_live(hawser_exam_t *exam) {
    if (hawser_exam_begin(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    hawser_exam_part(exam);
    return HAWSER_EXAM_HELD;
}

int32_t hawser_exam_update(hawser_exam_t *exam) {
    if (hawser_exam_begin(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    for (int i = 0; i < UPDATES; i++) {
        hawser_strict_update(&exam->host);
    }
    hawser_exam_part(exam);
    return HAWSER_EXAM_HELD;
}

int32_t hawser_exam_talk(hawser_exam_t *exam) {
    if (hawser_exam_begin(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    for (int64_t i = 0; i < exam->count; i++) {
        const size_t length = hawser_sample(exam->seed, exam->first + i, sample);
        hawser_exam_hand(exam, sample, length);
        if (i % UPDATE_EACH == 0) {
            hawser_strict_update(&exam->host);
        }
    }
    hawser_exam_part(exam);
    return HAWSER_EXAM_HELD;
}

int32_t hawser_exam_answers(hawser_exam_t *exam) {
    exam->is_patient = 1;
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    if (exam->host.answered != 0) {
        return HAWSER_EXAM_HELD;
    }
    (void)hawser_fail(exam->plugin->library.request.request != NULL
                          ? "none of %" PRId64 " messages was answered by hawser.request/1 within 2 s: they were told the "
                            "event %s; --event names another"
                          : "none of %" PRId64 " messages was answered before process_message returned: a request to it "
                            "fails with NO_RESPONSE; that is right for a plugin of notifications only",
                      exam->host.processed, exam->event);
    return HAWSER_EXAM_NOTED;
}

int32_t hawser_exam_sizes(hawser_exam_t *exam) {
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    return exam->host.longest <= CHANNEL_LENGTH
               ? HAWSER_EXAM_HELD
               : hawser_fail("it sent a message of %" PRId64 " bytes: a channel carries %d unless buffer.to-renderer says "
                             "otherwise; send less at once, or a stream", exam->host.longest, CHANNEL_LENGTH);
}

int32_t hawser_exam_numbers(hawser_exam_t *exam) {
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    return exam->host.most_sent <= MOST_IN_A_CALL
               ? HAWSER_EXAM_HELD
               : hawser_fail("it sent %" PRId64 " messages from within one call, which others wait for: at most %d are "
                             "asked for; send them from update, or from a thread of its own", exam->host.most_sent,
                             MOST_IN_A_CALL);
}

int32_t hawser_exam_loans(hawser_exam_t *exam) {
    if (hawser_exam_talk(exam) != 0) {
        return HAWSER_EXAM_BROKEN;
    }
    if (exam->host.misuse[0] != '\0') {
        return hawser_fail("%s", exam->host.misuse);
    }
    if (!exam->host.empty) {
        return HAWSER_EXAM_HELD;
    }
    (void)hawser_fail("buffer_send was called for 0 bytes, and refused (-1): an answer without bytes is sent by the "
                      "message callback");
    return HAWSER_EXAM_NOTED;
}
