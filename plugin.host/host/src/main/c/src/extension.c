/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extensions: those of the host by their ids, and the records that go to those of the plugin.
 *
 * A request or a stream that goes to an extension begins with its event's name, a NUL, and as many more as it takes to a
 * multiple of 8 bytes.
 */
#include "extension.h"

#include "name.h"
#include "plugin.h"

#include <string.h>

enum { NAME_MAX_LENGTH = 1024, DATA_ALIGNMENT = 8, LOG_TEXT_MAX = 4096 };

const void *hawser_extension_of_host(const hawser_host_t *host, const char *id) {
    (void)host;
    if (id == NULL) {
        return NULL;
    }
    return strcmp(id, HAWSER_EXT_LOG) == 0       ? (const void *)&hawser_log_of_host
           : strcmp(id, HAWSER_EXT_REQUEST) == 0 ? (const void *)&hawser_request_of_host
           : strcmp(id, HAWSER_EXT_STREAM) == 0  ? (const void *)&hawser_stream_of_host
           : strcmp(id, HAWSER_EXT_SUBSCRIBE) == 0 ? (const void *)&hawser_subscribe_of_host
                                                   : NULL;
}

int32_t hawser_extension_result(const hawser_sender_t *sender, int32_t ring_result) {
    return ring_result == HAWSER_OK                ? HAWSER_SENT
           : ring_result == HAWSER_TOO_LONG        ? HAWSER_E_TOO_LONG
           : hawser_sender_is_closed(sender)       ? HAWSER_E_INVALID
                                                   : HAWSER_E_NO_ROOM;
}

int32_t hawser_failure_write(hawser_failure_t *failure, int32_t code, const char *text) {
    const size_t length = text == NULL ? 0 : hawser_name_prefix(text, HAWSER_FAILURE_TEXT_MAX);
    if (code < HAWSER_CODE_INVALID_EVENT || code > HAWSER_CODE_INTERNAL_ERROR) {
        return -1;
    }
    memcpy(failure->bytes, &code, sizeof code);
    if (length != 0) {
        memcpy(failure->bytes + HAWSER_FAILURE_TEXT_OFFSET, text, length);
    }
    failure->length = HAWSER_FAILURE_TEXT_OFFSET + length;
    return 0;
}

/* ---- hawser.log/1 ---- */

static int32_t log_text(const hawser_host_t *host, int32_t level, const char *text) {
    hawser_sender_t *sender = hawser_slot_enter(host);
    hawser_patience_t none = {0, 0};
    if (sender == NULL) {
        return HAWSER_E_INVALID;
    }
    int32_t result = HAWSER_E_INVALID;
    if (text != NULL && level >= HAWSER_LOG_ERROR && level <= HAWSER_LOG_DEBUG) {
        hawser_ring_t side = sender->side;
        size_t length = hawser_name_prefix(text, LOG_TEXT_MAX);
        const size_t most = (size_t)hawser_ring_max_payload(&side);
        length = length <= most ? length : hawser_name_prefix(text, most);
        result = hawser_extension_result(sender, hawser_sender_aside(sender, &none, HAWSER_RECORD_LOG, level,
                                                                     (const uint8_t *)text, length));
        if (result != HAWSER_SENT) {
            hawser_sender_count_lost(sender, &side);
        }
    }
    hawser_slot_leave(host, sender);
    return result;
}

const hawser_host_log_t hawser_log_of_host = {log_text};

/* ---- to the plugin ---- */

typedef struct named {
    const char *event;
    const uint8_t *data;
    size_t length;
} named_t;

/* Whether the payload is as said above. */
static int32_t read_named(const hawser_record_t *record, named_t *named) {
    const size_t length = (size_t)record->length;
    const void *end = memchr(record->payload, 0, length < NAME_MAX_LENGTH ? length : NAME_MAX_LENGTH);
    if (end == NULL) {
        return 0;
    }
    const size_t name_length = (size_t)((const uint8_t *)end - record->payload);
    const size_t offset = (name_length + DATA_ALIGNMENT) & ~(size_t)(DATA_ALIGNMENT - 1);
    if (offset > length) {
        return 0;
    }
    *named = (named_t){(const char *)record->payload, record->payload + offset, length - offset};
    return 1;
}

int32_t hawser_extension_takes(const hawser_plugin_t *plugin, int32_t type) {
    const hawser_library_t *library = &plugin->library;
    switch (type) {
    case HAWSER_RECORD_REQUEST:
    case HAWSER_RECORD_NOTIFICATION:
    case HAWSER_RECORD_CANCEL:
        return library->request.request != NULL;
    case HAWSER_RECORD_RESPONSE:
    case HAWSER_RECORD_FAILED:
        return library->request.answered != NULL;
    case HAWSER_RECORD_STREAM:
    case HAWSER_RECORD_STREAM_CANCEL:
        return library->stream.open != NULL;
    case HAWSER_RECORD_CHUNK:
    case HAWSER_RECORD_STREAM_END:
        return library->subscribe.item != NULL;
    case HAWSER_RECORD_SAVE:
        return library->state.save != NULL;
    case HAWSER_RECORD_LOAD:
        return library->state.load != NULL;
    default:
        return 0;
    }
}

static int32_t begin_stream(hawser_sender_t *sender, int64_t id) {
    if (hawser_credit_limit(sender->credits, id) == HAWSER_CREDIT_CANCELLED) {
        hawser_sender_refuse_stream(sender, id);
        hawser_own_over(sender, id);
        return 0;
    }
    hawser_streams_add(&sender->streams, id);
    sender->correlation = id;
    hawser_sender_note(sender, HAWSER_RECORD_STREAM_BEGUN);
    (void)hawser_sender_flush(sender, 0);
    return 1;
}

static int32_t cancel_stream(hawser_plugin_t *plugin, int64_t id) {
    const hawser_removed_t removed = hawser_streams_remove(&plugin->sender.streams, id);
    if (removed != HAWSER_REMOVED_NONE) {
        hawser_sender_refuse_stream(&plugin->sender, id); /* its place is free; a second end means nothing there */
    }
    hawser_own_over(&plugin->sender, id);
    return removed == HAWSER_REMOVED_OPEN && plugin->library.stream.cancelled != NULL;
}

int32_t hawser_extension_begin(hawser_plugin_t *plugin, const hawser_record_t *record) {
    if (record->type == HAWSER_RECORD_STREAM) {
        return begin_stream(&plugin->sender, record->correlation);
    }
    if (record->type == HAWSER_RECORD_STREAM_CANCEL) {
        return cancel_stream(plugin, record->correlation);
    }
    return record->type == HAWSER_RECORD_CANCEL       ? plugin->library.request.cancelled != NULL
           : record->type == HAWSER_RECORD_STREAM_END ? plugin->library.subscribe.over != NULL
                                                      : 1;
}

typedef void (*outcome_t)(int64_t token, int32_t code, const uint8_t *data, size_t length);

static void hand_outcome(const hawser_record_t *record, int32_t has_failed, outcome_t outcome) {
    int32_t code = 0;
    int32_t text_offset = 0;
    if (has_failed) {
        text_offset = HAWSER_FAILURE_TEXT_OFFSET;
        if (record->length < text_offset) {
            return;
        }
        memcpy(&code, record->payload, sizeof code);
    }
    outcome(record->correlation, code, record->payload + text_offset, (size_t)(record->length - text_offset));
}

static void hand_named(const hawser_plugin_t *plugin, const hawser_record_t *record) {
    named_t named;
    if (!read_named(record, &named)) {
        return;
    }
    if (record->type == HAWSER_RECORD_STREAM) {
        plugin->library.stream.open(record->correlation, named.event, named.data, named.length);
        return;
    }
    const int64_t id = record->type == HAWSER_RECORD_REQUEST ? record->correlation : 0;
    plugin->library.request.request(id, named.event, record->deadline, named.data, named.length);
}

void hawser_extension_hand(hawser_plugin_t *plugin, const hawser_record_t *record) {
    switch (record->type) {
    case HAWSER_RECORD_CANCEL:
        plugin->library.request.cancelled(record->correlation);
        break;
    case HAWSER_RECORD_STREAM_CANCEL:
        plugin->library.stream.cancelled(record->correlation);
        break;
    case HAWSER_RECORD_RESPONSE:
    case HAWSER_RECORD_FAILED:
        hand_outcome(record, record->type == HAWSER_RECORD_FAILED, plugin->library.request.answered);
        break;
    case HAWSER_RECORD_CHUNK:
        plugin->library.subscribe.item(record->correlation, record->payload, (size_t)record->length);
        break;
    case HAWSER_RECORD_STREAM_END:
        hand_outcome(record, record->length != 0, plugin->library.subscribe.over);
        break;
    case HAWSER_RECORD_SAVE:
        hawser_state_save(plugin, record);
        break;
    case HAWSER_RECORD_LOAD:
        hawser_state_load(plugin, record);
        break;
    default:
        hand_named(plugin, record);
        break;
    }
}
