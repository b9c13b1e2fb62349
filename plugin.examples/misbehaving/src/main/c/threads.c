/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to end one's threads: 64 of them send for ever, from the first message on and after shutdown.
 * Those of "threads-joined.so" send once, and have ended when it answers; those of "threads-while.so" send as long as the
 * file is there that the first message names. */
#define NAME "threads"
#define PROCESS begin
#include "zoo.h"

#include <pthread.h>

enum { THREADS = 64 };

static char file[256];
static int is_while;
static int is_joined;

static int goes_on(void) {
    return is_while ? access(file, F_OK) == 0 : !is_joined;
}

static void *send_for_ever(void *given) {
    do {
        zoo_say("from a thread");
        (void)usleep(1000);
    } while (goes_on());
    return given;
}

static void begin(const uint8_t *data, size_t length) {
    static pthread_t threads[THREADS];
    static int begun;
    void *given; /* of the host, as what a thread is given often is */
    memcpy(&given, &send_message, sizeof given);
    if (begun == 0) {
        is_while = zoo_is("while");
        is_joined = zoo_is("joined");
        memcpy(file, data, length < sizeof file ? length : sizeof file - 1);
    }
    for (; begun < THREADS && pthread_create(&threads[begun], NULL, send_for_ever, given) == 0; begun++) {
    }
    for (int i = 0; i < begun && is_joined; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    zoo_say_number("", begun);
}

ZOO_PLUGIN
