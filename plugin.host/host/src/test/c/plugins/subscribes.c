/* SPDX-License-Identifier: Apache-2.0 */
/* Subscribes, requests and cancels as messages say: "s3 data" is token 3. Says what it was given: "item 3 data". */
#define PROCESS obey
#include "fixture.h"

#include "hawser/ext/subscribe.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const hawser_host_t *host;
static const hawser_host_subscribe_t *streams;

void hawser_plugin_set_host(const hawser_host_t *its_host) {
    host = its_host;
    streams = host->get_extension(host, HAWSER_EXT_SUBSCRIBE);
}

static void say(const char *what, int64_t token, int64_t number, const void *data, size_t length) {
    char text[128];
    const int used = snprintf(text, sizeof text, "%s %lld %lld ", what, (long long)token, (long long)number);
    memcpy(text + used, data, length);
    message((const uint8_t *)text, (size_t)used + length);
}

static int32_t do_as_told(const char *text) {
    char *rest;
    const int64_t token = strtoll(text + 1, &rest, 10);
    rest += *rest == ' ';
    switch (text[0]) {
    case 's':
        return streams->subscribe(host, token, "other:one:streamed", 1234, (const uint8_t *)rest, strlen(rest));
    case 'r':
        return streams->request(host, token, strtoll(rest, NULL, 10));
    case 'c':
        return streams->cancel(host, token);
    case 'l':
        return streams->subscribe(host, token, "other:one:streamed", 0, (const uint8_t *)rest, (size_t)INT32_MAX);
    case 'n':
        return streams->subscribe(host, token, NULL, 0, NULL, 0);
    default:
        return 99;
    }
}

/* All three from a thread of its own. */
static void *subscribe_from_here(void *token) {
    char text[32];
    (void)snprintf(text, sizeof text, "s%d own", (int)(intptr_t)token);
    (void)do_as_told(text);
    (void)snprintf(text, sizeof text, "r%d 5", (int)(intptr_t)token);
    (void)do_as_told(text);
    (void)snprintf(text, sizeof text, "c%d", (int)(intptr_t)token);
    (void)do_as_told(text);
    return NULL;
}

static void obey(const uint8_t *data, size_t length) {
    char text[64] = {0};
    memcpy(text, data, length < sizeof text ? length : sizeof text - 1);
    if (text[0] == 't') {
        pthread_t thread;
        if (pthread_create(&thread, NULL, subscribe_from_here, (void *)(intptr_t)atoi(text + 1)) == 0) {
            (void)pthread_join(thread, NULL);
        }
        return;
    }
    say("said", 0, do_as_told(text), "", 0);
}

static void on_item(int64_t token, const uint8_t *data, size_t length) {
    say("item", token, (uintptr_t)data % 8, data, length);
}

static void on_over(int64_t token, int32_t code, const uint8_t *text, size_t length) {
    say("over", token, code, text, length);
}

/* Runs when the library is unloaded, which is after its shutdown. */
static void call_late(void) __attribute__((destructor));

static void call_late(void) {
    if (host != NULL && streams->request(host, 1, 1) != HAWSER_E_INVALID) {
        __builtin_trap();
    }
}

const void *hawser_plugin_get_extension(const char *id) {
#ifdef WITHOUT_ITEM
    static const hawser_plugin_subscribe_t own = {NULL, on_over};
    (void)on_item;
#elif defined WITHOUT_OVER
    static const hawser_plugin_subscribe_t own = {on_item, NULL};
    (void)on_over;
#else
    static const hawser_plugin_subscribe_t own = {on_item, on_over};
#endif
    return strcmp(id, HAWSER_EXT_SUBSCRIBE) == 0 ? &own : NULL;
}

FIXTURE_TABLE
