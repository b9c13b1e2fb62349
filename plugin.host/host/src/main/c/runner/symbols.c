/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of the loaded modules are mapped, and their symbol tables read: the full one where it was not stripped, so
 * that static functions have names, too. The files may be any bytes; nothing outside of them is read.
 */
#define _GNU_SOURCE
#include "symbols.h"

#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODULES_MAX = 64 };

typedef struct module {
    uintptr_t begin;
    uintptr_t end;
    uintptr_t bias;
    char name[HAWSER_FRAME_MODULE_MAX];
    const uint8_t *file; /* NULL = cannot be read */
    size_t size;
    const ElfW(Sym) *symbols;
    size_t symbol_count;
    const char *strings;
    size_t strings_size;
} module_t;

static module_t modules[MODULES_MAX];
static int32_t module_count;

/* ---- files ---- */

static const void *within(const module_t *module, uint64_t offset, uint64_t length) {
    return offset <= module->size && length <= module->size - offset ? module->file + offset : NULL;
}

static int32_t use_table(module_t *module, const ElfW(Shdr) *sections, size_t count, const ElfW(Shdr) *table) {
    if (table->sh_link >= count || table->sh_offset % sizeof(uint64_t) != 0) {
        return 0;
    }
    const ElfW(Shdr) *strings = &sections[table->sh_link];
    const void *symbols = within(module, table->sh_offset, table->sh_size);
    const void *text = within(module, strings->sh_offset, strings->sh_size);
    if (symbols == NULL || text == NULL) {
        return 0;
    }
    module->symbols = symbols;
    module->symbol_count = table->sh_size / sizeof *module->symbols;
    module->strings = text;
    module->strings_size = strings->sh_size;
    return 1;
}

static void find_table(module_t *module) {
    const ElfW(Ehdr) *header = within(module, 0, sizeof *header);
    if (header == NULL || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0
        || header->e_shentsize != sizeof(ElfW(Shdr)) || header->e_shoff % sizeof(uint64_t) != 0) {
        return;
    }
    const size_t count = header->e_shnum;
    const ElfW(Shdr) *sections = within(module, header->e_shoff, count * sizeof *sections);
    for (size_t i = 0; sections != NULL && i < count; i++) {
        const int32_t full = sections[i].sh_type == SHT_SYMTAB;
        if ((full || sections[i].sh_type == SHT_DYNSYM) && use_table(module, sections, count, &sections[i]) && full) {
            return;
        }
    }
}

static void map_file(module_t *module, const char *path) {
    struct stat status;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    if (fstat(file, &status) == 0 && status.st_size > 0) {
        void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (bytes != MAP_FAILED) {
            module->file = bytes;
            module->size = (size_t)status.st_size;
            find_table(module);
        }
    }
    (void)close(file);
}

/* ---- modules ---- */

/* "/proc/1/fd/5" leads to "/memfd:libecho.so (deleted)", "/lib/libc.so.6" is its own. */
static void copy_name(module_t *module, const char *path) {
    char target[256];
    const ssize_t length = strncmp(path, "/proc/", 6) == 0 ? readlink(path, target, sizeof target - 1) : -1;
    const char *name = path;
    if (length > 0) {
        target[length] = '\0';
        char *deleted = strstr(target, " (deleted)");
        if (deleted != NULL) {
            *deleted = '\0';
        }
        name = target;
    }
    const char *last = strrchr(name, '/');
    name = last == NULL ? name : last + 1;
    name = strncmp(name, "memfd:", 6) == 0 ? name + 6 : name;
    const size_t most = sizeof module->name - 1;
    const size_t count = strnlen(name, most);
    memcpy(module->name, name, count);
    module->name[count] = '\0';
}

static int learn(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    if (module_count == MODULES_MAX) {
        return 1;
    }
    module_t *module = &modules[module_count++];
    const char *path = info->dlpi_name[0] == '\0' ? "/proc/self/exe" : info->dlpi_name;
    memset(module, 0, sizeof *module);
    module->bias = info->dlpi_addr;
    module->begin = UINTPTR_MAX;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const uintptr_t begin = info->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD) {
            module->begin = begin < module->begin ? begin : module->begin;
            module->end = begin + part->p_memsz > module->end ? begin + part->p_memsz : module->end;
        }
    }
    copy_name(module, path);
    map_file(module, path);
    return 0;
}

void hawser_symbols_learn(void) {
    module_count = 0;
    (void)dl_iterate_phdr(learn, NULL);
}

/* ---- addresses ---- */

static const module_t *module_of(uintptr_t address) {
    for (int32_t i = 0; i < module_count; i++) {
        if (address >= modules[i].begin && address < modules[i].end) {
            return &modules[i];
        }
    }
    return NULL;
}

static int32_t covers(const ElfW(Sym) *symbol, uint64_t offset) {
    return (symbol->st_info & 0xf) == STT_FUNC && symbol->st_shndx != SHN_UNDEF && offset >= symbol->st_value
           && offset - symbol->st_value < (symbol->st_size == 0 ? 1 : symbol->st_size);
}

static void copy_symbol(hawser_frame_t *frame, const module_t *module, const ElfW(Sym) *symbol, uint64_t offset) {
    if (symbol->st_name >= module->strings_size) {
        return;
    }
    const char *name = module->strings + symbol->st_name;
    const size_t rest = module->strings_size - symbol->st_name;
    const size_t most = sizeof frame->symbol - 1;
    const size_t count = strnlen(name, rest < most ? rest : most);
    memcpy(frame->symbol, name, count);
    frame->symbol[count] = '\0';
    frame->offset = offset - symbol->st_value;
}

void hawser_symbols_find(hawser_frame_t *frame) {
    const module_t *module = module_of((uintptr_t)frame->address);
    if (module == NULL) {
        return;
    }
    const uint64_t offset = frame->address - module->bias;
    memcpy(frame->module, module->name, sizeof frame->module);
    frame->offset = offset;
    for (size_t i = 0; i < module->symbol_count; i++) {
        if (covers(&module->symbols[i], offset)) {
            copy_symbol(frame, module, &module->symbols[i], offset);
            return;
        }
    }
}
