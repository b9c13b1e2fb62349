/* SPDX-License-Identifier: Apache-2.0 */
/* Every system call of the native half that is about memory or sleeping is here. */
#define _GNU_SOURCE
#include "hawser/memory.h"
#include "hawser/memfd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <sys/syscall.h>
#endif

static const int64_t NANOS_PER_SECOND = 1000000000;

#if defined(__linux__)

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif
#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

int32_t hawser_memfd_open(const char *name, int32_t use) {
    const unsigned int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    int descriptor = memfd_create(name, flags | (use == HAWSER_MEMFD_CODE ? MFD_EXEC : MFD_NOEXEC_SEAL));
    if (descriptor < 0 && errno == EINVAL) { /* kernels before 6.3 know neither flag, and allow execution */
        descriptor = memfd_create(name, flags);
    }
    if (descriptor < 0) {
        return hawser_fail("an anonymous file could not be created: name=%s, %s", name, strerror(errno));
    }
    return descriptor;
}

int32_t hawser_memfd_seal(int32_t descriptor, int32_t use) {
    const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL | (use == HAWSER_MEMFD_CODE ? F_SEAL_WRITE : 0);
    if (fcntl(descriptor, F_ADD_SEALS, seals) != 0) {
        return hawser_fail("an anonymous file could not be sealed: %s", strerror(errno));
    }
    return 0;
}

/* The space exists from now on: without it a lack of memory would be a SIGBUS at the first touch. */
static int32_t reserve(int descriptor, int64_t offset, int64_t length) {
    if (fallocate(descriptor, 0, offset, length) != 0) {
        return hawser_fail("no memory for a segment: offset=%lld, length=%lld, %s", (long long)offset,
                           (long long)length, strerror(errno));
    }
    return 0;
}

int32_t hawser_wait(int32_t *word, int32_t expected, int64_t timeout_ns) {
    const struct timespec timeout = {(time_t)(timeout_ns / NANOS_PER_SECOND), (long)(timeout_ns % NANOS_PER_SECOND)};
    const long result = syscall(SYS_futex, word, FUTEX_WAIT, expected, timeout_ns < 0 ? NULL : &timeout, NULL, 0);
    return result != 0 && errno == ETIMEDOUT ? 1 : 0;
}

void hawser_wake(int32_t *word) {
    (void)syscall(SYS_futex, word, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}

int32_t hawser_fence_threads_prepare(void) {
    if (syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0) != 0) {
        return hawser_fail("the kernel cannot fence a process's threads: %s", strerror(errno));
    }
    return 0;
}

int32_t hawser_fence_threads(void) {
    if (syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0) != 0) {
        return hawser_fail("the process's threads could not be fenced: %s", strerror(errno));
    }
    return 0;
}

#else /* not tested: named memory that is unlinked at once, no seals, and short sleeps */

#include <stdio.h>

int32_t hawser_memfd_open(const char *name, int32_t use) {
    char path[32];
    static int32_t serial;
    (void)use;
    (void)snprintf(path, sizeof path, "/hawser-%ld-%d", (long)getpid(),
                   __atomic_add_fetch(&serial, 1, __ATOMIC_RELAXED));
    const int descriptor = shm_open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (descriptor < 0) {
        return hawser_fail("shared memory could not be created: name=%s, %s", name, strerror(errno));
    }
    (void)shm_unlink(path);
    return descriptor;
}

int32_t hawser_memfd_seal(int32_t descriptor, int32_t use) {
    (void)descriptor;
    (void)use;
    return 0;
}

static int32_t reserve(int descriptor, int64_t offset, int64_t length) {
    (void)descriptor;
    (void)offset;
    (void)length;
    return 0;
}

int32_t hawser_wait(int32_t *word, int32_t expected, int64_t timeout_ns) {
    const int64_t slice_ns = 50000;
    for (int64_t slept_ns = 0; __atomic_load_n(word, __ATOMIC_SEQ_CST) == expected; slept_ns += slice_ns) {
        if (timeout_ns >= 0 && slept_ns >= timeout_ns) {
            return 1;
        }
        const struct timespec slice = {(time_t)(slice_ns / NANOS_PER_SECOND), (long)(slice_ns % NANOS_PER_SECOND)};
        (void)nanosleep(&slice, NULL);
    }
    return 0;
}

void hawser_wake(int32_t *word) {
    (void)word; /* the sleeper looks by itself */
}

int32_t hawser_fence_threads_prepare(void) {
    return hawser_fail("the kernel cannot fence a process's threads: this is not Linux");
}

int32_t hawser_fence_threads(void) {
    return hawser_fence_threads_prepare();
}

#endif

int32_t hawser_memory_reserve(int32_t descriptor, int64_t offset, int64_t length) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        return hawser_fail("not an open descriptor: descriptor=%d, %s", descriptor, strerror(errno));
    }
    const int64_t rest = (int64_t)status.st_size - offset;
    if (offset < 0 || length < 0) {
        return hawser_fail("a range must not be negative: offset=%lld, length=%lld", (long long)offset,
                           (long long)length);
    }
    return rest <= 0 || length == 0 ? 0 : reserve(descriptor, offset, length < rest ? length : rest);
}

static int32_t size_and_seal(int32_t descriptor, int64_t length) {
    if (ftruncate(descriptor, (off_t)length) != 0) {
        return hawser_fail("a segment could not be sized: length=%lld, %s", (long long)length, strerror(errno));
    }
    return hawser_memory_reserve(descriptor, 0, hawser_memory_reserved_at_creation(length)) != 0
        ? -1 : hawser_memfd_seal(descriptor, HAWSER_MEMFD_DATA);
}

int32_t hawser_memory_create(const char *name, int64_t length) {
    if (name == NULL || length <= 0) {
        return hawser_fail("a segment needs a name and a positive length: length=%lld", (long long)length);
    }
    const int32_t descriptor = hawser_memfd_open(name, HAWSER_MEMFD_DATA);
    if (descriptor >= 0 && size_and_seal(descriptor, length) != 0) {
        (void)close(descriptor);
        return -1;
    }
    return descriptor;
}

uint8_t *hawser_memory_map(int32_t descriptor, int64_t length) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) {
        (void)hawser_fail("not an open descriptor: descriptor=%d, %s", descriptor, strerror(errno));
        return NULL;
    }
    if (length <= 0 || length > (int64_t)status.st_size) { /* touching pages past the end would be a SIGBUS */
        (void)hawser_fail("a mapping must lie within its memory: length=%lld, size=%lld", (long long)length,
                          (long long)status.st_size);
        return NULL;
    }
    void *base = mmap(NULL, (size_t)length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (base == MAP_FAILED) {
        (void)hawser_fail("memory could not be mapped: length=%lld, %s", (long long)length, strerror(errno));
        return NULL;
    }
    return base;
}

int32_t hawser_memory_unmap(uint8_t *base, int64_t length) {
    if (munmap(base, (size_t)length) != 0) {
        return hawser_fail("memory could not be unmapped: length=%lld, %s", (long long)length, strerror(errno));
    }
    return 0;
}

int32_t hawser_memory_blank(uint8_t *base, int64_t length) {
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
    if (mmap(base, (size_t)length, PROT_READ, flags, -1, 0) == MAP_FAILED) {
        return hawser_fail("memory could not be blanked: length=%lld, %s", (long long)length, strerror(errno));
    }
    return 0;
}

int32_t hawser_memory_close(int32_t descriptor) {
    if (close(descriptor) != 0) {
        return hawser_fail("a descriptor could not be closed: descriptor=%d, %s", descriptor, strerror(errno));
    }
    return 0;
}
