/* SPDX-License-Identifier: Apache-2.0 */
/* A rule, asked of a library in a process of its own. */
#ifndef HAWSER_INQUIRY_H
#define HAWSER_INQUIRY_H

#include "verdict.h"

enum { HAWSER_EVENT_MOST = 256 }; /* bytes of an event's name, with its end */

typedef struct hawser_inquiry {
    int32_t runner;      /* the image to run it in */
    const char *path;
    int64_t timeout_ns;  /* that one call may take */
    int64_t memory;      /* bytes that it may have */
    int64_t strictness;
    int64_t seed;
    const char *event;   /* that plugins with extensions are told */
    int32_t shows;       /* tells people how far it is */
} hawser_inquiry_t;

/* Loads it, and lets it go: 0 with its name and version, or -1 with the reason set. */
int32_t hawser_inquiry_load(const hawser_inquiry_t *inquiry, char *name, char *version, size_t length);

/* Asks a rule that is not about loading. Fills in outcome, reason and message. */
void hawser_inquiry_ask(const hawser_inquiry_t *inquiry, const hawser_rule_t *rule, hawser_found_t *found);

#endif
