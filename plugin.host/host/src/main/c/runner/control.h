/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a host and its runner say to each other, over a pair of sockets that keeps messages whole. Each message is one
 * struct of fixed size; descriptors travel beside it, never in arguments or the environment.
 *
 *   host                                   runner
 *     LOAD   limits; image, vitals   ->      confines itself, loads the library
 *            <-   LOADED  status, name, version, API version, extensions, protections | the reason
 *     START  key, times; channel     ->      opens the channel, runs initialize
 *            <-   STARTED status | the reason
 *     GIVE_RING stream; channel      ->      as often as streams need one
 *            <-   GIVEN status | the reason
 *     STOP                           ->      drains, runs shutdown
 *            <-   STOPPED status, and exits
 *
 * A validator says instead of START:
 *     EXAMINE rule, seed, strictness, event; image  ->  tries the plugin without a channel
 *            <-   EXAMINED status (1 = a remark) | the reason, and exits
 *
 * The end of the socket is the end of the other side: the runner then kills its process group, the host the runner.
 */
#ifndef HAWSER_CONTROL_H
#define HAWSER_CONTROL_H

#include "hawser/process.h"

enum {
    HAWSER_CONTROL_DESCRIPTOR = 3, /* in the runner */
    HAWSER_CONTROL_VERSION = 1,
    HAWSER_CONTROL_ANY = -1,        /* none or one descriptor */
    HAWSER_CONTROL_DESCRIPTORS = 2, /* beside one message at most */
    HAWSER_CONTROL_NAME_LENGTH = 132,
    HAWSER_CONTROL_TEXT_LENGTH = 1024
};
#define HAWSER_CONTROL_MAGIC 0x4857524eU /* "HWRN" */

typedef enum {
    HAWSER_CONTROL_LOAD = 1,
    HAWSER_CONTROL_LOADED,
    HAWSER_CONTROL_START,
    HAWSER_CONTROL_STARTED,
    HAWSER_CONTROL_STOP,
    HAWSER_CONTROL_STOPPED,
    HAWSER_CONTROL_EXAMINE,
    HAWSER_CONTROL_EXAMINED,
    HAWSER_CONTROL_GIVE_RING,
    HAWSER_CONTROL_GIVEN
} hawser_control_kind_t;

typedef struct hawser_control {
    uint32_t magic;
    int32_t version;
    int32_t layout;       /* of channels, HAWSER_CHANNEL_VERSION_MAJOR */
    int32_t kind;
    int32_t status;       /* 0, or -1 or 1 with the reason in text */
    uint32_t api_version;
    int32_t protections;  /* HAWSER_PROTECTED_... */
    int32_t key;
    int32_t grant;
    int32_t parent;       /* the host's process */
    int32_t extensions;   /* HAWSER_EXTENDS_... */
    int32_t reserved;
    int64_t channel_length;
    int64_t update_ns;
    int64_t send_timeout_ns;
    int64_t seed;
    int64_t correlation;  /* of a stream */
    int32_t strictness;
    int32_t rule;         /* its number */
    int64_t messages;     /* how many of the last ones are to be kept for a crash */
    hawser_limits_t limits;
    char name[HAWSER_CONTROL_NAME_LENGTH];
    char plugin_version[HAWSER_CONTROL_NAME_LENGTH];
    char text[HAWSER_CONTROL_TEXT_LENGTH];
} hawser_control_t;

enum { /* besides 0 and -1 */
    HAWSER_CONTROL_ENDED = -2,  /* the other side is gone */
    HAWSER_CONTROL_TIMED_OUT = -3
};

/* A message with its head filled in. */
hawser_control_t hawser_control_of(hawser_control_kind_t kind);

/* Sends it with `count` descriptors, which stay the caller's. 0, HAWSER_CONTROL_ENDED, or -1 with the reason set. */
int32_t hawser_control_send(int32_t socket, const hawser_control_t *message, const int32_t *descriptors, int32_t count);

/* Waits for a message of that kind, with exactly `count` descriptors, which become the caller's and are close-on-exec.
 * timeout_ns < 0 = for ever. 0, HAWSER_CONTROL_ENDED, HAWSER_CONTROL_TIMED_OUT, or -1 with the reason set: it was none
 * of this protocol. Any kind is accepted for kind 0. */
int32_t hawser_control_receive(int32_t socket, hawser_control_t *message, int32_t kind, int32_t *descriptors,
                               int32_t count, int64_t timeout_ns);

#endif
