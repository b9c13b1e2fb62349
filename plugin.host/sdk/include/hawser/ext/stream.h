/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.stream/1: streams that do not take turns. Each has an id, its own credit, its own order and its own end; the
 * plugin emits when it likes, from any of its threads.
 *
 * A plugin that has `open` gets each stream of the events that it declares with response=stream here, with the event's
 * name, and its process_message is not called for them.
 */
#ifndef HAWSER_EXT_STREAM_H
#define HAWSER_EXT_STREAM_H

#include "hawser/host.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_EXT_STREAM "hawser.stream/1"

/* The plugin's part. */
typedef struct hawser_plugin_stream {
    /* Somebody wants a stream. It is open from now on until `end`, `fail`, or `cancelled`; the plugin's return does not
     * end it. Arguments are as those of hawser_plugin_request_t.request. What is open when the plugin is stopped is
     * cancelled without being told. [host's call] */
    void (*open)(int64_t id, const char *event, const uint8_t *data, size_t length);

    /* Nobody wants the stream any more; it is over, and there is nothing to be ended. What another thread emits
     * meanwhile is left out: there `emit` returns HAWSER_E_INVALID. NULL = the plugin does not care. Not called for one
     * that another thread is just ending: there `end` or `fail` tells. [host's call, once at most, never after these] */
    void (*cancelled)(int64_t id);
} hawser_plugin_stream_t;

/* The host's part. For one stream these are called by one thread at a time. */
typedef struct hawser_host_stream {
    /* Adds an item. Waits for the consumer's credit, and for room, up to wait_ms; 0 = does not wait. With
     * execution=inline it never waits on the host's thread. Items have at most the 64 KiB of the side ring, less 128
     * bytes; those of a stream that was given a ring of its own at least half of `buffer.to-renderer`. HAWSER_SENT;
     * HAWSER_E_INVALID = the stream is over; HAWSER_E_NO_ROOM; HAWSER_E_TOO_LONG. [any thread] */
    int32_t (*emit)(const hawser_host_t *host, int64_t id, const uint8_t *data, size_t length, uint32_t wait_ms);

    /* How many items there is credit for now, which may be 0 or more than will ever be wanted; -1 = the stream is over.
     * [any thread] */
    int64_t (*demand)(const hawser_host_t *host, int64_t id);

    /* Ends the stream, after what was emitted. HAWSER_SENT; HAWSER_E_INVALID = it is over; HAWSER_E_NO_ROOM = it is
     * still open: the host has not read for as long as send.timeout. [any thread] */
    int32_t (*end)(const hawser_host_t *host, int64_t id);

    /* Ends it with a failure, after what was emitted: a HAWSER_CODE_ and a text that ends in NUL, or NULL; of more than
     * 1024 bytes the beginning. Returns as `end` does. [any thread] */
    int32_t (*fail)(const hawser_host_t *host, int64_t id, int32_t code, const char *text);
} hawser_host_stream_t;

#ifdef __cplusplus
}
#endif
#endif
