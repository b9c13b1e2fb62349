/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rules about the table, in the way that its file is called by: "table-name-null.so". */
#include "zoo.h"

static char longest[1024 * 1024];
static PluginInterface table = {{NAME, "1.0.0", PLUGIN_API_VERSION}, INITIALIZE, SHUTDOWN, PROCESS, UPDATE};
static _Alignas(PluginInterface) char odd[sizeof(PluginInterface) + 1];

static void change_name(void) {
    if (zoo_is("name-null")) {
        table.info.name = NULL;
    } else if (zoo_is("name-empty")) {
        table.info.name = "";
    } else if (zoo_is("name-long")) {
        memset(longest, 'x', sizeof longest - 1);
        table.info.name = longest;
    } else if (zoo_is("name-latin")) {
        table.info.name = "caf\351";
    } else if (zoo_is("name-control")) {
        table.info.name = "a\n\033[31mb";
    } else if (zoo_is("name-path")) {
        table.info.name = "../../a;b=\"c\"";
    }
}

static void change_functions(void) {
    if (zoo_is("no-initialize")) {
        table.initialize = NULL;
    } else if (zoo_is("no-shutdown")) {
        table.shutdown = NULL;
    } else if (zoo_is("no-process")) {
        table.process_message = NULL;
    } else if (zoo_is("no-update")) {
        table.update = NULL;
    }
}

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    change_name();
    change_functions();
    table.info.api_version = zoo_is("version-0") ? 0 : zoo_is("version-2") ? 2 : zoo_is("version-max") ? UINT32_MAX : 1;
    if (zoo_is("misaligned")) {
        memcpy(odd + 1, &table, sizeof table);
        return (const PluginInterface *)(const void *)(odd + 1);
    }
    return &table;
}
