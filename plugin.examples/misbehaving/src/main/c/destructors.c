/* SPDX-License-Identifier: Apache-2.0 */
/* Strains the rule to leave nothing behind: what is thread-local has a destructor, and the library one, too. */
#define NAME "destructors"
#define PROCESS fill
#include "zoo.h"

#include <pthread.h>

static pthread_key_t key;

static void let_go(void *value) {
    free(value);
}

__attribute__((constructor)) static void begin(void) {
    (void)pthread_key_create(&key, let_go);
}

__attribute__((destructor)) static void end(void) {
    (void)pthread_key_delete(key);
}

static void fill(const uint8_t *data, size_t length) {
    if (pthread_getspecific(key) == NULL) {
        (void)pthread_setspecific(key, malloc(64));
    }
    send_message(data, length);
}

ZOO_PLUGIN
