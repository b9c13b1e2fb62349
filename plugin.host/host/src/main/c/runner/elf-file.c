/* SPDX-License-Identifier: Apache-2.0 */
#include "elf-file.h"

#include "hawser/memory.h"

#include <elf.h>
#include <inttypes.h>
#include <string.h>

#if defined(__x86_64__)
enum { MACHINE = EM_X86_64 };
#elif defined(__aarch64__)
enum { MACHINE = EM_AARCH64 };
#else
enum { MACHINE = EM_NONE }; /* any */
#endif

typedef struct beginning {
    const char *bytes;
    const char *meaning;
} beginning_t;

/* What is taken for a library now and then. */
static const beginning_t BEGINNINGS[] = {
    {"#!", "a script"}, {"MZ", "a program or library for Windows"}, {"PK", "an archive"},
    {"!<arch>", "a static library; link it with -shared"}, {"\xcf\xfa\xed\xfe", "a program or library for macOS"},
    {ELFMAG, "a program or library in ELF, but not of 64 bits"},
};

static const char *meaning_of(const uint8_t *bytes, int64_t length) {
    for (size_t i = 0; i < sizeof BEGINNINGS / sizeof BEGINNINGS[0]; i++) {
        const size_t size = strlen(BEGINNINGS[i].bytes);
        if (length >= (int64_t)size && memcmp(bytes, BEGINNINGS[i].bytes, size) == 0) {
            return BEGINNINGS[i].meaning;
        }
    }
    return "something else";
}

static const char *machine_name(int machine) {
    switch (machine) {
    case EM_386:
        return "x86";
    case EM_ARM:
        return "arm";
    case EM_X86_64:
        return "x86-64";
    case EM_AARCH64:
        return "aarch64";
    case EM_RISCV:
        return "riscv";
    default:
        return "another";
    }
}

static int32_t check_range(uint64_t offset, uint64_t size, int64_t length, const char *what) {
    return offset <= (uint64_t)length && size <= (uint64_t)length - offset
               ? 0
               : hawser_fail("a library must be whole: %s ends at byte %" PRIu64 ", the file at %" PRId64 "; copy it again",
                             what, offset + size, length);
}

static int32_t check_segments(const uint8_t *bytes, int64_t length, const Elf64_Ehdr *head) {
    const uint64_t size = (uint64_t)head->e_phnum * sizeof(Elf64_Phdr);
    if (check_range(head->e_phoff, size, length, "its table of segments") != 0
        || check_range(head->e_shoff, (uint64_t)head->e_shnum * head->e_shentsize, length, "its table of sections") != 0) {
        return -1;
    }
    for (int i = 0; i < head->e_phnum; i++) {
        Elf64_Phdr segment;
        memcpy(&segment, bytes + head->e_phoff + (uint64_t)i * sizeof segment, sizeof segment);
        if (check_range(segment.p_offset, segment.p_filesz, length, "a segment") != 0) {
            return -1;
        }
    }
    return 0;
}

/* Whether it begins as one of 64 bits, as far as it goes. */
static int32_t begins_right(const uint8_t *bytes, int64_t length) {
    static const uint8_t begin[] = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64};
    const size_t size = length < (int64_t)sizeof begin ? (size_t)length : sizeof begin;
    return size != 0 && memcmp(bytes, begin, size) == 0;
}

int32_t hawser_elf_check(const uint8_t *bytes, int64_t length) {
    Elf64_Ehdr head;
    if (length < (int64_t)sizeof head && begins_right(bytes, length)) {
        return check_range(0, sizeof head, length, "its header");
    }
    if (length < (int64_t)sizeof head || !begins_right(bytes, length)) {
        return hawser_fail("a plugin must be a shared library in ELF, of 64 bits: by its first bytes this is %s, "
                           "length=%" PRId64, meaning_of(bytes, length), length);
    }
    memcpy(&head, bytes, sizeof head);
    if (head.e_type != ET_DYN || head.e_phentsize != sizeof(Elf64_Phdr)) {
        return hawser_fail("a plugin must be a shared library: it has ELF type %d; link it with -shared", head.e_type);
    }
    if (MACHINE != EM_NONE && head.e_machine != MACHINE) {
        return hawser_fail("a plugin must be for this machine: required machine=%s, it has machine=%s (%d in ELF); build "
                           "it for this one", machine_name(MACHINE), machine_name(head.e_machine), head.e_machine);
    }
    return check_segments(bytes, length, &head);
}
