/* SPDX-License-Identifier: Apache-2.0 */
/* Starting programs out of images. */
#ifndef HAWSER_SPAWN_H
#define HAWSER_SPAWN_H

#include <stdint.h>

/* What is to be started. Its descriptors are 0 to 3 in the new process, which inherits no other. */
typedef struct hawser_launch {
    int32_t image;
    int32_t descriptors[4];
    char *const *arguments;
    char *const *environment;
} hawser_launch_t;

typedef struct hawser_spawned {
    int32_t pid;
    int32_t pidfd; /* the caller's */
} hawser_spawned_t;

/* Starts it in a session and process group of its own, with every signal as by default. Its parent is a thread that
 * lives until the last hawser_spawner_leave(): a parent-death signal means the death of this process.
 * 0, or -1 with the reason set. [any thread, after hawser_spawner_join()] */
int32_t hawser_spawn(const hawser_launch_t *launch, hawser_spawned_t *spawned);

/* Makes sure that thread is there; it ends with the last leave(). 0, or -1 with the reason set. [any thread] */
int32_t hawser_spawner_join(void);
void hawser_spawner_leave(void);

#endif
