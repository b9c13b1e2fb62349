/* SPDX-License-Identifier: Apache-2.0 */
/* Relies on its host, and does by extensions what a rule forbids: FAULT says what. */
#define INITIALIZE begin
#define PROCESS never
#include "fixture.h"

#include "hawser/ext/log.h"
#include "hawser/ext/request.h"
#include "hawser/ext/stream.h"

#include <stdlib.h>
#include <string.h>

enum { NONE, EMPTY, PAST_END, KEEPS, CANCELLED, STREAMS };

static const hawser_host_t *host;
static const hawser_host_request_t *requests;
static const hawser_host_stream_t *streams;
static const uint8_t *before;
static volatile uint8_t seen;

void hawser_plugin_set_host(const hawser_host_t *its_host) {
    host = its_host;
    requests = host->get_extension(host, HAWSER_EXT_REQUEST);
    streams = host->get_extension(host, HAWSER_EXT_STREAM);
}

static PluginStatus begin(MessageCallback m, BufferRequestCallback r, BufferSendCallback s) {
    const hawser_host_log_t *log = host->get_extension(host, HAWSER_EXT_LOG);
    (void)log->log(host, HAWSER_LOG_INFO, "here");
    return fixture_initialize(m, r, s);
}

/* A host asks by the extension. */
static void never(const uint8_t *data, size_t length) {
    (void)data;
    (void)length;
    abort();
}

static void ask(int64_t id, const char *event, int64_t deadline_ms, const uint8_t *data, size_t length) {
    (void)event;
    (void)deadline_ms;
    if (FAULT == EMPTY && length == 0) {
        abort();
    }
    if (FAULT == PAST_END) {
        seen = data[length + 7]; /* it may be followed by as much, up to the next that is aligned */
    }
    if (FAULT == KEEPS) {
        seen = before == NULL ? 0 : before[0];
        before = data;
    }
    if (id != 0 && FAULT == NONE) {
        (void)requests->respond(host, id, data, length);
    }
}

/* As many as there is credit for; nobody ends it but its consumer. */
static void open_stream(int64_t id, const char *event, const uint8_t *data, size_t length) {
    (void)event;
    if (FAULT == STREAMS) {
        abort();
    }
    while (streams->demand(host, id) > 0) {
        (void)streams->emit(host, id, data, length, 0);
    }
}

static void cancel(int64_t id) {
    if (FAULT == CANCELLED || streams->demand(host, id) != -1) {
        abort();
    }
}

const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_request_t asked = {ask, NULL, NULL};
    static const hawser_plugin_stream_t opened = {open_stream, cancel};
    return strcmp(id, HAWSER_EXT_REQUEST) == 0 ? (const void *)&asked
           : strcmp(id, HAWSER_EXT_STREAM) == 0 ? (const void *)&opened
                                                : NULL;
}

FIXTURE_TABLE
