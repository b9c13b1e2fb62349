/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to end one's threads: 64 of them send for ever, from the first message on and after shutdown. */
#define NAME "threads"
#define PROCESS begin
#include "zoo.h"

#include <pthread.h>

enum { THREADS = 64 };

static void *send_for_ever(void *unused) {
    for (;;) {
        zoo_say("from a thread");
        (void)usleep(1000);
    }
    return unused;
}

static void begin(const uint8_t *data, size_t length) {
    static int begun;
    for (; begun < THREADS; begun++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, send_for_ever, NULL) != 0) {
            break;
        }
        (void)pthread_detach(thread);
    }
    (void)data;
    (void)length;
    zoo_say_number("", begun);
}

ZOO_PLUGIN
