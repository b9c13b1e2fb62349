/* SPDX-License-Identifier: Apache-2.0 */
/* Breaks no rule: does what a message says, for tests that expect the same of it wherever it runs. The first byte says
 * what: 'e' echoes, 'l' answers in place by a loan of as many bytes as follow as text, 'L' tries a loan of too much, 'n'
 * answers nothing, 's' stays until there is a file of that path and echoes, 'u' tells how often it was updated, 'a' sends the rest
 * unasked at its next update, 't' sends it from a thread of its own, 'w' writes it into the log, 'p' to the standard
 * output, 'T' tells which of its functions ran at the same time as another. Any other byte is echoed, too. */
#define NAME "behaves"
#define INITIALIZE behave_from_the_start
#define SHUTDOWN say_good_bye
#define PROCESS behave
#define UPDATE update
#include "zoo.h"

#include "hawser/ext/log.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

static const hawser_host_t *host;
static int inside; /* atomic */
static int overlaps;
static long updates;
static char unasked[256];
static size_t unasked_length;

void hawser_plugin_set_host(const hawser_host_t *given) {
    host = given;
}

static void enter(void) {
    overlaps += __atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST) != 1;
}

static void leave(void) {
    (void)__atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
}

static PluginStatus behave_from_the_start(MessageCallback message, BufferRequestCallback request,
                                          BufferSendCallback send) {
    enter();
    const PluginStatus status = zoo_initialize(message, request, send);
    leave();
    return status;
}

static void say_good_bye(void) {
    enter();
    leave();
}

static void update(void) {
    enter();
    updates++;
    if (unasked_length > 0) {
        send_message((const uint8_t *)unasked, unasked_length);
        unasked_length = 0;
    }
    leave();
}

static void stay(const char *path) {
    const struct timespec pause = {0, 1000000};
    while (access(path, F_OK) != 0) {
        (void)nanosleep(&pause, NULL);
    }
}

static void lend(long length, long sent) {
    uint8_t *buffer;
    uint32_t space;
    if (request_buffer(0, &buffer, &space) != 0 || length > (long)space) {
        zoo_say("refused");
        return;
    }
    for (long i = 0; i < length; i++) {
        buffer[i] = (uint8_t)i;
    }
    if (send_buffer((uint32_t)(sent < 0 ? (long)space + 1 : sent)) != 0) {
        zoo_say("refused");
    }
}

static void *send_unasked(void *unused) {
    send_message((const uint8_t *)unasked, unasked_length);
    unasked_length = 0;
    return unused;
}

static void send_from_another_thread(void) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, send_unasked, NULL) == 0) {
        (void)pthread_join(thread, NULL);
    }
}

static void log_line(const char *text) {
    const hawser_host_log_t *log = host == NULL ? NULL : host->get_extension(host, HAWSER_EXT_LOG);
    zoo_say_number("", log == NULL ? 1 : log->log(host, HAWSER_LOG_INFO, text));
}

static void keep(const char *text, size_t length) {
    unasked_length = length < sizeof unasked ? length : sizeof unasked;
    memcpy(unasked, text, unasked_length);
}

static void obey(char what, const char *text, const uint8_t *data, size_t length) {
    switch (what) {
        case 'l': lend(strtol(text, NULL, 10), strtol(text, NULL, 10)); break;
        case 'L': lend(1, -1); break;
        case 'n': break;
        case 's': stay(text); send_message(data, length); break;
        case 'u': zoo_say_number("", updates); break;
        case 'a': keep(text, strlen(text)); zoo_say("kept"); break;
        case 't': zoo_say("sent"); keep(text, strlen(text)); send_from_another_thread(); break;
        case 'w': log_line(text); break;
        case 'p': (void)printf("%s\n", text); zoo_say("printed"); break;
        case 'T': zoo_say_number("", overlaps); break;
        default: send_message(data, length); break;
    }
}

static void behave(const uint8_t *data, size_t length) {
    char text[256] = "";
    enter();
    if (length > 1) {
        memcpy(text, data + 1, length - 1 < sizeof text ? length - 1 : sizeof text - 1);
    }
    obey(length == 0 ? 'e' : (char)data[0], text, data, length);
    leave();
}

ZOO_PLUGIN
