/* SPDX-License-Identifier: Apache-2.0 */
#include "slots.h"

#include "extension.h"

#include "hawser/core.h"

typedef struct slot {
    _Alignas(64) hawser_sender_t *sender; /* atomic; NULL = closed */
    int32_t used;                         /* atomic */
    int32_t inside;                       /* atomic: foreign threads inside a callback */
    hawser_host_t host;                   /* data is the slot */
} slot_t;

static slot_t slots[HAWSER_SLOTS];
static int64_t late_calls;

/* The slot's sender, until leave(). NULL, with nothing to leave, if the slot is closed. The pump is not counted: it is
 * joined before its sender goes. */
static hawser_sender_t *enter(slot_t *slot) {
    hawser_sender_t *sender = __atomic_load_n(&slot->sender, __ATOMIC_ACQUIRE);
    if (sender != NULL && hawser_sender_on_pump(sender)) {
        return sender;
    }
    /* Counted first, then looked at again: a closer that does not see the count has closed before that look. */
    (void)__atomic_add_fetch(&slot->inside, 1, __ATOMIC_SEQ_CST);
    sender = __atomic_load_n(&slot->sender, __ATOMIC_SEQ_CST);
    if (sender == NULL) {
        (void)__atomic_add_fetch(&late_calls, 1, __ATOMIC_RELAXED);
        (void)__atomic_sub_fetch(&slot->inside, 1, __ATOMIC_RELEASE);
    }
    return sender;
}

static void leave(slot_t *slot, const hawser_sender_t *sender) {
    if (!hawser_sender_on_pump(sender)) {
        (void)__atomic_sub_fetch(&slot->inside, 1, __ATOMIC_RELEASE);
    }
}

static void message(int32_t index, const uint8_t *data, size_t length) {
    hawser_sender_t *sender = enter(&slots[index]);
    if (sender != NULL) {
        hawser_sender_message(sender, data, length);
        leave(&slots[index], sender);
    }
}

static int request(int32_t index, uint32_t wait_ms, uint8_t **buffer, uint32_t *space) {
    hawser_sender_t *sender = enter(&slots[index]);
    if (sender == NULL) {
        return -1;
    }
    const int result = hawser_sender_request(sender, wait_ms, buffer, space);
    leave(&slots[index], sender);
    return result;
}

static int send(int32_t index, uint32_t length) {
    hawser_sender_t *sender = enter(&slots[index]);
    if (sender == NULL) {
        return -1;
    }
    const int result = hawser_sender_send(sender, length);
    leave(&slots[index], sender);
    return result;
}

#define ROW(x, h) x(h, 0) x(h, 1) x(h, 2) x(h, 3) x(h, 4) x(h, 5) x(h, 6) x(h, 7) \
                  x(h, 8) x(h, 9) x(h, a) x(h, b) x(h, c) x(h, d) x(h, e) x(h, f)
#define ALL(x) ROW(x, 0) ROW(x, 1) ROW(x, 2) ROW(x, 3) ROW(x, 4) ROW(x, 5) ROW(x, 6) ROW(x, 7) \
               ROW(x, 8) ROW(x, 9) ROW(x, a) ROW(x, b) ROW(x, c) ROW(x, d) ROW(x, e) ROW(x, f)

#define FUNCTIONS(h, l) \
    static void message_##h##l(const uint8_t *data, size_t length) { \
        message(0x##h##l, data, length); \
    } \
    static int request_##h##l(uint32_t wait_ms, uint8_t **buffer, uint32_t *space) { \
        return request(0x##h##l, wait_ms, buffer, space); \
    } \
    static int send_##h##l(uint32_t length) { \
        return send(0x##h##l, length); \
    }
ALL(FUNCTIONS)

#define ENTRY(h, l) {message_##h##l, request_##h##l, send_##h##l},
static const hawser_callbacks_t callbacks[HAWSER_SLOTS] = {ALL(ENTRY)};

int32_t hawser_slot_open(hawser_sender_t *sender) {
    for (int32_t i = 0; i < HAWSER_SLOTS; i++) {
        int32_t expected = 0;
        if (__atomic_compare_exchange_n(&slots[i].used, &expected, 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
            slots[i].host = (hawser_host_t){&slots[i], hawser_extension_of_host};
            __atomic_store_n(&slots[i].sender, sender, __ATOMIC_SEQ_CST);
            return i;
        }
    }
    return hawser_fail("a plugin needs callback addresses of its own, and all are in use: slots=%d; unload others, or "
                       "restart the host if libraries could not be unmapped", HAWSER_SLOTS);
}

const hawser_callbacks_t *hawser_slot_callbacks(int32_t slot) {
    return &callbacks[slot];
}

const hawser_host_t *hawser_slot_host(int32_t slot) {
    return &slots[slot].host;
}

hawser_sender_t *hawser_slot_enter(const hawser_host_t *host) {
    return host == NULL ? NULL : enter(host->data);
}

void hawser_slot_leave(const hawser_host_t *host, const hawser_sender_t *sender) {
    leave(host->data, sender);
}

void hawser_slot_close(int32_t slot) {
    __atomic_store_n(&slots[slot].sender, NULL, __ATOMIC_SEQ_CST);
}

void hawser_slot_quiesce(int32_t slot) {
    int32_t inside;
    while ((inside = __atomic_load_n(&slots[slot].inside, __ATOMIC_SEQ_CST)) != 0) {
        /* Leaving does not wake: this is rare, and may take 1 ms. */
        (void)hawser_wait(&slots[slot].inside, inside, 1000000);
    }
}

void hawser_slot_free(int32_t slot) {
    __atomic_store_n(&slots[slot].used, 0, __ATOMIC_RELEASE);
}

int64_t hawser_late_calls(void) {
    return __atomic_load_n(&late_calls, __ATOMIC_RELAXED);
}
