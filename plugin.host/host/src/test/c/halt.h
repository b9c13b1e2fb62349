/* SPDX-License-Identifier: Apache-2.0 */
/* A child that stands still, with all its threads: a signal alone is on its way for a while. */
#ifndef HAWSER_TEST_HALT_H
#define HAWSER_TEST_HALT_H

#include "check.h"

#include <signal.h>
#include <sys/wait.h>

/* It sees nothing until it is told to go on, by SIGCONT. */
static inline void halt(pid_t child) {
    int status;
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
}

#endif
