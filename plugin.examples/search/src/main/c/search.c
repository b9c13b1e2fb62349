/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds sentences. A message is the words to look for; each sentence that holds all of them, in any case, is sent as a
 * chunk of JSON, in place: {"line": 12, "country": "Iceland", "text": "..."}.
 *
 * The stream's consumer sets the pace: buffer_request waits while it is behind, and says so once it has gone away. Then
 * the search ends.
 */
#include "corpus.h"
#include "plugin_interface.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 16, QUERY_MAX = 256, PATIENCE_MS = 1000 };

static BufferRequestCallback request_buffer;
static BufferSendCallback send_buffer;

typedef struct query {
    char text[QUERY_MAX]; /* in lower case; each word ends in 0 */
    const char *words[WORDS_MAX];
    int count;
} query_t;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    request_buffer = request;
    send_buffer = send;
    return PLUGIN_SUCCESS;
}

static void nothing(void) {
}

/* ---- matching ---- */

static void parse(query_t *query, const uint8_t *data, size_t length) {
    const size_t used = length < QUERY_MAX ? length : QUERY_MAX - 1;
    memset(query, 0, sizeof *query);
    for (size_t i = 0; i < used; i++) {
        query->text[i] = isspace(data[i]) ? '\0' : (char)tolower(data[i]);
        if (query->text[i] != '\0' && (i == 0 || query->text[i - 1] == '\0') && query->count < WORDS_MAX) {
            query->words[query->count++] = &query->text[i];
        }
    }
}

static int starts_with(const char *text, const char *end, const char *word) {
    while (*word != '\0' && text < end && tolower((unsigned char)*text) == *word) {
        text++;
        word++;
    }
    return *word == '\0';
}

static int holds(const char *line, const char *end, const char *word) {
    for (const char *at = line; at < end; at++) {
        if (starts_with(at, end, word)) {
            return 1;
        }
    }
    return 0;
}

static int matches(const query_t *query, const char *line, const char *end) {
    for (int i = 0; i < query->count; i++) {
        if (!holds(line, end, query->words[i])) {
            return 0;
        }
    }
    return query->count != 0;
}

/* ---- sending ---- */

/* Appends text as JSON holds it; what finds no room is left out. */
static uint32_t append(uint8_t *buffer, uint32_t used, uint32_t space, const char *from, const char *to) {
    for (; from < to && used + 2 < space; from++) {
        if (*from == '"' || *from == '\\') {
            buffer[used++] = '\\';
        }
        buffer[used++] = (uint8_t)*from;
    }
    return used;
}

static uint32_t append_all(uint8_t *buffer, uint32_t used, uint32_t space, const char *text) {
    const size_t length = strlen(text);
    if (used + length <= space) {
        memcpy(buffer + used, text, length);
        used += (uint32_t)length;
    }
    return used;
}

/* Whether to go on: not if the consumer went away or lets the plugin wait too long. */
static int send_hit(int line_number, const char *line, const char *end) {
    uint8_t *buffer;
    uint32_t space;
    char number[40];
    if (request_buffer(PATIENCE_MS, &buffer, &space) != 0) {
        return 0;
    }
    const char *colon = memchr(line, ':', (size_t)(end - line));
    const char *text = colon != NULL && end - colon > 2 ? colon + 2 : line;
    (void)snprintf(number, sizeof number, "{\"line\":%d,\"country\":\"", line_number);
    const uint32_t room = space - 16; /* for what closes the object */
    uint32_t used = append_all(buffer, 0, room, number);
    used = append(buffer, used, room, line, colon == NULL ? line : colon);
    used = append_all(buffer, used, space, "\",\"text\":\"");
    used = append(buffer, used, space - 2, text, end);
    used = append_all(buffer, used, space, "\"}");
    return send_buffer(used) == 0;
}

static void process_message(const uint8_t *data, size_t length) {
    query_t query;
    int number = 0;
    int goes_on = 1;
    parse(&query, data, length);
    for (const char *line = corpus; line < corpus_end && goes_on;) {
        const char *end = memchr(line, '\n', (size_t)(corpus_end - line));
        end = end == NULL ? corpus_end : end;
        number++;
        if (matches(&query, line, end)) {
            goes_on = send_hit(number, line, end);
        }
        line = end + 1;
    }
}

static const PluginInterface plugin = {
    {"search", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message, nothing,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
