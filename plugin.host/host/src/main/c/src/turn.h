/* SPDX-License-Identifier: Apache-2.0 */
/* Whose turn it is to be inside an inline plugin: a lock that is tried, or waited for only so long. */
#ifndef HAWSER_TURN_H
#define HAWSER_TURN_H

#include "clock.h"

/* 0 = free, 1 = taken, 2 = taken and waited for. */
typedef struct hawser_turn {
    int32_t word;
} hawser_turn_t;

/* Takes the turn if it is free. 0, or -1. Sequentially consistent, also when it fails. [any thread] */
int32_t hawser_turn_try(hawser_turn_t *turn);

/* Takes the turn. 0, or -1 when patience is over. Not recursive. [any thread] */
int32_t hawser_turn_take(hawser_turn_t *turn, hawser_patience_t *patience);

/* Gives it back. [the thread that took it] */
void hawser_turn_give(hawser_turn_t *turn);

#endif
