/* SPDX-License-Identifier: Apache-2.0 */
/* How a runner ended, in words. */
#ifndef HAWSER_REPORT_H
#define HAWSER_REPORT_H

#include "vitals.h"

#include <stddef.h>

/* As waitid() tells it; code 0 = it could not be had. */
typedef struct hawser_end {
    int32_t code;
    int32_t status;
} hawser_end_t;

/* One line, that goes on "the process ...". `why`, if not empty, is what its host killed it for. `limit` is how much
 * memory it might have, 0 = any: a death near to it may be of that, and says so. */
void hawser_report_end(const hawser_end_t *end, const hawser_vitals_t *vitals, int64_t limit, const char *why,
                       char *buffer, size_t length);

/* With the last `messages` messages. Several lines, the last one ended, too. Bytes written, without the NUL. */
int32_t hawser_report_crash(const char *ended, const hawser_vitals_t *vitals, int64_t messages, char *buffer,
                            size_t length);

/* "SIGSEGV"; of an unknown number "signal 70". Valid until the next call on this thread. */
const char *hawser_signal_name(int32_t number);

#endif
