/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that initialize succeeds soon: "starts-status-42.so" returns 42, "starts-asleep.so" sleeps,
 * "starts-nap.so" not as long. */
#define NAME "starts"
#define INITIALIZE start
#include "zoo.h"

static PluginStatus start(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    const char *variant = zoo_variant();
    (void)zoo_initialize(message, request, send);
    if (strcmp(variant, "asleep") == 0) {
        (void)sleep(60);
    }
    if (strcmp(variant, "nap") == 0) {
        (void)sleep(2);
    }
    return strncmp(variant, "status-", 7) == 0 ? (PluginStatus)atoi(variant + 7) : PLUGIN_SUCCESS;
}

ZOO_PLUGIN
