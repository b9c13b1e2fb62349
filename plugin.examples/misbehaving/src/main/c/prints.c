/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule to be brief: prints as many MiB as the message says, without an end of line; "prints-always.so" prints
 * from when it is loaded on, and never ends. */
#define NAME "prints"
#define PROCESS print
#include "zoo.h"

#include <pthread.h>

static void *print_for_ever(void *line) {
    while (puts(line) >= 0) {
    }
    return line;
}

__attribute__((constructor)) static void begin(void) {
    static char line[] = "again";
    pthread_t thread;
    if (zoo_is("always") && pthread_create(&thread, NULL, print_for_ever, line) == 0) {
        (void)pthread_detach(thread);
    }
}

static void print(const uint8_t *data, size_t length) {
    static char text[1024 * 1024];
    char digits[16] = {0};
    memset(text, 'x', sizeof text);
    memcpy(digits, data, length < sizeof digits - 1 ? length : sizeof digits - 1);
    for (int i = atoi(digits); i > 0; i--) {
        (void)fwrite(text, 1, sizeof text, stdout);
    }
    (void)fflush(stdout);
    send_message(data, length);
}

ZOO_PLUGIN
