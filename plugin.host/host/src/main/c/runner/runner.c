/* SPDX-License-Identifier: Apache-2.0 */
/* The program that isolated plugins run in, and what a plugin's author can do with it by hand. */
#define _GNU_SOURCE
#include "child.h"
#include "probe.h"

#include <stdio.h>
#include <string.h>

enum { USAGE = 2 };

static const char HELP[] =
    "usage: hawser-runner --probe FILE [--timeout MS] [--report-fd N]\n"
    "           loads the library in a process of its own, checks it, and prints what it offers as a JSON object,\n"
    "           or an object with \"error\"; exit code 0, or 1 if it is no plugin\n"
    "       hawser-runner --help\n"
    "(--child is for a host that starts it, with a socket as descriptor 3)\n";

#if defined(__SANITIZE_ADDRESS__)
__attribute__((visibility("default"))) const char *__asan_default_options(void);

/* Leaks are sought by tracing, which the filter refuses; the signal stacks are ours. */
const char *__asan_default_options(void) {
    return "detect_leaks=0:use_sigaltstack=0";
}
#endif

int main(int count, char **arguments) {
    const char *mode = count > 1 ? arguments[1] : "";
    if (strcmp(mode, "--child") == 0 && count == 2) {
        return hawser_child_run();
    }
    if (strcmp(mode, "--probe") == 0 && count > 2) {
        return hawser_probe_run(count - 2, arguments + 2);
    }
    const int asked = strcmp(mode, "--help") == 0;
    (void)fputs(HELP, asked ? stdout : stderr);
    return asked ? 0 : USAGE;
}
