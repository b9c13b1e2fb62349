/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a file is a library, before anything of it is loaded. */
#ifndef HAWSER_ELF_FILE_H
#define HAWSER_ELF_FILE_H

#include <stdint.h>

/* 0 if these bytes are a whole shared library for this machine, or -1 with the reason set. */
int32_t hawser_elf_check(const uint8_t *bytes, int64_t length);

#endif
