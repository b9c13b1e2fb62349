/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that a plugin exports get_plugin_interface. */
#include "plugin_interface.h"

PLUGIN_EXPORT const PluginInterface *get_my_interface(void);

PLUGIN_EXPORT const PluginInterface *get_my_interface(void) {
    return NULL;
}
