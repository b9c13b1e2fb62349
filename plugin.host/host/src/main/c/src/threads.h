/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that a library has left behind. */
#ifndef HAWSER_THREADS_H
#define HAWSER_THREADS_H

#include "loader.h"

enum { HAWSER_THREAD_NAME = 16 };

/* How many threads of this process, besides the calling one and those of Java, were begun by the library, or would return
 * into it, or run at this moment under that name, which is inherited from whoever begins a thread (NULL = nobody's). As
 * far as can be seen: on Linux with glibc on x86-64; 0 elsewhere. [control, when nobody calls the library any more] */
int32_t hawser_library_threads(const hawser_library_t *library, const char *name);

#endif
