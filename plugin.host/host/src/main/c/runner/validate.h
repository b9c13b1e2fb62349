/* SPDX-License-Identifier: Apache-2.0 */
/* hawser-runner --validate */
#ifndef HAWSER_VALIDATE_H
#define HAWSER_VALIDATE_H

/* The arguments after the mode. The exit code: 0 = every rule holds, 1 = one is broken, 2 = it could not be asked. */
int hawser_validate_run(int count, char **arguments);

#endif
