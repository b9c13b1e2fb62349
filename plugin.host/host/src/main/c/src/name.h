/* SPDX-License-Identifier: Apache-2.0 */
/* What may be a plugin's name. */
#ifndef HAWSER_NAME_H
#define HAWSER_NAME_H

#include <stddef.h>

/* NULL if `name` (of at most `max` bytes) is a name, else what it is instead, as the end of a sentence: "is empty". */
const char *hawser_name_fault(const char *name, size_t max);

/* The longest prefix of at most `max` bytes that does not cut a character. */
size_t hawser_name_prefix(const char *text, size_t max);

#endif
