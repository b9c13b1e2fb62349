/* SPDX-License-Identifier: Apache-2.0 */
/* Included before the ring's sources where they are built for crash-test: its points call this. */
#ifndef CRASH_POINT_H
#define CRASH_POINT_H

#include <stdint.h>

#define HAWSER_TEST_POINT(n) crash_point(n)

void crash_point(int32_t point);

#endif
