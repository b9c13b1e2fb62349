/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that a plugin comes back. It dies in the function WHERE in the way HOW; in process_message in the way
 * that the message names. Any other message is answered with itself. */
#include "plugin_interface.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef HOW
#define HOW "not"
#endif

enum { IN_MESSAGE, IN_INITIALIZE, IN_UPDATE, IN_SHUTDOWN };

#ifndef WHERE
#define WHERE IN_MESSAGE
#endif

static MessageCallback send_message;
static volatile uintptr_t nowhere = 16; /* volatile: no compiler is to know better */
static volatile int zero;
static volatile int depth = INT32_MAX;

static int overflow(const volatile char *above) {
    volatile char here[4096];
    here[0] = above == NULL ? 1 : above[0];
    return depth-- == 0 ? 0 : overflow(here) + here[0];
}

#if defined(__GNUC__)
__attribute__((no_sanitize("undefined")))
#endif
static void divide(void) {
#if defined(__x86_64__)
    zero = 100 / zero;
#else
    raise(SIGFPE); /* where dividing by zero is no error */
#endif
}

static void spin(void) {
    for (volatile int i = 0;; i++) {
    }
}

static void leave(void) {
    exit(0);
}

static void leave_at_once(void) {
    _exit(0);
}

static void kill_itself(void) {
    raise(SIGKILL);
}

static void run_nothing(void) {
    __builtin_trap();
}

static void fault(void) {
    zero = *(volatile int *)nowhere;
}

static void overflow_stack(void) {
    zero = overflow(NULL);
}

static const struct {
    const char *name;
    void (*die)(void);
} ways[] = {
    {"segv", fault}, {"abort", abort},          {"exit", leave},    {"_exit", leave_at_once}, {"kill", kill_itself},
    {"overflow", overflow_stack}, {"divide", divide}, {"illegal", run_nothing}, {"spin", spin},
};

static int die(const char *how, size_t length) {
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (strlen(ways[i].name) == length && memcmp(ways[i].name, how, length) == 0) {
            ways[i].die();
            return 1;
        }
    }
    return 0;
}

static void die_if(int where) {
    if (where == WHERE) {
        (void)die(HOW, strlen(HOW));
    }
}

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)request;
    (void)send;
    send_message = message;
    die_if(IN_INITIALIZE);
    return PLUGIN_SUCCESS;
}

static void shut_down(void) {
    die_if(IN_SHUTDOWN);
}

static void process_message(const uint8_t *data, size_t length) {
    if (!die((const char *)data, length)) {
        send_message(data, length);
    }
}

static void update(void) {
    die_if(IN_UPDATE);
}

static const PluginInterface plugin = {
    {"dies", "1.0.0", PLUGIN_API_VERSION}, initialize, shut_down, process_message, update,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
