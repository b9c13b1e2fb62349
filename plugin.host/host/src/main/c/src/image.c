/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "hawser/core.h"
#include "hawser/memfd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static int32_t write_all(int32_t descriptor, const uint8_t *bytes, int64_t length) {
    while (length > 0) {
        const ssize_t written = write(descriptor, bytes, (size_t)length);
        if (written < 0 && errno != EINTR) {
            return hawser_fail("a library's image could not be written: %s", strerror(errno));
        }
        if (written > 0) {
            bytes += written;
            length -= written;
        }
    }
    return 0;
}

int32_t hawser_image_create(const char *name, const uint8_t *bytes, int64_t length) {
    if (name == NULL || bytes == NULL || length <= 0) {
        return hawser_fail("a library's image needs a name and bytes: length=%lld", (long long)length);
    }
    const int32_t descriptor = hawser_memfd_open(name, HAWSER_MEMFD_CODE);
    if (descriptor < 0) {
        return -1;
    }
    if (write_all(descriptor, bytes, length) != 0 || hawser_memfd_seal(descriptor, HAWSER_MEMFD_CODE) != 0) {
        (void)close(descriptor);
        return -1;
    }
    return descriptor;
}

int32_t hawser_image_folder(const char *path) {
#if defined(O_PATH)
    const int32_t flags = O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
#else
    const int32_t flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
#endif
    const int32_t descriptor = path == NULL ? -1 : open(path, flags);
    return descriptor >= 0 ? descriptor : hawser_fail("the folder of a library could not be opened: path=%s, %s",
                                                      path == NULL ? "NULL" : path, strerror(errno));
}
