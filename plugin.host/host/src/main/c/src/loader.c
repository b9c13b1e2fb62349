/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "loader.h"

#include "hawser/core.h"
#include "hawser/memory.h"
#include "name.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* DEEPBIND: a plugin's own plain global `shutdown` is meant, not libc's. Sanitizers replace libc's functions and cannot
 * have that. */
#if defined(RTLD_DEEPBIND) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static const int LOAD_MODE = RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND;
#else
static const int LOAD_MODE = RTLD_NOW | RTLD_LOCAL;
#endif

typedef const PluginInterface *(*entry_t)(void);
typedef void (*set_host_t)(const hawser_host_t *host);
typedef const void *(*get_extension_t)(const char *id);

/* What leads to the library in a folder that its companions share. */
static const char LINK[] = "/.hawser-plugin";

/* The file's name out of a link such as "/memfd:libecho.so (deleted)". */
static void find_file_name(hawser_library_t *library) {
    char target[sizeof library->file];
    const ssize_t length = readlink(library->path, target, sizeof target - 1);
    target[length > 0 ? length : 0] = '\0';
    char *end = strstr(target, " (deleted)");
    if (end != NULL) {
        *end = '\0';
    }
    const char *begin = strrchr(target, '/');
    begin = begin == NULL ? target : begin + 1;
    begin = strncmp(begin, "memfd:", 6) == 0 ? begin + 6 : begin;
    (void)snprintf(library->file, sizeof library->file, "%s", *begin == '\0' ? "the library" : begin);
}

static const char LACK[] = "; install what it needs, or put that beside it, in a folder of the plugin's own, and link "
                           "it with -Wl,-rpath,'$ORIGIN'";

static int32_t load(hawser_library_t *library) {
#if defined(__linux__)
    /* With the process id, not `self`, a debugger that attaches finds the file, too. */
    (void)snprintf(library->path, sizeof library->path, "/proc/%ld/fd/%d", (long)getpid(), library->image);
#else
    (void)snprintf(library->path, sizeof library->path, "/dev/fd/%d", library->image);
#endif
    struct stat status;
    if (fstat(library->image, &status) == 0 && S_ISDIR(status.st_mode)) {
        (void)strncat(library->path, LINK, sizeof library->path - strlen(library->path) - 1);
    }
    find_file_name(library);
    library->handle = dlopen(library->path, LOAD_MODE);
    if (library->handle == NULL) {
        const char *reason = dlerror();
        const int lacks = reason != NULL && strstr(reason, "cannot open shared object file") != NULL;
        return hawser_fail("a plugin must be a shared library for this system: %s cannot be loaded: %s%s", library->file,
                           reason == NULL ? "unknown" : reason, lacks ? LACK : "");
    }
    return 0;
}

static int32_t find_table(hawser_library_t *library, const PluginInterface **table) {
    entry_t entry = NULL;
    void *symbol = dlsym(library->handle, "get_plugin_interface");
    if (symbol == NULL) {
        return hawser_fail("a plugin must export get_plugin_interface: %s has no such symbol; declare it PLUGIN_EXPORT "
                           "and extern \"C\"", library->file);
    }
    memcpy(&entry, &symbol, sizeof entry); /* ISO C has no cast from an object's pointer to a function's */
    *table = entry();
    if (*table == NULL) {
        return hawser_fail("get_plugin_interface must return the plugin's table: %s returned NULL; return the address "
                           "of a static PluginInterface", library->file);
    }
    return 0;
}

/* First of all: of another version even the table's layout is unknown. */
static int32_t check_version(hawser_library_t *library, const PluginInterface *table) {
    if (table->info.api_version != PLUGIN_API_VERSION) {
        return hawser_fail("a plugin must have API version %u: %s has api_version=%u; set it to PLUGIN_API_VERSION and "
                           "build with this host's plugin_interface.h", (unsigned)PLUGIN_API_VERSION, library->file,
                           (unsigned)table->info.api_version);
    }
    library->table = *table;
    return 0;
}

static int32_t check_info(hawser_library_t *library) {
    const PluginInfo *info = &library->table.info;
    const char *fault = hawser_name_fault(info->name, HAWSER_NAME_MAX);
    if (fault != NULL) {
        return hawser_fail("a plugin's name must be 1 to %d bytes of UTF-8 without control characters: that of %s %s; "
                           "set info.name", HAWSER_NAME_MAX, library->file, fault);
    }
    (void)snprintf(library->name, sizeof library->name, "%s", info->name);
    if (info->version != NULL) {
        const size_t length = hawser_name_prefix(info->version, HAWSER_NAME_MAX);
        memcpy(library->version, info->version, length);
    }
    return 0;
}

static int32_t check_functions(const hawser_library_t *library) {
    const PluginInterface *table = &library->table;
    const char *missing = table->initialize == NULL        ? "initialize"
                          : table->shutdown == NULL        ? "shutdown"
                          : table->process_message == NULL ? "process_message"
                          : table->update == NULL          ? "update"
                                                           : NULL;
    if (missing != NULL) {
        return hawser_fail("a plugin must have all four functions: %s has %s=NULL; give it one, which may do nothing",
                           library->file, missing);
    }
    return 0;
}

/* ---- extensions ---- */

static void copy_extension(get_extension_t get_extension, const char *id, void *copy, size_t length) {
    const void *extension = get_extension(id);
    if (extension != NULL) {
        memcpy(copy, extension, length);
    }
}

static void find_extensions(hawser_library_t *library) {
    get_extension_t get_extension = NULL;
    void *symbol = dlsym(library->handle, "hawser_plugin_set_host");
    memcpy(&library->set_host, &symbol, sizeof symbol);
    symbol = dlsym(library->handle, "hawser_plugin_get_extension");
    memcpy(&get_extension, &symbol, sizeof symbol);
    if (get_extension != NULL) {
        copy_extension(get_extension, HAWSER_EXT_REQUEST, &library->request, sizeof library->request);
        copy_extension(get_extension, HAWSER_EXT_STREAM, &library->stream, sizeof library->stream);
        copy_extension(get_extension, HAWSER_EXT_SUBSCRIBE, &library->subscribe, sizeof library->subscribe);
        copy_extension(get_extension, HAWSER_EXT_STATE, &library->state, sizeof library->state);
    }
}

static int32_t check(hawser_library_t *library) {
    const PluginInterface *table;
    return find_table(library, &table) != 0 || check_version(library, table) != 0 || check_info(library) != 0
                   || check_functions(library) != 0
               ? -1
               : 0;
}

int32_t hawser_library_open(hawser_library_t *library, int32_t image) {
    memset(library, 0, sizeof *library);
    library->image = image;
    if (load(library) != 0) {
        (void)close(image);
        return -1;
    }
    if (check(library) != 0) {
        (void)hawser_library_close(library);
        return -1;
    }
    find_extensions(library);
    return 0;
}

static int32_t is_mapped(const hawser_library_t *library) {
    void *handle = dlopen(library->path, RTLD_NOW | RTLD_NOLOAD);
    if (handle == NULL) {
        return 0;
    }
    (void)dlclose(handle);
    return 1;
}

int32_t hawser_library_close(hawser_library_t *library) {
    (void)dlclose(library->handle);
    if (is_mapped(library)) {
        return 1;
    }
    (void)close(library->image);
    return 0;
}

int32_t hawser_library_is_loaded(const char *name) {
    void *handle = name == NULL ? NULL : dlopen(name, RTLD_NOW | RTLD_NOLOAD);
    if (handle == NULL) {
        return 0;
    }
    (void)dlclose(handle);
    return 1;
}
