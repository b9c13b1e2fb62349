/* SPDX-License-Identifier: Apache-2.0 */
/* A runner that a host has started. */
#ifndef HAWSER_CHILD_H
#define HAWSER_CHILD_H

/* Does what the host says over HAWSER_CONTROL_DESCRIPTOR, until it says stop or is gone. The exit code. */
int hawser_child_run(void);

#endif
