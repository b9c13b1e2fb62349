/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that nothing is sent after shutdown: does it when the process ends. */
#define NAME "late"
#include "zoo.h"

__attribute__((destructor)) static void send_late(void) {
    if (send_message != NULL) {
        uint8_t *buffer;
        uint32_t space;
        zoo_say("late");
        if (request_buffer(0, &buffer, &space) == 0) {
            (void)send_buffer(1);
        }
    }
}

ZOO_PLUGIN
