/* SPDX-License-Identifier: Apache-2.0 */
/* What host and plugin do for each other beyond the plugin interface. */
#ifndef HAWSER_EXTENSION_H
#define HAWSER_EXTENSION_H

#include "hawser/ext/log.h"
#include "hawser/ext/request.h"
#include "hawser/ext/stream.h"
#include "hawser/ext/subscribe.h"
#include "sender.h"

struct hawser_plugin;

/* hawser_host_t.get_extension. */
const void *hawser_extension_of_host(const hawser_host_t *host, const char *id);

/* The host's parts, each in a file of its own. */
extern const hawser_host_log_t hawser_log_of_host;
extern const hawser_host_request_t hawser_request_of_host;
extern const hawser_host_stream_t hawser_stream_of_host;
extern const hawser_host_subscribe_t hawser_subscribe_of_host;

/* What an extension returns for what a ring does. */
int32_t hawser_extension_result(const hawser_sender_t *sender, int32_t ring_result);

/* Sends what the plugin asks of others: a record that says how long it waits, whom it asks, and what. What functions of
 * extensions return. */
typedef int32_t (*hawser_carrier_t)(hawser_sender_t *sender, int32_t type, int64_t token, const uint8_t *bytes,
                                    size_t length);
typedef struct hawser_asked {
    const char *event;
    uint32_t timeout_ms;
    const uint8_t *data;
    size_t length;
} hawser_asked_t;
/* Whether it can be asked at all. */
int32_t hawser_asked_is_valid(const hawser_asked_t *asked);
int32_t hawser_asked_carry(hawser_sender_t *sender, hawser_carrier_t carrier, int32_t type, int64_t token,
                           const hawser_asked_t *asked);

/* The payload of a HAWSER_RECORD_FAILED. */
enum { HAWSER_FAILURE_TEXT_MAX = 1024, HAWSER_FAILURE_TEXT_OFFSET = 4 };
typedef struct hawser_failure {
    uint8_t bytes[HAWSER_FAILURE_TEXT_OFFSET + HAWSER_FAILURE_TEXT_MAX];
    size_t length;
} hawser_failure_t;
/* 0, or -1 = an unknown code. */
int32_t hawser_failure_write(hawser_failure_t *failure, int32_t code, const char *text);

/* Whether records of that type go to an extension of the plugin. [pump] */
int32_t hawser_extension_takes(const struct hawser_plugin *plugin, int32_t type);
/* Before such a record is handed over: whether it still is to be. [pump] */
int32_t hawser_extension_begin(struct hawser_plugin *plugin, const hawser_record_t *record);
/* Calls the plugin with such a record. [pump] */
void hawser_extension_hand(struct hawser_plugin *plugin, const hawser_record_t *record);

#endif
