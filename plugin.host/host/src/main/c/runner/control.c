/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "control.h"

#include "clock.h"
#include "hawser/channel.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union ancillary {
    struct cmsghdr header; /* for its alignment */
    char bytes[CMSG_SPACE(HAWSER_CONTROL_DESCRIPTORS * sizeof(int32_t))];
} ancillary_t;

hawser_control_t hawser_control_of(hawser_control_kind_t kind) {
    hawser_control_t message;
    memset(&message, 0, sizeof message);
    message.magic = HAWSER_CONTROL_MAGIC;
    message.version = HAWSER_CONTROL_VERSION;
    message.layout = HAWSER_CHANNEL_VERSION_MAJOR;
    message.kind = (int32_t)kind;
    return message;
}

/* ---- send ---- */

static void attach(struct msghdr *header, ancillary_t *ancillary, const int32_t *descriptors, int32_t count) {
    const size_t length = (size_t)count * sizeof descriptors[0];
    memset(ancillary, 0, sizeof *ancillary);
    header->msg_control = ancillary->bytes;
    header->msg_controllen = CMSG_SPACE(length);
    struct cmsghdr *rights = CMSG_FIRSTHDR(header);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(length);
    memcpy(CMSG_DATA(rights), descriptors, length);
}

int32_t hawser_control_send(int32_t socket, const hawser_control_t *message, const int32_t *descriptors, int32_t count) {
    ancillary_t ancillary;
    hawser_control_t copy = *message;
    struct iovec part = {&copy, sizeof copy};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
    ssize_t sent;
    if (count > 0) {
        attach(&header, &ancillary, descriptors, count);
    }
    do {
        sent = sendmsg(socket, &header, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0 && (errno == EPIPE || errno == ECONNRESET || errno == ENOTCONN)) {
        return HAWSER_CONTROL_ENDED;
    }
    return sent == (ssize_t)sizeof copy ? 0
                                        : hawser_fail("a control message could not be sent: %s", strerror(errno));
}

/* ---- receive ---- */

static void close_all(const int32_t *descriptors, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        (void)close(descriptors[i]);
    }
}

/* What came beside the message, into at most HAWSER_CONTROL_DESCRIPTORS places. How many. */
static int32_t take_descriptors(struct msghdr *header, int32_t *descriptors) {
    int32_t count = 0;
    for (struct cmsghdr *each = CMSG_FIRSTHDR(header); each != NULL; each = CMSG_NXTHDR(header, each)) {
        if (each->cmsg_level == SOL_SOCKET && each->cmsg_type == SCM_RIGHTS) {
            const size_t length = each->cmsg_len - CMSG_LEN(0);
            memcpy(descriptors + count, CMSG_DATA(each), length);
            count += (int32_t)(length / sizeof descriptors[0]);
        }
    }
    return count;
}

static int32_t check_head(const hawser_control_t *message, ssize_t length, int32_t kind) {
    if (length != (ssize_t)sizeof *message || message->magic != HAWSER_CONTROL_MAGIC
        || message->version != HAWSER_CONTROL_VERSION) {
        return hawser_fail("a host and its runner must speak version %d of their protocol: length=%lld, version=%d; use "
                           "the runner of this host", HAWSER_CONTROL_VERSION, (long long)length, message->version);
    }
    if (message->layout != HAWSER_CHANNEL_VERSION_MAJOR) {
        return hawser_fail("a host and its runner must have the same layout of channels: required=%d, layout=%d; use "
                           "the runner of this host", HAWSER_CHANNEL_VERSION_MAJOR, message->layout);
    }
    if (kind != 0 && message->kind != kind) {
        return hawser_fail("a message of kind %d was expected from the other process: kind=%d", kind, message->kind);
    }
    return 0;
}

static int32_t await(int32_t socket, int64_t timeout_ns) {
    const int64_t deadline_ns = hawser_now_ns(CLOCK_MONOTONIC) + timeout_ns;
    struct pollfd wanted = {socket, POLLIN, 0};
    int64_t left_ns = timeout_ns;
    int ready;
    do {
        ready = poll(&wanted, 1, timeout_ns < 0 ? -1 : hawser_poll_ms(left_ns));
        left_ns = deadline_ns - hawser_now_ns(CLOCK_MONOTONIC);
    } while ((ready < 0 && errno == EINTR) || (ready == 0 && timeout_ns >= 0 && left_ns > 0));
    return ready == 0 ? HAWSER_CONTROL_TIMED_OUT : 0;
}

static void end_texts(hawser_control_t *message) {
    message->name[sizeof message->name - 1] = '\0';
    message->plugin_version[sizeof message->plugin_version - 1] = '\0';
    message->text[sizeof message->text - 1] = '\0';
}

int32_t hawser_control_receive(int32_t socket, hawser_control_t *message, int32_t kind, int32_t *descriptors,
                               int32_t count, int64_t timeout_ns) {
    ancillary_t ancillary;
    int32_t came[HAWSER_CONTROL_DESCRIPTORS] = {-1, -1};
    struct iovec part = {message, sizeof *message};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = ancillary.bytes,
                            .msg_controllen = sizeof ancillary};
    ssize_t length;
    if (await(socket, timeout_ns) != 0) {
        return HAWSER_CONTROL_TIMED_OUT;
    }
    memset(message, 0, sizeof *message);
    do {
        length = recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    } while (length < 0 && errno == EINTR);
    if (length <= 0) {
        return HAWSER_CONTROL_ENDED;
    }
    end_texts(message);
    const int32_t found = take_descriptors(&header, came);
    const int32_t expected = count == HAWSER_CONTROL_ANY ? found : count;
    if (check_head(message, length, kind) != 0 || found != expected || (count == HAWSER_CONTROL_ANY && found > 1)) {
        close_all(came, found);
        return found == count ? -1 : hawser_fail("%d descriptors must come with a message: count=%d", count, found);
    }
    if (count != 0) {
        memcpy(descriptors, came, (size_t)(count == HAWSER_CONTROL_ANY ? 1 : count) * sizeof came[0]);
    }
    return 0;
}
