/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the plugins here share: a table that answers each message with itself, whose parts a plugin replaces by defining
 * NAME, INITIALIZE, SHUTDOWN, PROCESS or UPDATE before it ends with ZOO_PLUGIN; and the plugin's variant, which is what
 * its file is called by, so that one library is many: "dies-update-segv.so" is the variant "update-segv".
 */
#ifndef ZOO_H
#define ZOO_H

#define _GNU_SOURCE
#include "plugin_interface.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef NAME
#define NAME "zoo"
#endif
#ifndef INITIALIZE
#define INITIALIZE zoo_initialize
#endif
#ifndef SHUTDOWN
#define SHUTDOWN zoo_shutdown
#endif
#ifndef PROCESS
#define PROCESS zoo_process
#endif
#ifndef UPDATE
#define UPDATE zoo_update
#endif

static MessageCallback send_message;
static BufferRequestCallback request_buffer;
static BufferSendCallback send_buffer;

/* A library that was loaded from a memfd is called as that is: "/memfd:dies-update-segv.so (deleted)". */
static inline const char *zoo_variant(void) {
    static char text[256];
    Dl_info here;
    if (dladdr((const void *)&send_message, &here) == 0) {
        return "";
    }
    const ssize_t length = readlink(here.dli_fname, text, sizeof text - 1);
    if (length < 0) {
        (void)snprintf(text, sizeof text, "%s", here.dli_fname);
    } else {
        text[length] = '\0';
    }
    char *end = strstr(text, ".so");
    if (end != NULL) {
        *end = '\0';
    }
    char *begin = strrchr(text, '/');
    begin = strchr(begin == NULL ? text : begin, '-');
    return begin == NULL ? "" : begin + 1;
}

static inline int zoo_is(const char *part) {
    return strstr(zoo_variant(), part) != NULL;
}

static inline void zoo_say(const char *text) {
    send_message((const uint8_t *)text, strlen(text));
}

static inline void zoo_say_number(const char *what, long number) {
    char text[128];
    (void)snprintf(text, sizeof text, "%s%ld", what, number);
    zoo_say(text);
}

static inline PluginStatus zoo_initialize(MessageCallback message, BufferRequestCallback request,
                                          BufferSendCallback send) {
    send_message = message;
    request_buffer = request;
    send_buffer = send;
    return PLUGIN_SUCCESS;
}

static inline void zoo_shutdown(void) {
}

static inline void zoo_process(const uint8_t *data, size_t length) {
    send_message(data, length);
}

static inline void zoo_update(void) {
}

/* "dies-copy7.so" is a plugin of another name, dies7. */
static inline const char *zoo_name(void) {
    static char name[64];
    const char *variant = zoo_variant();
    const int copy = strncmp(variant, "copy", 4) == 0;
    (void)snprintf(name, sizeof name, NAME "%.8s", copy ? variant + 4 : "");
    return name;
}

#define ZOO_PLUGIN \
    static PluginInterface plugin = { \
        {NAME, "1.0.0", PLUGIN_API_VERSION}, INITIALIZE, SHUTDOWN, PROCESS, UPDATE, \
    }; \
    PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) { \
        plugin.info.name = zoo_name(); \
        return &plugin; \
    }

#endif
