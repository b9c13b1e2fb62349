/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each thread has a block of the C library's, where its stack begins; the kernel knows a place in it. It holds what the
 * thread was begun with: a function of the library, or an object of a class of it (std::thread), say whose it is. Any
 * other, one that a library of the library began, sleeps most of the time, and tells by /proc where its stack ends then:
 * from there to the block lie all the addresses that it will return to. What runs just now tells nothing but its name.
 * Threads of Java, and of this core, have called the library at most, and have returned; what an old frame, or a thread
 * that had the same stack before, left there means nothing, so that these are passed over.
 */
#define _GNU_SOURCE
#include "threads.h"

#include "plugin.h"

#include <string.h>

#if defined(__linux__) && defined(__x86_64__) && defined(__GLIBC__)

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    PIECE = 4096,
    LINE = 64,   /* a block lies at a multiple of it */
    BLOCK = 2560 /* and is about that long */
};

typedef struct {
    uintptr_t begin;
    uintptr_t end;
} range_t;

typedef struct {
    const range_t library;
    const range_t java;
    const range_t launcher; /* of Java, which begins its main thread */
    const range_t pump; /* what the core begins its threads with; anybody's may have other addresses of it */
    int memory;       /* this process's, as a file: it may go while it is read */
    const char *name;
} look_t;

typedef struct {
    uintptr_t address; /* the code of whoever has that mapped, */
    const char *file;  /* or, if it is not NULL, of whose file's name contains that */
    range_t found;
} search_t;

/* ---- where a library is ---- */

static int contains(const struct dl_phdr_info *object, uintptr_t address) {
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const uintptr_t begin = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        if (object->dlpi_phdr[i].p_type == PT_LOAD && address >= begin
            && address < begin + object->dlpi_phdr[i].p_memsz) {
            return 1;
        }
    }
    return 0;
}

static int look_at(struct dl_phdr_info *object, size_t size, void *argument) {
    search_t *search = argument;
    (void)size;
    if (search->file == NULL ? !contains(object, search->address) : strstr(object->dlpi_name, search->file) == NULL) {
        return 0;
    }
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const uintptr_t begin = object->dlpi_addr + object->dlpi_phdr[i].p_vaddr;
        if (object->dlpi_phdr[i].p_type == PT_LOAD) {
            search->found.begin = search->found.begin == 0 ? begin : search->found.begin;
            search->found.end = begin + object->dlpi_phdr[i].p_memsz; /* they are in order */
        }
    }
    return 1;
}

static range_t range_of(const void *address, const char *file) {
    search_t search = {(uintptr_t)address, file, {0, 0}};
    (void)dl_iterate_phdr(look_at, &search);
    return search.found;
}

static int leads_into(range_t range, uintptr_t word) {
    return word >= range.begin && word < range.end;
}

/* ---- one thread ---- */

static ssize_t read_of(const char *thread, const char *what, char *text, size_t size) {
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/self/task/%s/%s", thread, what);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t length = file < 0 ? -1 : read(file, text, size - 1);
    if (file >= 0) {
        (void)close(file);
    }
    text[length < 0 ? 0 : length] = '\0';
    return length;
}

/* Of a thread that sleeps: the last but one of what is told; 0 = it runs, or has ended. */
static uintptr_t stack_of(const char *told) {
    const char *last = strrchr(told, ' ');
    while (last != NULL && last > told && last[-1] != ' ') {
        last--;
    }
    return last == NULL || last == told ? 0 : (uintptr_t)strtoull(last, NULL, 16);
}

/* It begins by pointing to itself twice. 0 = not found. */
static uintptr_t block_of(const look_t *look, long thread) {
    uintptr_t words[3];
    void *inside = NULL;
    size_t length = 0;
    if (syscall(SYS_get_robust_list, thread, &inside, &length) != 0) {
        return 0;
    }
    uintptr_t at = (uintptr_t)inside & ~(uintptr_t)(LINE - 1);
    for (int i = 0; i < BLOCK / LINE && at != 0; i++, at -= LINE) {
        if (pread(look->memory, words, sizeof words, (off_t)at) == (ssize_t)sizeof words && words[0] == at
            && words[2] == at) {
            return at;
        }
    }
    return 0;
}

/* Whether one of the words leads there. */
static int any_leads_into(range_t range, const uintptr_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (leads_into(range, words[i])) {
            return 1;
        }
    }
    return 0;
}

/* Whether one of the words is the address of an object whose first word, that of a class, leads there. */
static int any_is_object_of(const look_t *look, const uintptr_t *words, size_t count) {
    uintptr_t first;
    for (size_t i = 0; i < count; i++) {
        if (words[i] > PIECE && words[i] % sizeof first == 0
            && pread(look->memory, &first, sizeof first, (off_t)words[i]) == (ssize_t)sizeof first
            && leads_into(look->library, first)) {
            return 1;
        }
    }
    return 0;
}

/* Whether what lies between them leads into the library. */
static int stack_leads_into(const look_t *look, uintptr_t stack, uintptr_t block) {
    uintptr_t words[PIECE / sizeof(uintptr_t)];
    while (stack < block) {
        const size_t left = block - stack;
        const ssize_t length = pread(look->memory, words, left < sizeof words ? left : sizeof words, (off_t)stack);
        if (length <= 0) {
            return 0; /* it has ended */
        }
        if (any_leads_into(look->library, words, (size_t)length / sizeof *words)) {
            return 1;
        }
        stack += (uintptr_t)length;
    }
    return 0;
}

static int has_name(const char *thread, const char *name) {
    char found[HAWSER_THREAD_NAME + 2];
    const ssize_t length = name == NULL ? -1 : read_of(thread, "comm", found, sizeof found);
    return length > 0 && strlen(name) == (size_t)length - 1 && memcmp(found, name, strlen(name)) == 0;
}

static int is_inside(const look_t *look, const char *thread, uintptr_t block) {
    char told[256];
    if (read_of(thread, "syscall", told, sizeof told) <= 0) {
        return 0; /* it has ended, or this system does not tell */
    }
    const uintptr_t stack = stack_of(told);
    return stack == 0 ? has_name(thread, look->name) : stack_leads_into(look, stack, block);
}

static int is_of_library(const look_t *look, const char *thread) {
    uintptr_t words[BLOCK / sizeof(uintptr_t)];
    const uintptr_t block = block_of(look, strtol(thread, NULL, 10));
    const ssize_t length = block == 0 ? 0 : pread(look->memory, words, sizeof words, (off_t)block);
    if (length <= 0) {
        return has_name(thread, look->name); /* it has just been begun, or ends */
    }
    const size_t count = (size_t)length / sizeof *words;
    return !any_leads_into(look->java, words, count) && !any_leads_into(look->launcher, words, count)
           && !any_leads_into(look->pump, words, count)
           && (any_leads_into(look->library, words, count) || any_is_object_of(look, words, count)
               || is_inside(look, thread, block));
}

/* ---- all ---- */

static int32_t count(const look_t *look, DIR *threads) {
    int32_t found = 0;
    const long self = (long)gettid();
    for (const struct dirent *each = readdir(threads); each != NULL; each = readdir(threads)) {
        const long thread = strtol(each->d_name, NULL, 10);
        found += thread > 0 && thread != self && is_of_library(look, each->d_name);
    }
    return found;
}

int32_t hawser_library_threads(const hawser_library_t *library, const char *name) {
    const uintptr_t pump = (uintptr_t)hawser_pump;
    const look_t look = {range_of(dlsym(library->handle, "get_plugin_interface"), NULL), range_of(NULL, "/libjvm.so"),
                         range_of(NULL, "/libjli.so"), {pump, pump + 1},
                         open("/proc/self/mem", O_RDONLY | O_CLOEXEC), name};
    DIR *threads = look.memory < 0 ? NULL : opendir("/proc/self/task");
    const int32_t found = threads == NULL ? 0 : count(&look, threads);
    if (threads != NULL) {
        (void)closedir(threads);
    }
    if (look.memory >= 0) {
        (void)close(look.memory);
    }
    return found;
}

#else

int32_t hawser_library_threads(const hawser_library_t *library, const char *name) {
    (void)library;
    (void)name;
    return 0;
}

#endif
