/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include "sample.h"

#include <string.h>

#define PLAIN HAWSER_SAMPLE_PLAIN, HAWSER_RULE_PLAIN
#define LARGE HAWSER_SAMPLE_LARGE, HAWSER_RULE_LARGE
#define ANY HAWSER_SAMPLE_ANY, HAWSER_RULE_ANY
#define NONE 0, 0

const hawser_rule_t HAWSER_RULES[] = {
    {"is-library", 1, "is a whole shared library for this machine", "", NULL, 0, NONE},
    {"loads", 1, "loads, with all it depends on, in time", "", NULL, 0, NONE},
    {"has-entry", 1, "exports get_plugin_interface", "must export get_plugin_interface", NULL, 0, NONE},
    {"has-table", 1, "returns its table from get_plugin_interface", "must return the plugin's table", NULL, 0, NONE},
    {"has-version", 1, "has an API version that hosts know", "must have API version", NULL, 0, NONE},
    {"has-name", 1, "has a name of 1 to 128 bytes of UTF-8", "plugin's name must be", NULL, 0, NONE},
    {"has-functions", 1, "has all four functions", "must have all four functions", NULL, 0, NONE},
    {"initializes", 1, "returns PLUGIN_SUCCESS from initialize", NULL, hawser_exam_begin, 0, NONE},
    {"shuts-down", 1, "returns from shutdown", NULL, hawser_exam_live, 0, NONE},
    {"updates", 2, "returns from update, as often as it is called", NULL, hawser_exam_update, 0, NONE},
    {"takes-messages", 2, "takes any message, also one that it does not know or that is empty", NULL, hawser_exam_talk, 0,
     PLAIN},
    {"answers", 2, "answers some message before process_message returns", NULL, hawser_exam_answers, 0, PLAIN},
    {"takes-large-messages", 3, "takes messages of up to 512 KiB", NULL, hawser_exam_talk, 0, LARGE},
    {"sends-what-fits", 3, "sends no message longer than a channel", NULL, hawser_exam_sizes, 0, PLAIN},
    {"keeps-channel-whole", 3, "serves over a channel, and writes nowhere else in it", NULL, NULL, 0, PLAIN},
    {"stays-within-message", 4, "reads nothing before or behind a message", NULL, hawser_exam_talk,
     HAWSER_STRICT_MESSAGE_ENDS, PLAIN},
    {"leaves-message-alone", 4, "does not write to a message", NULL, hawser_exam_talk, HAWSER_STRICT_MESSAGE_FIXED, PLAIN},
    {"keeps-no-message", 4, "does not touch a message once process_message has returned", NULL, hawser_exam_talk,
     HAWSER_STRICT_MESSAGE_OVER, PLAIN},
    {"uses-loans-right", 4, "sends what was lent, once, and not more", NULL, hawser_exam_loans, 0, PLAIN},
    {"stays-within-loan", 4, "writes nothing before or behind a loan, however short it is", NULL, hawser_exam_talk,
     HAWSER_STRICT_LOAN_ENDS | HAWSER_STRICT_LOAN_SHORT, PLAIN},
    {"keeps-no-loan", 4, "does not touch a loan once it is over", NULL, hawser_exam_talk, HAWSER_STRICT_LOAN_OVER, PLAIN},
    {"takes-any-bytes", 5, "takes any bytes as a message", NULL, hawser_exam_talk, 0, ANY},
    {"takes-no-room", 5, "goes on when buffer_request finds no room", NULL, hawser_exam_talk, HAWSER_STRICT_NO_ROOM, PLAIN},
    {"ends-threads", 6, "has no thread left after shutdown", NULL, hawser_exam_threads, 0, PLAIN},
    {"is-silent-afterwards", 6, "calls no callback after shutdown", NULL, hawser_exam_late, 0, PLAIN},
    {"unloads", 6, "is gone from memory when it is unloaded", NULL, hawser_exam_unload, 0, PLAIN},
    {"lives-again", 6, "starts again in the same process after it was unloaded", NULL, hawser_exam_lives, 0, PLAIN},
    {"keeps-descriptors", 7, "leaves as many descriptors open as it found", NULL, hawser_exam_descriptors, 0, PLAIN},
    {"keeps-surroundings", 7, "leaves working folder, locale, file mask and signals alone", NULL,
     hawser_exam_surroundings, 0, PLAIN},
    {"starts-no-process", 7, "does not fork", NULL, hawser_exam_processes, 0, PLAIN},
    {"sends-few", 7, "sends at most 10000 messages from within one call", NULL, hawser_exam_numbers, 0, PLAIN},
    {"prints-little", 8, "writes little to its output", NULL, hawser_exam_output, 0, PLAIN},
    {"gives-memory-back", 8, "keeps no memory after shutdown, life after life", NULL, hawser_exam_memory, 0, PLAIN},
    {"takes-any-bytes-strictly", 9, "takes any bytes where nothing lent may be overstepped", NULL, hawser_exam_talk,
     HAWSER_STRICT_MESSAGE_ENDS | HAWSER_STRICT_MESSAGE_FIXED | HAWSER_STRICT_MESSAGE_OVER | HAWSER_STRICT_LOAN_ENDS
         | HAWSER_STRICT_LOAN_OVER, ANY},
    {"lives-again-on-any-bytes", 10, "starts again after any bytes", NULL, hawser_exam_lives, 0, ANY},
};

int32_t hawser_rules_count(void) {
    return (int32_t)(sizeof HAWSER_RULES / sizeof HAWSER_RULES[0]);
}

int32_t hawser_rule_find(const char *name) {
    for (int32_t i = 0; i < hawser_rules_count(); i++) {
        if (strcmp(HAWSER_RULES[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static int64_t any(int64_t strictness) {
    static const int64_t COUNTS[] = {100, 100, 100, 100, 100, 1000, 3000, 10000, 30000, 100000, 300000};
    return COUNTS[strictness < 0 || strictness > HAWSER_STRICTNESS_MOST ? 0 : strictness];
}

int64_t hawser_rule_samples(const hawser_rule_t *rule, int64_t strictness) {
    return rule->count == HAWSER_RULE_PLAIN   ? hawser_sample_plain_count()
           : rule->count == HAWSER_RULE_LARGE ? hawser_sample_large_count()
           : rule->count == HAWSER_RULE_ANY   ? any(strictness)
                                              : rule->count;
}
