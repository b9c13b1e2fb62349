/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON object, written field by field. */
#ifndef HAWSER_JSON_H
#define HAWSER_JSON_H

#include <stdint.h>
#include <stdio.h>

typedef struct hawser_json {
    FILE *stream;
    int32_t fields;
} hawser_json_t;

hawser_json_t hawser_json_begin(FILE *stream);
void hawser_json_text(hawser_json_t *json, const char *name, const char *value);
void hawser_json_number(hawser_json_t *json, const char *name, int64_t value);
/* An array of texts; ends with NULL. */
void hawser_json_texts(hawser_json_t *json, const char *name, const char *const *values);
/* And a line's end. */
void hawser_json_end(hawser_json_t *json);

#endif
