/* SPDX-License-Identifier: Apache-2.0 */
/* Does by extensions what the event's name says; what belongs together in a test stands together there. */
#define PROCESS never
#define SHUTDOWN shut_down
#include "fixture.h"

#include "hawser/ext/log.h"
#include "hawser/ext/request.h"
#include "hawser/ext/state.h"
#include "hawser/ext/stream.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, PATIENCE_MS = 10000, LONG = 100 * 1024 };

static const hawser_host_t *host;
static const hawser_host_log_t *host_log;
static const hawser_host_request_t *requests;
static const hawser_host_stream_t *streams;

static pthread_t threads[THREADS];
static int thread_count;
static uint8_t *state; /* what was loaded */
static size_t state_length;
static int ended = 1; /* atomic: what ending a stream said; 1 = it has not yet */
static int64_t kept; /* a request that is answered by the next, or at shutdown */

static void never(const uint8_t *data, size_t length) {
    (void)data;
    (void)length;
    message((const uint8_t *)"never", 5);
}

static void shut_down(void) {
    for (int i = 0; i < thread_count; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    thread_count = 0;
    free(state);
    state = NULL;
    if (kept != 0) {
        (void)requests->respond(host, kept, (const uint8_t *)"at last", 7);
    }
}

void hawser_plugin_set_host(const hawser_host_t *its_host) {
    host = its_host;
    host_log = host->get_extension(host, HAWSER_EXT_LOG);
    requests = host->get_extension(host, HAWSER_EXT_REQUEST);
    streams = host->get_extension(host, HAWSER_EXT_STREAM);
}

/* Runs when the library is unloaded, which is after its shutdown. */
static void call_late(void) __attribute__((destructor));

static void call_late(void) {
    if (host != NULL && (host_log->log(host, HAWSER_LOG_INFO, "late") != HAWSER_E_INVALID
                         || requests->respond(host, 1, NULL, 0) != HAWSER_E_INVALID
                         || streams->demand(host, 1) != -1)) {
        __builtin_trap();
    }
}

/* ---- requests ---- */

static void answer(int64_t id, const char *text) {
    (void)requests->respond(host, id, (const uint8_t *)text, strlen(text));
}

static void answer_result(int64_t id, int64_t result) {
    char text[32];
    (void)snprintf(text, sizeof text, "%lld", (long long)result);
    answer(id, text);
}

static void run(void *(*body)(void *), int64_t id) {
    if (thread_count < THREADS
        && pthread_create(&threads[thread_count], NULL, body, (void *)(intptr_t)id) == 0) {
        thread_count++;
    }
}

static void *answer_from_here(void *id) {
    answer((intptr_t)id, "own");
    return NULL;
}

static void *answer_at_length(void *id) {
    uint8_t *bytes = calloc(1, LONG);
    answer_result((intptr_t)id, requests->respond(host, (intptr_t)id, bytes, LONG));
    free(bytes);
    return NULL;
}

static void misuse(int64_t id) {
    char text[64];
    (void)snprintf(text, sizeof text, "%d %d %d %d %d %d %d %d %d", requests->respond(host, 0, NULL, 0),
                   requests->respond(host, id, NULL, 1), requests->fail(host, id, 0, "x"),
                   requests->fail(host, id, 99, NULL), requests->send(host, 1, NULL, 0, NULL, 0),
                   requests->send(host, 1, "a:b:c", 0, NULL, 1), requests->cancel(host, 0),
                   streams->emit(host, 77, NULL, 0, 0), (int)streams->demand(host, 77));
    answer(id, text);
}

static void describe(int64_t id, const char *event, int64_t deadline_ms, const uint8_t *data, size_t length) {
    char text[128];
    (void)snprintf(text, sizeof text, "%s %lld %d %.*s", event, (long long)deadline_ms, (uintptr_t)data % 8 == 0,
                   (int)length, (const char *)data);
    answer(id, text);
}

static void twice(int64_t id) {
    answer(id, "one");
    answer(id, "two");
}

static void on_request(int64_t id, const char *event, int64_t deadline_ms, const uint8_t *data, size_t length) {
    const char *what = strrchr(event, ':') + 1;
    if (strcmp(what, "describe") == 0 || strcmp(what, "send") == 0) {
        describe(id, event, deadline_ms, data, length);
    } else if (strcmp(what, "tell") == 0) {
        message((const uint8_t *)event, strlen(event));
    } else if (strcmp(what, "own") == 0) {
        run(answer_from_here, id);
    } else if (strcmp(what, "long") == 0) {
        run(answer_at_length, id);
    } else if (strcmp(what, "keep") == 0) {
        kept = id;
    } else if (strcmp(what, "release") == 0) {
        answer(kept, "kept");
        kept = 0;
        answer(id, "released");
    } else if (strcmp(what, "fail") == 0) {
        (void)requests->fail(host, id, HAWSER_CODE_BACK_PRESSURED, "not now");
    } else if (strcmp(what, "twice") == 0) {
        twice(id);
    } else if (strcmp(what, "misuse") == 0) {
        misuse(id);
    } else if (strcmp(what, "ended") == 0) {
        answer_result(id, __atomic_load_n(&ended, __ATOMIC_ACQUIRE));
    } else if (strcmp(what, "log") == 0) {
        answer_result(id, host_log->log(host, HAWSER_LOG_WARN, "a line"));
    } else if (strcmp(what, "log-wrongly") == 0) {
        answer_result(id, host_log->log(host, 0, "x") + host_log->log(host, 5, "x") + host_log->log(host, 1, NULL));
    } else if (strcmp(what, "ask") == 0) {
        (void)requests->send(host, id, "other:one:asked", 1234, data, length);
    } else if (strcmp(what, "ask-and-cancel") == 0) {
        (void)requests->send(host, id, "other:one:asked", 0, data, length);
        (void)requests->cancel(host, id);
    } else if (strcmp(what, "unknown") == 0) {
        answer(id, host->get_extension(host, "hawser.tea/1") == NULL && host->get_extension(host, NULL) == NULL
                       ? "none" : "some");
    }
}

static void on_cancelled(int64_t id) {
    answer_result(id, -id);
}

static void on_answered(int64_t token, int32_t code, const uint8_t *data, size_t length) {
    if (code == 0) {
        (void)requests->respond(host, token, data, length);
    } else {
        char text[64];
        (void)snprintf(text, sizeof text, "%.*s", (int)length, (const char *)data);
        (void)requests->fail(host, token, code, text);
    }
}

/* ---- streams ---- */

/* Emits numbers until the stream is over, or as many as `count`. */
static void emit_numbers(int64_t id, int32_t count, uint32_t wait_ms) {
    for (int32_t i = 0; i < count; i++) {
        if (streams->emit(host, id, (const uint8_t *)&i, sizeof i, wait_ms) != HAWSER_SENT) {
            return;
        }
    }
}

static void *emit_for_ever(void *id) {
    emit_numbers((intptr_t)id, INT32_MAX, PATIENCE_MS);
    return NULL;
}

static void *emit_thousand(void *id) {
    emit_numbers((intptr_t)id, 1000, PATIENCE_MS);
    (void)streams->end(host, (intptr_t)id);
    return NULL;
}

/* The end finds no room until somebody reads. */
static void *fill_and_end(void *id) {
    emit_numbers((intptr_t)id, INT32_MAX, 0);
    __atomic_store_n(&ended, streams->end(host, (intptr_t)id), __ATOMIC_RELEASE);
    return NULL;
}

static void on_open(int64_t id, const char *event, const uint8_t *data, size_t length) {
    const char *what = strrchr(event, ':') + 1;
    if (strcmp(what, "here") == 0) { /* what there is credit for, and the number that is left */
        emit_numbers(id, 3, 0);
        const int64_t demand = streams->demand(host, id);
        message((const uint8_t *)&demand, sizeof demand);
        (void)streams->end(host, id);
    } else if (strcmp(what, "fail") == 0) {
        (void)streams->emit(host, id, data, length, 0);
        (void)streams->fail(host, id, HAWSER_CODE_INTERNAL_ERROR, "broken");
        (void)streams->end(host, id);
    } else if (strcmp(what, "thousand") == 0) {
        run(emit_thousand, id);
    } else if (strcmp(what, "full") == 0) {
        run(fill_and_end, id);
    } else if (strcmp(what, "for-ever") == 0) {
        run(emit_for_ever, id);
    } else if (strcmp(what, "long") == 0) {
        uint8_t *bytes = calloc(1, LONG);
        const int32_t result = streams->emit(host, id, bytes, LONG, 0);
        free(bytes);
        (void)streams->emit(host, id, (const uint8_t *)&result, sizeof result, 0);
        (void)streams->end(host, id);
    }
}

static void on_stream_cancelled(int64_t id) {
    message((const uint8_t *)&id, sizeof id);
}

/* ---- state ---- */

/* Each byte is its place. A plugin that never loaded saves 100 000 of them, in two parts. */
static int32_t save(const hawser_state_sink_t *sink) {
    uint8_t bytes[1000];
    if (state != NULL) {
        return sink->write(sink, state, state_length);
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)i;
    }
    for (int i = 0; i < 100; i++) {
        if (sink->write(sink, bytes, sizeof bytes) != 0) {
            return -1;
        }
    }
    return sink->write(sink, NULL, 1) == -1 && sink->write(sink, bytes, (size_t)-1) == -1 ? 0 : -1;
}

static int32_t load(const uint8_t *data, size_t length) {
    if (length == 3 && memcmp(data, "bad", 3) == 0) {
        return 7;
    }
    free(state);
    state = malloc(length + 1);
    memcpy(state, data, length);
    state_length = length;
    return 0;
}

/* ---- what it offers ---- */

const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_request_t own_requests = {on_request, on_cancelled, on_answered};
    static const hawser_plugin_stream_t own_streams = {on_open, on_stream_cancelled};
    static const hawser_plugin_state_t own_state = {save, load};
    return strcmp(id, HAWSER_EXT_REQUEST) == 0  ? (const void *)&own_requests
           : strcmp(id, HAWSER_EXT_STREAM) == 0 ? (const void *)&own_streams
           : strcmp(id, HAWSER_EXT_STATE) == 0  ? (const void *)&own_state : NULL;
}

FIXTURE_TABLE
