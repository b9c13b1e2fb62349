/* SPDX-License-Identifier: Apache-2.0 */
/* hawser.state/1: a generation's state, in pieces over the rings. */
#ifndef HAWSER_STATE_H
#define HAWSER_STATE_H

#include "hawser/channel.h"

enum { HAWSER_STATE_MAX = 16 * 1024 * 1024 };

typedef struct hawser_state {
    uint8_t *bytes; /* NULL = none */
    size_t length;
    size_t capacity;
} hawser_state_t;

struct hawser_plugin;

/* Answers a HAWSER_RECORD_SAVE: the length of all (int64) and the piece at its offset. At offset 0 the plugin is asked to
 * save. [pump] */
void hawser_state_save(struct hawser_plugin *plugin, const hawser_record_t *record);
/* Answers a HAWSER_RECORD_LOAD. With the last piece the plugin is asked to load. [pump] */
void hawser_state_load(struct hawser_plugin *plugin, const hawser_record_t *record);

#endif
