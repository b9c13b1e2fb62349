/* SPDX-License-Identifier: Apache-2.0 */
/* What a runner gives up before it loads anything. */
#ifndef HAWSER_CONFINE_H
#define HAWSER_CONFINE_H

#include "hawser/process.h"

/* Limits, lowers and filters this process for good, and has the kernel kill it when `parent` dies. What the kernel does
 * not offer is left out: the protections that took effect. Of threads, only those that come later are filtered.
 * -1 = the parent is dead already. */
int32_t hawser_confine(const hawser_limits_t *limits, int32_t parent);

#endif
