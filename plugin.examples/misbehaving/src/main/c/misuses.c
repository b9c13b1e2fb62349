/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rules about loans, in all ways; its answer is what it was told each time. "misuses-claims.so" dies with a loan
 * in its hands instead, "misuses-reenters.so" calls a callback from within another's data, a thread of
 * "misuses-forgets.so" ends with one in its hands at each message. */
#define NAME "misuses"
#define PROCESS misuse
#include "zoo.h"

#include <pthread.h>

static uint8_t *buffer;
static uint32_t space;

static int lend(void) {
    return request_buffer(0, &buffer, &space);
}

static void tell_all(void) {
    char text[256];
    const int nothing_lent = send_buffer(1);
    const int nowhere = request_buffer(0, NULL, &space);
    (void)lend();
    const int none = send_buffer(0);
    (void)lend();
    const int too_much = send_buffer(space + 1);
    (void)lend();
    const int most = send_buffer(UINT32_MAX);
    const int twice = send_buffer(1);
    (void)lend(); /* never sent */
    (void)snprintf(text, sizeof text, "%d %d %d %d %d %d", nothing_lent, nowhere, none, too_much, most, twice);
    zoo_say(text);
}

static void *forget(void *unused) {
    (void)lend();
    return unused;
}

static void misuse(const uint8_t *data, size_t length) {
    pthread_t thread;
    if (zoo_is("forgets") && pthread_create(&thread, NULL, forget, NULL) == 0) {
        (void)pthread_join(thread, NULL);
        zoo_say("forgotten");
        return;
    }
    if (zoo_is("claims") && length == 5) {
        (void)lend();
        memset(buffer, 0xff, space);
        abort();
    }
    if (zoo_is("reenters") && lend() == 0) {
        memcpy(buffer, data, length);
        send_message(buffer, length); /* out of a loan that this call ends */
        (void)send_buffer((uint32_t)length);
        return;
    }
    tell_all();
}

ZOO_PLUGIN
