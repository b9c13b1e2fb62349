/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks the rule that the process is not the plugin's: changes its folder, locale, file mask and signal handlers, and
 * then crashes if it is told so, unless its file is called "surroundings-quiet.so". */
#define NAME "surroundings"
#define PROCESS change
#include "zoo.h"

#include <locale.h>
#include <signal.h>
#include <sys/stat.h>

static void ignore(int number) {
    (void)number;
}

static void change(const uint8_t *data, size_t length) {
    const int crashes = length == 5 && !zoo_is("quiet");
    if (chdir("/") != 0) {
        zoo_say("no folder");
    }
    (void)setlocale(LC_ALL, "C");
    (void)umask(0);
    (void)signal(SIGCHLD, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGSEGV, crashes ? SIG_DFL : ignore);
    if (crashes) {
        (void)raise(SIGSEGV);
    }
    send_message(data, length);
}

ZOO_PLUGIN
