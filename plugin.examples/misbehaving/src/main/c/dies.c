/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that a plugin comes back. Its file is called by where and how: "dies-update-segv.so"; where may be
 * constructor, initialize, update, shutdown, save or load; what is called by one of the last two has a state. In
 * process_message it dies in the way that a message names; any other is answered with itself. The way "sleep" is to take
 * half a second and go on. */
#define NAME "dies"
#define INITIALIZE die_in_initialize
#define SHUTDOWN die_in_shutdown
#define PROCESS die_in_process
#define UPDATE die_in_update
#include "zoo.h"

#include "hawser/ext/state.h"

#include <signal.h>

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
    for (volatile unsigned int i = 0;; i++) {
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

static void sleep_half_a_second(void) {
    (void)usleep(500000);
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
    {"segv", fault},           {"abort", abort},       {"exit", leave},      {"_exit", leave_at_once}, {"kill", kill_itself},
    {"overflow", overflow_stack}, {"divide", divide}, {"illegal", run_nothing}, {"spin", spin},
    {"sleep", sleep_half_a_second},
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

static void die_if(const char *where) {
    const char *variant = zoo_variant();
    const size_t length = strlen(where);
    if (strncmp(variant, where, length) == 0 && variant[length] == '-') {
        (void)die(variant + length + 1, strlen(variant + length + 1));
    }
}

__attribute__((constructor)) static void die_in_constructor(void) {
    die_if("constructor");
}

static PluginStatus die_in_initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    die_if("initialize");
    return zoo_initialize(message, request, send);
}

static void die_in_shutdown(void) {
    die_if("shutdown");
}

static void die_in_process(const uint8_t *data, size_t length) {
    if (!die((const char *)data, length)) {
        send_message(data, length);
    }
}

static void die_in_update(void) {
    die_if("update");
}

static int32_t save(const hawser_state_sink_t *sink) {
    die_if("save");
    return sink->write(sink, NAME, sizeof NAME);
}

static int32_t load(const uint8_t *data, size_t length) {
    die_if("load");
    return length == sizeof NAME && memcmp(data, NAME, length) == 0 ? 0 : -1;
}

const void *hawser_plugin_get_extension(const char *id) {
    static const hawser_plugin_state_t state = {save, load};
    const int has_state = strncmp(zoo_variant(), "save", 4) == 0 || strncmp(zoo_variant(), "load", 4) == 0;
    return has_state && strcmp(id, HAWSER_EXT_STATE) == 0 ? &state : NULL;
}

ZOO_PLUGIN
