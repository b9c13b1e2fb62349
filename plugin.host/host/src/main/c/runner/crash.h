/* SPDX-License-Identifier: Apache-2.0 */
/* What a runner can still tell of its own death. */
#ifndef HAWSER_CRASH_H
#define HAWSER_CRASH_H

#include "vitals.h"

/* From now on a fatal signal writes signal, address and stack into the vitals, which must stay mapped, and then kills as
 * it would have. Also gives the calling thread a stack of its own for that, so that an overflow of its stack can be
 * told. */
void hawser_crash_watch(hawser_vitals_t *vitals);

/* The same stack for another thread that calls the plugin, one. [that thread] */
void hawser_crash_watch_thread(void);

#endif
