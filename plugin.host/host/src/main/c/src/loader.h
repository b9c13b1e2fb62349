/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin's library: loaded from a memfd, checked, unloaded. */
#ifndef HAWSER_LOADER_H
#define HAWSER_LOADER_H

#include "hawser/ext/request.h"
#include "hawser/ext/state.h"
#include "hawser/ext/stream.h"
#include "hawser/ext/subscribe.h"

enum { HAWSER_NAME_MAX = 128 };

typedef struct hawser_library {
    void *handle;
    int32_t image;                      /* open as long as the library is mapped */
    char path[64];                      /* what the loader knows it by */
    char file[256];                     /* for messages */
    PluginInterface table;              /* a copy; its strings belong to the plugin */
    void (*set_host)(const hawser_host_t *host); /* NULL = it wants none */
    hawser_plugin_request_t request;    /* copies of what it offers; a function is NULL if it does not */
    hawser_plugin_stream_t stream;
    hawser_plugin_subscribe_t subscribe;
    hawser_plugin_state_t state;
    char name[HAWSER_NAME_MAX + 1];
    char version[HAWSER_NAME_MAX + 1];
} hawser_library_t;

/* Loads and checks; takes over the descriptor, also on failure. 0, or -1 with the reason set. [control] */
int32_t hawser_library_open(hawser_library_t *library, int32_t image);

/* 0 = unmapped; 1 = still mapped, and the descriptor stays open: a library that the loader knows by the path of a
 * descriptor would be handed out again for whatever is opened under that number. [control] */
int32_t hawser_library_close(hawser_library_t *library);

#endif
