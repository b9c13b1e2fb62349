/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that the channel is not the plugin's. Its file is called by how; the address of the channel's memory
 * follows from a loan, which lies in its to-renderer ring. */
#define NAME "scribbles"
#define PROCESS scribble
#include "zoo.h"

#include <pthread.h>

/* The channel's mapping that the address lies in. */
static int find_mapping(const void *address, uintptr_t *begin, uintptr_t *end) {
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    int found = 0;
    while (maps != NULL && !found && fgets(line, sizeof line, maps) != NULL) {
        unsigned long from;
        unsigned long to;
        if (sscanf(line, "%lx-%lx", &from, &to) == 2 && (uintptr_t)address >= from && (uintptr_t)address < to) {
            *begin = from;
            *end = to;
            found = 1;
        }
    }
    if (maps != NULL) {
        (void)fclose(maps);
    }
    return found;
}

static volatile uint8_t *base;
static uintptr_t size;

/* Flips what the host reads while it reads. */
static void *flip(void *unused) {
    for (uint32_t i = 0;; i++) {
        for (uintptr_t at = 4096; at < size; at += 64) {
            *(volatile uint32_t *)(base + at) = i * 2654435761U;
        }
    }
    return unused;
}

static void flip_for_ever(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, flip, NULL) == 0) {
        (void)pthread_detach(thread);
    }
    (void)usleep(50000);
}

static void fill(uintptr_t begin, uintptr_t end, int byte) {
    for (uintptr_t at = begin; at < end; at++) {
        base[at] = (uint8_t)byte;
    }
}

static void set_position(uintptr_t offset, int64_t value) {
    *(volatile int64_t *)(base + offset) = value;
}

static void overwrite(void) {
    if (zoo_is("header")) {
        fill(0, 128, 0xff);
    } else if (zoo_is("states")) {
        fill(128, 1664, 0xff);
    } else if (zoo_is("records")) {
        fill(4096, size, 0xff);
    } else if (zoo_is("back")) {
        set_position(640, -64);
    } else if (zoo_is("ahead")) {
        set_position(640, INT64_C(1) << 40);
    } else if (zoo_is("requests")) {
        set_position(128, -64);
    } else if (zoo_is("all")) {
        fill(0, size, 0x5a);
    } else if (zoo_is("flips")) {
        flip_for_ever();
    }
}

static void scribble(const uint8_t *data, size_t length) {
    uint8_t *buffer;
    uint32_t space;
    uintptr_t begin;
    uintptr_t end;
    if (length == 5 && request_buffer(0, &buffer, &space) == 0 && find_mapping(buffer, &begin, &end)) {
        base = (volatile uint8_t *)begin;
        size = end - begin;
        overwrite();
    }
    send_message(data, length);
}

ZOO_PLUGIN
