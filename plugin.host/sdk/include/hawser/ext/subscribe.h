/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.subscribe/1: streams of others, which the plugin consumes: a bundle's or another plugin's, at the pace of the
 * plugin.
 *
 *   subscribe -> request(n) -> up to n times item -> request(m) -> ... -> over
 *
 * Nothing comes before it is requested, and never more than that: who requests as much as it can hold, and more as it
 * gets done with it, slows the producer to its own pace. Each stream has its own credit, order and end.
 */
#ifndef HAWSER_EXT_SUBSCRIBE_H
#define HAWSER_EXT_SUBSCRIBE_H

#include "hawser/host.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_EXT_SUBSCRIBE "hawser.subscribe/1"

/* The plugin's part. A token is the plugin's own, never 0, and names one stream that is open. */
typedef struct hawser_plugin_subscribe {
    /* The next item, in order. `data` is the host's, aligned to 8 bytes, valid until this call returns; may have length
     * 0. NULL = the plugin cannot subscribe. [host's call, before `over`] */
    void (*item)(int64_t token, const uint8_t *data, size_t length);

    /* Nothing more comes: code 0 = it ended; else a HAWSER_CODE_ and a text, which does not end in NUL. The token is
     * free again. Called once for each stream that was subscribed to, unless the plugin is stopped before. NULL = the
     * plugin does not care. [host's call] */
    void (*over)(int64_t token, int32_t code, const uint8_t *text, size_t length);
} hawser_plugin_subscribe_t;

/* The host's part. None of these ends a loan of buffer_request. Where there is no room they wait, up to the host's
 * send.timeout; not with execution=inline on the host's thread. */
typedef struct hawser_host_subscribe {
    /* Asks for a stream of `event`. The plugin must be permitted to send it, by its key; if not, `over` tells
     * PLUGIN_UNAUTHORIZED. Raw events take `data`, and give items, as they are, all others JSON. `timeout_ms` is that of
     * the start, until it is accepted; 0 = the host's usual 10 s. At most 1024 may be open. `data` has at most the
     * 64 KiB of the side ring, less 512 bytes. A token that is open already ends its stream, with INTERNAL_ERROR.
     * HAWSER_SENT; HAWSER_E_INVALID also if token is 0 or the plugin has no `item`. [any thread] */
    int32_t (*subscribe)(const hawser_host_t *host, int64_t token, const char *event, uint32_t timeout_ms,
                         const uint8_t *data, size_t length);

    /* Requests so many items more, 1 at least; INT64_MAX = all. Does nothing if the stream is over. What there was no
     * room for was not requested: ask again, in update for instance, or the stream stands still.
     * HAWSER_SENT, HAWSER_E_INVALID or HAWSER_E_NO_ROOM. [any thread] */
    int32_t (*request)(const hawser_host_t *host, int64_t token, int64_t count);

    /* Wants no more of it: `over` tells STREAM_CANCELLED, unless it was over before. Items that are on their way still
     * come before that. [any thread] */
    int32_t (*cancel)(const hawser_host_t *host, int64_t token);
} hawser_host_subscribe_t;

#ifdef __cplusplus
}
#endif
#endif
