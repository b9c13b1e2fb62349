/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "inquiry.h"

#include "clock.h"
#include "hawser/channel.h"
#include "hawser/core.h"
#include "peer.h"
#include "probe.h"
#include "sample.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int64_t LOOK_NS = 100000000;

static const int64_t SEND_TIMEOUT_NS = 1000000000;

#if defined(__SANITIZE_ADDRESS__)
enum { MEMORY_IS_LIMITED = 0 }; /* its shadow alone would exceed any limit */
#else
enum { MEMORY_IS_LIMITED = 1 };
#endif

static hawser_process_t *load(const hawser_inquiry_t *inquiry) {
    char options[96];
    const int32_t image = hawser_image_of_file(inquiry->path);
    (void)snprintf(options, sizeof options, "output=none\nuser=65534\nfiles=256\nprocesses=0\nmemory=%" PRId64,
                   MEMORY_IS_LIMITED ? inquiry->memory : 0);
    return image < 0 ? NULL : hawser_process_load(inquiry->runner, image, options, inquiry->timeout_ns);
}

int32_t hawser_inquiry_load(const hawser_inquiry_t *inquiry, char *name, char *version, size_t length) {
    hawser_process_t *process = load(inquiry);
    if (process == NULL) {
        return -1;
    }
    (void)snprintf(name, length, "%s", hawser_process_name(process));
    (void)snprintf(version, length, "%s", hawser_process_version(process));
    hawser_process_free(process);
    return 0;
}

/* ---- what it came to ---- */

static void conclude(hawser_found_t *found, hawser_standing_t standing, const char *reason) {
    found->standing = standing;
    (void)snprintf(found->reason, sizeof found->reason, "%s", reason);
}

/* Also for one that has answered: it must end well. */
static void conclude_by_end(const hawser_inquiry_t *inquiry, hawser_process_t *process, hawser_found_t *found) {
    char reason[HAWSER_REASON_MOST];
    if (!hawser_process_ends_within(process, inquiry->timeout_ns)) {
        hawser_process_kill_for(process, "was killed, for it had not ended in time");
    }
    const char *ended = hawser_process_await_end(process, -1);
    if (process->end.code != CLD_EXITED || process->end.status != 0 || found->standing == HAWSER_RULE_SKIPPED) {
        const int64_t calls = __atomic_load_n(&process->vitals->pulse.calls, __ATOMIC_RELAXED);
        (void)snprintf(reason, sizeof reason, "its process %s", ended);
        conclude(found, HAWSER_RULE_BROKEN, reason);
        found->message = (calls & 1) != 0 ? __atomic_load_n(&process->vitals->pulse.messages, __ATOMIC_RELAXED) : 0;
    }
}

/* ---- an exam ---- */

/* Until it answers, ends, or has been inside one call for too long. Whether it answered. */
static int32_t await(const hawser_inquiry_t *inquiry, hawser_process_t *process, const hawser_rule_t *rule,
                     hawser_control_t *told) {
    const hawser_pulse_t *pulse = &process->vitals->pulse;
    const int64_t all = hawser_rule_samples(rule, inquiry->strictness);
    int64_t calls = -1;
    int64_t since_ns = 0;
    int32_t result;
    while ((result = hawser_control_receive(process->control, told, HAWSER_CONTROL_EXAMINED, NULL, 0, LOOK_NS))
           == HAWSER_CONTROL_TIMED_OUT) {
        const int64_t now_ns = hawser_now_ns(CLOCK_MONOTONIC);
        const int64_t now = __atomic_load_n(&pulse->calls, __ATOMIC_RELAXED);
        since_ns = now == calls ? since_ns : now_ns;
        calls = now;
        if (now_ns - since_ns >= inquiry->timeout_ns) {
            hawser_process_kill_for(process, "was killed, for it had not come back in time");
        }
        if (inquiry->shows) {
            hawser_verdict_print_progress(rule, __atomic_load_n(&pulse->messages, __ATOMIC_RELAXED), all);
        }
    }
    return result == 0;
}

static void examine(const hawser_inquiry_t *inquiry, hawser_process_t *process, const hawser_rule_t *rule,
                    hawser_found_t *found) {
    hawser_control_t order = hawser_control_of(HAWSER_CONTROL_EXAMINE);
    hawser_control_t told;
    const int32_t image = hawser_image_of_file(inquiry->path);
    order.rule = (int32_t)(rule - HAWSER_RULES);
    order.seed = inquiry->seed;
    order.strictness = (int32_t)inquiry->strictness;
    (void)snprintf(order.text, sizeof order.text, "%s", inquiry->event);
    found->standing = HAWSER_RULE_SKIPPED; /* until it has answered */
    if (image < 0 || hawser_control_send(process->control, &order, &image, 1) == -1) {
        conclude(found, HAWSER_RULE_BROKEN, hawser_error());
    } else if (await(inquiry, process, rule, &told)) {
        conclude(found, told.status == 0 ? HAWSER_RULE_HELD : told.status > 0 ? HAWSER_RULE_NOTED
                                                                                 : HAWSER_RULE_BROKEN,
                 told.status == 0 ? "" : told.text);
    }
    if (image >= 0) {
        (void)close(image);
    }
    conclude_by_end(inquiry, process, found);
}

/* ---- over a channel ---- */

typedef struct ends {
    hawser_segment_t segment;
    hawser_ring_t to_plugin;
    hawser_ring_t from_plugin;
    hawser_ring_t from_aside;
    int32_t descriptor;
} ends_t;

static int32_t open_channel(ends_t *ends) {
    enum { CAPACITY = 1024 * 1024 };
    const int64_t length = hawser_segment_length(CAPACITY, CAPACITY, CAPACITY);
    ends->descriptor = hawser_memory_create("channel", length);
    uint8_t *base = ends->descriptor < 0 ? NULL : hawser_memory_map(ends->descriptor, length);
    return base == NULL || hawser_segment_format(base, length, CAPACITY, CAPACITY, CAPACITY) != HAWSER_OK
                   || hawser_segment_attach(&ends->segment, base, length) != HAWSER_OK
                   || hawser_ring_produce_to_native(&ends->to_plugin, &ends->segment) != HAWSER_OK
                   || hawser_ring_consume_to_renderer(&ends->from_plugin, &ends->segment) != HAWSER_OK
                   || hawser_ring_consume_side(&ends->from_aside, &ends->segment) != HAWSER_OK
               ? -1
               : 0;
}

static void close_channel(ends_t *ends) {
    if (ends->segment.base != NULL) {
        (void)hawser_memory_unmap(ends->segment.base, ends->segment.length);
    }
    if (ends->descriptor >= 0) {
        (void)hawser_memory_close(ends->descriptor);
    }
}

/* Reads what there is. Whether the response of that correlation was among it; -1 = it cannot be read any more. */
static int32_t read_some(hawser_ring_t *ring, int64_t correlation) {
    hawser_record_t record;
    int32_t result;
    int32_t answered = 0;
    while ((result = hawser_ring_poll(ring, &record)) == HAWSER_OK) {
        answered |= record.correlation == correlation && record.type != HAWSER_RECORD_MESSAGE;
        hawser_ring_release(ring);
    }
    return result == HAWSER_POISONED ? hawser_fail("the plugin overwrote its channel: what it sends cannot be read any more") : answered;
}

/* 0 = answered, or read; 1 = its process has ended, -1 = the channel is broken, with the reason set. */
static int32_t await_response(const hawser_inquiry_t *inquiry, ends_t *ends, hawser_process_t *process, int64_t number) {
    const int64_t begun_ns = hawser_now_ns(CLOCK_MONOTONIC);
    for (;;) {
        const int32_t idle = hawser_process_pulse(process) < 0; /* some answer later, or never */
        const int32_t ended = hawser_process_has_ended(process); /* before the last look */
        const int32_t aside = read_some(&ends->from_aside, 0);
        const int32_t answered = read_some(&ends->from_plugin, number);
        if (answered != 0 || aside < 0 || ended || idle) {
            return answered < 0 || aside < 0 ? -1 : !answered && ended;
        }
        if (hawser_now_ns(CLOCK_MONOTONIC) - begun_ns >= inquiry->timeout_ns) {
            hawser_process_kill_for(process, "was killed, for it had not come back in time");
        }
        hawser_ring_await_either(&ends->from_plugin, &ends->from_aside, LOOK_NS);
    }
}

/* What a message to a plugin with hawser.request begins with, up to a multiple of 8 bytes. */
static size_t write_event(const char *event, uint8_t *to) {
    memset(to, 0, HAWSER_EVENT_MOST);
    memcpy(to, event, strlen(event));
    return (strlen(event) / 8 + 1) * 8;
}

static int32_t ask(const hawser_inquiry_t *inquiry, ends_t *ends, hawser_process_t *process, int64_t number) {
    static uint8_t sample[HAWSER_EVENT_MOST + HAWSER_SAMPLE_MOST];
    uint8_t *payload;
    const int32_t is_named = (hawser_process_extensions(process) & HAWSER_EXTENDS_REQUESTS) != 0;
    const size_t head = is_named ? write_event(inquiry->event, sample) : 0;
    const size_t length = head + hawser_sample(inquiry->seed, HAWSER_SAMPLE_PLAIN + number - 1, sample + head);
    const int32_t claimed = hawser_ring_claim(&ends->to_plugin, (int32_t)length, &payload);
    if (claimed != HAWSER_OK) {
        return hawser_fail("the plugin overwrote its channel: there is no room for another message");
    }
    memcpy(payload, sample, length);
    hawser_ring_commit(&ends->to_plugin, HAWSER_RECORD_REQUEST, number, 0, 0, (int32_t)length);
    hawser_ring_wake_consumer(&ends->to_plugin);
    return await_response(inquiry, ends, process, number);
}

static int32_t ask_all(const hawser_inquiry_t *inquiry, ends_t *ends, hawser_process_t *process) {
    int32_t result = 0;
    for (int64_t i = 1; result == 0 && i <= hawser_sample_plain_count(); i++) {
        result = ask(inquiry, ends, process, i);
    }
    return result;
}

/* What was written there before the plugin ran, and is nobody's to change. */
static int32_t check_header(const ends_t *ends, const uint8_t *before) {
    return memcmp(ends->segment.base, before, HAWSER_RENDERER_PID_OFFSET) == 0
               ? 0
               : hawser_fail("the plugin overwrote its channel: the header is another");
}

static void serve(const hawser_inquiry_t *inquiry, hawser_process_t *process, hawser_found_t *found) {
    ends_t ends = {.descriptor = -1};
    uint8_t header[HAWSER_RENDERER_PID_OFFSET];
    conclude(found, HAWSER_RULE_HELD, "");
    int32_t result = open_channel(&ends);
    if (result == 0) {
        memcpy(header, ends.segment.base, sizeof header);
    }
    result = result != 0 ? result
                         : hawser_process_start(process, ends.descriptor, ends.segment.length, 0, SEND_TIMEOUT_NS / 100,
                                                SEND_TIMEOUT_NS, inquiry->timeout_ns);
    result = result != 0 ? result : ask_all(inquiry, &ends, process);
    if (result == 0) {
        result = check_header(&ends, header) != 0 ? -1 : hawser_process_stop(process, inquiry->timeout_ns);
    }
    if (result == -1) {
        conclude(found, HAWSER_RULE_BROKEN, hawser_error());
    } else if (result == 1) {
        conclude_by_end(inquiry, process, found);
    }
    close_channel(&ends);
}

void hawser_inquiry_ask(const hawser_inquiry_t *inquiry, const hawser_rule_t *rule, hawser_found_t *found) {
    hawser_process_t *process = load(inquiry);
    if (process == NULL) {
        conclude(found, HAWSER_RULE_BROKEN, hawser_error());
        return;
    }
    if (rule->exam == NULL) {
        serve(inquiry, process, found);
    } else {
        examine(inquiry, process, rule, found);
    }
    hawser_process_free(process);
}
