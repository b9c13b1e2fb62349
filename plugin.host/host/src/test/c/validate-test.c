/* SPDX-License-Identifier: Apache-2.0 */
/* Each rule of the validator finds the plugin that breaks it, and the good ones break none. */
#define _GNU_SOURCE
#include "check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *folder;
static const char *runner;
static char output[256 * 1024];

/* Runs the runner with these arguments before and behind the fixture; its exit code, and what it printed in `output`. */
static int run_with(const char *arguments, const char *fixture, const char *more) {
    char command[4096];
    (void)snprintf(command, sizeof command, "%s %s %s/%s %s 2>&1", runner, arguments, folder, fixture, more);
    FILE *stream = popen(command, "r");
    CHECK(stream != NULL);
    const size_t length = fread(output, 1, sizeof output - 1, stream);
    output[length] = '\0';
    const int status = pclose(stream);
    CHECK(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int run(const char *arguments, const char *fixture) {
    return run_with(arguments, fixture, "");
}

static int ask(const char *rule, const char *fixture) {
    char arguments[256];
    (void)snprintf(arguments, sizeof arguments, "--validate --seed 7 --timeout 10000 --rule %s", rule);
    return run(arguments, fixture);
}

typedef struct fault {
    const char *rule;
    const char *fixture;
    const char *reason;
} fault_t;

static const fault_t FAULTS[] = {
    {"loads", "constructor-fault.so", "died of SIGSEGV"},
    {"loads", "constructor-exit.so", "exited with status 0"},
    {"has-entry", "no_entry.so", "must export get_plugin_interface"},
    {"has-table", "null_table.so", "returned NULL"},
    {"has-version", "wrong_version.so", "api_version=2"},
    {"has-name", "name-newline.so", "control characters"},
    {"has-functions", "null-update.so", "update=NULL"},
    {"initializes", "init_fails.so", "returned -2"},
    {"initializes", "environment.so", "returned -2"},
    {"initializes", "dies-initialize-abort.so", "died of SIGABRT, inside initialize"},
    {"shuts-down", "dies-shutdown-segv.so", "died of SIGSEGV at address 0x10 in fault (dies-shutdown-segv.so)"},
    {"shuts-down", "dies-shutdown-exit.so", "exited with status 0, inside shutdown"},
    {"updates", "dies-update-overflow.so", "died of SIGSEGV"},
    {"takes-messages", "throws.so", "died of SIGABRT, inside process_message, message 12"},
    {"takes-messages", "jumps.so", "inside process_message, message 1"},
    {"takes-messages", "closes.so", "its process"},
    {"takes-messages", "asked-empty.so", "died of SIGABRT, inside process_message, message 1"},
    {"takes-messages", "asked-streams.so", "died of SIGABRT, inside process_message, message 2"},
    {"takes-messages", "asked-cancelled.so", "died of SIGABRT, after process_message, message 2"},
    {"stays-within-message", "asked-past_end.so", "died of SIGSEGV"},
    {"keeps-no-message", "asked-keeps.so", "died of SIGSEGV"},
    {"takes-any-bytes", "misuses-claims.so", "died of SIGABRT, inside process_message"},
    {"sends-what-fits", "large.so", "4194304 bytes"},
    {"keeps-channel-whole", "scribbles-header.so", "the header is another"},
    {"keeps-channel-whole", "scribbles-all.so", "overwrote its channel"},
    {"keeps-channel-whole", "outside.so", ""},
    {"leaves-message-alone", "keeps.so", "died of SIGSEGV"},
    {"keeps-no-message", "keeps.so", "died of SIGSEGV"},
    {"uses-loans-right", "misuses.so", "buffer_send was called when nothing was lent"},
    {"stays-within-loan", "outside.so", "died of SIGSEGV"},
    {"ends-threads", "threads.so", "64 of its threads"},
    {"is-silent-afterwards", "late.so", "3 callbacks were called after shutdown"},
    {"unloads", "unique.so", "stayed mapped"},
    {"keeps-descriptors", "closes.so", ""},
    {"keeps-surroundings", "surroundings-quiet.so", "the working folder was another"},
    {"starts-no-process", "spawns.so", "it called fork"},
    {"sends-few", "million.so", "from within one call"},
    {"prints-little", "prints.so", "bytes to its output"},
#if !defined(__SANITIZE_ADDRESS__) /* which has a malloc of its own, and counts nothing */
    {"gives-memory-back", "leaks-slowly.so", "after shutdown it had kept"},
#endif
};

static void should_find_each_fault_by_its_rule(void) {
    for (size_t i = 0; i < sizeof FAULTS / sizeof FAULTS[0]; i++) {
        const int code = ask(FAULTS[i].rule, FAULTS[i].fixture);
        if (code != 1) {
            fprintf(stderr, "%s, %s: exit code %d\n%s", FAULTS[i].rule, FAULTS[i].fixture, code, output);
        }
        CHECK(code == 1);
        CHECK_CONTAINS(output, "BROKEN");
        CHECK_CONTAINS(output, FAULTS[i].reason);
    }
}

static void should_find_nothing_in_good_plugins(void) {
    static const char *const GOOD[] = {"echo.so", "source.so", "destructors.so", "guide.so", "extended.so", "classy.so",
                                       "asked-none.so", "subscribes.so"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        const int code = run("--validate --strictness 8 --seed 7", GOOD[i]);
        if (code != 0) {
            fprintf(stderr, "%s: exit code %d\n%s", GOOD[i], code, output);
        }
        CHECK(code == 0);
        CHECK_CONTAINS(output, " 0 broken");
        CHECK_CONTAINS(output, "2 more with --strictness 10");
    }
}

static void should_note_what_may_be_meant(void) {
    CHECK(ask("answers", "silent.so") == 0);
    CHECK_CONTAINS(output, "note  none of ");
    CHECK(ask("answers", "extended.so") == 0);
    CHECK_CONTAINS(output, "note  none of 40 messages was answered by hawser.request/1");
}

/* Whenever it does: at once, or from another thread. */
static void should_tell_a_plugin_with_requests_the_event(void) {
    CHECK(ask("answers", "asked-none.so") == 0);
    CHECK_CONTAINS(output, "answers                    ok");
    CHECK(ask("answers --event a:b:describe", "extended.so") == 0);
    CHECK_CONTAINS(output, "answers                    ok");
    CHECK(ask("answers --event a:b:own", "extended.so") == 0);
    CHECK_CONTAINS(output, "answers                    ok");
    CHECK(ask("takes-messages --event x:y:z", "asked-empty.so") == 1);
    CHECK_CONTAINS(output, "--rule takes-messages --event x:y:z\n");
    CHECK(run("--validate --event ''", "echo.so") == 2);
}

static void should_refuse_what_is_no_library(void) {
    CHECK(run("--validate --seed 7", "nowhere.so") == 2);
    CHECK_CONTAINS(output, "a library must be readable");
    CHECK(strstr(output, "BROKEN") == NULL);
    CHECK(run("--validate --seed 7 --json", "nowhere.so") == 2);
    CHECK_CONTAINS(output, "a library must be readable");
    CHECK(run("--validate --strictness 11", "echo.so") == 2);
    CHECK(run("--validate --rule no-such", "echo.so") == 2);
    CHECK_CONTAINS(output, "--rule");
}

/* A file that begins so, beside the plugins. */
static void expect_no_library(const char *begins, size_t length, const char *meaning) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/no-library.so", folder);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(begins, 1, length, file) == length && fclose(file) == 0);
    CHECK(run("--validate --seed 7 --strictness 1", "no-library.so") == 1);
    CHECK_CONTAINS(output, meaning);
}

static void should_tell_what_it_is_instead(void) {
    char foreign[64] = {0x7f, 'E', 'L', 'F', 2, 1, 1};
    foreign[16] = 3; /* shared */
    foreign[18] = (char)243;
    foreign[54] = 56;
    expect_no_library("no library at all", 17, "is-library");
    expect_no_library("no library at all", 17, "this is something else");
    expect_no_library("#!/bin/sh\n", 10, "this is a script");
    expect_no_library("MZ\220\0", 4, "for Windows");
    expect_no_library(foreign, sizeof foreign, "it has machine=riscv");
    for (size_t cut = 1; cut < sizeof foreign; cut += cut < 8 ? 1 : 11) {
        char length[64];
        (void)snprintf(length, sizeof length, "its header ends at byte 64, the file at %zu; copy it again", cut);
        expect_no_library(foreign, cut, length);
    }
    foreign[4] = 1;
    expect_no_library(foreign, sizeof foreign, "in ELF, but not of 64 bits");
    expect_no_library(foreign, 20, "in ELF, but not of 64 bits");
    expect_no_library("", 0, "a regular file that is not empty");
}

static void should_ask_no_more_of_what_does_not_start(void) {
    CHECK(run("--validate --seed 7", "init_fails.so") == 1);
    CHECK_CONTAINS(output, "1 broken");
    CHECK_CONTAINS(output, "skipped");
    CHECK(strstr(output, "takes-messages") == NULL);
}

static void should_tell_programs_the_same(void) {
    CHECK(run("--validate --json --seed 7 --strictness 2", "throws.so") == 1);
    CHECK(output[0] == '{' && output[strlen(output) - 2] == '}');
    CHECK_CONTAINS(output, "\"name\":\"throws\"");
    CHECK_CONTAINS(output, "\"valid\":false,\"strictness\":2,\"seed\":7");
    CHECK_CONTAINS(output, "{\"name\":\"takes-messages\",\"level\":2,\"outcome\":\"broken\"");
    CHECK_CONTAINS(output, "\"message\":12");
}

/* The message that is saved kills again, when it is sent by hand; the seed makes the same one. */
static void should_save_what_it_died_of(void) {
    char path[1200];
    char arguments[1400];
    (void)snprintf(arguments, sizeof arguments, "--validate --seed 7 --rule takes-messages --save %s", folder);
    CHECK(run(arguments, "throws.so") == 1);
    (void)snprintf(path, sizeof path, "%s/takes-messages-12.message", folder);
    CHECK_CONTAINS(output, path);
    struct stat status;
    CHECK(stat(path, &status) == 0 && status.st_size == 5);
    (void)snprintf(arguments, sizeof arguments, "--validate --seed 7 --rule takes-any-bytes --save %s", folder);
    CHECK(run(arguments, "misuses-claims.so") == 1);
    char first[sizeof output];
    (void)snprintf(first, sizeof first, "%s", output);
    CHECK(run(arguments, "misuses-claims.so") == 1);
    CHECK(strcmp(first, output) == 0);
    CHECK(unlink(path) == 0);
}

/* What a plugin does by extensions needs no host but the runner. */
static void should_call_by_extensions(void) {
    CHECK(run_with("--call hi", "extended.so", "--event a:b:describe") == 0);
    CHECK(strcmp(output, "a:b:describe 0 1 hi") == 0);
    CHECK(run_with("--call hi", "extended.so", "--event a:b:own --times 3") == 0);
    CHECK(strcmp(output, "ownownown") == 0);
    CHECK(run_with("--call hi", "extended.so", "--event a:b:fail") == 1);
    CHECK_CONTAINS(output, "failed with code 16: not now");
    CHECK(run_with("--call hi", "extended.so", "--event a:b:log") == 0);
    CHECK_CONTAINS(output, "WARN a line");
    CHECK(run_with("--call hi", "extended.so", "--event a:b:misuse") == 0);
    CHECK(strcmp(output, "-1 -1 -1 -1 -1 -1 -1 -1 -1") == 0);
}

static void should_say_that_there_is_nobody_to_ask(void) {
    CHECK(run_with("--call hi", "extended.so", "--event a:b:ask") == 1);
    CHECK_CONTAINS(output, "asks other:one:asked: there is nobody else");
    CHECK_CONTAINS(output, "failed with code 10");
}

/* A stream is asked for as well; the plugin goes on, and its answer is what it makes of that. */
static void should_say_that_there_is_nobody_to_subscribe_to(void) {
    CHECK(run_with("--call 'some:text:find x'", "tally.so", "--event tally:stream:count") == 1);
    CHECK_CONTAINS(output, "asks some:text:find: there is nobody else");
    CHECK_CONTAINS(output, "failed with code 10: there is nobody else");
    CHECK(run("--call 's3 data'", "subscribes.so") == 0);
    CHECK_CONTAINS(output, "said 0 0 ");
    CHECK_CONTAINS(output, "over 3 10 there is nobody else");
    CHECK(run("--call 's3 data'", "subscribes-without-over.so") == 0);
    CHECK_CONTAINS(output, "said 0 0 ");
}

static void should_refuse_what_makes_no_sense_of_a_stream(void) {
    static const char *const WRONG[] = {"'s0 data'", "n3", "'r3 0'", "'r0 1'", "c0"};
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        char arguments[64];
        (void)snprintf(arguments, sizeof arguments, "--call %s", WRONG[i]);
        CHECK(run(arguments, "subscribes.so") == 0);
        CHECK(strcmp(output, "said 0 -1 ") == 0);
    }
    CHECK(run("--call 's3 data'", "subscribes-without-item.so") == 0);
    CHECK(strcmp(output, "said 0 -1 ") == 0);
    CHECK(run("--call 'r3 1'", "subscribes.so") == 0);
    CHECK(strcmp(output, "said 0 0 ") == 0);
    CHECK(run("--call c3", "subscribes.so") == 0);
    CHECK(strcmp(output, "said 0 0 ") == 0);
}

static void should_name_the_usual_event_as_a_host_does(void) {
    CHECK(run("--call hi", "extended.so") == 0);
    CHECK(strcmp(output, "plugin:fixture:send 0 1 hi") == 0);
    CHECK(run("--call hi", "extended-named.so") == 0);
    CHECK(strcmp(output, "plugin:ext-nded-2:send 0 1 hi") == 0);
    CHECK(run("--call hi", "extended-unnamed.so") == 1);
    CHECK_CONTAINS(output, "must hold a letter or digit to name its events");
    CHECK(run_with("--call hi", "extended-unnamed.so", "--event a:b:describe") == 0);
}

static void should_print_the_items_of_a_stream(void) {
    CHECK(run_with("--call item", "extended.so", "--event a:b:fail --stream") == 1);
    CHECK_CONTAINS(output, "item\n");
    CHECK_CONTAINS(output, "failed with code 20: broken");
    CHECK(run_with("--call x", "extended.so", "--event a:b:thousand --stream") == 0);
    CHECK(run_with("--call x", "echo.so", "--stream") == 1);
    CHECK_CONTAINS(output, "hawser.stream/1");
    CHECK(run_with("--call x", "echo.so", "--often") == 2);
}

static void should_call_once(void) {
    CHECK(run("--call 'hello there'", "echo.so") == 0);
    CHECK(strcmp(output, "hello there") == 0);
    CHECK(run("--call @/dev/null", "echo.so") == 0);
    CHECK(run("--call hi", "silent.so") == 3);
    CHECK_CONTAINS(output, "no answer");
    CHECK(run("--call hi", "init_fails.so") == 1);
    CHECK_CONTAINS(output, "returned -2");
    CHECK(run("--call hi", "no_entry.so") == 1);
    CHECK_CONTAINS(output, "get_plugin_interface");
    CHECK(run("--call", "echo.so") == 2);
}

static void should_call_with_bytes_from_its_input(void) {
    char command[4096];
    (void)snprintf(command, sizeof command, "printf 'a\\000b' | %s --call - %s/echo.so | od -An -c", runner, folder);
    FILE *stream = popen(command, "r");
    CHECK(stream != NULL && fgets(output, sizeof output, stream) != NULL);
    CHECK(pclose(stream) == 0);
    CHECK_CONTAINS(output, "a  \\0   b");
}

int main(int count, char **arguments) {
    CHECK(count == 3);
    folder = arguments[1];
    runner = arguments[2];
    RUN(should_find_each_fault_by_its_rule);
    RUN(should_find_nothing_in_good_plugins);
    RUN(should_note_what_may_be_meant);
    RUN(should_tell_a_plugin_with_requests_the_event);
    RUN(should_refuse_what_is_no_library);
    RUN(should_tell_what_it_is_instead);
    RUN(should_ask_no_more_of_what_does_not_start);
    RUN(should_tell_programs_the_same);
    RUN(should_save_what_it_died_of);
    RUN(should_call_by_extensions);
    RUN(should_say_that_there_is_nobody_to_ask);
    RUN(should_say_that_there_is_nobody_to_subscribe_to);
    RUN(should_refuse_what_makes_no_sense_of_a_stream);
    RUN(should_name_the_usual_event_as_a_host_does);
    RUN(should_print_the_items_of_a_stream);
    RUN(should_call_once);
    RUN(should_call_with_bytes_from_its_input);
    return 0;
}
