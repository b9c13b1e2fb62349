/* SPDX-License-Identifier: Apache-2.0 */
/* Strains the rule that a plugin is one file: it needs a library beside it, and finds a file there by its own path. */
#define NAME "companion"
#define PROCESS tell
#include "../zoo.h"

const char *greeting(void);

/* What the file says that lies in `data` beside this library. */
static void read_words(char *words, size_t size) {
    Dl_info here;
    char path[512] = "";
    if (dladdr((const void *)&send_message, &here) != 0) {
        const char *end = strrchr(here.dli_fname, '/');
        const int length = end == NULL ? 0 : (int)(end - here.dli_fname);
        (void)snprintf(path, sizeof path, "%.*s/data/words", length, here.dli_fname);
    }
    FILE *file = fopen(path, "r");
    const size_t read = file == NULL ? 0 : fread(words, 1, size - 1, file);
    words[read] = '\0';
    if (file != NULL) {
        (void)fclose(file);
    }
}

static void tell(const uint8_t *data, size_t length) {
    (void)data, (void)length;
    char words[64];
    char answer[256];
    read_words(words, sizeof words);
    (void)snprintf(answer, sizeof answer, "%s, %s", greeting(), words);
    zoo_say(answer);
}

ZOO_PLUGIN
