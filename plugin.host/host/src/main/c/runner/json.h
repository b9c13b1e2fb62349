/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON object, written field by field; it may hold lists of others. */
#ifndef HAWSER_JSON_H
#define HAWSER_JSON_H

#include <stdint.h>
#include <stdio.h>

typedef struct hawser_json {
    FILE *stream;
    int32_t fields;
    int32_t items; /* of the list that is open */
    int32_t outer; /* fields of the object around it */
} hawser_json_t;

hawser_json_t hawser_json_begin(FILE *stream);
void hawser_json_text(hawser_json_t *json, const char *name, const char *value);
void hawser_json_number(hawser_json_t *json, const char *name, int64_t value);
/* An array of texts; ends with NULL. */
void hawser_json_texts(hawser_json_t *json, const char *name, const char *const *values);
void hawser_json_truth(hawser_json_t *json, const char *name, int32_t value);
/* A list of objects; fields between begin_item and end_item are such an object's. One list at a time. */
void hawser_json_begin_list(hawser_json_t *json, const char *name);
void hawser_json_begin_item(hawser_json_t *json);
void hawser_json_end_item(hawser_json_t *json);
void hawser_json_end_list(hawser_json_t *json);
/* And a line's end. */
void hawser_json_end(hawser_json_t *json);

#endif
