/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hawser.log/1: lines in the host's log, under the plugin's name.
 *
 * Rationale: what a plugin prints reaches the log only where it has a process of its own, and bears no level.
 */
#ifndef HAWSER_EXT_LOG_H
#define HAWSER_EXT_LOG_H

#include "hawser/host.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HAWSER_EXT_LOG "hawser.log/1"

enum {
    HAWSER_LOG_ERROR = 1, /* somebody must act now */
    HAWSER_LOG_WARN = 2,  /* odd, but it goes on */
    HAWSER_LOG_INFO = 3,
    HAWSER_LOG_DEBUG = 4  /* usually left out */
};

/* The host's part; a plugin has none. */
typedef struct hawser_host_log {
    /* Logs `text`, which ends in NUL; of more than 4096 bytes the beginning. Never waits: a line that finds no room is
     * counted as lost. The host logs so many lines a second and then only counts. It does not end a loan of
     * buffer_request.
     * HAWSER_SENT, HAWSER_E_INVALID (`text` is NULL, no such level) or HAWSER_E_NO_ROOM. [any thread] */
    int32_t (*log)(const hawser_host_t *host, int32_t level, const char *text);
} hawser_host_log_t;

#ifdef __cplusplus
}
#endif
#endif
