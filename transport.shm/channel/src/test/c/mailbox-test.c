/* SPDX-License-Identifier: Apache-2.0 */
/* A mailbox between two sides of ours, with bad peers, and with a program that was written from the guide alone. */
#define _GNU_SOURCE
#include "check.h"
#include "hawser/mailbox.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TO_NATIVE = 1000, TO_RENDERER = 37, LENGTH = 16 + TO_NATIVE + TO_RENDERER };

#define SECOND INT64_C(1000000000)

static const hawser_mailbox_intervals_t often = {20000, 100000};
static const char *guide_peer;
static char path[64];
static int32_t descriptor;
static hawser_mailbox_t renderer;
static hawser_mailbox_t native;
static uint8_t buffer[TO_NATIVE];

static void given_mailbox(void) {
    (void)snprintf(path, sizeof path, "/tmp/hawser-mailbox-test-%ld", (long)getpid());
    descriptor = hawser_mailbox_create(path, TO_NATIVE, TO_RENDERER);
    CHECK(descriptor >= 0);
    CHECK(hawser_mailbox_open(&renderer, descriptor, HAWSER_MAILBOX_RENDERER, TO_NATIVE, TO_RENDERER) == 0);
    CHECK(hawser_mailbox_open(&native, descriptor, HAWSER_MAILBOX_NATIVE, TO_NATIVE, TO_RENDERER) == 0);
}

static void done(void) {
    CHECK(close(descriptor) == 0 && unlink(path) == 0);
}

static void put_word(int64_t offset, int32_t value) {
    CHECK(pwrite(descriptor, &value, sizeof value, (off_t)offset) == sizeof value);
}

static int32_t word(int64_t offset) {
    int32_t value;
    CHECK(pread(descriptor, &value, sizeof value, (off_t)offset) == sizeof value);
    return value;
}

static void should_create_a_private_file_with_all_of_its_space(void) {
    struct stat status;
    given_mailbox();
    CHECK(fstat(descriptor, &status) == 0 && status.st_size == LENGTH && (status.st_mode & 0777) == 0600);
    CHECK(status.st_blocks * 512 >= LENGTH);
    CHECK(hawser_mailbox_create(path, TO_NATIVE, TO_RENDERER) == -1);
    CHECK_CONTAINS(hawser_error(), "must be new");
    CHECK(hawser_mailbox_create(path, 0, TO_RENDERER) == -1);
    done();
}

/* Stands for a disk that is full. */
static void should_leave_no_file_when_there_is_no_space(void) {
    struct rlimit before;
    (void)snprintf(path, sizeof path, "/tmp/hawser-mailbox-test-%ld", (long)getpid());
    CHECK(signal(SIGXFSZ, SIG_IGN) != SIG_ERR && getrlimit(RLIMIT_FSIZE, &before) == 0);
    const struct rlimit less = {LENGTH, before.rlim_max};
    CHECK(setrlimit(RLIMIT_FSIZE, &less) == 0);
    CHECK(hawser_mailbox_create(path, TO_NATIVE, TO_RENDERER + 1) == -1);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK_CONTAINS(hawser_error(), "no space");
    CHECK(access(path, F_OK) != 0);
}

static void should_attach_to_what_is_large_enough(void) {
    given_mailbox();
    put_word(HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET, 1);
    const int32_t other = hawser_mailbox_attach(path, TO_NATIVE, TO_RENDERER - 1);
    CHECK(other >= 0 && close(other) == 0);
    CHECK(word(HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET) == 1); /* left as it was */
    CHECK(hawser_mailbox_attach(path, TO_NATIVE, TO_RENDERER + 1) == -1);
    CHECK_CONTAINS(hawser_error(), "needed=1054, length=1053");
    CHECK(hawser_mailbox_attach("/tmp", TO_NATIVE, TO_RENDERER) == -1);
    CHECK(hawser_mailbox_attach("/dev/null", TO_NATIVE, TO_RENDERER) == -1);
    CHECK_CONTAINS(hawser_error(), "regular file");
    done();
}

static void should_lay_out_each_byte_as_the_guide_does(void) {
    given_mailbox();
    uint8_t file[LENGTH];
    CHECK(hawser_mailbox_send(&renderer, (const uint8_t *)"abc", 3) == 0);
    CHECK(hawser_mailbox_send(&native, (const uint8_t *)"de", 2) == 0);
    CHECK(pread(descriptor, file, LENGTH, 0) == LENGTH);
    const int32_t words[] = {1, 3, 1, 2};
    CHECK(memcmp(file, words, sizeof words) == 0);
    CHECK(memcmp(file + 16, "abc", 3) == 0 && memcmp(file + 16 + TO_NATIVE, "de", 2) == 0);
    for (int32_t i = 19; i < LENGTH; i++) {
        CHECK(file[i] == 0 || i == 16 + TO_NATIVE || i == 17 + TO_NATIVE);
    }
    done();
}

static void should_carry_each_length_both_ways(void) {
    given_mailbox();
    uint8_t message[TO_NATIVE];
    for (int32_t length = 0; length <= TO_NATIVE; length++) {
        memset(message, length, sizeof message);
        CHECK(hawser_mailbox_send(&renderer, message, length) == 0);
        CHECK(hawser_mailbox_send(&renderer, message, length) == HAWSER_MAILBOX_BUSY);
        CHECK(hawser_mailbox_receive(&native, buffer) == length && memcmp(buffer, message, (size_t)length) == 0);
        CHECK(hawser_mailbox_receive(&native, buffer) == HAWSER_MAILBOX_EMPTY);
        const int32_t answer = hawser_mailbox_send(&native, message, length);
        CHECK(answer == (length <= TO_RENDERER ? 0 : HAWSER_MAILBOX_TOO_LONG));
        CHECK(hawser_mailbox_receive(&renderer, buffer) == (answer == 0 ? length : HAWSER_MAILBOX_EMPTY));
    }
    CHECK(hawser_mailbox_send(&renderer, message, -1) == HAWSER_MAILBOX_TOO_LONG);
    CHECK(renderer.sent == TO_NATIVE + 1 && native.received == TO_NATIVE + 1 && native.rejected == 0);
    done();
}

static void should_reject_a_bad_length_and_go_on(void) {
    const int32_t lengths[] = {-1, INT32_MIN, TO_NATIVE + 1, INT32_MAX};
    given_mailbox();
    for (int32_t i = 0; i < 4; i++) {
        put_word(HAWSER_MAILBOX_TO_NATIVE_LENGTH_OFFSET, lengths[i]);
        put_word(HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET, HAWSER_MAILBOX_DATA);
        CHECK(hawser_mailbox_receive(&native, buffer) == HAWSER_MAILBOX_REJECTED);
        CHECK(word(HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET) == HAWSER_MAILBOX_FREE);
        CHECK(native.rejected == i + 1);
        CHECK(hawser_mailbox_send(&renderer, (const uint8_t *)"next", 4) == 0);
        CHECK(hawser_mailbox_receive(&native, buffer) == 4 && memcmp(buffer, "next", 4) == 0);
    }
    done();
}

static void should_take_no_other_signal_for_data_or_free(void) {
    given_mailbox();
    put_word(HAWSER_MAILBOX_TO_NATIVE_SIGNAL_OFFSET, 7);
    CHECK(hawser_mailbox_receive(&native, buffer) == HAWSER_MAILBOX_EMPTY);
    CHECK(hawser_mailbox_send(&renderer, buffer, 1) == HAWSER_MAILBOX_BUSY);
    done();
}

static void should_survive_being_cut_off(void) {
    for (int32_t length = 0; length < LENGTH; length += length < 20 ? 1 : 97) {
        given_mailbox();
        CHECK(hawser_mailbox_send(&renderer, buffer, TO_NATIVE) == 0);
        CHECK(ftruncate(descriptor, length) == 0);
        CHECK(hawser_mailbox_receive(&native, buffer)
              == (length < 16 + TO_NATIVE ? HAWSER_MAILBOX_CUT_OFF : TO_NATIVE));
        CHECK(hawser_mailbox_send(&native, buffer, 1) == HAWSER_MAILBOX_CUT_OFF);
        CHECK_CONTAINS(hawser_error(), "must keep its length");
        struct stat status;
        CHECK(fstat(descriptor, &status) == 0 && status.st_size == length); /* and does not make it long again */
        done();
    }
}

static void should_give_up_in_time(void) {
    given_mailbox();
    CHECK(hawser_mailbox_await_receive(&native, buffer, &often, SECOND / 1000) == HAWSER_MAILBOX_EMPTY);
    CHECK(hawser_mailbox_send(&renderer, buffer, 1) == 0);
    CHECK(hawser_mailbox_await_send(&renderer, buffer, 1, &often, SECOND / 1000) == HAWSER_MAILBOX_BUSY);
    CHECK(hawser_mailbox_await_receive(&native, buffer, &often, 0) == 1);
    done();
}

static pid_t start_guide_peer(const char *role, int32_t count) {
    char sizes[3][16];
    (void)snprintf(sizes[0], sizeof sizes[0], "%d", TO_NATIVE);
    (void)snprintf(sizes[1], sizeof sizes[1], "%d", TO_RENDERER);
    (void)snprintf(sizes[2], sizeof sizes[2], "%d", count);
    const pid_t child = fork();
    if (child == 0) {
        (void)execl(guide_peer, guide_peer, path, role, sizes[0], sizes[1], sizes[2], (char *)NULL);
        _exit(127);
    }
    CHECK(child > 0);
    return child;
}

static void talk(hawser_mailbox_t *mailbox, const char *role_of_peer) {
    enum { COUNT = 500 };
    int status;
    const pid_t child = start_guide_peer(role_of_peer, COUNT);
    for (int32_t i = 0; i < COUNT; i++) {
        const int32_t length = i % (TO_RENDERER + 1);
        uint8_t message[TO_RENDERER];
        memset(message, i, sizeof message);
        CHECK(hawser_mailbox_await_send(mailbox, message, length, &often, 60 * SECOND) == 0);
        CHECK(hawser_mailbox_await_receive(mailbox, buffer, &often, 60 * SECOND) == length);
        CHECK(memcmp(buffer, message, (size_t)length) == 0);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void should_talk_to_a_program_written_from_the_guide(void) {
    given_mailbox();
    talk(&renderer, "native");
    talk(&native, "renderer");
    done();
}

int main(int count, char **arguments) {
    CHECK(count == 2);
    guide_peer = arguments[1];
    RUN(should_create_a_private_file_with_all_of_its_space);
    RUN(should_leave_no_file_when_there_is_no_space);
    RUN(should_attach_to_what_is_large_enough);
    RUN(should_lay_out_each_byte_as_the_guide_does);
    RUN(should_carry_each_length_both_ways);
    RUN(should_reject_a_bad_length_and_go_on);
    RUN(should_take_no_other_signal_for_data_or_free);
    RUN(should_survive_being_cut_off);
    RUN(should_give_up_in_time);
    RUN(should_talk_to_a_program_written_from_the_guide);
    return 0;
}
