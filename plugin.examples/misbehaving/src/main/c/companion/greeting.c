/* SPDX-License-Identifier: Apache-2.0 */
/* A library that a plugin has beside it. */
#include "plugin_interface.h"

PLUGIN_EXPORT const char *greeting(void) {
    return "hello 1";
}
