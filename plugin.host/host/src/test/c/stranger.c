/* SPDX-License-Identifier: Apache-2.0 */
/* A runner of another make, in a host's place for one: answers with another VERSION or LAYOUT, or, SILENT, not at all. */
#include "control.h"
#include "hawser/channel.h"

#include <sys/socket.h>
#include <unistd.h>

#ifndef VERSION
#define VERSION HAWSER_CONTROL_VERSION
#endif
#ifndef LAYOUT
#define LAYOUT HAWSER_CHANNEL_VERSION_MAJOR
#endif

int main(void) {
    hawser_control_t told = {.magic = HAWSER_CONTROL_MAGIC, .version = VERSION, .layout = LAYOUT,
                             .kind = HAWSER_CONTROL_LOADED, .name = "stranger"};
#if defined(SILENT)
    (void)pause();
#endif
    (void)send(HAWSER_CONTROL_DESCRIPTOR, &told, sizeof told, MSG_NOSIGNAL);
    (void)pause();
    return 0;
}
