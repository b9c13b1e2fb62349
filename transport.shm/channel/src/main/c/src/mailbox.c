/* SPDX-License-Identifier: Apache-2.0 */
/* Each control word is read once, by one system call, into a local, and checked there. */
#define _GNU_SOURCE
#include "hawser/mailbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const int64_t NANOS_PER_SECOND = 1000000000;

/* ---- the file ---- */

static int32_t check_sizes(int32_t to_native_size, int32_t to_renderer_size) {
    if (to_native_size < HAWSER_MAILBOX_SIZE_MIN || to_native_size > HAWSER_MAILBOX_SIZE_MAX
        || to_renderer_size < HAWSER_MAILBOX_SIZE_MIN || to_renderer_size > HAWSER_MAILBOX_SIZE_MAX) {
        return hawser_fail("a mailbox's buffers must have from %d to %d bytes: to-native=%d, to-renderer=%d",
                           HAWSER_MAILBOX_SIZE_MIN, HAWSER_MAILBOX_SIZE_MAX, to_native_size, to_renderer_size);
    }
    return 0;
}

static int64_t length_of(int32_t to_native_size, int32_t to_renderer_size) {
    return HAWSER_MAILBOX_DATA_OFFSET + (int64_t)to_native_size + to_renderer_size;
}

int32_t hawser_mailbox_create(const char *path, int32_t to_native_size, int32_t to_renderer_size) {
    if (check_sizes(to_native_size, to_renderer_size) != 0) {
        return -1;
    }
    const int descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return hawser_fail("a mailbox's file must be new: path=%s, %s", path, strerror(errno));
    }
    const int result = posix_fallocate(descriptor, 0, (off_t)length_of(to_native_size, to_renderer_size));
    if (result != 0) {
        (void)unlink(path);
        (void)close(descriptor);
        return hawser_fail("no space for a mailbox: path=%s, length=%lld, %s", path,
                           (long long)length_of(to_native_size, to_renderer_size), strerror(result));
    }
    return descriptor;
}

static int32_t check_file(const char *path, int32_t descriptor, int64_t needed) {
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        return hawser_fail("a mailbox must be a regular file: path=%s", path);
    }
    if ((int64_t)status.st_size < needed) {
        return hawser_fail("a mailbox's file must hold its control words and buffers: path=%s, needed=%lld, length=%lld",
                           path, (long long)needed, (long long)status.st_size);
    }
    return 0;
}

int32_t hawser_mailbox_attach(const char *path, int32_t to_native_size, int32_t to_renderer_size) {
    if (check_sizes(to_native_size, to_renderer_size) != 0) {
        return -1;
    }
    const int descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); /* not to wait for a pipe's end */
    if (descriptor < 0) {
        return hawser_fail("a mailbox's file must be readable and writable: path=%s, %s", path, strerror(errno));
    }
    if (check_file(path, descriptor, length_of(to_native_size, to_renderer_size)) != 0) {
        (void)close(descriptor);
        return -1;
    }
    return descriptor;
}

int32_t hawser_mailbox_open(hawser_mailbox_t *mailbox, int32_t descriptor, int32_t role, int32_t to_native_size,
                            int32_t to_renderer_size) {
    if (check_sizes(to_native_size, to_renderer_size) != 0
        || check_file("(descriptor)", descriptor, length_of(to_native_size, to_renderer_size)) != 0) {
        return -1;
    }
    const int64_t to_renderer_data = HAWSER_MAILBOX_DATA_OFFSET + (int64_t)to_native_size;
    *mailbox = role == HAWSER_MAILBOX_RENDERER
        ? (hawser_mailbox_t){descriptor, role, HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET, HAWSER_MAILBOX_DATA_OFFSET,
                             HAWSER_MAILBOX_TO_RENDERER_SIGNAL_OFFSET, to_renderer_data, to_native_size,
                             to_renderer_size, 0, 0, 0}
        : (hawser_mailbox_t){descriptor, role, HAWSER_MAILBOX_TO_RENDERER_SIGNAL_OFFSET, to_renderer_data,
                             HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET, HAWSER_MAILBOX_DATA_OFFSET, to_renderer_size,
                             to_native_size, 0, 0, 0};
    return 0;
}

/* ---- words and bytes ---- */

static int32_t cut_off(void) {
    (void)hawser_fail("a mailbox's file must keep its length, and be readable and writable: %s",
                      errno == 0 ? "it was cut off" : strerror(errno));
    return HAWSER_MAILBOX_CUT_OFF;
}

/* All of it, or HAWSER_MAILBOX_CUT_OFF. */
static int32_t read_at(const hawser_mailbox_t *mailbox, int64_t offset, void *bytes, int32_t length) {
    uint8_t *to = bytes;
    while (length > 0) {
        errno = 0;
        const ssize_t count = pread(mailbox->descriptor, to, (size_t)length, (off_t)offset);
        if (count <= 0 && errno != EINTR) {
            return cut_off();
        }
        if (count > 0) {
            to += count;
            offset += count;
            length -= (int32_t)count;
        }
    }
    __atomic_thread_fence(__ATOMIC_ACQUIRE); /* in the order of the calls, on any machine */
    return 0;
}

/* A write past the end would make a file that was cut off long again, and sparse. */
static int32_t write_at(const hawser_mailbox_t *mailbox, int64_t offset, const void *bytes, int32_t length) {
    const uint8_t *from = bytes;
    __atomic_thread_fence(__ATOMIC_RELEASE);
    while (length > 0) {
        errno = 0;
        const ssize_t count = pwrite(mailbox->descriptor, from, (size_t)length, (off_t)offset);
        if (count <= 0 && errno != EINTR) {
            return cut_off();
        }
        if (count > 0) {
            from += count;
            offset += count;
            length -= (int32_t)count;
        }
    }
    return 0;
}

static int32_t write_signal(const hawser_mailbox_t *mailbox, int64_t offset, int32_t signal) {
    return write_at(mailbox, offset, &signal, sizeof signal);
}

static int32_t still_holds(const hawser_mailbox_t *mailbox, int64_t length) {
    struct stat status;
    errno = 0;
    return fstat(mailbox->descriptor, &status) == 0 && (int64_t)status.st_size >= length ? 0 : cut_off();
}

/* ---- messages ---- */

int32_t hawser_mailbox_send(hawser_mailbox_t *mailbox, const uint8_t *message, int32_t length) {
    int32_t signal;
    if (length < 0 || length > mailbox->out_size) {
        return HAWSER_MAILBOX_TOO_LONG;
    }
    if (read_at(mailbox, mailbox->out_signal, &signal, sizeof signal) != 0) {
        return HAWSER_MAILBOX_CUT_OFF;
    }
    if (signal != HAWSER_MAILBOX_FREE) {
        return HAWSER_MAILBOX_BUSY;
    }
    if (still_holds(mailbox, mailbox->out_data + mailbox->out_size) != 0
        || write_at(mailbox, mailbox->out_data, message, length) != 0
        || write_at(mailbox, mailbox->out_signal + 4, &length, sizeof length) != 0
        || write_signal(mailbox, mailbox->out_signal, HAWSER_MAILBOX_DATA) != 0) {
        return HAWSER_MAILBOX_CUT_OFF;
    }
    mailbox->sent++;
    return 0;
}

static int32_t reject(hawser_mailbox_t *mailbox) {
    mailbox->rejected++;
    return write_signal(mailbox, mailbox->in_signal, HAWSER_MAILBOX_FREE) != 0 ? HAWSER_MAILBOX_CUT_OFF
                                                                               : HAWSER_MAILBOX_REJECTED;
}

int32_t hawser_mailbox_receive(hawser_mailbox_t *mailbox, uint8_t *buffer) {
    int32_t signal;
    int32_t length;
    if (read_at(mailbox, mailbox->in_signal, &signal, sizeof signal) != 0) {
        return HAWSER_MAILBOX_CUT_OFF;
    }
    if (signal != HAWSER_MAILBOX_DATA) {
        return HAWSER_MAILBOX_EMPTY;
    }
    if (read_at(mailbox, mailbox->in_signal + 4, &length, sizeof length) != 0) {
        return HAWSER_MAILBOX_CUT_OFF;
    }
    if (length < 0 || length > mailbox->in_size) {
        return reject(mailbox);
    }
    if (read_at(mailbox, mailbox->in_data, buffer, length) != 0
        || write_signal(mailbox, mailbox->in_signal, HAWSER_MAILBOX_FREE) != 0) {
        return HAWSER_MAILBOX_CUT_OFF;
    }
    mailbox->received++;
    return length;
}

/* ---- polling ---- */

static int64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * NANOS_PER_SECOND + now.tv_nsec;
}

static void sleep_ns(int64_t length_ns) {
    const struct timespec length = {(time_t)(length_ns / NANOS_PER_SECOND), (long)(length_ns % NANOS_PER_SECOND)};
    (void)nanosleep(&length, NULL);
}

/* Sleeps for the interval or for what is left, if that is less. Whether there is time for another look. */
static int32_t wait_for_next_look(int64_t deadline_ns, int64_t interval_ns) {
    const int64_t left_ns = deadline_ns - now_ns();
    if (left_ns <= 0) {
        return 0;
    }
    sleep_ns(left_ns < interval_ns ? left_ns : interval_ns);
    return 1;
}

int32_t hawser_mailbox_await_send(hawser_mailbox_t *mailbox, const uint8_t *message, int32_t length,
                                  const hawser_mailbox_intervals_t *intervals, int64_t timeout_ns) {
    const int64_t deadline_ns = now_ns() + timeout_ns;
    int32_t result;
    while ((result = hawser_mailbox_send(mailbox, message, length)) == HAWSER_MAILBOX_BUSY
           && wait_for_next_look(deadline_ns, intervals->fast_ns)) {
    }
    return result;
}

/* An answer tends to follow soon: looks often at first, and seldom after as long as one slow interval. */
int32_t hawser_mailbox_await_receive(hawser_mailbox_t *mailbox, uint8_t *buffer,
                                     const hawser_mailbox_intervals_t *intervals, int64_t timeout_ns) {
    const int64_t begin_ns = now_ns();
    int32_t result;
    while ((result = hawser_mailbox_receive(mailbox, buffer)) == HAWSER_MAILBOX_EMPTY) {
        const int32_t early = now_ns() - begin_ns < intervals->slow_ns;
        if (!wait_for_next_look(begin_ns + timeout_ns, early ? intervals->fast_ns : intervals->slow_ns)) {
            break;
        }
    }
    return result;
}
