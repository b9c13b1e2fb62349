/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extensions: what host and plugin can do for each other beyond plugin_interface.h. Each is a struct of functions that
 * is found by an id, "hawser.NAME/REVISION", and has a header of its own in ext/, which is its specification. Each is
 * optional on both sides: who asks for one that is not there gets NULL, and goes on without it. A published struct
 * never grows; what is new gets a new id.
 *
 *   plugin -> host   the library exports hawser_plugin_set_host; the host it is given knows the extensions
 *   host -> plugin   the library exports hawser_plugin_get_extension
 *
 * A library exports neither, one or both. A host that knows nothing of extensions calls neither: then a plugin has no
 * host, and is one of version 1.
 *
 * Threads: [host's call] = called by the host, never two at a time and never beside initialize, process_message, update
 * or shutdown of the same plugin. [any thread] = of any thread, from hawser_plugin_set_host until shutdown has returned;
 * later calls are counted and return HAWSER_E_INVALID.
 * Memory: what is passed as an argument belongs to the caller and is copied, or must be copied, before the call returns.
 * Text is UTF-8.
 */
#ifndef HAWSER_HOST_H
#define HAWSER_HOST_H

#include "plugin_interface.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hawser_host {
    void *data; /* the host's own */
    /* The host's part of that extension, such as HAWSER_EXT_LOG, or NULL. It is the host's and lives as long as the
     * library. `host` is what hawser_plugin_set_host was given, here and in every function of an extension.
     * [any thread] */
    const void *(*get_extension)(const struct hawser_host *host, const char *id);
} hawser_host_t;

/* What functions of extensions return. */
enum {
    HAWSER_SENT = 0,        /* taken: it will arrive, in the order in which one thread sent */
    HAWSER_E_INVALID = -1,  /* an argument makes no sense, what it names is over, or the plugin is not active */
    HAWSER_E_NO_ROOM = -2,  /* no room, or no credit, in time: nothing was sent, it may be tried again */
    HAWSER_E_TOO_LONG = -3  /* longer than the host's memory for messages can ever carry: nothing was sent */
};

/* Why a request or a stream failed. */
enum {
    HAWSER_CODE_INVALID_EVENT = 1,
    HAWSER_CODE_UNKNOWN_EVENT = 2,
    HAWSER_CODE_TIMEOUT = 3,
    HAWSER_CODE_CANCELLED = 4,
    HAWSER_CODE_STREAM_CANCELLED = 5,
    HAWSER_CODE_BATCH_FAILED = 6,
    HAWSER_CODE_SERIALIZE_FAILED = 7,
    HAWSER_CODE_DESERIALIZE_FAILED = 8,
    HAWSER_CODE_PAYLOAD_TOO_LARGE = 9,
    HAWSER_CODE_TARGET_NOT_FOUND = 10,
    HAWSER_CODE_NO_RESPONSE = 11,
    HAWSER_CODE_INVALID_PLUGIN_KEY = 12,
    HAWSER_CODE_PLUGIN_UNAUTHORIZED = 13,
    HAWSER_CODE_PLUGIN_STOPPED = 14,
    HAWSER_CODE_PLUGIN_CRASHED = 15,
    HAWSER_CODE_BACK_PRESSURED = 16,
    HAWSER_CODE_SUPERSEDED = 17,
    HAWSER_CODE_IPC_ERROR = 18,
    HAWSER_CODE_TRANSPORT_DESTROYED = 19,
    HAWSER_CODE_INTERNAL_ERROR = 20
};

/* Exported by a plugin that uses extensions of the host. Keep `host`; ask it for what you need.
 * [once, before initialize, on its thread] */
PLUGIN_EXPORT void hawser_plugin_set_host(const hawser_host_t *host);

/* Exported by a plugin that has extensions itself: its part of that one, or NULL. What it returns is the plugin's, is
 * constant, and lives as long as the library. [once for each id that the host knows, while the library is loaded] */
PLUGIN_EXPORT const void *hawser_plugin_get_extension(const char *id);

#ifdef __cplusplus
}
#endif
#endif
