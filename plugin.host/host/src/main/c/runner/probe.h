/* SPDX-License-Identifier: Apache-2.0 */
/* hawser-runner --probe */
#ifndef HAWSER_PROBE_H
#define HAWSER_PROBE_H

#include <stdint.h>

/* The arguments after the mode. The exit code. */
int hawser_probe_run(int count, char **arguments);

/* For other modes: this program, and the file as an image named after it. A descriptor, or -1 with the reason set. */
int32_t hawser_image_of_self(void);
int32_t hawser_image_of_file(const char *path);

#endif
