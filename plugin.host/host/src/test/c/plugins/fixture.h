/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin's table around the functions that a fixture defines before it includes this. Macros change entries. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "plugin_interface.h"

#ifndef NAME
#define NAME "fixture"
#endif
#ifndef INITIALIZE
#define INITIALIZE fixture_initialize
#endif
#ifndef SHUTDOWN
#define SHUTDOWN fixture_shutdown
#endif
#ifndef PROCESS
#define PROCESS fixture_process
#endif
#ifndef UPDATE
#define UPDATE fixture_update
#endif
#ifndef STATUS
#define STATUS PLUGIN_SUCCESS
#endif

static MessageCallback message;
static BufferRequestCallback request;
static BufferSendCallback send;

static inline PluginStatus fixture_initialize(MessageCallback m, BufferRequestCallback r, BufferSendCallback s) {
    message = m;
    request = r;
    send = s;
    return (PluginStatus)(STATUS);
}

static inline void fixture_shutdown(void) {
}

static inline void fixture_process(const uint8_t *data, size_t length) {
    message(data, length);
}

static inline void fixture_update(void) {
}

#define FIXTURE_TABLE \
    static const PluginInterface plugin = { \
        {NAME, "1.0.0", PLUGIN_API_VERSION}, INITIALIZE, SHUTDOWN, PROCESS, UPDATE, \
    }; \
    PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) { \
        return &plugin; \
    }

#endif
