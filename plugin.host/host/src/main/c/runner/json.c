/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include <inttypes.h>
#include <stddef.h>

/* Bytes that are no UTF-8 are passed on: names are checked before, and messages quote file names. */
static void write_text(FILE *stream, const char *text) {
    (void)fputc('"', stream);
    for (const unsigned char *each = (const unsigned char *)text; *each != '\0'; each++) {
        if (*each == '"' || *each == '\\') {
            (void)fprintf(stream, "\\%c", *each);
        } else if (*each < ' ') {
            (void)fprintf(stream, "\\u%04x", *each);
        } else {
            (void)fputc(*each, stream);
        }
    }
    (void)fputc('"', stream);
}

static void write_name(hawser_json_t *json, const char *name) {
    (void)fputs(json->fields++ == 0 ? "{" : ",", json->stream);
    write_text(json->stream, name);
    (void)fputc(':', json->stream);
}

hawser_json_t hawser_json_begin(FILE *stream) {
    return (hawser_json_t){stream, 0, 0, 0};
}

void hawser_json_text(hawser_json_t *json, const char *name, const char *value) {
    write_name(json, name);
    write_text(json->stream, value);
}

void hawser_json_number(hawser_json_t *json, const char *name, int64_t value) {
    write_name(json, name);
    (void)fprintf(json->stream, "%" PRId64, value);
}

void hawser_json_texts(hawser_json_t *json, const char *name, const char *const *values) {
    write_name(json, name);
    (void)fputc('[', json->stream);
    for (size_t i = 0; values[i] != NULL; i++) {
        (void)fputs(i == 0 ? "" : ",", json->stream);
        write_text(json->stream, values[i]);
    }
    (void)fputc(']', json->stream);
}

void hawser_json_truth(hawser_json_t *json, const char *name, int32_t value) {
    write_name(json, name);
    (void)fputs(value ? "true" : "false", json->stream);
}

void hawser_json_begin_list(hawser_json_t *json, const char *name) {
    write_name(json, name);
    (void)fputc('[', json->stream);
    json->outer = json->fields;
    json->items = 0;
}

void hawser_json_begin_item(hawser_json_t *json) {
    (void)fputs(json->items++ == 0 ? "" : ",", json->stream);
    json->fields = 0;
}

void hawser_json_end_item(hawser_json_t *json) {
    (void)fputs(json->fields == 0 ? "{}" : "}", json->stream);
}

void hawser_json_end_list(hawser_json_t *json) {
    (void)fputc(']', json->stream);
    json->fields = json->outer;
}

void hawser_json_end(hawser_json_t *json) {
    (void)fputs(json->fields == 0 ? "{}\n" : "}\n", json->stream);
}
