/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin in a process of its own: the same library, run over the same channel by a runner. These functions are bound
 * by JNA direct mapping, as those of core.h are; no message passes through them.
 *
 * Life: load -> start -> stop -> free. One control thread at a time calls these for one process, but what is marked [any
 * thread]. The process may die at any time. Its pidfd is the proof: nothing is ever told by a process id alone.
 */
#ifndef HAWSER_PROCESS_H
#define HAWSER_PROCESS_H

#include <stdint.h>
#include "hawser/memory.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct hawser_process hawser_process_t;

/* What a runner may use; 0 = no limit, but for processes. */
typedef struct hawser_limits {
    int64_t memory;    /* bytes of its own, the channel not counted */
    int64_t cpu_s;     /* seconds of processor time in all */
    int64_t files;     /* open descriptors */
    int64_t processes; /* that it may start; 0 = none, and it cannot run programs either */
    int64_t user;      /* whom a runner of root becomes; -1 = it stays root */
} hawser_limits_t;

enum { /* what of it took effect */
    HAWSER_PROTECTED_LIMITS = 1,        /* resource limits */
    HAWSER_PROTECTED_NO_PRIVILEGES = 2, /* it cannot gain any, as by a set-uid program */
    HAWSER_PROTECTED_FILTER = 4,        /* system calls that reach other processes or the system are refused */
    HAWSER_PROTECTED_USER = 8,          /* it runs as another user than its host, which is root */
    HAWSER_PROTECTED_DEATH = 16         /* the kernel kills it when its host dies */
};

/* Starts a runner out of `runner` (its image, which stays the caller's), has it confine itself and load the library
 * `image`, which is taken over, also on failure. `options`: lines of name=value:
 *   memory, cpu, files, processes, user   numbers, as in hawser_limits_t
 *   messages                              how many of the last messages to it a report quotes, up to 64; usually 0
 *   environment                           a name (or several, by comma) that the runner is to inherit, besides locale,
 *                                         time zone, search paths and the folders HOME and TMPDIR
 *   output                                pipe (default): to be read by hawser_process_read(); none: thrown away;
 *                                         inherit: where the host's goes
 * NULL with the reason in hawser_error(): refused, died, or silent for `timeout_ns`; nothing is left of it then. */
HAWSER_API hawser_process_t *hawser_process_load(int32_t runner, int32_t image, const char *options,
                                                 int64_t timeout_ns);
/* As told by the runner and checked here; owned by the process, until free. */
HAWSER_API const char *hawser_process_name(const hawser_process_t *process);
HAWSER_API const char *hawser_process_version(const hawser_process_t *process);
HAWSER_API uint32_t hawser_process_api_version(const hawser_process_t *process);
HAWSER_API int32_t hawser_process_extensions(const hawser_process_t *process); /* as hawser_plugin_extensions() */
HAWSER_API int32_t hawser_process_protections(const hawser_process_t *process);
HAWSER_API int32_t hawser_process_id(const hawser_process_t *process);

/* As hawser_plugin_set_grant(). Before start. */
HAWSER_API void hawser_process_set_grant(hawser_process_t *process, int32_t length);

/* Passes it the channel of that descriptor (which stays the caller's) and has it run initialize; then it serves. The
 * rest is as with hawser_plugin_start(). 0, or -1 with the reason: initialize
 * failed, or the process died, also because it had not come back within `timeout_ns`. It is started once. */
HAWSER_API int32_t hawser_process_start(hawser_process_t *process, int32_t channel, int64_t channel_length, int32_t key,
                                        int64_t update_ns, int64_t send_timeout_ns, int64_t timeout_ns);

/* As hawser_plugin_give_ring(); waits for its answer up to `timeout_ns`, and kills one that gives none. [any thread
 * between start and stop, one at a time] */
HAWSER_API int32_t hawser_process_give_ring(hawser_process_t *process, int64_t correlation, int32_t channel,
                                            int64_t channel_length, int64_t timeout_ns);

/* As HAWSER_COUNTER_LENT and HAWSER_COUNTER_LENT_FOR tell of a plugin in this process. What the process says: not
 * to be relied on. [any thread, until free] */
HAWSER_API int32_t hawser_process_lent(const hawser_process_t *process);
HAWSER_API int64_t hawser_process_lent_for(const hawser_process_t *process);

/* Has it drain what is committed, run shutdown and end; kills it after `timeout_ns`. It has ended in any case. 0, or -1
 * with the reason: it died, was killed, or ended otherwise than with 0. Does nothing to one that was not started. */
HAWSER_API int32_t hawser_process_stop(hawser_process_t *process, int64_t timeout_ns);

/* Where it is: a number that grows with each call of the plugin, or -1 while nothing is to be done. The same number for
 * long is a call that hangs, or a process that was halted. [any thread, until free] */
HAWSER_API int64_t hawser_process_pulse(const hawser_process_t *process);

/* Kills whatever is left of it and of the processes it started, and frees it. */
HAWSER_API void hawser_process_free(hawser_process_t *process);

/* Kills it and the processes it started, at once. [any thread, until free] */
HAWSER_API void hawser_process_kill(hawser_process_t *process);

/* The same, and that is how it ended: `why` goes on "the process ...". [any thread, until free] */
HAWSER_API void hawser_process_kill_for(hawser_process_t *process, const char *why);

/* Faults on purpose, to try what others make of them. [any thread, until free] */
HAWSER_API void hawser_process_halt(hawser_process_t *process, int32_t halted); /* it does not run at all, or goes on */
HAWSER_API void hawser_process_slow(hawser_process_t *process, int64_t wait_ns); /* before each message; 0 = not */
/* Overwrites its channel, where nobody can go on afterwards. 0, or -1 with the reason: it was not started. */
HAWSER_API int32_t hawser_process_corrupt(hawser_process_t *process);

/* Whether it has ended. [any thread, until free] */
HAWSER_API int32_t hawser_process_has_ended(const hawser_process_t *process);

/* Waits for its end, at most `timeout_ns` (negative = for ever), kills what processes it left, and says how it ended:
 * "died of SIGSEGV at address 0x0 in copy (libx.so), inside process_message, message 3", "exited with status 0". NULL if it has not. Owned by the
 * process. [any thread, until free] */
HAWSER_API const char *hawser_process_await_end(hawser_process_t *process, int64_t timeout_ns);

/* After its end: a report in lines of text, with signal, address, call, thread and stack as far as it could tell them.
 * Bytes written, without the NUL. */
HAWSER_API int32_t hawser_process_report(hawser_process_t *process, char *buffer, int32_t length);

enum { HAWSER_OUTPUT = 0, HAWSER_ERROR_OUTPUT = 1 };
/* What the plugin wrote to its stdout or stderr, as it comes. Bytes read, 0 = nothing now, -1 = it is closed. [any
 * thread, one at a time for each stream] */
HAWSER_API int32_t hawser_process_read(hawser_process_t *process, int32_t stream, uint8_t *buffer, int32_t length);

/* Many processes at once: what there is to be read, and who has ended. A watch is a descriptor: close it by
 * hawser_memory_close(), when nobody waits for it. */
enum { HAWSER_WATCH_OUTPUT = 0, HAWSER_WATCH_ERROR_OUTPUT = 1, HAWSER_WATCH_END = 2, HAWSER_WATCH_KINDS = 4 };
HAWSER_API int32_t hawser_watch_open(void);
/* 0, or -1 with the reason; `id` is what await tells of it, and positive. [any thread] */
HAWSER_API int32_t hawser_watch_add(int32_t watch, const hawser_process_t *process, int64_t id);
/* Nothing is told of it any more, but for what await has returned already. [any thread, until free] */
HAWSER_API void hawser_watch_remove(int32_t watch, const hawser_process_t *process);
/* Waits for something to happen; each of it is told again until it was read, or removed. How many of `found`, each
 * id * HAWSER_WATCH_KINDS + kind; 0 after `timeout_ns`; -1 with the reason. [one thread] */
HAWSER_API int32_t hawser_watch_await(int32_t watch, int64_t *found, int32_t most, int64_t timeout_ns);

#ifdef __cplusplus
}
#endif
#endif
