/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the vitals of a process that may have written anything there: each number once, each text up to its limit. */
#define _GNU_SOURCE
#include "report.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

typedef struct text {
    char *buffer;
    size_t length;
    size_t used;
} text_t;

static void add(text_t *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(text_t *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int count = vsnprintf(text->buffer + text->used, text->length - text->used, format, arguments);
    va_end(arguments);
    const size_t room = text->length - text->used - 1;
    text->used += count > 0 ? ((size_t)count < room ? (size_t)count : room) : 0;
}

/* A stranger's bytes, without any that a terminal or a log would obey. */
static void add_foreign(text_t *text, const char *bytes, size_t most) {
    for (size_t i = 0; i < most && bytes[i] != '\0'; i++) {
        add(text, "%c", bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '?');
    }
}

const char *hawser_signal_name(int32_t number) {
    static const struct {
        int32_t number;
        const char *name;
    } KNOWN[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},   {SIGILL, "SIGILL"},
                 {SIGABRT, "SIGABRT"}, {SIGSYS, "SIGSYS"},   {SIGTRAP, "SIGTRAP"}, {SIGXCPU, "SIGXCPU"},
                 {SIGXFSZ, "SIGXFSZ"}, {SIGKILL, "SIGKILL"}, {SIGTERM, "SIGTERM"}, {SIGINT, "SIGINT"},
                 {SIGPIPE, "SIGPIPE"}, {SIGALRM, "SIGALRM"}, {SIGHUP, "SIGHUP"},   {SIGQUIT, "SIGQUIT"},
                 {SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"}};
    static _Thread_local char other[24];
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        if (KNOWN[i].number == number) {
            return KNOWN[i].name;
        }
    }
    (void)snprintf(other, sizeof other, "signal %d", (int)number);
    return other;
}

/* ---- where ---- */

static int32_t has_address(int32_t number) {
    return number == SIGSEGV || number == SIGBUS || number == SIGFPE || number == SIGILL || number == SIGTRAP;
}

static const char *function_name(int32_t function) {
    static const char *const NAMES[] = {"its loading", "initialize", "process_message", "update", "shutdown",
                                        "save", "load"};
    return function >= 0 && function < (int32_t)(sizeof NAMES / sizeof NAMES[0]) ? NAMES[function] : "its code";
}

static void add_place(text_t *text, const hawser_vitals_t *vitals) {
    const int64_t calls = __atomic_load_n(&vitals->pulse.calls, __ATOMIC_RELAXED);
    const int32_t function = __atomic_load_n(&vitals->pulse.function, __ATOMIC_RELAXED);
    const int64_t messages = __atomic_load_n(&vitals->pulse.messages, __ATOMIC_RELAXED);
    const char *name = function_name(function);
    if ((calls & 1) != 0) {
        add(text, ", inside %s", name);
    } else if (calls > 0) {
        add(text, ", after %s", name);
    }
    if (messages > 0) {
        add(text, ", message %" PRId64, messages);
    }
}

static void add_top(text_t *text, const hawser_frame_t *frame) {
    if (frame->symbol[0] != '\0') {
        add(text, " in ");
        add_foreign(text, frame->symbol, sizeof frame->symbol);
        add(text, " (");
        add_foreign(text, frame->module, sizeof frame->module);
        add(text, ")");
    }
}

static int32_t has_crashed(const hawser_vitals_t *vitals) {
    return vitals != NULL && __atomic_load_n(&vitals->crash.state, __ATOMIC_ACQUIRE) != HAWSER_CRASH_NONE;
}

static int32_t gave_up(const hawser_vitals_t *vitals) {
    return vitals == NULL ? HAWSER_GAVE_UP_NOT : __atomic_load_n(&vitals->gave_up, __ATOMIC_RELAXED);
}

/* A library that does not look whether it got memory dies of anything. */
static void add_memory(text_t *text, const hawser_crash_t *crash, int64_t limit) {
    const int64_t limit_kib = limit / 1024;
    const int32_t was_refused = crash->error == ENOMEM;
    if (limit > 0 && (was_refused || crash->memory >= limit_kib - limit_kib / 8)) {
        add(text, ", with %" PRId64 " of the %" PRId64 " MiB of memory that its limit allows%s", crash->memory / 1024,
            limit_kib / 1024, was_refused ? ", and ENOMEM as its last error" : "");
    }
}

void hawser_report_end(const hawser_end_t *end, const hawser_vitals_t *vitals, int64_t limit, const char *why,
                       char *buffer, size_t length) {
    text_t text = {buffer, length, 0};
    if (why[0] != '\0') {
        add(&text, "%s", why);
    } else if (gave_up(vitals) == HAWSER_GAVE_UP_CONNECTION) {
        add(&text, "ended itself, for the plugin closed the connection to its host");
    } else if (gave_up(vitals) == HAWSER_GAVE_UP_POISONED) {
        add(&text, "ended itself, for the plugin overwrote its channel");
    } else if (end->code == CLD_EXITED) {
        add(&text, "exited with status %d", (int)end->status);
    } else if (end->code == 0) {
        add(&text, "ended, and how could not be found out");
    } else {
        add(&text, "died of %s", hawser_signal_name(end->status));
        if (has_crashed(vitals) && has_address(end->status)) {
            add(&text, " at address 0x%" PRIx64, vitals->crash.address);
            add_top(&text, &vitals->crash.frames[0]);
        }
    }
    if (vitals != NULL) {
        add_place(&text, vitals);
    }
    if (why[0] == '\0' && has_crashed(vitals)) {
        add_memory(&text, &vitals->crash, limit);
    }
}

/* ---- the report ---- */

static void add_frame(text_t *text, const hawser_frame_t *frame, int32_t number) {
    add(text, "  #%-2d 0x%012" PRIx64 " ", (int)number, frame->address);
    if (frame->symbol[0] != '\0') {
        add_foreign(text, frame->symbol, sizeof frame->symbol);
    } else {
        add_foreign(text, frame->module[0] == '\0' ? "?" : frame->module, sizeof frame->module);
    }
    add(text, "+0x%" PRIx64, frame->offset);
    if (frame->symbol[0] != '\0') {
        add(text, " (");
        add_foreign(text, frame->module, sizeof frame->module);
        add(text, ")");
    }
    add(text, "\n");
}

static void add_stack(text_t *text, const hawser_crash_t *crash) {
    const int32_t count = crash->frame_count;
    add(text, "signal: %s (code %d)\naddress: 0x%" PRIx64 "\nthread: ", hawser_signal_name(crash->signal),
        (int)crash->code, crash->address);
    add_foreign(text, crash->thread, sizeof crash->thread);
    add(text, "\nmemory: %" PRId64 " KiB of its own\nstack:%s\n", crash->memory,
        crash->state == HAWSER_CRASH_WHOLE ? "" : " (not whole)");
    for (int32_t i = 0; i < count && i < HAWSER_FRAMES_MAX; i++) {
        add_frame(text, &crash->frames[i], i);
    }
}

static void add_bytes(text_t *text, const uint8_t *bytes, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        if (bytes[i] >= ' ' && bytes[i] <= '~' && bytes[i] != '\\') {
            add(text, "%c", bytes[i]);
        } else {
            add(text, "\\x%02x", bytes[i]);
        }
    }
}

/* That of this number, if it is still there. */
static void add_message(text_t *text, const hawser_last_t *last, int64_t number) {
    const int64_t length = __atomic_load_n(&last->length, __ATOMIC_RELAXED);
    const int32_t whole = length <= HAWSER_LAST_BYTES_MAX;
    if (number > 0 && length >= 0 && __atomic_load_n(&last->number, __ATOMIC_RELAXED) == number) {
        add(text, "  #%" PRId64 " %" PRId64 " bytes: ", number, length);
        add_bytes(text, last->bytes, whole ? length : HAWSER_LAST_BYTES_MAX);
        add(text, whole ? "\n" : "...\n");
    }
}

static void add_messages(text_t *text, const hawser_vitals_t *vitals, int64_t count) {
    const int64_t newest = __atomic_load_n(&vitals->pulse.messages, __ATOMIC_RELAXED);
    add(text, "messages: the last ones of %" PRId64 "\n", newest);
    for (int64_t i = count < HAWSER_LAST_MAX ? count : HAWSER_LAST_MAX; i > 0; i--) {
        const int64_t number = (int64_t)((uint64_t)newest - (uint64_t)i + 1); /* any number may stand there */
        add_message(text, &vitals->last[(uint64_t)number % HAWSER_LAST_MAX], number);
    }
}

int32_t hawser_report_crash(const char *ended, const hawser_vitals_t *vitals, int64_t messages, char *buffer,
                            size_t length) {
    text_t text = {buffer, length, 0};
    add(&text, "process: %s\n", ended);
    if (has_crashed(vitals)) {
        add_stack(&text, &vitals->crash);
    }
    if (vitals != NULL && messages > 0) {
        add_messages(&text, vitals, messages);
    }
    return (int32_t)text.used;
}
