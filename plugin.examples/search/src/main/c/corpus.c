/* SPDX-License-Identifier: Apache-2.0 */
/* Carries the text within the library, so that the plugin needs no file at run time. CORPUS is its path. */
#include "corpus.h"

__asm__(".section .rodata\n"
        ".hidden corpus\n"
        ".global corpus\n"
        "corpus:\n"
        ".incbin \"" CORPUS "\"\n"
        ".hidden corpus_end\n"
        ".global corpus_end\n"
        "corpus_end:\n"
        ".byte 0\n"
        ".previous\n");
