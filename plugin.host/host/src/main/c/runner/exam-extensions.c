/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an exam hands to a plugin with extensions, by turns: a request, a stream, a notification. The one before is over
 * by then, and the plugin is told so if it has not ended it, as by a caller who gave up. Whom it asks is not there.
 */
#include "exam.h"

#include "desk.h"

#include <string.h>

enum { TURNS = 4, CREDIT = 100, LOOKS_MOST = 400 };

typedef enum turn { A_REQUEST, A_STREAM, A_NOTIFICATION } turn_t;

static hawser_exam_t *exam;
static int32_t was_stream;
static int32_t looks; /* for answers that come later, in all */

static turn_t turn_of(int64_t number) {
    const int32_t streams = exam->plugin->library.stream.open != NULL;
    const int32_t requests = exam->plugin->library.request.request != NULL;
    return number % TURNS == 0 && requests ? A_NOTIFICATION : number % 2 == 0 && streams ? A_STREAM : A_REQUEST;
}

/* It may come from any thread of the plugin's, one at a time. */
static void take(const uint8_t *data, size_t length) {
    (void)data;
    if ((int64_t)length > __atomic_load_n(&exam->host.longest, __ATOMIC_RELAXED)) {
        __atomic_store_n(&exam->host.longest, (int64_t)length, __ATOMIC_RELAXED);
    }
}

static void hand(const uint8_t *data, size_t length) {
    const hawser_library_t *library = &exam->plugin->library;
    const int64_t number = exam->host.processed;
    const turn_t turn = turn_of(number);
    was_stream = turn == A_STREAM;
    if (turn == A_STREAM) {
        library->stream.open(number, exam->event, data, length);
    } else if (library->request.request != NULL) {
        library->request.request(turn == A_NOTIFICATION ? 0 : number, exam->event, 0, data, length);
    } else {
        library->table.process_message(data, length);
    }
}

/* ---- the one that is open ---- */

/* Only who was never answered is waited for: a plugin may take its time. */
static void await_answer(void) {
    hawser_desk_state_t state = hawser_desk_state();
    for (; exam->host.answered == 0 && state == HAWSER_DESK_OPEN && looks < LOOKS_MOST; looks++) {
        state = hawser_desk_await();
        hawser_desk_tell();
        hawser_strict_update(&exam->host);
    }
    exam->host.answered += state != HAWSER_DESK_OPEN;
}

static void give_up(void) {
    const hawser_library_t *library = &exam->plugin->library;
    void (*cancelled)(int64_t id) = was_stream ? library->stream.cancelled : library->request.cancelled;
    if (hawser_desk_abandon() && cancelled != NULL) {
        cancelled(exam->host.processed);
    }
}

void hawser_exam_hand(hawser_exam_t *its_exam, const uint8_t *data, size_t length) {
    const int64_t number = its_exam->host.processed + 1;
    if (its_exam->host.hand == NULL) {
        hawser_strict_process(&its_exam->host, data, length);
        return;
    }
    hawser_desk_open(turn_of(number) == A_NOTIFICATION ? 0 : number, CREDIT, take);
    hawser_strict_process(&its_exam->host, data, length);
    hawser_desk_tell();
    if (its_exam->is_patient && turn_of(number) == A_REQUEST) {
        await_answer();
    }
    give_up();
}

/* ---- its life ---- */

/* With its host, if it wants one, before initialize. */
void hawser_exam_meet(hawser_exam_t *its_exam) {
    exam = its_exam;
    looks = 0;
    const hawser_library_t *library = &exam->plugin->library;
    const hawser_host_t *host = hawser_desk_host(library, HAWSER_DESK_SILENT);
    exam->host.hand = library->request.request != NULL || library->stream.open != NULL ? hand : NULL;
    if (library->set_host != NULL) {
        library->set_host(host);
    }
}

void hawser_exam_part(hawser_exam_t *its_exam) {
    hawser_strict_shut_down(&its_exam->host);
    hawser_desk_close();
}
