/* SPDX-License-Identifier: Apache-2.0 */
/* Anonymous files. Internal to the native half; not bound by Java. */
#ifndef HAWSER_MEMFD_H
#define HAWSER_MEMFD_H

#include <stdint.h>

/* Whether code may be run from the file. */
enum { HAWSER_MEMFD_DATA = 0, HAWSER_MEMFD_CODE = 1 };

/* An empty memfd, close-on-exec. The descriptor, owned by the caller, or -1 with the reason set. */
int32_t hawser_memfd_open(const char *name, int32_t use);

/* Adds seals against shrinking, growing and further seals; for code against writing, too. 0 or -1 with the
 * reason set. */
int32_t hawser_memfd_seal(int32_t descriptor, int32_t use);

#endif
