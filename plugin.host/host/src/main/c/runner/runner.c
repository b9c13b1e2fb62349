/* SPDX-License-Identifier: Apache-2.0 */
/* The program that isolated plugins run in, and what a plugin's author can do with it by hand. */
#define _GNU_SOURCE
#include "call.h"
#include "child.h"
#include "probe.h"
#include "validate.h"

#include <stdio.h>
#include <string.h>

enum { USAGE = 2 };

static const char HELP[] =
    "usage: hawser-runner --probe FILE [--timeout MS] [--report-fd N]\n"
    "           loads the library in a process of its own, checks it, and prints what it offers as a JSON object,\n"
    "           or an object with \"error\"; exit code 0, or 1 if it is no plugin\n"
    "       hawser-runner --validate FILE [--strictness 1..10] [--seed N] [--rule NAME] [--event NAME]\n"
    "                     [--save FOLDER] [--json]\n"
    "           asks it, in processes of its own, whether it keeps the rules for plugins; --validate --list names them;\n"
    "           exit code 0, 1 if a rule is broken, 2 if nothing could be asked\n"
    "       hawser-runner --call TEXT|@FILE|- FILE [--event NAME] [--stream] [--times N]\n"
    "           runs it in this process, for a debugger: initialize, the message, shutdown; prints its answer as it\n"
    "           is, on a terminal with a line end, or with --stream each item as a line; a plugin that has\n"
    "           hawser.request/1 is told the event; exit code 0, 1 if it is refused, 3 if it does not answer\n"
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
    if (strcmp(mode, "--validate") == 0) {
        return hawser_validate_run(count - 2, arguments + 2);
    }
    if (strcmp(mode, "--call") == 0) {
        return hawser_call_run(count - 2, arguments + 2);
    }
    const int asked = strcmp(mode, "--help") == 0;
    (void)fputs(HELP, asked ? stdout : stderr);
    return asked ? 0 : USAGE;
}
