/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.request/1: requests that know their event and are answered when the plugin likes, from any of its threads; and
 * requests of the plugin to others.
 *
 * Of a plugin that has `request`, process_message is not called for the events that it declares: each request,
 * notification included, comes here with its event's name, so that no event needs a type byte. Nothing that is sent by
 * the callbacks of plugin_interface.h answers it.
 */
#ifndef HAWSER_EXT_REQUEST_H
#define HAWSER_EXT_REQUEST_H

#include "hawser/host.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_EXT_REQUEST "hawser.request/1"

/* The plugin's part. Any function may be NULL. */
typedef struct hawser_plugin_request {
    /* Somebody asks. Answer with hawser_host_request_t.respond or .fail before or after this returns; what is not
     * answered when shutdown has returned fails with PLUGIN_STOPPED.
     *   id           names the request, for as long as the plugin is active; 0 = a notification, which has no answer
     *   event        such as "storage:kv:get", which the plugin declares; valid until this call returns
     *   deadline_ms  when the caller stops waiting, in milliseconds since the epoch; 0 = never
     *   data         the host's, aligned to 8 bytes, valid until this call returns; may have length 0
     * NULL = requests go to process_message, as without this extension. [host's call] */
    void (*request)(int64_t id, const char *event, int64_t deadline_ms, const uint8_t *data, size_t length);

    /* Nobody waits for the answer any more: the caller gave up, or its deadline passed. An answer does no harm, and is
     * dropped. It is not told if the plugin is inside a call for as long as it matters: look at the deadline, too.
     * [host's call, after `request` with that id] */
    void (*cancelled)(int64_t id);

    /* What became of the plugin's own request of that token: code 0 and the answer, or a HAWSER_CODE_ and a text, which
     * does not end in NUL. `data` is as in `request`. Called once for each request that was sent, unless the plugin is
     * stopped before. NULL = the plugin cannot send requests. [host's call] */
    void (*answered)(int64_t token, int32_t code, const uint8_t *data, size_t length);
} hawser_plugin_request_t;

/* The host's part. On the thread that the host calls the plugin on, all but `cancel` end a loan of buffer_request. Where
 * there is no room they wait, up to the host's send.timeout; not with execution=inline on the host's thread. One message
 * from a plugin's own thread has at most the 64 KiB of the side ring, less 128 bytes; from the host's, what the channel's
 * buffer has. */
typedef struct hawser_host_request {
    /* Answers a request. HAWSER_SENT also if it is over, answered or unknown: that is dropped and counted.
     * HAWSER_E_INVALID if id is 0. [any thread] */
    int32_t (*respond)(const hawser_host_t *host, int64_t id, const uint8_t *data, size_t length);

    /* Fails a request, in place of an answer, with a HAWSER_CODE_ and a text that ends in NUL, or NULL; of more than 1024
     * bytes the beginning. HAWSER_E_INVALID also for an unknown code. [any thread] */
    int32_t (*fail)(const hawser_host_t *host, int64_t id, int32_t code, const char *text);

    /* Asks whoever handles `event`. The plugin must be permitted to send it, by its key; if not, the answer is
     * PLUGIN_UNAUTHORIZED. Raw events take and give `data` as it is, all others JSON. The outcome comes by `answered`,
     * with `token`, which is the plugin's own; token 0 = it is not told. `timeout_ms` 0 = the host's usual 10 s.
     * HAWSER_E_INVALID also if the plugin has no `answered` and token is not 0. [any thread] */
    int32_t (*send)(const hawser_host_t *host, int64_t token, const char *event, uint32_t timeout_ms,
                    const uint8_t *data, size_t length);

    /* Gives up on the request of that token: its outcome, told by `answered`, is CANCELLED, unless it was there before.
     * [any thread] */
    int32_t (*cancel)(const hawser_host_t *host, int64_t token);
} hawser_host_request_t;

#ifdef __cplusplus
}
#endif
#endif
