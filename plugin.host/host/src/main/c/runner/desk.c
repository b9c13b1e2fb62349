/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "desk.h"

#include "hawser/ext/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { ASKED_MOST = 64, AWAIT_NS = 5000000, SECOND_NS = 1000000000 };

static const char NOBODY[] = "there is nobody else in a single call";

/* What the plugin asked of others, and has to be told that it is over. */
typedef struct asked {
    int64_t token;
    int32_t is_stream;
} asked_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all below */
static pthread_cond_t over = PTHREAD_COND_INITIALIZER;
static int64_t open_id; /* 0 = none */
static hawser_desk_state_t state;
static void (*taker)(const uint8_t *data, size_t length);
static asked_t asked[ASKED_MOST];
static size_t asked_count;
static const hawser_library_t *plugin;
static int32_t active;
static int32_t is_loud;
static int64_t items_left; /* that there is credit for */

/* ---- the one that is open ---- */

static int32_t is_open(int64_t id) {
    return active && id != 0 && id == open_id && state == HAWSER_DESK_OPEN;
}

static int32_t end(int64_t id, hawser_desk_state_t how) {
    const int32_t right = is_open(id);
    if (right) {
        state = how;
        (void)pthread_cond_signal(&over);
    }
    return right;
}

static int32_t fail_with(int64_t id, int32_t code, const char *text, int32_t if_over) {
    if (id == 0 || code < HAWSER_CODE_INVALID_EVENT || code > HAWSER_CODE_INTERNAL_ERROR) {
        return HAWSER_E_INVALID;
    }
    (void)pthread_mutex_lock(&lock);
    const int32_t right = end(id, HAWSER_DESK_FAILED);
    if (right && is_loud) {
        (void)fprintf(stderr, "failed with code %d: %s\n", (int)code, text == NULL ? "" : text);
    }
    const int32_t result = right ? HAWSER_SENT : active ? if_over : HAWSER_E_INVALID;
    (void)pthread_mutex_unlock(&lock);
    return result;
}

/* ---- hawser.log/1 ---- */

static int32_t log_text(const hawser_host_t *host, int32_t level, const char *text) {
    static const char *const LEVELS[] = {"", "ERROR", "WARN", "INFO", "DEBUG"};
    (void)host;
    if (text == NULL || level < HAWSER_LOG_ERROR || level > HAWSER_LOG_DEBUG) {
        return HAWSER_E_INVALID;
    }
    (void)pthread_mutex_lock(&lock);
    const int32_t result = active ? HAWSER_SENT : HAWSER_E_INVALID;
    if (result == HAWSER_SENT && is_loud) {
        (void)fprintf(stderr, "%s %s\n", LEVELS[level], text);
    }
    (void)pthread_mutex_unlock(&lock);
    return result;
}

/* ---- hawser.request/1 ---- */

/* As a host does, it drops the answer to what is over. */
static int32_t respond(const hawser_host_t *host, int64_t id, const uint8_t *data, size_t length) {
    (void)host;
    if (id == 0 || (data == NULL && length != 0)) {
        return HAWSER_E_INVALID;
    }
    (void)pthread_mutex_lock(&lock);
    const int32_t result = active ? HAWSER_SENT : HAWSER_E_INVALID;
    if (is_open(id)) {
        taker(data, length);
        (void)end(id, HAWSER_DESK_ANSWERED);
    }
    (void)pthread_mutex_unlock(&lock);
    return result;
}

static int32_t fail_request(const hawser_host_t *host, int64_t id, int32_t code, const char *text) {
    (void)host;
    return fail_with(id, code, text, HAWSER_SENT);
}

static int32_t note_asked(asked_t one, const char *event) {
    if (!active) {
        return HAWSER_E_INVALID;
    }
    if (one.token != 0 && asked_count == ASKED_MOST) {
        return HAWSER_E_NO_ROOM;
    }
    if (one.token != 0) {
        asked[asked_count++] = one;
    }
    if (is_loud) {
        (void)fprintf(stderr, "asks %s: %s\n", event, NOBODY);
    }
    return HAWSER_SENT;
}

static int32_t ask(asked_t one, const char *event, const uint8_t *data, size_t length) {
    if (event == NULL || (data == NULL && length != 0)) {
        return HAWSER_E_INVALID;
    }
    (void)pthread_mutex_lock(&lock);
    const int32_t result = note_asked(one, event);
    (void)pthread_mutex_unlock(&lock);
    return result;
}

static int32_t send_request(const hawser_host_t *host, int64_t token, const char *event, uint32_t timeout_ms,
                            const uint8_t *data, size_t length) {
    (void)host;
    (void)timeout_ms;
    return ask((asked_t){token, 0}, event, data, length);
}

/* It has its outcome already. */
static int32_t cancel_request(const hawser_host_t *host, int64_t token) {
    (void)host;
    return token == 0 ? HAWSER_E_INVALID : HAWSER_SENT;
}

/* ---- hawser.stream/1 ---- */

static int32_t emit(const hawser_host_t *host, int64_t id, const uint8_t *data, size_t length, uint32_t wait_ms) {
    (void)host;
    (void)wait_ms;
    (void)pthread_mutex_lock(&lock);
    const int32_t right = is_open(id) && (data != NULL || length == 0);
    const int32_t fits = right && items_left > 0;
    if (fits) {
        items_left--;
        taker(data, length);
    }
    (void)pthread_mutex_unlock(&lock);
    return fits ? HAWSER_SENT : right ? HAWSER_E_NO_ROOM : HAWSER_E_INVALID;
}

static int64_t demand(const hawser_host_t *host, int64_t id) {
    (void)host;
    (void)pthread_mutex_lock(&lock);
    const int64_t result = is_open(id) ? items_left : -1;
    (void)pthread_mutex_unlock(&lock);
    return result;
}

static int32_t end_stream(const hawser_host_t *host, int64_t id) {
    (void)host;
    (void)pthread_mutex_lock(&lock);
    const int32_t right = end(id, HAWSER_DESK_ANSWERED);
    (void)pthread_mutex_unlock(&lock);
    return right ? HAWSER_SENT : HAWSER_E_INVALID;
}

static int32_t fail_stream(const hawser_host_t *host, int64_t id, int32_t code, const char *text) {
    (void)host;
    return fail_with(id, code, text, HAWSER_E_INVALID);
}

/* ---- hawser.subscribe/1: no stream is there, so each is over before its first item ---- */

static int32_t takes_items(int64_t token) {
    (void)pthread_mutex_lock(&lock);
    const int32_t right = active && token != 0 && plugin->subscribe.item != NULL;
    (void)pthread_mutex_unlock(&lock);
    return right;
}

static int32_t subscribe(const hawser_host_t *host, int64_t token, const char *event, uint32_t timeout_ms,
                         const uint8_t *data, size_t length) {
    (void)host;
    (void)timeout_ms;
    return takes_items(token) ? ask((asked_t){token, 1}, event, data, length) : HAWSER_E_INVALID;
}

static int32_t request_items(const hawser_host_t *host, int64_t token, int64_t count) {
    (void)host;
    return takes_items(token) && count > 0 ? HAWSER_SENT : HAWSER_E_INVALID;
}

static int32_t cancel_items(const hawser_host_t *host, int64_t token) {
    (void)host;
    return takes_items(token) ? HAWSER_SENT : HAWSER_E_INVALID;
}

/* ---- the host ---- */

static const void *get_extension(const hawser_host_t *host, const char *id) {
    static const hawser_host_log_t logs = {log_text};
    static const hawser_host_request_t requests = {respond, fail_request, send_request, cancel_request};
    static const hawser_host_stream_t streams = {emit, demand, end_stream, fail_stream};
    static const hawser_host_subscribe_t subscriptions = {subscribe, request_items, cancel_items};
    (void)host;
    return id == NULL                              ? NULL
           : strcmp(id, HAWSER_EXT_LOG) == 0       ? (const void *)&logs
           : strcmp(id, HAWSER_EXT_REQUEST) == 0   ? (const void *)&requests
           : strcmp(id, HAWSER_EXT_STREAM) == 0    ? (const void *)&streams
           : strcmp(id, HAWSER_EXT_SUBSCRIBE) == 0 ? (const void *)&subscriptions
                                                   : NULL;
}

const hawser_host_t *hawser_desk_host(const hawser_library_t *library, int32_t speaks) {
    static const hawser_host_t host = {NULL, get_extension};
    (void)pthread_mutex_lock(&lock);
    plugin = library;
    is_loud = speaks;
    asked_count = 0;
    open_id = 0;
    active = 1;
    (void)pthread_mutex_unlock(&lock);
    return &host;
}

void hawser_desk_open(int64_t id, int64_t credit, void (*take)(const uint8_t *data, size_t length)) {
    (void)pthread_mutex_lock(&lock);
    open_id = id;
    items_left = credit;
    taker = take;
    state = HAWSER_DESK_OPEN;
    (void)pthread_mutex_unlock(&lock);
}

hawser_desk_state_t hawser_desk_state(void) {
    (void)pthread_mutex_lock(&lock);
    const hawser_desk_state_t result = state;
    (void)pthread_mutex_unlock(&lock);
    return result;
}

int32_t hawser_desk_abandon(void) {
    (void)pthread_mutex_lock(&lock);
    const int32_t was_open = is_open(open_id);
    open_id = 0;
    (void)pthread_mutex_unlock(&lock);
    return was_open;
}

/* Called without the lock: it may ask again. */
void hawser_desk_tell(void) {
    asked_t all[ASKED_MOST];
    (void)pthread_mutex_lock(&lock);
    const size_t count = asked_count;
    memcpy(all, asked, count * sizeof all[0]);
    asked_count = 0;
    (void)pthread_mutex_unlock(&lock);
    for (size_t i = 0; i < count; i++) {
        void (*over_for)(int64_t, int32_t, const uint8_t *, size_t) =
            all[i].is_stream ? plugin->subscribe.over : plugin->request.answered;
        if (over_for != NULL) {
            over_for(all[i].token, HAWSER_CODE_TARGET_NOT_FOUND, (const uint8_t *)NOBODY, sizeof NOBODY - 1);
        }
    }
}

hawser_desk_state_t hawser_desk_await(void) {
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += AWAIT_NS;
    until.tv_sec += until.tv_nsec / SECOND_NS;
    until.tv_nsec %= SECOND_NS;
    (void)pthread_mutex_lock(&lock);
    while (state == HAWSER_DESK_OPEN && pthread_cond_timedwait(&over, &lock, &until) != ETIMEDOUT) {
    }
    const hawser_desk_state_t result = state;
    (void)pthread_mutex_unlock(&lock);
    return result;
}

void hawser_desk_close(void) {
    (void)pthread_mutex_lock(&lock);
    active = 0;
    (void)pthread_mutex_unlock(&lock);
}
