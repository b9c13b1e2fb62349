/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One message to a plugin, in this very process and from the file itself, so that a debugger sees both. What is lent
 * ends where it ends: a step past it stops the debugger there.
 */
#define _GNU_SOURCE
#include "call.h"

#include "desk.h"
#include "hawser/memory.h"
#include "strict.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ANSWERED = 0, REFUSED = 1, USAGE = 2, UNANSWERED = 3, AWAIT_MOST = 2000 };

static uint8_t message[HAWSER_MESSAGE_MOST + 1];

/* ---- what comes ---- */

static void hear(const uint8_t *data, size_t length, int32_t is_answer) {
    FILE *stream = is_answer ? stdout : stderr;
    if (!is_answer) {
        (void)fprintf(stream, "message of %zu bytes: ", length);
    }
    (void)fwrite(data, 1, length, stream);
    if (!is_answer || (isatty(STDOUT_FILENO) && length != 0 && data[length - 1] != '\n')) {
        (void)fputc('\n', stream);
    }
    (void)fflush(stream);
}

/* ---- what is sent ---- */

/* Its length, or -1 with the reason set. */
static int64_t read_message(const char *payload) {
    const int32_t from_file = payload[0] == '@';
    if (!from_file && strcmp(payload, "-") != 0) {
        (void)snprintf((char *)message, sizeof message, "%s", payload);
        return (int64_t)strlen(payload);
    }
    FILE *file = from_file ? fopen(payload + 1, "rb") : stdin;
    if (file == NULL) {
        return hawser_fail("the message must be readable: file=%s, %s", payload + 1, strerror(errno));
    }
    const size_t length = fread(message, 1, sizeof message, file);
    if (from_file) {
        (void)fclose(file);
    }
    return (int64_t)length;
}

/* ---- one life ---- */

typedef struct order {
    const char *payload;
    const char *path;
    const char *event;
    int32_t stream;
    int64_t times;
} order_t;

static hawser_library_t library;
static hawser_strict_t host;
static order_t order = {NULL, NULL, NULL, 0, 1};

static int32_t open_library(const char *path) {
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    return file < 0 ? hawser_fail("a library must be readable: path=%s, %s", path, strerror(errno))
                    : hawser_library_open(&library, file);
}

static void take_answer(const uint8_t *data, size_t length) {
    hear(data, length, 1);
}

static void take_item(const uint8_t *data, size_t length) {
    (void)fwrite(data, 1, length, stdout);
    (void)fputc('\n', stdout);
    (void)fflush(stdout);
}

static void hand_request(const uint8_t *data, size_t length) {
    library.request.request(host.processed, order.event, 0, data, length);
}

static void hand_stream(const uint8_t *data, size_t length) {
    library.stream.open(host.processed, order.event, data, length);
}

/* The plugin may answer from wherever it likes: it is kept alive as a host does, until it has. A stream has no limit. */
static int await_answer(void) {
    for (int64_t waited = 0; order.stream || waited < AWAIT_MOST; waited++) {
        hawser_desk_tell();
        const hawser_desk_state_t state = hawser_desk_await();
        if (state != HAWSER_DESK_OPEN) {
            return state == HAWSER_DESK_ANSWERED ? ANSWERED : REFUSED;
        }
        hawser_strict_update(&host);
    }
    (void)fprintf(stderr, "hawser-runner: no answer was sent by hawser.request/1 within 10 s\n");
    return UNANSWERED;
}

static int call_by_extension(int64_t length) {
    int result = ANSWERED;
    for (int64_t i = 0; i < order.times && result == ANSWERED; i++) {
        hawser_desk_open(i + 1, INT32_MAX, order.stream ? take_item : take_answer);
        hawser_strict_process(&host, message, (size_t)length);
        result = await_answer();
    }
    return result;
}

static int call_plainly(int64_t length) {
    for (int64_t i = 0; i < order.times; i++) {
        hawser_strict_process(&host, message, (size_t)length);
        hawser_desk_tell();
    }
    if (host.answered == 0) {
        (void)fprintf(stderr, "hawser-runner: no answer was sent before process_message returned\n");
    }
    return host.answered != 0 ? ANSWERED : UNANSWERED;
}

static int call(int64_t length) {
    static hawser_pulse_t pulse;
    host.pulse = &pulse;
    host.heard = hear;
    host.hand = order.stream ? hand_stream : library.request.request != NULL ? hand_request : NULL;
    host.ways = HAWSER_STRICT_MESSAGE_ENDS | HAWSER_STRICT_MESSAGE_FIXED | HAWSER_STRICT_LOAN_ENDS;
    const hawser_host_t *desk = hawser_desk_host(&library, HAWSER_DESK_SPEAKS);
    if (library.set_host != NULL) {
        library.set_host(desk);
    }
    const int32_t status = hawser_strict_initialize(&host, &library.table);
    if (status != PLUGIN_SUCCESS) {
        (void)fprintf(stderr, "hawser-runner: initialize must return PLUGIN_SUCCESS (0): it returned %d\n", (int)status);
        return REFUSED;
    }
    const int result = host.hand == NULL ? call_plainly(length) : call_by_extension(length);
    hawser_strict_shut_down(&host);
    hawser_desk_close();
    if (host.misuse[0] != '\0') {
        (void)fprintf(stderr, "hawser-runner: %s\n", host.misuse);
    }
    return result;
}

/* ---- arguments ---- */

/* Whether it is an option with that value. */
static int32_t read_option(const char *name, const char *value) {
    if (strcmp(name, "--event") == 0) {
        order.event = value;
        return 1;
    }
    char *end = NULL;
    order.times = strcmp(name, "--times") == 0 ? strtoll(value, &end, 10) : 0;
    return order.times > 0 && *end == '\0';
}

static int32_t read_arguments(int count, char **arguments) {
    if (count < 2) {
        return 0;
    }
    order.payload = arguments[0];
    order.path = arguments[1];
    for (int i = 2; i < count; i++) {
        if (strcmp(arguments[i], "--stream") == 0) {
            order.stream = 1;
        } else if (i + 1 < count && read_option(arguments[i], arguments[i + 1])) {
            i++;
        } else {
            return 0;
        }
    }
    return 1;
}

/* As the host's EventName: in lower case, and '-' for each character that is no letter or digit of ASCII, but none at the
 * beginning. Its length. */
static size_t name_segment(const char *name, char segment[HAWSER_NAME_MAX + 1]) {
    size_t length = 0;
    for (; *name != '\0'; name++) {
        const char lower = *name >= 'A' && *name <= 'Z' ? (char)(*name - 'A' + 'a') : *name;
        const int32_t is_plain = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
        const int32_t is_rest = ((uint8_t)*name & 0xc0) == 0x80; /* of a character in UTF-8 */
        if (is_plain || (length != 0 && !is_rest)) {
            segment[length++] = is_plain ? lower : '-';
        }
    }
    segment[length] = '\0';
    return length;
}

/* An event that is not named is the one of a plugin that declares none. */
static int32_t name_event(void) {
    static char usual[HAWSER_NAME_MAX + 16];
    char segment[HAWSER_NAME_MAX + 1];
    if (order.event == NULL && name_segment(library.name, segment) == 0) {
        return hawser_fail("a plugin's name must hold a letter or digit to name its events: name=%s; say --event NAME",
                           library.name);
    }
    if (order.event == NULL) {
        (void)snprintf(usual, sizeof usual, "plugin:%s:send", segment);
        order.event = usual;
    }
    return !order.stream || library.stream.open != NULL
               ? 0
               : hawser_fail("--stream needs a plugin that opens streams: %s does not offer hawser.stream/1; without "
                             "--stream, what it sends while it is called is printed", library.name);
}

int hawser_call_run(int count, char **arguments) {
    if (!read_arguments(count, arguments)) {
        (void)fprintf(stderr, "usage: hawser-runner --call TEXT|@FILE|- FILE [--event NAME] [--stream] [--times N]\n");
        return USAGE;
    }
    const int64_t length = read_message(order.payload);
    if (length > HAWSER_MESSAGE_MOST) {
        (void)fprintf(stderr, "hawser-runner: a message may have %d bytes at most\n", HAWSER_MESSAGE_MOST);
        return USAGE;
    }
    if (length < 0 || open_library(order.path) != 0 || name_event() != 0) {
        (void)fprintf(stderr, "hawser-runner: %s\n", hawser_error());
        return REFUSED;
    }
    const int result = call(length);
    (void)hawser_library_close(&library);
    return result;
}
