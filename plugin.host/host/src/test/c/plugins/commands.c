/* SPDX-License-Identifier: Apache-2.0 */
/* Does what the first byte of a message says, and answers with what came of it. */
#define SHUTDOWN send_farewell
#define UPDATE count_update
#include "fixture.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void send_farewell(void);
static void count_update(void);

static uint32_t updates;
static uint8_t *buffer;
static uint32_t space;

static void send_farewell(void) {
    message((const uint8_t *)"bye", 3);
}

static void count_update(void) {
    updates++;
    (void)request(0, &buffer, &space); /* a loan that is not sent: void on return */
}

static void text(const char *answer) {
    message((const uint8_t *)answer, strlen(answer));
}

static void result(int value) {
    const int8_t byte = (int8_t)value;
    message((const uint8_t *)&byte, 1);
}

static int lend_and_send(const char *what) {
    const int lent = request(1000, &buffer, &space);
    if (lent != 0) {
        return lent;
    }
    memcpy(buffer, what, strlen(what));
    return send((uint32_t)strlen(what));
}

static void *message_from_here(void *unused) {
    text("own");
    return unused;
}

static void *loan_from_here(void *results) {
    int *codes = results;
    codes[0] = send(1);              /* nothing lent */
    codes[1] = request(0, &buffer, &space);
    codes[2] = send(0);
    codes[3] = send(1);              /* over since the error */
    codes[4] = request(0, &buffer, &space);
    codes[5] = send(space + 1);
    codes[6] = request(0, NULL, &space);
    codes[7] = lend_and_send("own loan");
    codes[8] = request(0, &buffer, &space); /* never sent: the host frees it */
    return NULL;
}

static void run(void *(*body)(void *), void *argument) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, body, argument) == 0) {
        (void)pthread_join(thread, NULL);
    }
}

static void loans_of_a_thread(void) {
    int codes[9];
    int8_t bytes[9];
    run(loan_from_here, codes);
    for (int i = 0; i < 9; i++) {
        bytes[i] = (int8_t)codes[i];
    }
    message((const uint8_t *)bytes, sizeof bytes);
}

/* Waits for a byte of a pipe, so that the test decides when this returns. */
static void hang(void) {
    const char *descriptor = getenv("HAWSER_TEST_PIPE");
    char byte;
    if (descriptor != NULL && read(atoi(descriptor), &byte, 1) == 1) {
        text("late");
    }
}

static void misuse(uint8_t how) {
    switch (how) {
    case '0': result(send(0)); break;
    case '1': result(send(1)); break;
    case '2': result(request(0, NULL, &space)); break;
    case '3': result(request(0, &buffer, NULL)); break;
    case '4': (void)request(0, &buffer, &space); result(send(0)); break;
    case '5': (void)request(0, &buffer, &space); result(send(space + 1)); break;
    case '6': (void)request(0, &buffer, &space); result(send(UINT32_MAX)); break;
    case '7': (void)request(0, &buffer, &space); (void)send(0); result(send(1)); break;
    default: result(99); break;
    }
}

static void lend_twice(void) {
    uint8_t *first;
    (void)request(0, &first, &space);
    memset(first, 'x', space);
    (void)lend_and_send("second");
}

static void send_twice_from_one_loan(void) {
    (void)lend_and_send("first");
    result(send(5)); /* unsolicited by now */
}

static void message_during_loan(void) {
    (void)request(0, &buffer, &space);
    memset(buffer, 'x', space);
    text("message");
    result(send(4));
}

static void flood(void) {
    static const uint8_t zeros[32]; /* a record of one unit, so that they fill the ring to the last */
    for (int i = 0; i < 100; i++) {
        message(zeros, sizeof zeros);
    }
}

static void tell_updates(void) {
    message((const uint8_t *)&updates, sizeof updates);
}

static void too_long(void) {
    static const uint8_t zeros[128 * 1024];
    message(zeros, sizeof zeros);
}

/* As much as is lent, all of it: the answer's length tells. */
static void send_all_that_is_lent(uint32_t wait_ms) {
    const int lent = request(wait_ms, &buffer, &space);
    if (lent != 0) {
        result(lent);
        return;
    }
    memset(buffer, 'G', space);
    (void)send(space);
}

/* Its whole buffer and before it, over the header of the record that is to be; but not over the length word, which the
 * reader may be looking at: that would poison the ring. */
static void write_before_the_loan(void) {
    if (request(0, &buffer, &space) == 0) {
        volatile uint8_t *outside = buffer - 28; /* volatile: no compiler is to know better */
        for (uint32_t i = 0; i < space + 28; i++) {
            outside[i] = 0xff;
        }
        (void)send(3);
    }
}

enum { THREADS = 64, EACH = 10 };

static void *send_some(void *unused) {
    for (int i = 0; i < EACH; i++) {
        text(i % 2 == 0 ? "one of many" : "another");
    }
    return unused;
}

static void many_threads(void) {
    pthread_t threads[THREADS];
    int started = 0;
    while (started < THREADS && pthread_create(&threads[started], NULL, send_some, NULL) == 0) {
        started++;
    }
    for (int i = 0; i < 100; i++) {
        text("meanwhile");
    }
    for (int i = 0; i < started; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}

/* What the test wants to be done from inside. */
static void call_back(const uint8_t *data) {
    void (*function)(void);
    memcpy(&function, data, sizeof function);
    function();
}

static void fixture_command(const uint8_t *data, size_t length) {
    switch (length == 0 ? 'e' : data[0]) {
    case 'e': message(data, length); break;
    case 't': text("one"); text("two"); break;
    case 'n': break;
    case 'o': run(message_from_here, NULL); break;
    case 'O': loans_of_a_thread(); break;
    case 'l': (void)lend_and_send("lent"); break;
    case 'm': misuse(data[1]); break;
    case 'd': lend_twice(); break;
    case 's': send_twice_from_one_loan(); break;
    case 'a': message_during_loan(); break;
    case 'v': (void)request(0, &buffer, &space); break; /* void on return, without an answer */
    case 'f': flood(); break;
    case 'u': tell_updates(); break;
    case 'L': too_long(); break;
    case 'N': message(NULL, 3); break;
    case 'h': hang(); break;
    case 'G': send_all_that_is_lent(0); break;
    case 'T': many_threads(); break;
    case 'W': write_before_the_loan(); break;
    case 'c': call_back(data + 1); break;
    case 'C': /* with a loan in its hands */
        (void)request(0, &buffer, &space);
        call_back(data + 1);
        break;
    case 'w': /* own thread while this one holds a loan: it does not wait */
        (void)request(0, &buffer, &space);
        run(message_from_here, NULL);
        buffer[0] = 'w';
        (void)send(1);
        break;
    default: break;
    }
}

#undef PROCESS
#define PROCESS fixture_command
FIXTURE_TABLE
