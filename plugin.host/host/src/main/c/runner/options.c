/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a library may need to find files and to speak the user's language; nothing that a host keeps to itself. */
static const char *const USUAL[] = {"HOME",     "LANG", "LANGUAGE", "LD_LIBRARY_PATH", "LOGNAME", "PATH", "SHELL",
                                    "TERM",     "TMPDIR", "TZ",     "USER",            "XDG_RUNTIME_DIR"};

typedef struct part {
    const char *begin;
    size_t length;
} part_t;

static int32_t is(part_t part, const char *text) {
    return part.length == strlen(text) && memcmp(part.begin, text, part.length) == 0;
}

/* ---- environment ---- */

static void inherit(hawser_options_t *options, char *entry) {
    if (options->inherited < HAWSER_ENVIRONMENT_MAX) {
        options->environment[options->inherited++] = entry;
        options->environment[options->inherited] = NULL;
    }
}

static int32_t is_usual(part_t name) {
    for (size_t i = 0; i < sizeof USUAL / sizeof USUAL[0]; i++) {
        if (is(name, USUAL[i])) {
            return 1;
        }
    }
    return name.length > 3 && memcmp(name.begin, "LC_", 3) == 0;
}

static void inherit_usual(hawser_options_t *options) {
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
        const part_t name = {*entry, strcspn(*entry, "=")};
        if (is_usual(name)) {
            inherit(options, *entry);
        }
    }
}

static void inherit_named(hawser_options_t *options, part_t name) {
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
        if (!is_usual(name) && strncmp(*entry, name.begin, name.length) == 0 && (*entry)[name.length] == '=') {
            inherit(options, *entry);
        }
    }
}

static void inherit_list(hawser_options_t *options, part_t list) {
    while (list.length != 0) {
        const char *comma = memchr(list.begin, ',', list.length);
        const size_t length = comma == NULL ? list.length : (size_t)(comma - list.begin);
        const size_t taken = comma == NULL ? length : length + 1;
        inherit_named(options, (part_t){list.begin, length});
        list.begin += taken;
        list.length -= taken;
    }
}

/* ---- lines ---- */

static int32_t refuse(part_t name, part_t value, const char *required) {
    return hawser_fail("a runner's option %.*s must be %s: %.*s=%.*s", (int)name.length, name.begin, required,
                       (int)name.length, name.begin, (int)value.length, value.begin);
}

static int32_t read_number(int64_t *number, part_t name, part_t value) {
    char digits[24] = {0};
    char *end = digits;
    if (value.length > 0 && value.length < sizeof digits) {
        memcpy(digits, value.begin, value.length);
        errno = 0;
        *number = strtoll(digits, &end, 10);
    }
    return end == digits || *end != '\0' || errno != 0 || *number < -1 ? refuse(name, value, "a number") : 0;
}

static int32_t read_output(hawser_options_t *options, part_t name, part_t value) {
    static const char *const KINDS[] = {"pipe", "none", "inherit"}; /* as in hawser_output_t */
    for (int i = 0; i < 3; i++) {
        if (is(value, KINDS[i])) {
            options->output = (hawser_output_t)i;
            return 0;
        }
    }
    return refuse(name, value, "pipe, none or inherit");
}

static int32_t read_option(hawser_options_t *options, part_t name, part_t value) {
    static const char *const NAMES[] = {"memory", "cpu", "files", "processes", "user", "messages"};
    int64_t *const numbers[] = {&options->limits.memory, &options->limits.cpu_s, &options->limits.files,
                                &options->limits.processes, &options->limits.user, &options->messages};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (is(name, NAMES[i])) {
            return read_number(numbers[i], name, value);
        }
    }
    if (is(name, "output")) {
        return read_output(options, name, value);
    }
    if (is(name, "environment")) {
        inherit_list(options, value);
        return 0;
    }
    return refuse(name, value, "memory, cpu, files, processes, user, messages, environment or output");
}

int32_t hawser_options_read(hawser_options_t *options, const char *text) {
    memset(options, 0, sizeof *options);
    options->limits.user = -1;
    inherit_usual(options);
    while (*text != '\0') {
        const size_t length = strcspn(text, "\n");
        const size_t split = strcspn(text, "=\n");
        const part_t name = {text, split};
        const part_t value = {split < length ? text + split + 1 : text + length, split < length ? length - split - 1 : 0};
        if (length != 0 && read_option(options, name, value) != 0) {
            return -1;
        }
        text += length + (text[length] == '\n');
    }
    return 0;
}
