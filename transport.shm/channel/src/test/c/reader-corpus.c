/* SPDX-License-Identifier: Apache-2.0 */
/* `reader-corpus ring|mailbox FOLDER`: prints `name verdict count` for each file of the folder, in the order of names. */
#define _GNU_SOURCE
#include "fuzz/readers.h"

#include <dirent.h>

static int is_file(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static size_t read_file(const char *folder, const char *name, uint8_t *bytes, size_t most) {
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    check(file != NULL, path, __FILE__, __LINE__);
    const size_t length = fread(bytes, 1, most, file);
    (void)fclose(file);
    return length;
}

int main(int count, char **arguments) {
    struct dirent **entries;
    CHECK(count == 3);
    const int32_t is_ring = strcmp(arguments[1], "ring") == 0;
    const int found = scandir(arguments[2], &entries, is_file, alphasort);
    CHECK(found > 0);
    for (int i = 0; i < found; i++) {
        uint8_t bytes[CORPUS_CAPACITY];
        int32_t messages;
        const size_t length = read_file(arguments[2], entries[i]->d_name, bytes, sizeof bytes);
        const char *verdict = is_ring ? read_ring(bytes, length, &messages) : read_mailbox(bytes, length, &messages);
        printf("%s %s %d\n", entries[i]->d_name, verdict, messages);
        free(entries[i]);
    }
    free(entries);
    return 0;
}
