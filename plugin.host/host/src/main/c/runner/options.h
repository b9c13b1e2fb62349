/* SPDX-License-Identifier: Apache-2.0 */
/* The options of a runner, and the environment that it gets. */
#ifndef HAWSER_OPTIONS_H
#define HAWSER_OPTIONS_H

#include "hawser/process.h"

typedef enum { HAWSER_OUTPUT_PIPE, HAWSER_OUTPUT_NONE, HAWSER_OUTPUT_INHERIT } hawser_output_t;

enum { HAWSER_ENVIRONMENT_MAX = 128 };

typedef struct hawser_options {
    hawser_limits_t limits;
    hawser_output_t output;
    int64_t messages;
    char *environment[HAWSER_ENVIRONMENT_MAX + 1]; /* belongs to this process's environment */
    int32_t inherited;
} hawser_options_t;

/* Reads lines of name=value. 0, or -1 with the reason set. */
int32_t hawser_options_read(hawser_options_t *options, const char *text);

#endif
