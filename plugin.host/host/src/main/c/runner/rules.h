/* SPDX-License-Identifier: Apache-2.0 */
/* The rules for plugins, by name. */
#ifndef HAWSER_RULES_H
#define HAWSER_RULES_H

#include "exam.h"

typedef struct hawser_rule {
    const char *name;
    int32_t level;          /* the lowest strictness that asks for it */
    const char *asks;       /* goes on "a plugin ..." */
    const char *refusal;    /* it is about loading: part of what a loader says then */
    hawser_examiner_t exam; /* NULL and no refusal: the one that is served over a channel */
    int32_t ways;
    int64_t first;          /* sample */
    int64_t count;          /* of samples; 0 = none, or HAWSER_RULE_PLAIN, ... */
} hawser_rule_t;

enum { HAWSER_RULE_PLAIN = -1, HAWSER_RULE_LARGE = -2, HAWSER_RULE_ANY = -3 };

enum { HAWSER_STRICTNESS_MOST = 10, HAWSER_STRICTNESS_USUAL = 5 };

/* In the order in which they are asked. */
extern const hawser_rule_t HAWSER_RULES[];
int32_t hawser_rules_count(void);
/* The number of the rule of that name, or -1. */
int32_t hawser_rule_find(const char *name);
/* How many samples it takes at that strictness. */
int64_t hawser_rule_samples(const hawser_rule_t *rule, int64_t strictness);

#endif
