/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handler of fatal signals. It allocates nothing and calls the kernel only, but for the unwinder, which is loaded
 * beforehand. What can go wrong then, goes wrong to the point: each signal is handled once, so that a second fault kills
 * at once, and an alarm ends a handler that hangs, for a lock that the plugin's crash left taken. Signal and address are
 * told before anything is tried.
 */
#define _GNU_SOURCE
#include "crash.h"

#include "symbols.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { STACK_LENGTH = 64 * 1024, PATIENCE_S = 2, STACKS = 2, OWN_FRAMES = 8 };

static const int FATAL[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ};

static _Alignas(64) uint8_t stacks[STACKS][STACK_LENGTH];
static int32_t stacks_used; /* atomic */
static hawser_crash_t *place;

static void *program_counter(const void *context) {
    const ucontext_t *thread = context;
#if defined(__x86_64__)
    return (void *)thread->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
    return (void *)thread->uc_mcontext.pc;
#else
    (void)thread;
    return NULL;
#endif
}

/* Skips the handler's own frames, up to where the signal struck. */
static int32_t first_of(void *const *addresses, int32_t count, const void *counter) {
    for (int32_t i = 0; i < count && i < OWN_FRAMES; i++) {
        if (addresses[i] == counter) {
            return i;
        }
    }
    return 0;
}

static void add_frame(hawser_crash_t *crash, const void *address) {
    hawser_frame_t *frame = &crash->frames[crash->frame_count];
    frame->address = (uint64_t)(uintptr_t)address;
    hawser_symbols_find(frame);
    crash->frame_count++;
}

static void tell_stack(hawser_crash_t *crash, void *context) {
    void *addresses[HAWSER_FRAMES_MAX + OWN_FRAMES];
    void *counter = program_counter(context);
    const int32_t count = backtrace(addresses, HAWSER_FRAMES_MAX + OWN_FRAMES);
    const int32_t first = first_of(addresses, count, counter);
    hawser_symbols_learn();
    if (count == 0 || addresses[first] != counter) {
        add_frame(crash, counter);
    }
    for (int32_t i = first; i < count && crash->frame_count < HAWSER_FRAMES_MAX; i++) {
        add_frame(crash, addresses[i]);
    }
}

/* What the limit of memory counts. Nothing that is read in words comes as cheap, or as a number alone. */
static int64_t own_memory_kib(void) {
    static const char NAME[] = "\nVmData:";
    char text[2048];
    const int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    const ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
    (void)close(file);
    text[length < 0 ? 0 : length] = '\0';
    int64_t kib = 0;
    const char *at = strstr(text, NAME);
    for (at = at == NULL ? "" : at + sizeof NAME - 1; *at == ' ' || *at == '\t' || (*at >= '0' && *at <= '9'); at++) {
        kib = *at >= '0' ? kib * 10 + (*at - '0') : kib;
    }
    return kib;
}

static void set_default(int number) {
    struct sigaction standard;
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    (void)sigaction(number, &standard, NULL);
}

static void handle(int number, siginfo_t *info, void *context) {
    const int32_t error = errno;
    hawser_crash_t *crash = place;
    int32_t none = HAWSER_CRASH_NONE;
    set_default(SIGALRM);
    (void)alarm(PATIENCE_S);
    if (crash->signal == 0) {
        crash->signal = number;
        crash->code = info->si_code;
        crash->address = (uint64_t)(uintptr_t)info->si_addr;
        crash->error = error;
        crash->memory = own_memory_kib();
        (void)prctl(PR_GET_NAME, crash->thread);
        if (__atomic_compare_exchange_n(&crash->state, &none, HAWSER_CRASH_BEGUN, 0, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE)) {
            tell_stack(crash, context);
            __atomic_store_n(&crash->state, HAWSER_CRASH_WHOLE, __ATOMIC_RELEASE);
        }
    }
    (void)raise(number); /* by default now, and not blocked */
}

void hawser_crash_watch_thread(void) {
    const int32_t index = __atomic_fetch_add(&stacks_used, 1, __ATOMIC_RELAXED);
    if (index < STACKS) {
        stack_t stack = {.ss_sp = stacks[index], .ss_size = STACK_LENGTH};
        (void)sigaltstack(&stack, NULL);
    }
}

void hawser_crash_watch(hawser_vitals_t *vitals) {
    void *warm_up[2];
    struct sigaction action;
    place = &vitals->crash;
    (void)backtrace(warm_up, 2); /* loads the unwinder */
    hawser_crash_watch_thread();
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER;
    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof FATAL / sizeof FATAL[0]; i++) {
        (void)sigaction(FATAL[i], &action, NULL);
    }
}
