/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.subscribe/1, the host's part. All of it goes through the side ring, from whichever thread: only within one ring
 * does order hold, and credit must not come before its stream. Nothing is kept here: the renderer knows which are open.
 */
#include "extension.h"

#include "slots.h"

static int32_t carry_aside(hawser_sender_t *sender, int32_t type, int64_t token, const uint8_t *bytes, size_t length) {
    hawser_patience_t patience = hawser_sender_patience(sender, sender->timeout_ns);
    return hawser_extension_result(sender, hawser_sender_aside(sender, &patience, type, token, bytes, length));
}

static hawser_sender_t *enter(const hawser_host_t *host, int64_t token) {
    hawser_sender_t *sender = token == 0 ? NULL : hawser_slot_enter(host);
    if (sender != NULL && !sender->takes_items) {
        hawser_slot_leave(host, sender);
        return NULL;
    }
    return sender;
}

static int32_t subscribe(const hawser_host_t *host, int64_t token, const char *event, uint32_t timeout_ms,
                         const uint8_t *data, size_t length) {
    const hawser_asked_t asked = {event, timeout_ms, data, length};
    hawser_sender_t *sender = hawser_asked_is_valid(&asked) ? enter(host, token) : NULL;
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    const int32_t result = hawser_asked_carry(sender, carry_aside, HAWSER_RECORD_STREAM, token, &asked);
    hawser_slot_leave(host, sender);
    return result;
}

static int32_t tell(const hawser_host_t *host, int32_t type, int64_t token, const int64_t *count) {
    hawser_sender_t *sender = enter(host, token);
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    const int32_t result = carry_aside(sender, type, token, (const uint8_t *)count, count == NULL ? 0 : sizeof *count);
    hawser_slot_leave(host, sender);
    return result;
}

static int32_t request(const hawser_host_t *host, int64_t token, int64_t count) {
    return count <= 0 ? HAWSER_E_INVALID : tell(host, HAWSER_RECORD_CREDIT, token, &count);
}

static int32_t cancel(const hawser_host_t *host, int64_t token) {
    return tell(host, HAWSER_RECORD_STREAM_CANCEL, token, NULL);
}

const hawser_host_subscribe_t hawser_subscribe_of_host = {subscribe, request, cancel};
