/* SPDX-License-Identifier: Apache-2.0 */
/* Counts the words of texts, all texts that were sent together in one call. */
#include "hawser/envelope.h"
#include "plugin_interface.h"

#include <ctype.h>
#include <stdio.h>

static BufferRequestCallback request_buffer;
static BufferSendCallback send_buffer;

static PluginStatus initialize(MessageCallback message, BufferRequestCallback request, BufferSendCallback send) {
    (void)message;
    request_buffer = request;
    send_buffer = send;
    return PLUGIN_SUCCESS;
}

static void nothing(void) {
}

static unsigned int count_words(const uint8_t *text, uint32_t length) {
    unsigned int words = 0;
    int inside = 0;
    for (uint32_t i = 0; i < length; i++) {
        const int is_word = !isspace(text[i]);
        words += (unsigned int)(is_word && !inside);
        inside = is_word;
    }
    return words;
}

static int32_t answer(hawser_answers_t *answers, const uint8_t *text, uint32_t length, uint32_t together) {
    static const char whole[] = "envelope";
    static const char empty[] = "a text must not be empty";
    char digits[16];
    if (length == 0) {
        return hawser_answers_add(answers, 1, empty, sizeof empty - 1);
    }
    const int is_whole = length == sizeof whole - 1 && memcmp(text, whole, length) == 0;
    const int used = snprintf(digits, sizeof digits, "%u", is_whole ? together : count_words(text, length));
    return hawser_answers_add(answers, 0, digits, (uint32_t)used);
}

static void process_message(const uint8_t *data, size_t length) {
    enum { PATIENCE_MS = 1000 };
    hawser_envelope_t envelope;
    hawser_answers_t answers;
    const uint8_t *text;
    uint32_t text_length;
    uint8_t *buffer;
    uint32_t space;
    if (hawser_envelope_open(&envelope, data, length) != 0 || request_buffer(PATIENCE_MS, &buffer, &space) != 0
        || hawser_answers_open(&answers, buffer, space) != 0) {
        return;
    }
    const uint32_t together = envelope.items;
    while (hawser_envelope_next(&envelope, &text, &text_length)
           && answer(&answers, text, text_length, together) == 0) {
    }
    (void)send_buffer((uint32_t)hawser_answers_length(&answers));
}

static const PluginInterface plugin = {
    {"words", "1.0.0", PLUGIN_API_VERSION}, initialize, nothing, process_message, nothing,
};

PLUGIN_EXPORT const PluginInterface *get_plugin_interface(void) {
    return &plugin;
}
