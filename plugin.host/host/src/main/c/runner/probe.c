/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "probe.h"

#include "hawser/core.h"
#include "hawser/process.h"
#include "json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SUCCEEDED = 0, REFUSED = 1, USAGE = 2 };

typedef struct request {
    const char *file;
    int64_t timeout_ms;
    int32_t report; /* descriptor */
} request_t;

static const char *const PROTECTIONS[] = {"limits", "no-new-privileges", "system-call-filter", "user", "parent-death"};

/* ---- images ---- */

int32_t hawser_image_of_self(void) {
    const int32_t image = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
    return image >= 0 ? image : hawser_fail("this program cannot be read: %s", strerror(errno));
}

static int32_t image_of(const char *path, int32_t file) {
    struct stat status;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0) {
        return hawser_fail("a library must be a regular file that is not empty: path=%s", path);
    }
    const char *slash = strrchr(path, '/');
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
        return hawser_fail("a library must be readable: path=%s, %s", path, strerror(errno));
    }
    const int32_t image = hawser_image_create(slash == NULL ? path : slash + 1, bytes, (int64_t)status.st_size);
    (void)munmap(bytes, (size_t)status.st_size);
    return image;
}

int32_t hawser_image_of_file(const char *path) {
    const int32_t file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return hawser_fail("a library must be readable: path=%s, %s", path, strerror(errno));
    }
    const int32_t image = image_of(path, file);
    (void)close(file);
    return image;
}

/* ---- probe ---- */

static hawser_process_t *load(const request_t *request) {
    const int32_t self = hawser_image_of_self();
    const int32_t image = self < 0 ? -1 : hawser_image_of_file(request->file);
    hawser_process_t *process = image < 0 ? NULL : hawser_process_load(self, image, "output=none\nuser=65534",
                                                                       request->timeout_ms * 1000000);
    if (self >= 0) {
        (void)close(self);
    }
    return process;
}

static void tell(const request_t *request, const hawser_process_t *process, FILE *report) {
    hawser_json_t json = hawser_json_begin(report);
    if (process == NULL) {
        hawser_json_text(&json, "file", request->file);
        hawser_json_text(&json, "error", hawser_error());
    } else {
        const char *taken[sizeof PROTECTIONS / sizeof PROTECTIONS[0] + 1] = {NULL};
        int32_t count = 0;
        for (int32_t i = 0; i < (int32_t)(sizeof PROTECTIONS / sizeof PROTECTIONS[0]); i++) {
            if ((hawser_process_protections(process) & 1 << i) != 0) {
                taken[count++] = PROTECTIONS[i];
            }
        }
        hawser_json_text(&json, "name", hawser_process_name(process));
        hawser_json_text(&json, "version", hawser_process_version(process));
        hawser_json_number(&json, "apiVersion", hawser_process_api_version(process));
        hawser_json_text(&json, "file", request->file);
        hawser_json_texts(&json, "protections", taken);
    }
    hawser_json_end(&json);
}

static int probe(const request_t *request) {
    FILE *report = fdopen(dup(request->report), "w");
    if (report == NULL) {
        (void)fprintf(stderr, "hawser-runner: the report needs an open descriptor: report-fd=%d\n", request->report);
        return USAGE;
    }
    hawser_process_t *process = load(request);
    tell(request, process, report);
    (void)fclose(report);
    if (process == NULL) {
        return REFUSED;
    }
    hawser_process_free(process);
    return SUCCEEDED;
}

/* ---- arguments ---- */

static int32_t read_number(const char *text, int64_t *number) {
    char *end;
    *number = strtoll(text, &end, 10);
    return end != text && *end == '\0' && *number >= 0 && *number <= INT32_MAX;
}

int hawser_probe_run(int count, char **arguments) {
    request_t request = {arguments[0], 10000, STDOUT_FILENO};
    int64_t report = STDOUT_FILENO;
    int32_t valid = count % 2 == 1;
    for (int i = 1; valid && i < count; i += 2) {
        const int32_t timeout = strcmp(arguments[i], "--timeout") == 0;
        valid = (timeout || strcmp(arguments[i], "--report-fd") == 0)
                && read_number(arguments[i + 1], timeout ? &request.timeout_ms : &report);
    }
    if (!valid) {
        (void)fprintf(stderr, "usage: hawser-runner --probe FILE [--timeout MS] [--report-fd N]\n");
        return USAGE;
    }
    request.report = (int32_t)report;
    return probe(&request);
}
