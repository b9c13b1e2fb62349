/* SPDX-License-Identifier: Apache-2.0 */
/* hawser-runner --call */
#ifndef HAWSER_CALL_H
#define HAWSER_CALL_H

/* The arguments after the mode. The exit code: 0 = answered, 1 = refused, 2 = called wrongly, 3 = no answer came. */
int hawser_call_run(int count, char **arguments);

#endif
