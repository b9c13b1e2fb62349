/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Callback addresses. The plugin interface's callbacks have no context argument, so that each started plugin has three
 * functions of its own: a slot. After a slot is closed its functions may still be called, and only count that; it is
 * given to another plugin when the library that knows its addresses is unmapped.
 */
#ifndef HAWSER_SLOTS_H
#define HAWSER_SLOTS_H

#include "hawser/host.h"
#include "sender.h"

enum { HAWSER_SLOTS = 256 };

typedef struct hawser_callbacks {
    MessageCallback message;
    BufferRequestCallback request;
    BufferSendCallback send;
} hawser_callbacks_t;

/* Opens a free slot that sends through `sender`, which must live until hawser_slot_close() and hawser_slot_quiesce().
 * Its index, or -1 with the reason set. [any thread] */
int32_t hawser_slot_open(hawser_sender_t *sender);
/* Owned by the core, for ever. */
const hawser_callbacks_t *hawser_slot_callbacks(int32_t slot);
/* What the slot's plugin knows as its host: late calls by it are told apart, as those of its callbacks. Owned by the
 * core, for ever. */
const hawser_host_t *hawser_slot_host(int32_t slot);
/* The sender of that host's plugin, until leave. NULL, with nothing to leave, if its slot is closed: a late call, which
 * is counted. [any thread] */
hawser_sender_t *hawser_slot_enter(const hawser_host_t *host);
void hawser_slot_leave(const hawser_host_t *host, const hawser_sender_t *sender);
/* Calls that begin from now on are late. Idempotent. [any thread] */
void hawser_slot_close(int32_t slot);
/* Returns when no thread but the pump is inside a callback of the closed slot. [control] */
void hawser_slot_quiesce(int32_t slot);
/* The slot may be opened again: nobody knows its addresses any more. [control] */
void hawser_slot_free(int32_t slot);

#endif
