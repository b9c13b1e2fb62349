/* SPDX-License-Identifier: Apache-2.0 */
/* Plugins that run in a process of their own: they answer as elsewhere, and what becomes of them when they do not. */
#define _GNU_SOURCE
#include "halt.h"
#include "harness.h"
#include "hawser/process.h"
#include "peer.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static int32_t runner;

static hawser_process_t *load_limited(const char *file, const char *options) {
    hawser_process_t *process = hawser_process_load(runner, image_of(file), options, 10 * SECOND);
    check(process != NULL, file, __FILE__, __LINE__);
    return process;
}

static hawser_process_t *load_isolated(const char *file) {
    return load_limited(file, "");
}

static int32_t start_isolated(hawser_process_t *process, int64_t timeout_ns) {
    return hawser_process_start(process, channel, segment.length, KEY, SECOND / 1000, SECOND, timeout_ns);
}

static hawser_process_t *run_isolated(const char *file) {
    hawser_process_t *process = load_isolated(file);
    open_channel(CAPACITY);
    CHECK(start_isolated(process, 10 * SECOND) == 0);
    return process;
}

static void let_go(hawser_process_t *process) {
    hawser_process_free(process);
    close_channel();
}

static void stop_and_let_go(hawser_process_t *process) {
    CHECK(hawser_process_stop(process, 10 * SECOND) == 0);
    CHECK(hawser_process_has_ended(process));
    let_go(process);
}

static void should_answer_from_its_own_process(void) {
    hawser_process_t *process = run_isolated("echo.so");
    const int32_t *native = (const int32_t *)(const void *)(segment.base + HAWSER_NATIVE_PID_OFFSET);
    CHECK(*native == hawser_process_id(process));
    for (int64_t i = 1; i <= 1000; i++) {
        ask(i, "hello");
        expect(HAWSER_RECORD_RESPONSE, i, "hello");
    }
    stop_and_let_go(process);
}

static void should_drain_and_shut_down_when_stopped(void) {
    hawser_process_t *process = run_isolated("commands.so");
    for (int64_t i = 1; i <= 100; i++) {
        ask(i, "e");
    }
    CHECK(hawser_process_stop(process, 10 * SECOND) == 0);
    for (int64_t i = 1; i <= 100; i++) {
        expect(HAWSER_RECORD_RESPONSE, i, "e");
    }
    expect(HAWSER_RECORD_MESSAGE, 0, "bye");
    CHECK_CONTAINS(hawser_process_await_end(process, 0), "exited with status 0");
    let_go(process);
}

static void should_run_updates_and_own_threads(void) {
    hawser_process_t *process = run_isolated("commands.so");
    uint32_t updates = 0;
    while (updates < 10) {
        ask(1, "u");
        const hawser_record_t record = next(HAWSER_RECORD_RESPONSE, 1);
        memcpy(&updates, record.payload, sizeof updates);
        hawser_ring_release(&from_plugin);
    }
    notify("o");
    expect_aside("own");
    stop_and_let_go(process);
}

static void should_tell_of_a_loan_that_is_not_sent(void) {
    hawser_process_t *process = load_isolated("commands.so");
    open_channel(CAPACITY);
    CHECK(hawser_process_start(process, channel, segment.length, KEY, 0, SECOND, 10 * SECOND) == 0);
    CHECK(hawser_process_lent(process) == 0 && hawser_process_lent_for(process) == 0);
    ask(1, "O");
    expect_aside("own loan");
    (void)next(HAWSER_RECORD_RESPONSE, 1);
    hawser_ring_release(&from_plugin);
    CHECK(hawser_process_lent(process) == 1);
    while (hawser_process_lent_for(process) == 0) {
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
    stop_and_let_go(process);
}

static void should_refuse_what_initialize_refuses(void) {
    hawser_process_t *process = load_isolated("init_fails.so");
    open_channel(CAPACITY);
    CHECK(start_isolated(process, 10 * SECOND) == -1);
    CHECK_CONTAINS(hawser_error(), "initialize");
    let_go(process);
}

static void should_refuse_a_channel_that_is_none(void) {
    hawser_process_t *process = load_isolated("echo.so");
    const int32_t memory = hawser_memory_create("nothing", 64 * 1024);
    CHECK(hawser_process_start(process, memory, 64 * 1024, KEY, 0, SECOND, 10 * SECOND) == -1);
    CHECK_CONTAINS(hawser_error(), "magic");
    CHECK(hawser_memory_close(memory) == 0);
    hawser_process_free(process);
}

typedef struct way {
    const char *command;
    const char *ended;
} way_t;

static const way_t WAYS[] = {
    {"segv", "died of SIGSEGV at address 0x10 in fault (dies.so), inside process_message, message 2"},
    {"abort", "died of SIGABRT, inside process_message, message 2"},
    {"exit", "exited with status 0, inside process_message, message 2"},
    {"_exit", "exited with status 0, inside process_message, message 2"},
    {"kill", "died of SIGKILL, inside process_message, message 2"},
    {"overflow", "died of SIGSEGV at address 0x"},
    {"divide", "died of SIGFPE at address 0x"},
    {"illegal", "died of SIGILL at address 0x"},
};

/* It does not look whether it got the memory that it asked for. */
static void should_tell_of_the_limit_of_memory_that_it_died_at(void) {
#if !defined(__SANITIZE_ADDRESS__) /* whose shadow exceeds any limit of memory */
    char report[4096];
    hawser_process_t *process = load_limited("leaks-unchecked.so", "memory=33554432");
    open_channel(CAPACITY);
    CHECK(start_isolated(process, 10 * SECOND) == 0);
    ask(1, "hi");
    const char *ended = hawser_process_await_end(process, FOR_EVER);
    CHECK_CONTAINS(ended, "died of SIGSEGV at address 0x0");
    CHECK_CONTAINS(ended, "inside process_message, message 1, with 3");
    CHECK_CONTAINS(ended, " of the 32 MiB of memory that its limit allows, and ENOMEM as its last error");
    report[hawser_process_report(process, report, sizeof report - 1)] = '\0';
    CHECK_CONTAINS(report, "\nmemory: 3");
    let_go(process);
#endif
}

static void should_tell_how_it_died(void) {
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++) {
        hawser_process_t *process = run_isolated("dies.so");
        ask(1, "well");
        expect(HAWSER_RECORD_RESPONSE, 1, "well");
        ask(2, WAYS[i].command);
        CHECK_CONTAINS(hawser_process_await_end(process, FOR_EVER), WAYS[i].ended);
        CHECK(hawser_process_stop(process, 10 * SECOND) == -1);
        CHECK_CONTAINS(hawser_error(), "shutdown must return in a process of its own: that process");
        expect_nothing();
        let_go(process);
    }
}

static void should_tell_the_stack(void) {
    char report[8192];
    hawser_process_t *process = run_isolated("dies.so");
    ask(1, "segv");
    CHECK(hawser_process_await_end(process, FOR_EVER) != NULL);
    const int32_t length = hawser_process_report(process, report, sizeof report);
    CHECK(length == (int32_t)strlen(report));
    CHECK_CONTAINS(report, "process: died of SIGSEGV");
    CHECK_CONTAINS(report, "signal: SIGSEGV");
    CHECK_CONTAINS(report, "address: 0x10");
    CHECK_CONTAINS(report, "thread: dies");
    CHECK_CONTAINS(report, "fault+0x");
    CHECK_CONTAINS(report, "hawser_pump+0x");
    CHECK(hawser_process_report(process, report, 16) == 15 && strlen(report) == 15);
    let_go(process);
}

static void await_idle(hawser_process_t *process) {
    while (hawser_process_pulse(process) >= 0) {
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
}

static void should_quote_the_last_messages_if_it_is_to(void) {
    char report[8192];
    char large[1000];
    memset(large, 'x', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    for (int quoted = 0; quoted < 2; quoted++) {
        hawser_process_t *process =
            hawser_process_load(runner, image_of("dies.so"), quoted ? "messages=3" : "", 10 * SECOND);
        CHECK(process != NULL);
        open_channel(CAPACITY);
        CHECK(start_isolated(process, 10 * SECOND) == 0);
        const char *const texts[] = {"first", "a\nb\\", large, "segv"};
        for (int i = 0; i < 4; i++) {
            ask(i + 1, texts[i]);
        }
        CHECK(hawser_process_await_end(process, FOR_EVER) != NULL);
        (void)hawser_process_report(process, report, sizeof report);
        CHECK((strstr(report, "messages: the last ones of 4\n  #2 4 bytes: a\\x0ab\\x5c\n  #3 999 bytes: xxx") != NULL)
              == quoted);
        CHECK((strstr(report, "x...\n  #4 4 bytes: segv\n") != NULL) == quoted);
        CHECK(strstr(report, "first") == NULL);
        let_go(process);
    }
}

/* Until it is inside process_message with its message of that number: updates come and go. */
static void await_call_of_message(const hawser_process_t *process, int64_t number) {
    const hawser_pulse_t *pulse = &process->vitals->pulse;
    while (__atomic_load_n(&pulse->messages, __ATOMIC_ACQUIRE) < number
           || (__atomic_load_n(&pulse->calls, __ATOMIC_ACQUIRE) & 1) == 0) {
        (void)hawser_wait(&(int32_t){0}, 0, 1000000);
    }
}

static void should_show_a_call_that_does_not_come_back(void) {
    hawser_process_t *process = run_isolated("dies.so");
    ask(1, "well");
    expect(HAWSER_RECORD_RESPONSE, 1, "well");
    await_idle(process); /* a call answers before it ends */
    ask(2, "spin");
    await_call_of_message(process, 2);
    const int64_t pulse = hawser_process_pulse(process);
    (void)hawser_wait(&(int32_t){0}, 0, 20000000);
    CHECK((pulse & 1) == 1 && hawser_process_pulse(process) == pulse);
    hawser_process_kill_for(process, "was killed, for it hung");
    CHECK_CONTAINS(hawser_process_await_end(process, FOR_EVER), "was killed, for it hung, inside process_message");
    let_go(process);
}

static void should_show_no_pulse_while_nothing_is_to_be_done(void) {
    hawser_process_t *process = load_isolated("echo.so");
    open_channel(CAPACITY);
    CHECK(hawser_process_start(process, channel, segment.length, KEY, 0, SECOND, 10 * SECOND) == 0);
    ask(1, "a");
    expect(HAWSER_RECORD_RESPONSE, 1, "a");
    await_idle(process);
    halt((pid_t)hawser_process_id(process));
    ask(2, "b");
    CHECK(hawser_process_pulse(process) >= 0); /* something is, and nobody does it */
    CHECK(kill(hawser_process_id(process), SIGCONT) == 0);
    expect(HAWSER_RECORD_RESPONSE, 2, "b");
    stop_and_let_go(process);
}

static void should_kill_what_hangs_in_initialize_or_shutdown(void) {
    hawser_process_t *process = load_isolated("dies-initialize-spin.so");
    open_channel(CAPACITY);
    CHECK(start_isolated(process, SECOND) == -1);
    CHECK_CONTAINS(hawser_error(), "initialize must return in a process of its own: that process was killed, for it had "
                                   "not answered within 1000 ms, inside initialize");
    let_go(process);
    process = run_isolated("dies-shutdown-spin.so");
    CHECK(hawser_process_stop(process, SECOND / 20) == -1);
    CHECK_CONTAINS(hawser_error(), "inside shutdown");
    let_go(process);
}

/* Each update is due at once: it may come before anybody has heard that initialize returned. */
static void should_take_a_death_in_the_first_update_for_none_in_initialize(void) {
    for (int i = 0; i < 20; i++) {
        hawser_process_t *process = load_isolated("dies-update-overflow.so");
        open_channel(CAPACITY);
        CHECK(hawser_process_start(process, channel, segment.length, KEY, 1, SECOND, 10 * SECOND) == 0);
        CHECK_CONTAINS(hawser_process_await_end(process, FOR_EVER), "died of SIGSEGV");
        CHECK_CONTAINS(hawser_process_await_end(process, 0), "inside update");
        let_go(process);
    }
}

static void should_watch_many(void) {
    enum { MANY = 5 };
    hawser_process_t *processes[MANY];
    int64_t found[8];
    int32_t ended = 0;
    const int32_t watch = hawser_watch_open();
    CHECK(watch >= 0);
    for (int64_t i = 0; i < MANY; i++) {
        processes[i] = load_isolated("echo.so");
        CHECK(hawser_watch_add(watch, processes[i], i + 1) == 0);
    }
    CHECK(hawser_watch_await(watch, found, 8, 0) == 0);
    hawser_process_kill(processes[3]);
    while (ended == 0) {
        const int32_t count = hawser_watch_await(watch, found, 8, FOR_EVER);
        for (int32_t i = 0; i < count; i++) {
            CHECK(found[i] / HAWSER_WATCH_KINDS == 4);
            if (found[i] % HAWSER_WATCH_KINDS == HAWSER_WATCH_END) {
                ended++;
            } else {
                uint8_t byte;
                CHECK(hawser_process_read(processes[3], (int32_t)(found[i] % HAWSER_WATCH_KINDS), &byte, 1) == -1);
            }
        }
    }
    for (int i = 0; i < MANY; i++) {
        hawser_watch_remove(watch, processes[i]);
        hawser_process_free(processes[i]);
    }
    CHECK(hawser_watch_await(watch, found, 8, 0) == 0);
    CHECK(hawser_memory_close(watch) == 0);
}

int main(int count, char **arguments) {
    CHECK(count == 3);
    plugin_folder = arguments[1];
    runner = open(arguments[2], O_RDONLY | O_CLOEXEC);
    CHECK(runner >= 0);
    RUN(should_answer_from_its_own_process);
    RUN(should_drain_and_shut_down_when_stopped);
    RUN(should_run_updates_and_own_threads);
    RUN(should_tell_of_a_loan_that_is_not_sent);
    RUN(should_refuse_what_initialize_refuses);
    RUN(should_refuse_a_channel_that_is_none);
    RUN(should_tell_how_it_died);
    RUN(should_tell_of_the_limit_of_memory_that_it_died_at);
    RUN(should_tell_the_stack);
    RUN(should_quote_the_last_messages_if_it_is_to);
    RUN(should_show_a_call_that_does_not_come_back);
    RUN(should_show_no_pulse_while_nothing_is_to_be_done);
    RUN(should_kill_what_hangs_in_initialize_or_shutdown);
    RUN(should_take_a_death_in_the_first_update_for_none_in_initialize);
    RUN(should_watch_many);
    return 0;
}
