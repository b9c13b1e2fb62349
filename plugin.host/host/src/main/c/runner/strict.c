/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two areas for messages take turns, so that the one before the last stays out of reach while the last is read. An area
 * lies between two pages that nobody may touch; what is lent lies at its end or at its beginning, by turns.
 */
#define _GNU_SOURCE
#include "strict.h"

#include "hawser/memory.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { NO_MEMORY = -100, SLACK = 4096, ASIDE_LENGTH = 16 * 1024, DATA_ALIGNMENT = 8 };

typedef struct area {
    uint8_t *begin; /* NULL = not mapped yet */
    size_t length;
    int protection;
} area_t;

/* What a thread of the plugin's own was lent. */
typedef struct aside {
    uint8_t *memory;
    int32_t lent;
} aside_t;

static hawser_strict_t *host;
static area_t messages[2];
static area_t loans;
static uint32_t lent;   /* 0 = nothing */
static uint8_t *loan;   /* valid while lent */
static uint32_t turns;  /* of loans */
static _Thread_local aside_t aside;

/* ---- memory ---- */

/* Not unless it must: where a plugin has taken all memory, nothing can be made writable again. */
static void protect(area_t *area, int protection) {
    if (area->protection == protection) {
        return;
    }
    area->protection = protection;
    if (mprotect(area->begin, area->length, protection) != 0) {
        abort();
    }
}

static int32_t map(area_t *area, size_t length) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t whole = (length + page - 1) / page * page;
    if (area->begin != NULL) {
        return 0;
    }
    uint8_t *memory = mmap(NULL, whole + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return hawser_fail("no memory for messages: %s", strerror(errno));
    }
    *area = (area_t){memory + page, whole, PROT_NONE};
    protect(area, PROT_READ | PROT_WRITE);
    return 0;
}

static uint8_t *place(const area_t *area, size_t length, int32_t at_edge, int64_t turn) {
    return !at_edge          ? area->begin + SLACK
           : (turn & 1) == 0 ? area->begin + area->length - length
                             : area->begin;
}

/* ---- callbacks ---- */

static void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void note(const char *format, ...) {
    va_list arguments;
    if (host->misuse[0] == '\0') {
        va_start(arguments, format);
        (void)vsnprintf(host->misuse, sizeof host->misuse, format, arguments);
        va_end(arguments);
    }
}

static int32_t is_own_thread(void) {
    return pthread_equal(pthread_self(), host->thread);
}

static int32_t is_late(void) {
    if (__atomic_load_n(&host->active, __ATOMIC_ACQUIRE) != 0) {
        return 0;
    }
    (void)__atomic_fetch_add(&host->late, 1, __ATOMIC_RELAXED);
    return 1;
}

static void end_loan(void) {
    if (lent != 0 && (host->ways & HAWSER_STRICT_LOAN_OVER) != 0) {
        protect(&loans, PROT_NONE);
    }
    lent = 0;
}

static void hear(const uint8_t *data, size_t length) {
    const int32_t own = is_own_thread();
    const int32_t answers = own && host->unanswered;
    (void)__atomic_fetch_add(&host->sent, 1, __ATOMIC_RELAXED);
    if ((int64_t)length > __atomic_load_n(&host->longest, __ATOMIC_RELAXED)) {
        __atomic_store_n(&host->longest, (int64_t)length, __ATOMIC_RELAXED);
    }
    if (answers) {
        host->unanswered = 0;
        host->answered++;
    }
    if (host->heard != NULL) {
        host->heard(data, length, answers);
    }
}

/* Reads all of it: a host does. */
static void read_all(const uint8_t *data, size_t length) {
    volatile uint8_t seen = 0;
    for (size_t i = 0; i < length; i += SLACK) {
        seen = data[i];
    }
    seen = length == 0 ? seen : data[length - 1];
    (void)seen;
}

static void message(const uint8_t *data, size_t length) {
    if (is_late()) {
        return;
    }
    if (data == NULL && length != 0) {
        note("the message callback was given NULL for %zu bytes", length);
        return;
    }
    read_all(data, length);
    hear(data, length);
    if (is_own_thread()) {
        end_loan();
    }
}

static int lend_aside(uint8_t **buffer, uint32_t *space) {
    aside.memory = aside.memory == NULL ? malloc(ASIDE_LENGTH) : aside.memory;
    aside.lent = aside.memory != NULL;
    *buffer = aside.memory;
    *space = ASIDE_LENGTH;
    return aside.lent ? 0 : -2;
}

static int lend(uint8_t **buffer, uint32_t *space) {
    static const uint32_t SHORT[] = {1, 2, 7, 16, 64, 4096};
    end_loan();
    lent = (host->ways & HAWSER_STRICT_LOAN_SHORT) != 0 ? SHORT[turns % (sizeof SHORT / sizeof SHORT[0])]
                                                       : HAWSER_LOAN_MOST;
    protect(&loans, PROT_READ | PROT_WRITE);
    loan = place(&loans, lent, (host->ways & HAWSER_STRICT_LOAN_ENDS) != 0, turns);
    turns++;
    *buffer = loan;
    *space = lent;
    return 0;
}

static int request(uint32_t wait_ms, uint8_t **buffer, uint32_t *space) {
    (void)wait_ms;
    if (is_late()) {
        return -1;
    }
    if (buffer == NULL || space == NULL) {
        note("buffer_request was given NULL for an argument");
        return -1;
    }
    if ((host->ways & HAWSER_STRICT_NO_ROOM) != 0) {
        return -2;
    }
    return is_own_thread() ? lend(buffer, space) : lend_aside(buffer, space);
}

static int send(uint32_t length) {
    const int32_t own = !is_late() && is_own_thread();
    const uint32_t most = own ? lent : aside.lent ? ASIDE_LENGTH : 0;
    if (__atomic_load_n(&host->active, __ATOMIC_ACQUIRE) == 0) {
        return -1;
    }
    const int32_t right = most != 0 && length != 0 && length <= most;
    if (most == 0) {
        note("buffer_send was called when nothing was lent");
    } else if (length == 0) {
        host->empty = 1;
    } else if (!right) {
        note("buffer_send was called for %u bytes when %u were lent", length, most);
    } else {
        hear(own ? loan : aside.memory, length);
    }
    if (own) {
        end_loan();
    } else {
        aside.lent = 0;
    }
    return right ? 0 : -1;
}

/* ---- calls ---- */

static int64_t enter(hawser_function_t function) {
    hawser_pulse_enter(host->pulse, function);
    return __atomic_load_n(&host->sent, __ATOMIC_RELAXED);
}

static void leave(int64_t sent_before) {
    const int64_t sent = __atomic_load_n(&host->sent, __ATOMIC_RELAXED) - sent_before;
    hawser_pulse_leave(host->pulse);
    host->most_sent = sent > host->most_sent ? sent : host->most_sent;
    host->unanswered = 0;
    end_loan();
}

int32_t hawser_strict_initialize(hawser_strict_t *strict, const PluginInterface *table) {
    if (map(&messages[0], HAWSER_MESSAGE_MOST + 2 * SLACK) != 0 || map(&messages[1], HAWSER_MESSAGE_MOST + 2 * SLACK) != 0
        || map(&loans, HAWSER_LOAN_MOST + 2 * SLACK) != 0) {
        return NO_MEMORY;
    }
    host = strict;
    host->table = table;
    host->thread = pthread_self();
    __atomic_store_n(&host->active, 1, __ATOMIC_RELEASE);
    const int64_t before = enter(HAWSER_FUNCTION_INITIALIZE);
    const int32_t status = (int32_t)table->initialize(message, request, send);
    leave(before);
    return status;
}

void hawser_strict_process(hawser_strict_t *strict, const uint8_t *data, size_t length) {
    area_t *area = &messages[strict->processed & 1];
    protect(area, PROT_READ | PROT_WRITE);
    uint8_t *copy = place(area, length, (strict->ways & HAWSER_STRICT_MESSAGE_ENDS) != 0, strict->processed >> 1);
    if (strict->hand != NULL) {
        copy -= (uintptr_t)copy % DATA_ALIGNMENT;
    }
    memcpy(copy, data, length);
    if ((strict->ways & HAWSER_STRICT_MESSAGE_FIXED) != 0) {
        protect(area, PROT_READ);
    }
    strict->processed++;
    strict->unanswered = 1;
    const int64_t before = enter(HAWSER_FUNCTION_PROCESS_MESSAGE);
    (strict->hand != NULL ? strict->hand : strict->table->process_message)(copy, length);
    leave(before);
    if ((strict->ways & HAWSER_STRICT_MESSAGE_OVER) != 0) {
        protect(area, PROT_NONE);
    }
}

void hawser_strict_update(hawser_strict_t *strict) {
    const int64_t before = enter(HAWSER_FUNCTION_UPDATE);
    strict->table->update();
    leave(before);
}

void hawser_strict_shut_down(hawser_strict_t *strict) {
    const int64_t before = enter(HAWSER_FUNCTION_SHUTDOWN);
    strict->table->shutdown();
    leave(before);
    __atomic_store_n(&strict->active, 0, __ATOMIC_RELEASE);
}
