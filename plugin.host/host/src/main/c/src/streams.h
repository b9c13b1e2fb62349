/* SPDX-License-Identifier: Apache-2.0 */
/* The open streams of hawser.stream/1, as the plugin's threads and the pump see them. */
#ifndef HAWSER_STREAMS_H
#define HAWSER_STREAMS_H

#include "hawser/channel.h"

#include <pthread.h>

typedef struct hawser_open_stream {
    int64_t id;     /* 0 = none */
    int64_t sent;   /* items that took credit */
    int32_t ending; /* its end is on its way */
} hawser_open_stream_t;

/* Each at the place of its credit. */
typedef struct hawser_streams {
    pthread_mutex_t mutex; /* for all fields of entries; held for a few instructions */
    int32_t waiting;       /* atomic: threads that wait for credit */
    hawser_open_stream_t entries[HAWSER_CREDITS];
} hawser_streams_t;

typedef enum { HAWSER_REMOVED_NONE, HAWSER_REMOVED_OPEN, HAWSER_REMOVED_ENDING } hawser_removed_t;

void hawser_streams_init(hawser_streams_t *streams);
void hawser_streams_destroy(hawser_streams_t *streams);

/* From now on it has credit. [pump] */
void hawser_streams_add(hawser_streams_t *streams, int64_t id);
/* It is over now; what it was. One that is just being ended learns so by the result of that. [pump] */
hawser_removed_t hawser_streams_remove(hawser_streams_t *streams, int64_t id);

#endif
