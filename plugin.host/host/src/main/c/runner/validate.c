/* SPDX-License-Identifier: Apache-2.0 */
/* Each rule is asked in a process of its own, so that a crash is an answer, and no rule spoils another. */
#define _GNU_SOURCE
#include "validate.h"

#include "elf-file.h"
#include "hawser/memory.h"
#include "inquiry.h"
#include "probe.h"
#include "sample.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { VALID = 0, INVALID = 1, USAGE = 2 };

typedef struct request {
    int64_t strictness;
    int64_t seed;
    int64_t timeout_ms;
    int64_t memory_mib;
    const char *rule;   /* NULL = all */
    const char *event;
    const char *folder; /* to save messages in; NULL = none */
    int32_t json;
    int32_t list;
} request_t;

static hawser_verdict_t verdict;
static const char EVENT[] = "hawser:validate:message"; /* that nobody declares */

/* ---- before loading ---- */

static int32_t check_file(const char *path) {
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    int32_t result = -1;
    if (file < 0 || fstat(file, &status) != 0) {
        (void)hawser_fail("a library must be readable: path=%s, %s", path, strerror(errno));
    } else if (!S_ISREG(status.st_mode) || status.st_size == 0) {
        (void)hawser_fail("a library must be a regular file that is not empty: path=%s", path);
    } else {
        uint8_t *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        result = bytes == MAP_FAILED ? hawser_fail("a library must be readable: path=%s, %s", path, strerror(errno))
                                     : hawser_elf_check(bytes, status.st_size);
        (void)(bytes == MAP_FAILED ? 0 : munmap(bytes, (size_t)status.st_size));
    }
    if (file >= 0) {
        (void)close(file);
    }
    return result;
}

/* Which rule about loading a loader's refusal means; that of loading itself if it is none of the others. */
static int32_t refused_rule(const char *refusal) {
    for (int32_t i = 0; i < hawser_rules_count(); i++) {
        const char *part = HAWSER_RULES[i].refusal;
        if (part != NULL && part[0] != '\0' && strstr(refusal, part) != NULL) {
            return i;
        }
    }
    return hawser_rule_find("loads");
}

/* The number of the rule about loading that is broken, with the reason set; or -1. */
static int32_t load(const hawser_inquiry_t *inquiry) {
    if (check_file(inquiry->path) != 0) {
        return hawser_rule_find("is-library");
    }
    return hawser_inquiry_load(inquiry, verdict.name, verdict.version, sizeof verdict.name) == 0
               ? -1
               : refused_rule(hawser_error());
}

/* ---- saving ---- */

static void save(const request_t *request, hawser_found_t *found) {
    static uint8_t sample[HAWSER_SAMPLE_MOST];
    if (request->folder == NULL || found->message <= 0 || found->rule->count == 0) {
        return;
    }
    const int64_t all = hawser_rule_samples(found->rule, request->strictness);
    const size_t length = hawser_sample(request->seed, found->rule->first + (found->message - 1) % all, sample);
    (void)snprintf(found->saved, sizeof found->saved, "%s/%s-%lld.message", request->folder, found->rule->name,
                   (long long)found->message);
    FILE *file = fopen(found->saved, "wb");
    const int32_t written = file != NULL && fwrite(sample, 1, length, file) == length;
    if ((file != NULL && fclose(file) != 0) || !written) {
        (void)fprintf(stderr, "hawser: the message could not be saved: file=%s, %s\n", found->saved, strerror(errno));
        found->saved[0] = '\0';
    }
}

/* ---- asking ---- */

static int32_t is_asked(const request_t *request, const hawser_rule_t *rule) {
    return request->rule != NULL ? strcmp(request->rule, rule->name) == 0 : rule->level <= request->strictness;
}

static void ask(const hawser_inquiry_t *inquiry, hawser_found_t *found, int32_t broken, const char *refusal) {
    const int32_t number = (int32_t)(found->rule - HAWSER_RULES);
    if (number == broken) {
        found->standing = HAWSER_RULE_BROKEN;
        (void)snprintf(found->reason, sizeof found->reason, "%s", refusal);
    } else if (broken >= 0 && number > broken) {
        found->standing = HAWSER_RULE_SKIPPED;
        (void)snprintf(found->reason, sizeof found->reason, "for %s is broken", HAWSER_RULES[broken].name);
    } else if (found->rule->refusal == NULL) {
        hawser_inquiry_ask(inquiry, found->rule, found);
    }
}

/* How it died, without addresses and numbers of messages. */
static void shorten(char *text, size_t size, const char *reason) {
    (void)snprintf(text, size, "%s", reason);
    char *message = strstr(text, ", message ");
    char *address = strstr(text, " at address 0x");
    if (message != NULL) {
        *message = '\0';
    }
    if (address != NULL) {
        const size_t digits = 14 + strspn(address + 14, "0123456789abcdef");
        memmove(address, address + digits, strlen(address + digits) + 1);
    }
}

/* What broke an easier rule breaks this one, too, and tells nothing of it. */
static void skip_if_same(hawser_found_t *found) {
    char reason[HAWSER_REASON_MOST];
    char earlier[HAWSER_REASON_MOST];
    shorten(reason, sizeof reason, found->reason);
    for (int32_t i = 0; found->standing == HAWSER_RULE_BROKEN && i < verdict.count - 1; i++) {
        const hawser_found_t *other = &verdict.found[i];
        shorten(earlier, sizeof earlier, other->reason);
        if (other->standing == HAWSER_RULE_BROKEN && other->rule->ways == 0 && strcmp(reason, earlier) == 0) {
            found->standing = HAWSER_RULE_SKIPPED;
            found->message = 0;
            (void)snprintf(found->reason, sizeof found->reason, "for %s is broken, and breaks this one, too",
                           other->rule->name);
        }
    }
}

/* What loads and does not initialize cannot be asked anything else. */
static int32_t ask_all(const request_t *request, const hawser_inquiry_t *inquiry, int32_t broken) {
    char refusal[HAWSER_REASON_MOST];
    (void)snprintf(refusal, sizeof refusal, "%s", broken < 0 ? "" : hawser_error());
    const int32_t initializes = hawser_rule_find("initializes");
    for (int32_t i = 0; i < hawser_rules_count(); i++) {
        hawser_found_t *found = &verdict.found[verdict.count];
        if (!is_asked(request, &HAWSER_RULES[i])) {
            continue;
        }
        found->rule = &HAWSER_RULES[i];
        verdict.count++;
        if (!request->json) {
            hawser_verdict_print_asked(found->rule);
        }
        ask(inquiry, found, broken, refusal);
        skip_if_same(found);
        broken = i == initializes && found->standing == HAWSER_RULE_BROKEN ? i : broken;
        save(request, found);
        if (!request->json) {
            hawser_verdict_print_found(&verdict, found);
        }
    }
    return hawser_verdict_count(&verdict, HAWSER_RULE_BROKEN) == 0
                   && hawser_verdict_count(&verdict, HAWSER_RULE_SKIPPED) == 0
               ? VALID
               : INVALID;
}

/* Nothing can be asked of a file that is not there: that is no fault of a plugin. */
static int32_t is_there(const char *path) {
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        (void)fprintf(stderr, "hawser: a library must be readable: path=%s, %s\n", path, strerror(errno));
        return 0;
    }
    (void)close(file);
    return 1;
}

static int validate(const request_t *request, const char *path) {
    const hawser_inquiry_t inquiry = {.runner = hawser_image_of_self(), .path = path,
                                      .timeout_ns = request->timeout_ms * 1000000, .memory = request->memory_mib << 20,
                                      .strictness = request->strictness, .seed = request->seed,
                                      .event = request->event,
                                      .shows = !request->json};
    const char *program = getenv("HAWSER_PROGRAM");
    if (inquiry.runner < 0) {
        (void)fprintf(stderr, "hawser: %s\n", hawser_error());
        return USAGE;
    }
    verdict.file = path;
    verdict.program = program == NULL ? "hawser-runner --validate" : program;
    verdict.strictness = request->strictness;
    verdict.seed = request->seed;
    verdict.event = strcmp(request->event, EVENT) == 0 ? "" : request->event;
    if (!request->json) {
        hawser_verdict_print_head(&verdict);
    }
    const int result = ask_all(request, &inquiry, load(&inquiry));
    if (request->json) {
        hawser_verdict_print_json(&verdict);
    } else {
        hawser_verdict_print_sum(&verdict);
    }
    (void)close(inquiry.runner);
    return result;
}

/* ---- arguments ---- */

static const char HELP[] =
    "usage: %s FILE [--strictness 1..10] [--seed N] [--rule NAME] [--event NAME] [--save FOLDER] [--timeout MS]\n"
    "       [--memory MIB] [--json]\n"
    "       %s --list\n"
    "Asks a plugin's library, in processes of its own, whether it keeps the rules for plugins.\n"
    "  --strictness N  which rules are asked, and how many messages are tried; 5 unless told otherwise\n"
    "  --seed N        the same messages as in another run, which has told its seed\n"
    "  --rule NAME     this rule only; --list names them\n"
    "  --event NAME    what a plugin with hawser.request/1 or hawser.stream/1 is told, one that it declares\n"
    "  --save FOLDER   puts the message that a process died of into a file there\n"
    "  --timeout MS    how long one call may take; 10000 unless told otherwise\n"
    "  --memory MIB    how much it may have; 1024 unless told otherwise\n"
    "  --json          prints one object\n"
    "Exit code: 0 = no rule is broken, 1 = one is, 2 = nothing could be asked.\n";

static int list(void) {
    for (int32_t i = 0; i < hawser_rules_count(); i++) {
        (void)printf("%2d  %-26s a plugin %s\n", HAWSER_RULES[i].level, HAWSER_RULES[i].name, HAWSER_RULES[i].asks);
    }
    return VALID;
}

static int32_t read_number(const char *text, int64_t least, int64_t most, int64_t *number) {
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0' && errno == 0 && *number >= least && *number <= most;
}

/* Whether it is an option with that value. */
static int32_t read_option(request_t *request, const char *name, const char *value) {
    if (strcmp(name, "--rule") == 0) {
        request->rule = value;
        return hawser_rule_find(value) >= 0;
    }
    if (strcmp(name, "--event") == 0) {
        request->event = value;
        return value[0] != '\0' && strlen(value) < HAWSER_EVENT_MOST;
    }
    if (strcmp(name, "--save") == 0) {
        request->folder = value;
        return 1;
    }
    return strcmp(name, "--strictness") == 0 ? read_number(value, 1, HAWSER_STRICTNESS_MOST, &request->strictness)
           : strcmp(name, "--seed") == 0     ? read_number(value, 0, INT64_MAX, &request->seed)
           : strcmp(name, "--memory") == 0   ? read_number(value, 1, INT32_MAX, &request->memory_mib)
           : strcmp(name, "--timeout") == 0  ? read_number(value, 1, INT32_MAX, &request->timeout_ms)
                                             : 0;
}

/* The file; NULL if the arguments are wrong. */
static const char *read_arguments(request_t *request, int count, char **arguments) {
    const char *path = NULL;
    for (int i = 0; i < count; i++) {
        if (strcmp(arguments[i], "--json") == 0) {
            request->json = 1;
        } else if (strcmp(arguments[i], "--list") == 0) {
            request->list = 1;
        } else if (arguments[i][0] != '-' && path == NULL) {
            path = arguments[i];
        } else if (i + 1 < count && read_option(request, arguments[i], arguments[i + 1])) {
            i++;
        } else {
            (void)fprintf(stderr, "hawser: this is no argument, or lacks its value: %s\n", arguments[i]);
            return NULL;
        }
    }
    return path;
}

int hawser_validate_run(int count, char **arguments) {
    request_t request = {HAWSER_STRICTNESS_USUAL, (int64_t)time(NULL) % 1000000, 10000, 1024, NULL, EVENT, NULL, 0, 0};
    const char *program = getenv("HAWSER_PROGRAM");
    const char *path = read_arguments(&request, count, arguments);
    if (request.list) {
        return list();
    }
    if (path == NULL) {
        program = program == NULL ? "hawser-runner --validate" : program;
        (void)fprintf(stderr, HELP, program, program);
        return USAGE;
    }
    return is_there(path) ? validate(&request, path) : USAGE;
}
