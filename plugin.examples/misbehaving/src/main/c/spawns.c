/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that a plugin is one process: forks, for each message, until it is refused, and says how often it
 * could; the children wait for ever. */
#define NAME "spawns"
#define PROCESS spawn
#include "zoo.h"

enum { MOST = 100000 };

static void spawn(const uint8_t *data, size_t length) {
    long count = 0;
    (void)data;
    (void)length;
    for (; count < MOST; count++) {
        const pid_t child = fork();
        if (child < 0) {
            break;
        }
        if (child == 0) {
            for (;;) {
                (void)pause();
            }
        }
    }
    zoo_say_number("", count);
}

ZOO_PLUGIN
