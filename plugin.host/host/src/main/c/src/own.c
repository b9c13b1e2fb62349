/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring of one stream's own has a sender of its own, which shares only the place of its credit and the pulse with the
 * plugin's. So neither room nor failure is shared with anything else.
 *
 * It stays in the list, also while it is used, so that whoever closes the callbacks finds it.
 */
#include "own.h"

#include "hawser/core.h"
#include "sender.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct hawser_own {
    hawser_own_t *next;
    int64_t correlation;
    int32_t users; /* threads that are inside */
    int32_t over;
    uint8_t *base;
    int64_t length;
    int32_t descriptor;   /* to reserve memory by */
    pthread_mutex_t turn; /* whose it is writes */
    hawser_sender_t sender;
};

/* ---- give ---- */

static int32_t map(hawser_own_t *own, int32_t channel) {
    own->base = hawser_memory_map(channel, own->length);
    if (own->base == NULL) {
        return -1;
    }
    own->descriptor = fcntl(channel, F_DUPFD_CLOEXEC, 0);
    return own->descriptor >= 0 ? 0 : hawser_fail("a channel's descriptor could not be duplicated: %s", strerror(errno));
}

static void release(hawser_own_t *own) {
    if (own->base != NULL) {
        (void)hawser_memory_unmap(own->base, own->length);
    }
    if (own->descriptor >= 0) {
        (void)close(own->descriptor);
    }
    (void)pthread_mutex_destroy(&own->turn);
    free(own);
}

static int32_t open_end(hawser_own_t *own, const hawser_sender_t *shared) {
    const hawser_manner_t manner = {shared->key, 0, shared->timeout_ns, 0};
    hawser_segment_t segment;
    if (hawser_segment_attach(&segment, own->base, own->length) != HAWSER_OK) {
        return -1;
    }
    segment.descriptor = own->descriptor;
    if (hawser_sender_init(&own->sender, &segment, &manner) != 0) {
        return -1;
    }
    own->sender.credits = shared->credits;
    own->sender.pulse = shared->pulse;
    return 0;
}

static void add(hawser_owns_t *owns, hawser_own_t *own) {
    (void)pthread_mutex_lock(&owns->mutex);
    own->next = owns->first;
    __atomic_store_n(&owns->first, own, __ATOMIC_RELEASE);
    (void)pthread_mutex_unlock(&owns->mutex);
}

int32_t hawser_own_give(hawser_sender_t *shared, int64_t correlation, int32_t channel, int64_t channel_length) {
    hawser_own_t *own = calloc(1, sizeof *own);
    if (own == NULL) {
        return hawser_fail("a stream's own ring needs memory: %s", strerror(errno));
    }
    own->correlation = correlation;
    own->length = channel_length;
    own->descriptor = -1;
    (void)pthread_mutex_init(&own->turn, NULL);
    if (map(own, channel) != 0 || open_end(own, shared) != 0) {
        release(own);
        return -1;
    }
    add(&shared->owns, own);
    return 0;
}

/* ---- use ---- */

static hawser_own_t *find(const hawser_owns_t *owns, int64_t correlation) {
    hawser_own_t *own = owns->first;
    while (own != NULL && own->correlation != correlation) {
        own = own->next;
    }
    return own;
}

static void let_go(hawser_own_t *own) {
    hawser_sender_destroy(&own->sender);
    release(own);
}

/* Takes it out if it is over and nobody is inside: then let it go, without the mutex. */
static hawser_own_t *take_if_done(hawser_owns_t *owns, hawser_own_t *own) {
    if (own == NULL || !own->over || own->users != 0) {
        return NULL;
    }
    hawser_own_t **link = &owns->first;
    while (*link != own) {
        link = &(*link)->next;
    }
    __atomic_store_n(link, own->next, __ATOMIC_RELEASE);
    return own;
}

hawser_sender_t *hawser_own_enter(hawser_sender_t *shared, int64_t correlation) {
    hawser_owns_t *owns = &shared->owns;
    if (__atomic_load_n(&owns->first, __ATOMIC_ACQUIRE) == NULL) {
        return NULL; /* a stream's is added before the stream is asked for */
    }
    (void)pthread_mutex_lock(&owns->mutex);
    hawser_own_t *own = find(owns, correlation);
    if (own != NULL) {
        own->users++;
    }
    (void)pthread_mutex_unlock(&owns->mutex);
    return own == NULL ? NULL : &own->sender;
}

static hawser_own_t *own_of(hawser_sender_t *sender) {
    return (hawser_own_t *)(void *)((uint8_t *)sender - offsetof(hawser_own_t, sender));
}

int32_t hawser_own_put(hawser_sender_t *sender, hawser_patience_t *patience, int32_t type, int64_t correlation,
                       const uint8_t *data, size_t length) {
    hawser_own_t *own = own_of(sender);
    (void)pthread_mutex_lock(&own->turn);
    const int32_t result = length > (size_t)hawser_ring_max_payload(&sender->ring)
        ? HAWSER_TOO_LONG
        : hawser_sender_put_within(sender, &sender->ring, patience, data, (int32_t)length, type, correlation);
    (void)pthread_mutex_unlock(&own->turn);
    return result;
}

void hawser_own_leave(hawser_sender_t *shared, hawser_sender_t *sender) {
    hawser_own_t *own = own_of(sender);
    (void)pthread_mutex_lock(&shared->owns.mutex);
    own->users--;
    hawser_own_t *done = take_if_done(&shared->owns, own);
    (void)pthread_mutex_unlock(&shared->owns.mutex);
    if (done != NULL) {
        let_go(done);
    }
}

void hawser_own_over(hawser_sender_t *shared, int64_t correlation) {
    (void)pthread_mutex_lock(&shared->owns.mutex);
    hawser_own_t *own = find(&shared->owns, correlation);
    if (own != NULL) {
        own->over = 1;
        hawser_sender_close(&own->sender);
    }
    hawser_own_t *done = take_if_done(&shared->owns, own);
    (void)pthread_mutex_unlock(&shared->owns.mutex);
    if (done != NULL) {
        let_go(done);
    }
}

/* ---- all ---- */

void hawser_owns_init(hawser_owns_t *owns) {
    owns->first = NULL;
    (void)pthread_mutex_init(&owns->mutex, NULL);
}

void hawser_owns_destroy(hawser_owns_t *owns) {
    while (owns->first != NULL) {
        hawser_own_t *own = owns->first;
        owns->first = own->next;
        let_go(own);
    }
    (void)pthread_mutex_destroy(&owns->mutex);
}

void hawser_owns_close(hawser_owns_t *owns) {
    (void)pthread_mutex_lock(&owns->mutex);
    for (hawser_own_t *own = owns->first; own != NULL; own = own->next) {
        hawser_sender_close(&own->sender);
    }
    (void)pthread_mutex_unlock(&owns->mutex);
}
