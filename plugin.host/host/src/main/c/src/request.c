/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.request/1, the host's part: answers by the id of their request, which is its correlation, and requests of the
 * plugin. Nothing is kept here: the renderer knows which ids are open, and drops what comes late.
 *
 * A request of the plugin, and its asking for a stream, is: int32 timeout in ms, int32 length of the event's name, the
 * name, the data.
 */
#define _GNU_SOURCE
#include "extension.h"

#include "slots.h"

#include <stdlib.h>
#include <string.h>

enum { EVENT_MAX = 255, HEAD_LENGTH = 8, SMALL = 1024 };

static int32_t convey(const hawser_host_t *host, int32_t type, int64_t id, const uint8_t *data, size_t length) {
    hawser_sender_t *sender = hawser_slot_enter(host);
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    const int32_t result = hawser_sender_convey(sender, type, id, data, length);
    hawser_slot_leave(host, sender);
    return result;
}

static int32_t respond(const hawser_host_t *host, int64_t id, const uint8_t *data, size_t length) {
    return id == 0 || (data == NULL && length != 0) ? HAWSER_E_INVALID
                                                    : convey(host, HAWSER_RECORD_RESPONSE, id, data, length);
}

static int32_t fail_request(const hawser_host_t *host, int64_t id, int32_t code, const char *text) {
    hawser_failure_t failure;
    return id == 0 || hawser_failure_write(&failure, code, text) != 0
        ? HAWSER_E_INVALID : convey(host, HAWSER_RECORD_FAILED, id, failure.bytes, failure.length);
}

/* ---- what the plugin asks of others ---- */

static size_t write_asked(uint8_t *to, const hawser_asked_t *asked) {
    const int32_t event_length = (int32_t)strlen(asked->event);
    memcpy(to, &asked->timeout_ms, sizeof asked->timeout_ms);
    memcpy(to + sizeof asked->timeout_ms, &event_length, sizeof event_length);
    memcpy(to + HEAD_LENGTH, asked->event, (size_t)event_length);
    if (asked->length != 0) {
        memcpy(to + HEAD_LENGTH + event_length, asked->data, asked->length);
    }
    return HEAD_LENGTH + (size_t)event_length + asked->length;
}

int32_t hawser_asked_is_valid(const hawser_asked_t *asked) {
    return asked->event != NULL && strnlen(asked->event, EVENT_MAX + 1) <= EVENT_MAX
           && (asked->data != NULL || asked->length == 0);
}

int32_t hawser_asked_carry(hawser_sender_t *sender, hawser_carrier_t carrier, int32_t type, int64_t token,
                           const hawser_asked_t *asked) {
    uint8_t small[SMALL];
    if (asked->length > (size_t)hawser_ring_max_payload(&sender->ring)) {
        return HAWSER_E_TOO_LONG;
    }
    const size_t most = HEAD_LENGTH + EVENT_MAX + asked->length;
    uint8_t *bytes = most <= sizeof small ? small : malloc(most);
    if (bytes == NULL) {
        return HAWSER_E_NO_ROOM;
    }
    const size_t used = write_asked(bytes, asked);
    const int32_t result = carrier(sender, type, token, bytes, used);
    if (bytes != small) {
        free(bytes);
    }
    return result;
}

static int32_t send_request(const hawser_host_t *host, int64_t token, const char *event, uint32_t timeout_ms,
                            const uint8_t *data, size_t length) {
    const hawser_asked_t asked = {event, timeout_ms, data, length};
    hawser_sender_t *sender = hawser_asked_is_valid(&asked) ? hawser_slot_enter(host) : NULL;
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    const int32_t result = token != 0 && !sender->hears_answers
        ? HAWSER_E_INVALID : hawser_asked_carry(sender, hawser_sender_convey, HAWSER_RECORD_REQUEST, token, &asked);
    hawser_slot_leave(host, sender);
    return result;
}

static int32_t cancel_request(const hawser_host_t *host, int64_t token) {
    return token == 0 ? HAWSER_E_INVALID : convey(host, HAWSER_RECORD_CANCEL, token, NULL, 0);
}

const hawser_host_request_t hawser_request_of_host = {respond, fail_request, send_request, cancel_request};
