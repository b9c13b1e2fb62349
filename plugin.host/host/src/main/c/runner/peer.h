/* SPDX-License-Identifier: Apache-2.0 */
/* A runner as its host sees it. */
#ifndef HAWSER_PEER_H
#define HAWSER_PEER_H

#include "control.h"
#include "hawser/process.h"
#include "report.h"
#include "spawn.h"
#include "vitals.h"

#include <pthread.h>

enum { HAWSER_STREAMS = 2 };

struct hawser_process {
    hawser_spawned_t spawned;
    int32_t control;
    int32_t output[HAWSER_STREAMS]; /* -1 = none, or closed */
    hawser_vitals_t *vitals;
    int32_t grant;
    int64_t messages;        /* that a report quotes */
    int64_t memory;          /* that it may have, in bytes; 0 = any */
    uint8_t *head;           /* the first page of its channel; NULL = not started */
    char name[HAWSER_CONTROL_NAME_LENGTH];
    char version[HAWSER_CONTROL_NAME_LENGTH];
    uint32_t api_version;
    int32_t extensions;
    int32_t protections;
    pthread_mutex_t mutex; /* for what follows */
    int32_t reaped;
    char why[256];         /* the host killed it: what for; "" = it did not */
    hawser_end_t end;
    char ended[256];
};

/* Closes it if it is open. */
void hawser_process_close(int32_t *descriptor);

/* Whether it has ended; waits for that up to `timeout_ns`, negative = for ever. */
int32_t hawser_process_ends_within(const hawser_process_t *process, int64_t timeout_ns);

#endif
