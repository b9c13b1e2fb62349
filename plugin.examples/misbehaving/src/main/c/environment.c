/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that all a plugin needs comes with it: wants a variable of the environment. */
#define NAME "environment"
#define INITIALIZE look
#include "zoo.h"

static PluginStatus look(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)zoo_initialize(message, request, send);
    return getenv("HAWSER_ZOO_NEEDS") == NULL ? PLUGIN_ERROR_INITIALIZATION : PLUGIN_SUCCESS;
}

ZOO_PLUGIN
