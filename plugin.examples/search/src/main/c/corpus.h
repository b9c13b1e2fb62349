/* SPDX-License-Identifier: Apache-2.0 */
/* The text that is searched: a sentence a line, each after its country's name and ": ". ASCII. */
#ifndef CORPUS_H
#define CORPUS_H

extern const char corpus[];
extern const char corpus_end[];

#endif
