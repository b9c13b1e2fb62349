/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that get_plugin_interface returns a table. */
#include "plugin_interface.h"

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return NULL;
}
