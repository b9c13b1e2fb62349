/* SPDX-License-Identifier: Apache-2.0 */
#include "hawser/memory.h"

#include <stdarg.h>
#include <stdio.h>

/* Per thread, so that a reason survives what other threads do. */
static _Thread_local char reason[1024];

const char *hawser_error(void) {
    return reason;
}

int32_t hawser_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return -1;
}
