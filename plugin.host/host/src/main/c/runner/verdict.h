/* SPDX-License-Identifier: Apache-2.0 */
/* What a validator has found, told to people or to programs. */
#ifndef HAWSER_VERDICT_H
#define HAWSER_VERDICT_H

#include "rules.h"

#include <stdio.h>

typedef enum {
    HAWSER_RULE_HELD,
    HAWSER_RULE_BROKEN,
    HAWSER_RULE_NOTED,   /* it may be meant so */
    HAWSER_RULE_SKIPPED  /* it could not be asked, since another is broken */
} hawser_standing_t;

enum { HAWSER_REASON_MOST = 1200, HAWSER_RULES_MOST = 64 };

typedef struct hawser_found {
    const hawser_rule_t *rule;
    hawser_standing_t standing;
    int64_t message;                 /* the number of the one being processed when it died; 0 = none */
    char reason[HAWSER_REASON_MOST]; /* "" if it held */
    char saved[512];                 /* the file that has that message; "" = none */
} hawser_found_t;

typedef struct hawser_verdict {
    const char *file;
    const char *program;   /* how to call it again */
    int64_t strictness;
    int64_t seed;
    const char *event;     /* "" = the usual one */
    char name[132];        /* as the plugin says; "" = it could not be asked */
    char version[132];
    int32_t count;
    hawser_found_t found[HAWSER_RULES_MOST];
} hawser_verdict_t;

int32_t hawser_verdict_count(const hawser_verdict_t *verdict, hawser_standing_t standing);

/* For people, while it goes on: what is asked now, and what came of it. */
void hawser_verdict_print_head(const hawser_verdict_t *verdict);
void hawser_verdict_print_asked(const hawser_rule_t *rule);
void hawser_verdict_print_progress(const hawser_rule_t *rule, int64_t done, int64_t all);
void hawser_verdict_print_found(const hawser_verdict_t *verdict, const hawser_found_t *found);
void hawser_verdict_print_sum(const hawser_verdict_t *verdict);

/* For programs, at the end. */
void hawser_verdict_print_json(const hawser_verdict_t *verdict);

#endif
