/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C core: loads a plugin, runs it over a channel, and lets it go. Its control functions are bound by JNA direct
 * mapping; no message passes through them.
 *
 * Life of a plugin: load -> start -> stop -> unload. One control thread at a time calls these for one plugin. With
 * execution=thread, initialize, process_message, update and shutdown all run on one thread of the core, the pump; with
 * inline they run on the threads that call start_inline, call, update and stop, one at a time, and nobody is woken for
 * what is sent from inside them: whoever called reads it.
 *
 * What a plugin sends from inside one of its functions goes into the ring to the renderer, what it sends from other
 * threads into the side ring, by copy.
 */
#ifndef HAWSER_CORE_H
#define HAWSER_CORE_H

#include <stdint.h>
#include "hawser/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hawser_plugin hawser_plugin_t;

/* Copies `length` bytes into a sealed memfd named after `name`, from which the library is loaded: the bytes that were
 * checked are the bytes that run. The descriptor, or -1. */
HAWSER_API int32_t hawser_image_create(const char *name, const uint8_t *bytes, int64_t length);

/* For a library that needs files beside it: a folder with all of them, and a link `.hawser-plugin` to the library. Its
 * descriptor, which is an image, too, or -1. The files must stay until it is unloaded; $ORIGIN is that folder. */
HAWSER_API int32_t hawser_image_folder(const char *path);

/* 1 if the loader has a library of that name: another that needs one so called gets this one. */
HAWSER_API int32_t hawser_library_is_loaded(const char *name);

/* Loads the image, finds get_plugin_interface and checks the table, its functions, its name and its API version. Runs
 * the library's constructors and get_plugin_interface, nothing else of it. Takes over the descriptor, also on failure.
 * NULL with the reason in hawser_error(). */
HAWSER_API hawser_plugin_t *hawser_plugin_load(int32_t image);
/* Copies of at most 128 bytes, owned by the plugin, until unload; "" for a version that is NULL. */
HAWSER_API const char *hawser_plugin_name(const hawser_plugin_t *plugin);
HAWSER_API const char *hawser_plugin_version(const hawser_plugin_t *plugin);
HAWSER_API uint32_t hawser_plugin_api_version(const hawser_plugin_t *plugin);

enum { /* what of the plugin goes by extensions */
    HAWSER_EXTENDS_REQUESTS = 1, /* requests and notifications: they begin with their event's name */
    HAWSER_EXTENDS_STREAMS = 2,  /* streams: the same */
    HAWSER_EXTENDS_SAVE = 4,     /* it can leave its state to the next generation */
    HAWSER_EXTENDS_LOAD = 8      /* it can take it over from the one before */
};
HAWSER_API int32_t hawser_plugin_extensions(const hawser_plugin_t *plugin);

/* Before start: at most how many bytes buffer_request lends; 0 = a quarter of the ring. 0, or -1. */
HAWSER_API int32_t hawser_plugin_set_grant(hawser_plugin_t *plugin, int32_t length);

/* Maps the channel of that descriptor (which stays the caller's), starts the pump and runs initialize on it.
 * `key` is written into each record that the plugin sends. update() is called each `update_ns` (0 = never); a send that
 * finds no room waits up to `send_timeout_ns`.
 * 0; -1 = refused or failed, with the reason, and the pump is gone; -2 = initialize has not returned within
 * `timeout_ns` (negative = wait for ever): its callbacks are closed, it will never serve, and stop() waits for its
 * return. A plugin is started once. */
HAWSER_API int32_t hawser_plugin_start(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length, int32_t key,
                                       int64_t update_ns, int64_t send_timeout_ns, int64_t timeout_ns);

/* The same without a thread: initialize runs on the calling one, and what it sends is in the rings afterwards. When it
 * hangs, another thread may call stop, which closes its callbacks; then this returns -1 at last. A send from
 * another thread of the plugin waits up to `send_timeout_ns`; one from inside its functions never waits: where the ring
 * has no room, up to `overflow_length` (> 0) bytes, of which a record takes at most 23 more than its payload, are kept
 * until there is; what exceeds these is lost, its request BACK_PRESSURED. 0; -1 = refused or failed, with the reason. */
HAWSER_API int32_t hawser_plugin_start_inline(hawser_plugin_t *plugin, int32_t channel, int64_t channel_length,
                                              int32_t key, int64_t send_timeout_ns, int64_t overflow_length);

enum { /* results of call and update besides -1 = not started inline, stopped, or poisoned, with the reason */
    HAWSER_CALL_CYCLE = -3, /* this thread is inside the plugin already */
    HAWSER_CALL_BUSY = -4,  /* another thread is inside; it handles what is committed before it leaves */
    /* Added to a result that is not negative: something overflowed; to be called again when there is room. */
    HAWSER_CALL_AGAIN = 1 << 30
};
/* Inline, after one or more commits: moves what overflowed earlier, then handles what is committed, in order, on this
 * thread, up to and including the record of that type and correlation; type 0 = all. How many records were handled.
 * Answers are in the ring to the renderer on return, but for what HAWSER_COUNTER_OVERFLOW counts: those are there after
 * a later call, when there is room, for which HAWSER_CALL_AGAIN asks. After HAWSER_CALL_BUSY, or 0 because another caller handled the record, the answer
 * comes by way of the ring, too. [any thread, none during unload] */
HAWSER_API int32_t hawser_plugin_call(hawser_plugin_t *plugin, int32_t type, int64_t correlation);
/* Inline: runs update() on this thread. 0, HAWSER_CALL_AGAIN, or as above; when it is busy, the beat is left out. [any thread] */
HAWSER_API int32_t hawser_plugin_update(hawser_plugin_t *plugin);

enum {
    HAWSER_AREA_FLAGS_OFFSET = 0,     /* int32_t, set by ask */
    HAWSER_AREA_LENGTH_OFFSET = 4,    /* int32_t, of the request; there, as each argument costs Java 15 ns */
    HAWSER_AREA_REQUEST_OFFSET = 64,
    HAWSER_AREA_ANSWER_OFFSET = 4096, /* where a request ends at the latest */
    HAWSER_AREA_READ = 1,             /* flag: something went into a ring, to be read */
    HAWSER_AREA_AGAIN = 2,            /* flag: as HAWSER_CALL_AGAIN */
    HAWSER_ASK_NO_RESPONSE = -5,
    HAWSER_ASK_TOO_LARGE = -6
};
/* Inline: where ask finds a request and leaves its answer; NULL unless started. The plugin's, until unload. */
HAWSER_API uint8_t *hawser_plugin_area(const hawser_plugin_t *plugin);
HAWSER_API int32_t hawser_plugin_area_length(const hawser_plugin_t *plugin);
/* Inline: handles what is committed, then the request in the area, on this thread, without a ring. The length of
 * its answer in the area, or a HAWSER_ASK_ code, or what call returns when it cannot, after which call can. The flags
 * are set unless that is so. The area is the caller's until it calls again: callers take turns. [any thread, none during unload] */
HAWSER_API int32_t hawser_plugin_ask(hawser_plugin_t *plugin);

/* Gives a stream that is about to be asked for a ring of its own: the ring to the renderer of the channel of that
 * descriptor, which stays the caller's. What the plugin sends of that stream goes there; only that nobody wants it may be
 * told beside. The core lets go of it with the stream. A descriptor of -1 takes it back: the stream will not be asked
 * for. 0, or -1 with the reason, as for inline plugins. [any thread, between start and stop] */
HAWSER_API int32_t hawser_plugin_give_ring(hawser_plugin_t *plugin, int64_t correlation, int32_t channel,
                                           int64_t channel_length);

/* Drains what is committed, runs shutdown, closes the callbacks and joins the pump. 0, or -2 = it has not come back
 * within `timeout_ns`; its callbacks are closed all the same, and the call may be repeated. After -2 nobody else may be
 * given the native end of that channel: the pump may be just about to write its last record. Does nothing to a plugin
 * that was not started. */
HAWSER_API int32_t hawser_plugin_stop(hawser_plugin_t *plugin, int64_t timeout_ns);

/* Lets go of library, mapping and descriptor, and frees the plugin. 0; 1 = the library is still mapped (it cannot be
 * unloaded, for instance for unique C++ symbols); -1 = the pump still runs, or -2 = threads that the plugin began do, as
 * far as can be seen: nothing was done, and the call may be repeated. */
HAWSER_API int32_t hawser_plugin_unload(hawser_plugin_t *plugin);

/* What a plugin's pump counted since start. [any thread, until unload] */
enum {
    HAWSER_COUNTER_LOST = 0,    /* messages of the plugin that found no room in time, or were too long */
    HAWSER_COUNTER_EXPIRED = 1, /* records skipped unread, since their deadline had passed */
    HAWSER_COUNTER_SKIPPED = 2, /* records skipped for their unknown type */
    HAWSER_COUNTER_POISONED = 3,/* 1 = the ring to the plugin cannot be read further */
    HAWSER_COUNTER_OVERFLOW = 4,/* inline: bytes that wait for room in the ring */
    HAWSER_COUNTER_CALLS = 5,   /* twice the calls that returned, and 1 more while the plugin is inside one: an odd
                                   number that stays is a call that hangs */
    HAWSER_COUNTER_LENT = 6,    /* buffers that the plugin requested, has now, and has not sent */
    HAWSER_COUNTER_LENT_FOR = 7 /* nanoseconds for which it has had the first of them, to within a few ms */
};
HAWSER_API int64_t hawser_plugin_counter(const hawser_plugin_t *plugin, int32_t counter);

/* Calls of a plugin's callbacks that came after its shutdown, since the core was loaded. */
HAWSER_API int64_t hawser_late_calls(void);

#ifdef __cplusplus
}
#endif
#endif
