/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of a plugin, from inside of the process that has loaded it. */
#ifndef HAWSER_EXAM_H
#define HAWSER_EXAM_H

#include "plugin.h"
#include "strict.h"

enum { HAWSER_EXAM_HELD = 0, HAWSER_EXAM_BROKEN = -1, HAWSER_EXAM_NOTED = 1 };

typedef struct hawser_exam {
    hawser_plugin_t *plugin; /* NULL once it is unloaded */
    int32_t image;           /* to load it again from */
    hawser_pulse_t *pulse;
    int64_t seed;
    int64_t first;           /* the sample to begin with */
    int64_t count;           /* of samples */
    int32_t ways;            /* to be strict */
    int32_t is_patient;      /* with answers that come after the call */
    const char *event;       /* that a plugin with extensions is told */
    hawser_strict_t host;
} hawser_exam_t;

/* Each: HAWSER_EXAM_..., with the reason set unless it held. It dies, hangs or returns. */
typedef int32_t (*hawser_examiner_t)(hawser_exam_t *exam);

/* ---- in exam-extensions.c: how a plugin is met, asked and left ---- */
void hawser_exam_meet(hawser_exam_t *exam);
void hawser_exam_hand(hawser_exam_t *exam, const uint8_t *data, size_t length);
void hawser_exam_part(hawser_exam_t *exam);

/* ---- in exam.c: what comes of messages ---- */
int32_t hawser_exam_begin(hawser_exam_t *exam); /* initialize */
int32_t hawser_exam_live(hawser_exam_t *exam);  /* and shutdown */
int32_t hawser_exam_update(hawser_exam_t *exam);
int32_t hawser_exam_talk(hawser_exam_t *exam);  /* initialize, the samples, updates, shutdown */
int32_t hawser_exam_answers(hawser_exam_t *exam);
int32_t hawser_exam_sizes(hawser_exam_t *exam);
int32_t hawser_exam_numbers(hawser_exam_t *exam);
int32_t hawser_exam_loans(hawser_exam_t *exam);

/* ---- in traces.c: what is left of it, beyond its answers ---- */
int32_t hawser_exam_threads(hawser_exam_t *exam);
int32_t hawser_exam_descriptors(hawser_exam_t *exam);
int32_t hawser_exam_surroundings(hawser_exam_t *exam);
int32_t hawser_exam_output(hawser_exam_t *exam);
int32_t hawser_exam_processes(hawser_exam_t *exam);
int32_t hawser_exam_memory(hawser_exam_t *exam);
int32_t hawser_exam_late(hawser_exam_t *exam);
int32_t hawser_exam_unload(hawser_exam_t *exam);
int32_t hawser_exam_lives(hawser_exam_t *exam);

#endif
