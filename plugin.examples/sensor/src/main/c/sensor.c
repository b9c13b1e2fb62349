/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sensor that streams from its own thread: the machine's load, each so many milliseconds as the request says ("100").
 * Every consumer has a stream of its own, at its own pace; one that is behind misses readings and is told how many.
 */
#define _GNU_SOURCE /* getloadavg */
#include "hawser/ext/log.h"
#include "hawser/ext/stream.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { STREAMS_MAX = 1024, INTERVAL_MIN_MS = 1, INTERVAL_MAX_MS = 3600000, NS_PER_MS = 1000000 };

typedef struct reader {
    int64_t id; /* of its stream; 0 = free */
    int64_t interval_ns;
    int64_t next_ns;
    int64_t number;
    int64_t missed;
} reader_t;

static const hawser_host_t *host;
static const hawser_host_stream_t *stream;
static const hawser_host_log_t *host_log; /* may be NULL: a sensor can do without */

static pthread_t thread;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static reader_t readers[STREAMS_MAX];
static int stopping;

/* Exported for the host, which calls it before initialize. */
void hawser_plugin_set_host(const hawser_host_t *its_host) {
    host = its_host;
    stream = host->get_extension(host, HAWSER_EXT_STREAM);
    host_log = host->get_extension(host, HAWSER_EXT_LOG);
}

static void log_line(int32_t level, const char *text) {
    if (host_log != NULL) {
        (void)host_log->log(host, level, text);
    }
}

static int64_t now_ns(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- the sensor's thread ---- */

/* Takes a reading for one stream. Does not wait: who is behind gets the next one. */
static void read_for(reader_t *reader) {
    char text[160];
    double load = 0;
    (void)getloadavg(&load, 1);
    const int length = snprintf(text, sizeof text, "{\"number\":%lld,\"at\":%lld,\"load\":%.2f,\"missed\":%lld}",
                                (long long)reader->number, (long long)(now_ns(CLOCK_REALTIME) / NS_PER_MS), load,
                                (long long)reader->missed);
    const int32_t result = stream->emit(host, reader->id, (const uint8_t *)text, (size_t)length, 0);
    if (result == HAWSER_E_INVALID) {
        reader->id = 0; /* nobody wants it any more */
    } else {
        reader->number++;
        reader->missed = result == HAWSER_SENT ? 0 : reader->missed + 1;
    }
}

/* Reads for whoever is due. When the next one is, or a long time. */
static int64_t read_for_all(void) {
    const int64_t now = now_ns(CLOCK_MONOTONIC);
    int64_t next = now + (int64_t)INTERVAL_MAX_MS * NS_PER_MS;
    for (int i = 0; i < STREAMS_MAX; i++) {
        reader_t *reader = &readers[i];
        if (reader->id != 0 && reader->next_ns <= now) {
            read_for(reader);
            reader->next_ns += ((now - reader->next_ns) / reader->interval_ns + 1) * reader->interval_ns;
        }
        if (reader->id != 0 && reader->next_ns < next) {
            next = reader->next_ns;
        }
    }
    return next;
}

static void *run(void *unused) {
    (void)pthread_mutex_lock(&mutex);
    while (!stopping) {
        const int64_t next = read_for_all();
        const struct timespec deadline = {(time_t)(next / 1000000000), (long)(next % 1000000000)};
        (void)pthread_cond_timedwait(&changed, &mutex, &deadline);
    }
    (void)pthread_mutex_unlock(&mutex);
    return unused;
}

/* ---- streams ---- */

static reader_t *find(int64_t id) {
    for (int i = 0; i < STREAMS_MAX; i++) {
        if (readers[i].id == id) {
            return &readers[i];
        }
    }
    return NULL;
}

static long interval_of(const uint8_t *data, size_t length) {
    char text[16] = {0};
    char *end;
    memcpy(text, data, length < sizeof text ? length : sizeof text - 1);
    const long interval_ms = strtol(text, &end, 10);
    return end == text || *end != '\0' ? 0 : interval_ms;
}

static void add(int64_t id, int64_t interval_ns) {
    (void)pthread_mutex_lock(&mutex);
    reader_t *reader = find(0);
    if (reader != NULL) {
        *reader = (reader_t){id, interval_ns, now_ns(CLOCK_MONOTONIC), 0, 0};
        (void)pthread_cond_signal(&changed);
    }
    (void)pthread_mutex_unlock(&mutex);
    if (reader == NULL) {
        (void)stream->fail(host, id, HAWSER_CODE_BACK_PRESSURED, "at most 1024 streams may be open; end some");
    }
}

static void open_stream(int64_t id, const char *event, const uint8_t *data, size_t length) {
    (void)event; /* it declares one */
    const long interval_ms = interval_of(data, length);
    if (interval_ms < INTERVAL_MIN_MS || interval_ms > INTERVAL_MAX_MS) {
        (void)stream->fail(host, id, HAWSER_CODE_DESERIALIZE_FAILED,
                           "an interval in milliseconds is required, 1 to 3600000, such as 100");
        return;
    }
    add(id, (int64_t)interval_ms * NS_PER_MS);
}

static void cancelled(int64_t id) {
    (void)pthread_mutex_lock(&mutex);
    reader_t *reader = find(id);
    if (reader != NULL) {
        reader->id = 0;
    }
    (void)pthread_mutex_unlock(&mutex);
}

/* Exported for the host, which asks for each extension that it knows. */
const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_stream_t streams = {open_stream, cancelled};
    return strcmp(id, HAWSER_EXT_STREAM) == 0 ? &streams : NULL;
}

/* ---- the plugin ---- */

static int start(void) {
    pthread_condattr_t monotonic;
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&changed, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    return pthread_create(&thread, NULL, run, NULL);
}

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    (void)request;
    (void)send;
    if (stream == NULL || start() != 0) {
        return PLUGIN_ERROR_INITIALIZATION; /* a host without streams has no use for it */
    }
    log_line(HAWSER_LOG_INFO, "the sensor is on");
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {
    (void)pthread_mutex_lock(&mutex);
    stopping = 1;
    (void)pthread_cond_signal(&changed);
    (void)pthread_mutex_unlock(&mutex);
    (void)pthread_join(thread, NULL);
    (void)pthread_cond_destroy(&changed);
    log_line(HAWSER_LOG_INFO, "the sensor is off");
}

static void process_message(const uint8_t *data, size_t length) {
    (void)data; /* it has no event that is not a stream */
    (void)length;
}

static void update(void) {
}

static const PluginInterface plugin = {
    {"sensor", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
