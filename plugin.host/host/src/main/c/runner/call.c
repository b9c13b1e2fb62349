/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One message to a plugin, in this very process and from the file itself, so that a debugger sees both. What is lent
 * ends where it ends: a step past it stops the debugger there.
 */
#define _GNU_SOURCE
#include "call.h"

#include "hawser/memory.h"
#include "strict.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ANSWERED = 0, REFUSED = 1, USAGE = 2, UNANSWERED = 3 };

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

static int32_t open_library(hawser_library_t *library, const char *path) {
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    return file < 0 ? hawser_fail("a library must be readable: path=%s, %s", path, strerror(errno))
                    : hawser_library_open(library, file);
}

/* ---- one life ---- */

static int call(const hawser_library_t *library, int64_t length, int64_t times) {
    static hawser_pulse_t pulse;
    static hawser_strict_t host;
    host.pulse = &pulse;
    host.heard = hear;
    host.ways = HAWSER_STRICT_MESSAGE_ENDS | HAWSER_STRICT_MESSAGE_FIXED | HAWSER_STRICT_LOAN_ENDS;
    const int32_t status = hawser_strict_initialize(&host, &library->table);
    if (status != PLUGIN_SUCCESS) {
        (void)fprintf(stderr, "hawser-runner: initialize must return PLUGIN_SUCCESS (0): it returned %d\n", (int)status);
        return REFUSED;
    }
    for (int64_t i = 0; i < times; i++) {
        hawser_strict_process(&host, message, (size_t)length);
    }
    hawser_strict_shut_down(&host);
    if (host.misuse[0] != '\0') {
        (void)fprintf(stderr, "hawser-runner: %s\n", host.misuse);
    }
    return host.answered != 0 ? ANSWERED : UNANSWERED;
}

int hawser_call_run(int count, char **arguments) {
    hawser_library_t library;
    const int64_t times = count == 4 && strcmp(arguments[2], "--times") == 0 ? strtoll(arguments[3], NULL, 10) : 1;
    if ((count != 2 && count != 4) || times < 1) {
        (void)fprintf(stderr, "usage: hawser-runner --call TEXT|@FILE|- LIBRARY [--times N]\n");
        return USAGE;
    }
    const int64_t length = read_message(arguments[0]);
    if (length > HAWSER_MESSAGE_MOST) {
        (void)fprintf(stderr, "hawser-runner: a message may have %d bytes at most\n", HAWSER_MESSAGE_MOST);
        return USAGE;
    }
    if (length < 0 || open_library(&library, arguments[1]) != 0) {
        (void)fprintf(stderr, "hawser-runner: %s\n", hawser_error());
        return REFUSED;
    }
    const int result = call(&library, length, times);
    if (result == UNANSWERED) {
        (void)fprintf(stderr, "hawser-runner: no answer was sent before process_message returned\n");
    }
    (void)hawser_library_close(&library);
    return result;
}
