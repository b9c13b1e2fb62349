/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Takes streams of others, at most 16 items ahead of it, by hawser.subscribe/1, and says what it was given.
 *
 *   tally:stream:count  "EVENT PAYLOAD"   -> "118 items, 27455 bytes, cbf29ce4...", when the stream has ended
 *   tally:stream:first  "N EVENT PAYLOAD" -> the same of N items, no more than which are asked for; then it cancels
 */
#include "hawser/ext/request.h"
#include "hawser/ext/subscribe.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = 16, TALLIES_MAX = 64, EVENT_MAX = 255 };

static const uint64_t HASH_OF_NOTHING = 0xcbf29ce484222325U;
static const uint64_t HASH_PRIME = 0x100000001b3U;

typedef struct tally {
    int64_t request; /* who wants it, and the token of its stream; 0 = free */
    int64_t items;
    int64_t asked; /* for so many in all */
    int64_t bytes;
    uint64_t hash; /* FNV-1a of all bytes, in order */
    int64_t most; /* INT64_MAX = all */
    int32_t leaves; /* its stream is to be cancelled, and there was no room to say so */
} tally_t;

static const hawser_host_t *host;
static const hawser_host_request_t *requests;
static const hawser_host_subscribe_t *streams;
static tally_t tallies[TALLIES_MAX];

void hawser_plugin_set_host(const hawser_host_t *its_host) {
    host = its_host;
    requests = host->get_extension(host, HAWSER_EXT_REQUEST);
    streams = host->get_extension(host, HAWSER_EXT_SUBSCRIBE);
}

static tally_t *find(int64_t request) {
    tally_t *tally = tallies;
    while (tally < tallies + TALLIES_MAX && tally->request != request) {
        tally++;
    }
    return tally < tallies + TALLIES_MAX ? tally : NULL;
}

/* Half of what may be ahead at a time, so that the producer need not stand still until it hears. */
static void ask_for_more(tally_t *tally) {
    const int64_t left = tally->most - tally->asked;
    const int64_t room = AHEAD - (tally->asked - tally->items);
    const int64_t count = left < room ? left : room;
    if (count == left ? count > 0 : count >= AHEAD / 2) {
        tally->asked += streams->request(host, tally->request, count) == HAWSER_SENT ? count : 0;
    }
}

static void leave(tally_t *tally) {
    tally->leaves = streams->cancel(host, tally->request) == HAWSER_E_NO_ROOM;
}

/* ---- the stream ---- */

static void on_item(int64_t token, const uint8_t *data, size_t length) {
    tally_t *tally = find(token);
    if (tally == NULL) {
        return;
    }
    tally->items++;
    tally->bytes += (int64_t)length;
    for (size_t i = 0; i < length; i++) {
        tally->hash = (tally->hash ^ data[i]) * HASH_PRIME;
    }
    if (tally->items == tally->most) {
        leave(tally);
    } else {
        ask_for_more(tally);
    }
}

static void on_over(int64_t token, int32_t code, const uint8_t *text, size_t length) {
    tally_t *tally = find(token);
    char answer[128];
    if (tally == NULL) {
        return;
    }
    if (code == 0 || tally->items == tally->most) {
        const int used = snprintf(answer, sizeof answer, "%" PRId64 " items, %" PRId64 " bytes, %016" PRIx64,
                                  tally->items, tally->bytes, tally->hash);
        (void)requests->respond(host, token, (const uint8_t *)answer, (size_t)used);
    } else {
        (void)snprintf(answer, sizeof answer, "%.*s", (int)length, (const char *)text);
        (void)requests->fail(host, token, code, answer);
    }
    tally->request = 0;
}

/* ---- requests ---- */

/* The text behind a word and its blank; the word. NULL = it is too long. */
static const uint8_t *after_word(const uint8_t *text, const uint8_t *end, char *word) {
    const size_t most = (size_t)(end - text) < EVENT_MAX ? (size_t)(end - text) : EVENT_MAX;
    const uint8_t *blank = memchr(text, ' ', most);
    const uint8_t *word_end = blank != NULL ? blank : text + most;
    memcpy(word, text, (size_t)(word_end - text));
    word[word_end - text] = '\0';
    return blank != NULL ? blank + 1 : word_end == end ? end : NULL;
}

static void begin(int64_t request, int64_t most, const char *event, const uint8_t *data, size_t length) {
    tally_t *tally = find(0);
    if (tally == NULL) {
        (void)requests->fail(host, request, HAWSER_CODE_BACK_PRESSURED, "at most 64 streams are counted at a time");
        return;
    }
    *tally = (tally_t){request, 0, 0, 0, HASH_OF_NOTHING, most, 0};
    if (streams->subscribe(host, request, event, 0, data, length) == HAWSER_SENT) {
        ask_for_more(tally);
    } else {
        tally->request = 0;
        (void)requests->fail(host, request, HAWSER_CODE_INVALID_EVENT, "the stream could not be asked for");
    }
}

static void on_request(int64_t request, const char *event, int64_t deadline_ms, const uint8_t *data, size_t length) {
    const uint8_t *end = data + length;
    char word[EVENT_MAX + 1] = {0};
    int64_t most = INT64_MAX;
    (void)deadline_ms;
    if (strcmp(event, "tally:stream:first") == 0) {
        data = after_word(data, end, word);
        most = strtoll(word, NULL, 10);
    }
    const uint8_t *payload = data == NULL || most <= 0 ? NULL : after_word(data, end, word);
    if (payload == NULL) {
        (void)requests->fail(host, request, HAWSER_CODE_DESERIALIZE_FAILED,
                             "an event and a payload are required, such as search:text:find volcano");
    } else {
        begin(request, most, word, payload, (size_t)(end - payload));
    }
}

/* Nobody waits for the count any more; the stream's end frees its place. */
static void on_cancelled(int64_t request) {
    tally_t *tally = find(request);
    if (tally != NULL) {
        leave(tally);
    }
}

const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_request_t own_requests = {on_request, on_cancelled, NULL};
    static const hawser_plugin_subscribe_t own_streams = {on_item, on_over};
    return strcmp(id, HAWSER_EXT_REQUEST) == 0     ? (const void *)&own_requests
           : strcmp(id, HAWSER_EXT_SUBSCRIBE) == 0 ? (const void *)&own_streams : NULL;
}

/* ---- the plugin ---- */

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    (void)request;
    (void)send;
    return requests == NULL || streams == NULL ? PLUGIN_ERROR_INITIALIZATION : PLUGIN_SUCCESS;
}

static void process_message(const uint8_t *data, size_t length) {
    (void)data; /* all of its events go to on_request */
    (void)length;
}

static void nothing(void) {
}

/* What there was no room to say. */
static void update(void) {
    for (tally_t *tally = tallies; tally < tallies + TALLIES_MAX; tally++) {
        if (tally->request != 0 && tally->leaves) {
            leave(tally);
        } else if (tally->request != 0) {
            ask_for_more(tally);
        }
    }
}

static const PluginInterface plugin = {
    {"tally", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
