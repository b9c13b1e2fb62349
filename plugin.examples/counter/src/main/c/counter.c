/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A counter with several events and no type bytes: hawser.request/1 tells each by name. Its value outlives a swap of the
 * library by hawser.state/1.
 *
 *   counter:value:add    "5" -> the new value      counter:value:get    -> the value
 *   counter:value:await  "10" -> the value, once it is at least that
 */
#include "hawser/ext/log.h"
#include "hawser/ext/request.h"
#include "hawser/ext/state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAITING_MAX = 1000, STATE_VERSION = 1 };

typedef struct waiting {
    int64_t request; /* 0 = free */
    int64_t value;
} waiting_t;

/* What one generation leaves to the next. */
typedef struct state {
    int32_t version;
    int32_t reserved;
    int64_t value;
} state_t;

static const hawser_host_t *host;
static const hawser_host_request_t *requests;
static const hawser_host_log_t *host_log;
static int64_t value;
static waiting_t waiting[WAITING_MAX];

void hawser_plugin_set_host(const hawser_host_t *its_host) {
    host = its_host;
    requests = host->get_extension(host, HAWSER_EXT_REQUEST);
    host_log = host->get_extension(host, HAWSER_EXT_LOG);
}

/* ---- requests ---- */

static void answer(int64_t request, int64_t with) {
    char text[32];
    const int length = snprintf(text, sizeof text, "%" PRId64, with);
    if (request != 0) { /* a notification has no answer */
        (void)requests->respond(host, request, (const uint8_t *)text, (size_t)length);
    }
}

static int read_number(const uint8_t *data, size_t length, int64_t *number) {
    char text[32] = {0};
    char *end;
    memcpy(text, data, length < sizeof text ? length : sizeof text - 1);
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0';
}

/* Answers who waited for no more than the value. */
static void answer_waiting(void) {
    for (int i = 0; i < WAITING_MAX; i++) {
        if (waiting[i].request != 0 && waiting[i].value <= value) {
            answer(waiting[i].request, value);
            waiting[i].request = 0;
        }
    }
}

static void await(int64_t request, int64_t least) {
    for (int i = 0; i < WAITING_MAX; i++) {
        if (waiting[i].request == 0) {
            waiting[i] = (waiting_t){request, least};
            answer_waiting();
            return;
        }
    }
    (void)requests->fail(host, request, HAWSER_CODE_BACK_PRESSURED, "at most 1000 may wait; try again later");
}

static void on_request(int64_t request, const char *event, int64_t deadline_ms, const uint8_t *data, size_t length) {
    int64_t number = 0;
    (void)deadline_ms;
    if (strcmp(event, "counter:value:get") == 0) {
        answer(request, value);
    } else if (!read_number(data, length, &number)) {
        (void)requests->fail(host, request, HAWSER_CODE_DESERIALIZE_FAILED, "a number is required, such as 5");
    } else if (strcmp(event, "counter:value:await") == 0) {
        await(request, number);
    } else {
        value += number;
        answer(request, value);
        answer_waiting();
    }
}

/* Its caller gave up, or its deadline has passed. */
static void on_cancelled(int64_t request) {
    for (int i = 0; i < WAITING_MAX; i++) {
        if (waiting[i].request == request) {
            waiting[i].request = 0;
        }
    }
}

/* ---- state ---- */

static int32_t save(const hawser_state_sink_t *sink) {
    const state_t state = {STATE_VERSION, 0, value};
    return sink->write(sink, &state, sizeof state);
}

static int32_t load(const uint8_t *data, size_t length) {
    state_t state;
    if (length != sizeof state) {
        return -1;
    }
    memcpy(&state, data, sizeof state);
    value = state.version == STATE_VERSION ? state.value : value;
    return state.version == STATE_VERSION ? 0 : -1;
}

const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_request_t own_requests = {on_request, on_cancelled, NULL};
    static const hawser_plugin_state_t own_state = {save, load};
    return strcmp(id, HAWSER_EXT_REQUEST) == 0 ? (const void *)&own_requests
           : strcmp(id, HAWSER_EXT_STATE) == 0 ? (const void *)&own_state : NULL;
}

/* ---- the plugin ---- */

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    (void)request;
    (void)send;
    return requests == NULL ? PLUGIN_ERROR_INITIALIZATION : PLUGIN_SUCCESS;
}

static void shut_down(void) {
    char text[64];
    (void)snprintf(text, sizeof text, "it counted to %" PRId64, value);
    if (host_log != NULL) {
        (void)host_log->log(host, HAWSER_LOG_INFO, text);
    }
}

static void process_message(const uint8_t *data, size_t length) {
    (void)data; /* all of its events go to on_request */
    (void)length;
}

static void update(void) {
}

static const PluginInterface plugin = {
    {"counter", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
